"""A site is whole, its links lead on, and it asks no other host."""

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.report import site

PAGE = "<!doctype html><html><head><title>t</title></head><body>{}</body></html>"


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Path, Workspace, Path]:
    """A manual, a workspace with its two pages, and a lab with one explorer, all of a line each."""
    manual, demo, lab = tmp_path / "html", Workspace(tmp_path / "data" / "demo"), tmp_path / "data" / "lab"
    explorer = lab / "explorers" / "counter-noisy-0" / "report" / "explorer.html"
    wanted = [manual / "index.html", manual / "_static" / "a.css", demo.report, demo.explorer, explorer]
    for path in (*wanted, lab / "report" / "lab.html", lab / "report" / "tour.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a{}" if path.suffix == ".css" else PAGE.format(path.name))
    link = "../explorers/counter-noisy-0/report/explorer.html#/step"
    (lab / "report" / "tour.html").write_text(PAGE.format(f'<a href="{link}">x</a>'))
    return manual, demo, lab


def test_all_pages_keep_their_places_and_links_lead_on(
    parts: tuple[Path, Workspace, Path], tmp_path: Path
) -> None:
    """Every link, from the first page and from the tour, is a file of the site; a second build replaces."""
    out = tmp_path / "site"
    site.build(*parts, out)
    (out / "left.html").write_text("of an older build")
    files = site.build(*parts, out)
    assert not (out / "left.html").exists()
    assert out / ".nojekyll" in files
    followed = 0
    for path in (one for one in files if one.suffix == ".html"):
        for address in re.findall(r'href="([^"#]+)', path.read_text()):
            assert (path.parent / address).is_file(), (path, address)
            followed += 1
    assert followed == 7
    assert not list(tmp_path.glob(".site.*"))


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<script src="https://a.example/x.js"></script>', "https://a.example/x.js"),
        ("<img alt='' src='//a.example/x.png'>", "//a.example/x.png"),
        ('<link rel="stylesheet" href="http://a.example/x.css">', "http://a.example/x.css"),
        ("<style>@import 'https://a.example/x.css';</style>", "https://a.example/x.css"),
        ("<style>p{background:url(https://a.example/x.png)}</style>", "https://a.example/x.png"),
    ],
)
def test_a_page_that_asks_another_host_is_refused(
    parts: tuple[Path, Workspace, Path], tmp_path: Path, markup: str, address: str
) -> None:
    """Scripts, pictures, styles: the page and the address are named, and nothing is left behind."""
    parts[1].report.write_text(PAGE.format(markup))
    with pytest.raises(UserError, match=re.escape(f"report.html would ask {address}")):
        site.build(*parts, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_links_and_texts_ask_nobody(parts: tuple[Path, Workspace, Path], tmp_path: Path) -> None:
    """A link that a reader follows, an address in a text, a tweet of an explorer that holds markup."""
    data = '<script type="application/json">{"t": "<img src=\\"https://a.example/x\\">"}</script>'
    link = '<a href="https://a.example/">see https://a.example/x.js</a>'
    parts[1].report.write_text(PAGE.format(link + data))
    assert site.build(*parts, tmp_path / "site")


def test_what_is_missing_is_named(parts: tuple[Path, Workspace, Path], tmp_path: Path) -> None:
    """The file, and the command that makes it; a folder with something else in it is left as it is."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(UserError, match="holds something else"):
        site.build(*parts, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").exists()
    (tmp_path / "letter").write_text("dear")
    with pytest.raises(UserError, match="cannot write"):
        site.build(*parts, tmp_path / "letter" / "site")
    (parts[2] / "report" / "tour.html").unlink()
    with pytest.raises(UserError, match=r"tour\.html does not exist: run `make lab`"):
        site.build(*parts, tmp_path / "site")
    (parts[0] / "index.html").unlink()
    with pytest.raises(UserError, match="make docs"):
        site.build(*parts, tmp_path / "site")


@pytest.mark.parametrize("kept", [".nojekyll", ".tweetscope"])
def test_a_checkout_is_left_as_it_is(parts: tuple[Path, Workspace, Path], tmp_path: Path, kept: str) -> None:
    """Pages that somebody publishes with git are not removed, whether a site of ours is in them or not."""
    out = tmp_path / "published"
    (out / ".git").mkdir(parents=True)
    (out / kept).touch()
    with pytest.raises(UserError, match="holds something else"):
        site.build(*parts, out)
    assert (out / ".git").is_dir()


def test_the_command_that_makes_a_page_is_that_of_its_workspace(
    parts: tuple[Path, Workspace, Path], tmp_path: Path
) -> None:
    """`make demo` for the built-in corpus, `make analyze` for one's own."""
    parts[1].report.unlink()
    with pytest.raises(UserError, match=r"report\.html does not exist: run `make demo`"):
        site.build(*parts, tmp_path / "site")
    mine = Workspace(tmp_path / "data" / "mine")
    with pytest.raises(UserError, match=r"explorer\.html does not exist: run `make analyze NAME=mine`"):
        site.build(parts[0], mine, parts[2], tmp_path / "site")


@pytest.mark.browser
def test_the_first_page_works_without_a_network(
    chromium: Any, parts: tuple[Path, Workspace, Path], tmp_path: Path
) -> None:
    """With the network off, its links open, nothing is asked of any host, and nothing goes wrong."""
    site.build(*parts, tmp_path / "site")
    context = chromium.new_context(offline=True)
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.get_by_role("link", name="Tour").click()
    page.wait_for_url("**/tour.html")
    context.close()
    assert len(asked) == 2
    assert all(url.startswith("file:") for url in asked)
    assert wrong == []
