"""The twitter-text conformance suite: every case of the sections that speak of entities, indices included.

Indices in the suite count code points. No text of a section with indices goes beyond the basic plane, where
code points and UTF-16 units part; a hand-worked case in test_entities.py does.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.text import entities


def bare(found: list[entities.Entity]) -> list[str]:
    return [entity.text[1:] for entity in found]


def texts(found: list[entities.Entity]) -> list[str]:
    return [entity.text for entity in found]


def indexed(key: str, found: list[entities.Entity]) -> list[dict[str, Any]]:
    sign = 0 if key == "url" else 1
    return [{key: entity.text[sign:], "indices": [entity.start, entity.end]} for entity in found]


def names_and_slugs(text: str) -> list[dict[str, Any]]:
    rows = []
    for entity in entities.mentions_or_lists(text):
        name, slash, slug = entity.text[1:].partition("/")
        rows.append({"screen_name": name, "list_slug": slash + slug, "indices": [entity.start, entity.end]})
    return rows


def replied_to(text: str) -> str | None:
    entity = entities.reply(text)
    return entity.text[1:] if entity else None


EXTRACT: dict[str, Callable[[str], Any]] = {
    "mentions": lambda text: bare(entities.mentions(text)),
    "mentions_with_indices": lambda text: indexed("screen_name", entities.mentions(text)),
    "mentions_or_lists_with_indices": names_and_slugs,
    "replies": replied_to,
    "urls": lambda text: texts(entities.urls(text)),
    "urls_with_indices": lambda text: indexed("url", entities.urls(text)),
    "urls_with_directional_markers": lambda text: indexed("url", entities.urls(text)),
    "tco_urls_with_params": lambda text: texts(entities.urls(text)),
    "hashtags": lambda text: bare(entities.hashtags(text)),
    "hashtags_from_astral": lambda text: bare(entities.hashtags(text)),
    "hashtags_with_indices": lambda text: indexed("hashtag", entities.hashtags(text)),
    "cashtags": lambda text: bare(entities.cashtags(text)),
    "cashtags_with_indices": lambda text: indexed("cashtag", entities.cashtags(text)),
}
VALIDATE: dict[str, Callable[[str], Any]] = {
    "usernames": entities.is_valid_username,
    "lists": entities.is_valid_list,
    "hashtags": entities.is_valid_hashtag,
    "urls": entities.is_valid_url,
    "urls_without_protocol": lambda text: entities.is_valid_url(text, require_protocol=False),
}
TLDS: dict[str, Callable[[str], Any]] = dict.fromkeys(
    ("country", "generic"), lambda text: texts(entities.urls(text))
)
SUITE = {"extract": EXTRACT, "validate": VALIDATE, "tlds": TLDS}
SECTIONS = [(name, section) for name, answers in SUITE.items() for section in answers]
# Sections of validate.yml about a tweet's weighted length: no matter of entities.
OF_LENGTH = {
    "tweets",
    "WeightedTweetsCounterTest",
    "WeightedTweetsWithDiscountedEmojiCounterTest",
    "UnicodeDirectionalMarkerCounterTest",
}
BY_EXTRACT = {
    "urls_with_indices": "url",
    "hashtags_with_indices": "hashtag",
    "cashtags_with_indices": "cashtag",
    "mentions_with_indices": "mention",
}


@pytest.fixture(scope="module")
def suite(shared: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The three files, parsed once."""
    folder = shared / "conformance" / "twitter-text"
    return {
        name: yaml.load((folder / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)["tests"]
        for name in SUITE
    }


@pytest.mark.parametrize(("name", "section"), SECTIONS, ids=[f"{a}-{b}" for a, b in SECTIONS])
def test_a_section_passes_whole(
    suite: dict[str, Any], name: str, section: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each case of the section gives exactly what the suite expects; passed/total is shown."""
    cases, answer = suite[name][section], SUITE[name][section]
    wrong = [case["description"] for case in cases if answer(case["text"]) != case["expected"]]
    with capsys.disabled():
        print(f"\n  twitter-text {name}.yml {section}: {len(cases) - len(wrong)}/{len(cases)}", end=" ")
    assert cases
    assert wrong == []


def test_no_section_is_left_out(suite: dict[str, Any]) -> None:
    """Every section of the three files is run here, except for those about a tweet's length."""
    for name, answers in SUITE.items():
        assert set(suite[name]) - OF_LENGTH == set(answers)


def test_indices_of_the_suite_are_code_points_and_utf16_units_at_once(suite: dict[str, Any]) -> None:
    """No case with indices holds a character beyond the basic plane: the two ways to count agree."""
    cases = [case for section in suite["extract"].values() for case in section]
    checked = [case for case in cases if case["expected"] and isinstance(case["expected"][0], dict)]
    assert len(checked) == 30
    assert all(ord(character) < 0x10000 for case in checked for character in case["text"])


@pytest.mark.parametrize("section", BY_EXTRACT)
def test_extract_gives_the_same_as_the_function_of_a_kind(suite: dict[str, Any], section: str) -> None:
    """`extract` finds the suite's entities too, at the suite's indices."""
    kind = BY_EXTRACT[section]
    for case in suite["extract"][section]:
        found = [[e.start, e.end] for e in entities.extract(case["text"]) if e.kind == kind]
        assert found == [row["indices"] for row in case["expected"]], case["description"]
