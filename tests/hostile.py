"""Posts that do harm where a program takes a text for something else, and a corpus that holds them."""

import json
from pathlib import Path

from pipeline.corpus import demo

POSTS = (
    "<script>window.pwned = 1; alert(1)</script> says the post",
    "</script></style></title></textarea>--><img src=x onerror=alert(2)> says the post",
    "<b onclick=alert(3) onmouseover=alert(3)>bold</b> & &lt;b&gt; says the post",
    "<svg onload=alert(4)><iframe srcdoc='<script>parent.pwned = 1</script>'> says the post",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %> $x^2$ says the post",
    '=HYPERLINK("http://evil.example/"; "says the post")',
    "\u200b\u3000=1+1 says the post",
    "＝cmd|' /C calc'!A0 says the post",
    "+1+1 -1-1 @SUM(1+1) says the post",
    "\u2003\t@SUM(1+1) says the post",
    "right \u202eto left\u202c \u2067isolated\u2069 says the post",
    "nul \u0000 bell \u0007 escape \u001b[31m red, lone \ud83d half says the post",
    "line\u2028separator\u2029 paragraph \ufeff \u0085 says the post",
    "[bold red]markup[/bold red] [link=http://evil.example]x[/link] [/] says the post",
    'javascript:alert(5) https://evil.example/"onload="alert(5) ![x](http://evil.example/x) says the post',
)


def write(path: Path, posts: int, seed: int) -> None:
    """The built-in corpus, each hostile post twice and after others, so that the network knows its signs."""
    demo.write(path, posts, seed)
    records = json.loads(path.read_text(encoding="utf-8-sig"))
    among = [f"{records[n]['text'][:90]} {text}"[:250] for n, text in enumerate(POSTS * 4)]
    for number, text in enumerate([*(f"{text}, take {n}" for n in (1, 2) for text in POSTS), *among]):
        extra = {"id_str": str(10**15 + number), "text": text, "author": text[:80]}
        records.append({**records[0], "is_retweet": False, **extra})
    path.write_text(json.dumps(records), encoding="utf-8")
