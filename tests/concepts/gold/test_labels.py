"""Gold files: each kind, alignment by hand, what is lost, what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.concepts.gold.labels import align, read_gold
from pipeline.core.errors import UserError


def test_conll(tmp_path: Path) -> None:
    """A CoNLL file gives a text for each block, its labels without prefix."""
    path = tmp_path / "a.conll"
    path.write_text("Ann\tB-PER\nLee\tI-PER\nleft\tO\n\nHi\tO\n", encoding="utf-8")
    gold = read_gold(path)
    assert [text.text for text in gold.texts] == ["Ann Lee left", "Hi"]
    np.testing.assert_array_equal(gold.texts[0].mask(["PER"]), [c != " " for c in "Ann Lee"] + [False] * 5)
    assert [token.begins for token in gold.texts[0].tokens] == [True, False, False]
    assert gold.labels == {"": 2, "PER": 2}


def test_conllu_uses_the_text_and_skips_ranges(tmp_path: Path) -> None:
    """Tokens are found in `# text`, a multi-word range and an empty node are skipped."""
    rows = ["1-2\tdon't", "1\tdo", "2\tn't", "2.1\tgo", "3\tgo"]
    tags = ["_", "AUX", "PART", "VERB", "VERB"]
    lines = [f"{row}\t_\t{tag}" + "\t_" * 6 for row, tag in zip(rows, tags, strict=True)]
    path = tmp_path / "a.conllu"
    path.write_text("# text = don't go\n" + "\n".join(lines) + "\n", encoding="utf-8")
    text = read_gold(path).texts[0]
    assert [(text.text[t.start : t.end], t.label) for t in text.tokens] == [
        ("do", "AUX"),
        ("n't", "PART"),
        ("go", "VERB"),
    ]
    assert text.covered().sum() == len("don't") + len("go")


def test_jsonl_with_tokens_offsets_and_spans(tmp_path: Path) -> None:
    """Tokens are aligned, given offsets are believed only where the token stands there, spans are taken."""
    records = [
        {
            "text": 'see @Ann 👍 "ok"',
            "tokens": ["see", "Ann", "'\"'", "ok"],
            "entities": ["O", "B-PER", "O", "O"],
        },
        {
            "text": "a b",
            "tokens": ["a", "b"],
            "entities": ["O", "B-X"],
            "annotation_offsets": [[0, 1], [0, 1]],
        },
        {"text": "Ann left", "spans": [[0, 3, "PER"], {"start": 4, "end": 99, "label": "X"}]},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    first, second, third = read_gold(path).texts
    assert [first.text[t.start : t.end] for t in first.tokens] == ["see", "Ann", '"', "ok"]
    assert second.lost == ("b",)
    assert third.lost == ("X 4:99",)
    assert third.mask(["PER"]).sum() == 3


def test_the_report_counts_what_is_lost(tmp_path: Path) -> None:
    """Tokens read = tokens found + tokens lost, and the lost ones are named."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "one three", "tokens": ["one", "two", "three"], "tags": ["O"] * 3}))
    report = read_gold(path).report()
    assert (report["tokens"], report["lost"], report["examples"]) == (3, 1, ["line 1: two"])


def test_tokens_are_found_in_order() -> None:
    """A token is looked for after the one before it, so a repeated word is found at its own place."""
    text = "to be or to be"
    found = align(text, ["to", "be", "to", "be"], ["O"] * 4)
    assert [token.start for token in found.tokens] == [0, 3, 9, 12]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", "x"),
        ("a.conll", "lonely\n"),
        ("a.conllu", "1\tword\tX\n"),
        ("a.jsonl", "{"),
        ("a.jsonl", '{"tokens": []}'),
        ("a.jsonl", ""),
        ("a.conll.gz", "not gzip"),
    ],
)
def test_bad_files_are_refused_in_one_line(tmp_path: Path, name: str, content: str) -> None:
    """An unknown suffix, a line of another kind, an empty or damaged file: one line that names the file."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"a\.(xml|conll|conllu|jsonl)") as caught:
        read_gold(path)
    assert "\n" not in str(caught.value)


def test_real_gold_aligns(shared: Path) -> None:
    """Every token of the treebank is found; of BTC all but one text whose tokens are of another tweet."""
    assert read_gold(shared / "gold" / "ud_ewt_dev.conllu.gz").report()["lost"] == 0
    report = read_gold(shared / "gold" / "btc_a.jsonl").report()
    assert (report["texts"], report["texts_with_lost"]) == (1000, 1)
    assert report["tokens"] == read_gold(shared / "gold" / "btc_a.conll").report()["tokens"]
