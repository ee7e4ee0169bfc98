"""Links inside the MLflow UI lead back to the artefact; a workspace's description keeps MLflow's limit."""

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from pipeline.tracking.links import LIMIT, Links, whole

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
LINKS = Links("1", "ab")


@given(NAMES)
def test_a_page_leads_back_to_its_artefact(name: str) -> None:
    """Whatever the name holds, the address is one word whose last part is the name again."""
    page = LINKS.page(name)
    prefix = "#/experiments/1/runs/ab/artifacts/"
    assert page.startswith(prefix)
    assert unquote(page.removeprefix(prefix)) == name
    assert not set(page[1:]) & set(' #?()"<>\n')


@given(NAMES)
def test_a_picture_leads_back_to_its_artefact(name: str) -> None:
    """As the standard library reads the query."""
    query = parse_qs(urlsplit(LINKS.picture(name)).query, keep_blank_values=True)
    assert query == {"path": [name], "run_uuid": ["ab"]}


def test_curves_are_on_the_page_of_metrics() -> None:
    assert LINKS.curves() == "#/experiments/1/runs/ab/model-metrics"


@given(st.dictionaries(NAMES, st.tuples(st.just("head"), st.text("x", max_size=5000)), max_size=6))
def test_a_description_keeps_every_first_line_and_the_limit(notes: dict[str, tuple[str, str]]) -> None:
    """What is left out are whole rests, never a part of one."""
    text = whole({stage: f"{head}\n\n{rest}" for stage, (head, rest) in notes.items()})
    assert len(text) <= LIMIT
    assert text.count("- head") == len(notes)
    shown = [part for part in text.split("\n\n")[1:] if part]
    assert all(part in [rest for _, rest in notes.values()] for part in shown)
