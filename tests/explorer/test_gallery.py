"""The views Gallery, with the 2017 explorer's files, and Samples, with its quiz."""

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.network.exchange import gallery

pytestmark = pytest.mark.browser


def test_quiz_keeps_score(visit: Any) -> None:
    """A right and a wrong answer are counted, and the truth is shown."""
    page = visit.open("#/samples")
    for asked in (1, 2):
        options = page.locator(".choice")
        question = options.first.text_content()
        assert question.endswith("0 </script>&")
        right = (int(question[0]) + asked - 1) % 4  # the second answer is wrong
        options.nth(right).click()
        assert f"1 of {asked} right" in page.inner_text(".quiz [role=status]")
        assert page.locator(".truth").text_content() == f"{question[0]}{int(question[0]) % 4} </script>&"
        page.get_by_role("button", name="Next question").click()
    page.get_by_label("in order").select_option("longest copy first")
    assert "longest copy 39 characters" in page.inner_text(".sample-list li:first-child .note")


def test_gallery_judges_and_ours_goes_out(visit: Any, gallery_files: list[Path], tmp_path: Path) -> None:
    """The four originals fail with Python's figures; ours holds, here and when the saved file is read."""
    page = visit.open("#/gallery?text=abc%20%23def")
    page.locator("input[type=file]").set_input_files([str(file) for file in gallery_files])
    page.wait_for_selector("article:nth-of-type(4)")
    shown = dict(
        zip(
            page.locator("article h3").all_inner_texts(),
            page.locator("article .fails").all_inner_texts(),
            strict=True,
        )
    )
    for file in gallery_files:
        network = gallery.read(file)
        figures = [float(found) for found in re.findall(r"by up to (\d+\.\d+)", shown[network.name])]
        verdict = gallery.judge(network)
        assert figures == pytest.approx([verdict.cell, verdict.hidden], rel=5e-3)
    page.get_by_role("button", name="Show ours here").click()
    assert "holds" in page.locator("article").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this network over the current text").click()
    download.value.save_as(tmp_path / "ours.json")
    assert gallery.judge(gallery.read(tmp_path / "ours.json")).holds


def test_gallery_refuses_other_files(visit: Any, tmp_path: Path) -> None:
    """A file that is not in the format is named, with the reason."""
    (tmp_path / "odd.json").write_text('{"x": "y"}')
    page = visit.open("#/gallery")
    page.locator("input[type=file]").set_input_files(str(tmp_path / "odd.json"))
    page.wait_for_selector("text=odd.json has no “chars”")
    assert page.locator("article").count() == 0
