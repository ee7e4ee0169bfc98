"""What has no posts is refused in one line that says what it is; lists of posts are not."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.reading import put, read

IDS = [str(1_270_000_000_000_000_001 + 137 * n) for n in range(30)]
PYTHON = """
import os


def greet(
    name,
):
    'Say hi.'
    if name:
        print(
            name,
        )
    return os
"""
REFUSED = {
    "Git LFS": ("version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n", "Git LFS pointer"),
    "git-annex": ("/annex/objects/SHA256E-s123--abc.csv\n", "git-annex"),
    "a failed fetch": ("404: Not Found", "fetch it again"),
    "a server's answer": (
        {"message": "Not Found", "documentation_url": "https://x"},
        "server's answer.*Not Found",
    ),
    "the API's answer": ({"errors": [{"code": 32, "message": "No."}]}, "server's answer"),
    "ids": ("\n".join(IDS), "hydrate"),
    "ids in JSON": ("[" + ", ".join(IDS) + "]", "hydrate"),
    "ids as strings": (IDS, "hydrate"),
    "ids under text": ("id,text\n" + "".join(f"{n},{i}\n" for n, i in enumerate(IDS)), "hydrate"),
    "addresses": ("".join(f"https://twitter.com/a/status/{i}\n" for i in IDS), "addresses.*hydrate"),
    "numbers under status": ("status,when\n" + "200,x\n" * 9, "--text-column"),
    "Python": (PYTHON * 4, "program code"),
    "CSS": ("body {\n  color: red;\n}\n" * 9, "program code"),
    "a log": ("".join(f"2020-06-01 10:00:{n:02d} INFO start {n}\n" for n in range(20)), "a log or a chat"),
    "a web server's log": ('1.2.3.4 - - [01/Jun/2020:10:00:00 +0000] "GET / HTTP/1.1" 200\n' * 9, "a log"),
    "twint's text": (
        "".join(f"{i} 2020-06-01 10:00:00 +0000 <baker> hi\n" for i in IDS),
        "begin with a date",
    ),
    "a chat": ("".join(f"12/06/20, 10:{n:02d} - Ann: hi {n}\n" for n in range(20)), "a log or a chat"),
    "YAML": ("- id: 1\n  text: hi there\n" * 9, "YAML"),
    "settings": ("[part]\na = 1\nb = 2\n" * 9, "settings"),
    "subtitles": (
        "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\nhello\n\n" for n in range(9)),
        "subtitles",
    ),
    "JSON in code": ('data = JSON.parse(\'[{"text": "a"}]\');', "JSON in it"),
    "a saved page": ("<!-- saved -->\n<html><body>hi</body></html>", "web page"),
    "tildes": ("\n".join(f"{n}~2020~post {n}~baker" for n in range(9)), "table whose columns are not known"),
    "a quoted column": ('"Inhalt"\n' + '"one\ntwo"\n' * 4, "--text-column"),
    "ORC": (b"ORC\x00\x01", "ORC file"),
    "Feather 1": (b"FEA1\x00\x00", "Feather file of version 1"),
    "an old pickle": (b"\x80\x02]q\x00.", "pickle"),
}
POSTS = {
    "hashtags": [f"#tag{n} #other" for n in range(30)],
    "numbers first": [f"{n} bottles of beer" for n in range(30)],
    "braces": ["so :} happy", "{sad} day", "ok"] * 9,
    "quotations": [f'"quote {n}" - someone' for n in range(30)],
    "one comma each": ["yes, no", "a, b", "c, d", "one, two", "soup, bread", "red, blue"],
    "a link each": [f"look https://x.com/a/status/{n} nice" for n in IDS],
    "a colon each": [f"note this: {n}" for n in range(30)],
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path: Path, name: str) -> None:
    """One line, which says what the file is or what to do."""
    content, words = REFUSED[name]
    with pytest.raises(UserError, match=words) as error:
        read(put(tmp_path, content))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", POSTS)
def test_not_refused(tmp_path: Path, name: str) -> None:
    """Lines that share something are posts all the same."""
    assert read(put(tmp_path, "\n".join(POSTS[name]))).texts == POSTS[name]
