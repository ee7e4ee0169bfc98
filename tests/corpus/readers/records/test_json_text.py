"""JSON as it is found: behind programs, among comments, with line ends and numbers that JSON forbids."""

import json
from pathlib import Path

import pytest

from tests.corpus.readers.reading import put, read

POSTS = [{"text": "one, {two}"}, {"text": "three // four"}]
ARRAY = json.dumps(POSTS, indent=1)
BEHIND = {
    "an archive": f"window.YTD.tweets.part0 = {ARRAY}",
    "an archive in brackets": f'window["YTD"]["tweets"]["part0"] = {ARRAY};',
    "an export": f"module.exports = {ARRAY};",
    "a default export": f"export default {ARRAY}\n",
    "a constant": f"const tweets = {ARRAY};\nexport default tweets;\n",
    "a strict program": f'"use strict";\nvar tweets = {ARRAY};',
    "a licence": f"// (c)\n/* all\n rights */\nvar tweets = {ARRAY};",
    "a callback": f"callback({ARRAY});",
    "a function": f"(function(){{ window.tweets = {ARRAY}; }})();",
    "an object": f"module.exports = {{\n tweets: {ARRAY}}};",
    "comments": "/* by\n me */ " + ARRAY.replace("},", "}, // with {a: 'brace'},\n"),
    "a comma at the end": ARRAY[:-1].rstrip() + ",\n]",
}


@pytest.mark.parametrize("name", BEHIND)
def test_behind_and_among(tmp_path: Path, name: str) -> None:
    """The records of the array, and nothing of the program is a record, not even a rejected one."""
    found = read(put(tmp_path, BEHIND[name]))
    assert found.texts == [post["text"] for post in POSTS]
    assert found.rejects == []


def test_parts_joined(tmp_path: Path) -> None:
    """`cat tweets*.js` has an assignment before each array."""
    content = f"window.YTD.tweets.part0 = {ARRAY}\nwindow.YTD.tweets.part1 = {ARRAY}\n"
    found = read(put(tmp_path, content))
    assert (len(found.rows), found.rejects) == (4, [])


def test_line_ends_and_tabs_in_strings(tmp_path: Path) -> None:
    """Programs write them as they are, though JSON wants them escaped."""
    assert read(put(tmp_path, '[{"text":"a\tb"},{"text":"c\nd"}]')).texts == ["a\tb", "c\nd"]
    assert read(put(tmp_path, '{"text":"a\tb"}\n{"text":"c"}\n')).texts == ["a\tb", "c"]


def test_a_number_of_thousands_of_digits(tmp_path: Path) -> None:
    """Python refuses it; it costs its record alone."""
    long = '{"text":"a","id":' + "9" * 5000 + "}"
    found = read(put(tmp_path, f'[{long}, {{"text":"b"}}]'))
    assert (found.texts, found.rejects) == (["b"], ["a number too long"])


def test_record_separators(tmp_path: Path) -> None:
    """RFC 7464 puts one before each record."""
    content = "".join(f"\x1e{json.dumps(post)}\n" for post in POSTS)
    assert read(put(tmp_path, content)).texts == [post["text"] for post in POSTS]
