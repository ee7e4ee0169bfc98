"""Which files of a whole archive hold the posts: by the names that platforms give them.

An archive is a zip, a tar or a folder: a list of names. What is chosen is read in order; what belongs to
the posts (the owner's name, long posts, deleted posts) is chosen beside them.
"""

import re
from dataclasses import dataclass

from pipeline.core.errors import UserError

NUMBER = re.compile(r"(\d+)")
IGNORED = re.compile(
    r"(^|/)(__MACOSX/|\.|Thumbs\.db|desktop\.ini)|(^|/)(readme|licen[cs]e|notice|changelog)[^/]*$"
    r"|\.(md|html?|css|png|jpe?g|gif|webp|svg|mp4|mov|mp3|pdf|ico|woff2?|map|sha256|md5)$",
    re.IGNORECASE,
)
DATA = re.compile(
    r"\.(csv|tsv|tab|jsonl?|ndjson|js|parquet|feather|arrow|xlsx?|ods|car|sqlite3?|db)"
    r"(\.(gz|bz2|xz|zst))?$",
    re.IGNORECASE,
)
# Where each platform's archive keeps the posts, the most particular first.
POSTS = (
    ("X archive", re.compile(r"(^|/)(community-)?tweets?(-part\d+)?\.js$")),
    ("Twitter archive", re.compile(r"(^|/)data/js/tweets/\d{4}_\d{2}\.js$")),
    ("Mastodon archive", re.compile(r"(^|/)outbox\.json$")),
    ("Threads export", re.compile(r"(^|/)threads_and_replies(_\d+)?\.json$")),
    ("Instagram export", re.compile(r"(^|/)(content|media)/posts_\d+\.json$")),
    (
        "Facebook export",
        re.compile(
            r"(^|/)posts/(your_posts(__check_ins__photos_and_videos)?|your_uncategorized_posts)_?\d*\.json$"
        ),
    ),
)
X_ARCHIVE = re.compile(r"(^|/)data/(account|manifest|profile|like|follower)\.js$")
SIDE = {
    "notes": re.compile(r"(^|/)note-tweet(-part\d+)?\.js$"),
    "account": re.compile(r"(^|/)account\.js$"),
    "deleted": re.compile(r"(^|/)deleted-tweets?(-part\d+)?\.js$"),
    "manifest": re.compile(r"(^|/)manifest\.js$"),
}


@dataclass(frozen=True)
class Selection:
    """The names to read in order, and the side files by role."""

    platform: str | None
    posts: tuple[str, ...]
    side: dict[str, tuple[str, ...]]


def select(names: list[str], where: str, folder: bool = False) -> Selection:
    """The posts among the names of an archive, or of a folder, whose data files may be of several kinds.

    Raises:
        UserError: no name is known, and more than one could be meant.
    """
    real = [name for name in names if not IGNORED.search(name)]
    for platform, pattern in POSTS:
        if found := [name for name in real if pattern.search(name)]:
            return Selection(platform, tuple(sorted(found, key=natural)), side_files(real))
    if any(X_ARCHIVE.search(name) for name in real):
        raise UserError(
            f"{where} looks like an archive of X without its posts: data/tweets.js is missing. Give the "
            "whole archive, or tweets.js"
        )
    data = [name for name in real if DATA.search(name)] or real
    kinds = {DATA.sub(lambda found: f".{found[1].lower()}", name).rpartition(".")[2] for name in data}
    if len(data) == 1 or ((len(kinds) == 1 or (folder and data)) and DATA.search(data[0])):
        return Selection(None, tuple(sorted(data, key=natural)), {})
    shown = ", ".join(names[:5]) + (", …" if len(names) > 5 else "") if names else "nothing"
    raise UserError(f"{where} holds {shown}: unpack it and give the file with the tweets, or several files")


def side_files(names: list[str]) -> dict[str, tuple[str, ...]]:
    """The files of an X archive that belong to its posts."""
    found = {
        role: tuple(sorted((n for n in names if pattern.search(n)), key=natural))
        for role, pattern in SIDE.items()
    }
    return {role: chosen for role, chosen in found.items() if chosen}


def natural(name: str) -> list[tuple[int, str]]:
    """Names in the order of their numbers, `tweets.js` before `tweets-part1.js`; other tweets first.

    >>> sorted(["t-part10.js", "t-part2.js", "t.js"], key=natural)
    ['t.js', 't-part2.js', 't-part10.js']
    """
    stem = name.replace(".js", "\x00.js") if name.endswith(".js") else name
    stem = stem.replace("-part", "\x01-part").replace("community-", "~community-")
    return [(int(p), "") if p.isdigit() else (-1, p) for p in NUMBER.split(stem)]
