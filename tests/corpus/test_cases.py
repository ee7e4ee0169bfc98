"""Files that people have, each the form of a real one, through the whole stage: the right value, or one line.

The files are in `../shared/cases/ingest`; each stands for a kind. What is right for each is said there.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace
from pipeline.corpus import stage as ingest
from pipeline.tracking.tracker import NullTracker

PLAIN = [
    "the kettle is on",
    "rain over the harbour",
    "new shelf and books",
    "bread rose twice",
    "the cat naps",
    "tram 7 is late",
    "soup for lunch",
    "paint dries slowly",
]
NUMBERED = [*PLAIN, "the gate squeaks", "fog until noon"]


class Warnings(QuietScreen):
    """Keeps what is warned of."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def warn(self, line: str) -> None:
        self.lines.append(line)


def ingested(shared: Path, folder: Path, name: str) -> tuple[pd.DataFrame, dict[str, Any], list[str]]:
    """The tweet table of a case in the order of the file, the counts, and the warnings."""
    workspace, screen = Workspace(folder / "work"), Warnings()
    settings = CorpusSettings(source=str(shared / "cases" / "ingest" / name))
    counts = ingest.run(settings, workspace, NullTracker(), screen)
    return pd.read_parquet(workspace.tweets), counts, screen.lines


SAME_TEXTS = {
    "07_sep_line.csv": PLAIN,
    "08_title_line.csv": PLAIN,
    "12_tweets_header.csv": [f'{text}, and "so" on\nsecond line' for text in PLAIN],
    "13_grailbird.js": PLAIN,
    "15_null_first.jsonl": PLAIN,
    "20_mastodon_statuses.json": [f"{text} & #x\nsecond line" for text in PLAIN],
    "32_twint.csv": PLAIN,
    "34_epoch_microseconds.csv": PLAIN,
    "35_date_columns.csv": PLAIN,
    "36_user_username.jsonl": PLAIN,
    "37_hydrator.csv": PLAIN,
    "50_bytes_literals.csv": [f"It’s {text}" for text in PLAIN],
    "51_sentiment140.csv": PLAIN,
    "53_bluesky_records.json": PLAIN,
    "43_nan_array.json": ["fine", "fine too"],
    "42_half_emoji_ellipsis.json": ["emoji cut by an ellipsis \ufffd…", "cut in half \ufffd", "fine"],
    "03_one_inner_quote.csv": [
        f'he said "no" and {n}' if n == 3 else f"{text} {n}" for n, text in enumerate(PLAIN)
    ],
    "05_unquoted_commas.csv": [f"yes, {text}" if n % 2 else text for n, text in enumerate(PLAIN)],
    "47_one_row.csv": [f"{NUMBERED[n % 10]} {n}" for n in range(120)],
    "49_sinhala_zwj.txt": ["ශ්\u200dරී ලංකා", "ක්\u200dරියා කරයි"],
}


@pytest.mark.parametrize("name", SAME_TEXTS)
def test_the_texts(shared: Path, tmp_path: Path, name: str) -> None:
    """Every post, nothing else, in order, and as it was typed."""
    frame, counts, _ = ingested(shared, tmp_path, name)
    assert frame["text"].tolist() == SAME_TEXTS[name]
    assert counts["undecodable"] == (2 if name.startswith("42") else 0)


def test_a_quote_that_is_left_open_swallows_nothing(shared: Path, tmp_path: Path) -> None:
    """One row a line, and no post holds another row; the quote is a character of its text."""
    lines = (shared / "cases/ingest/01_late_open_quote.csv").read_text(encoding="utf-8").splitlines()[1:]
    frame, counts, _ = ingested(shared, tmp_path, "01_late_open_quote.csv")
    assert frame["text"].tolist() == [line.split(",", 2)[2] for line in lines]
    assert counts["rejected"] == {}


REFUSED = {
    "11_header_only.csv": "a table without rows",
    "18_ids_only.txt": "hydrate them first",
    "19_lfs_pointer.csv": "a Git LFS pointer",
    "45_deflate64.zip": "Deflate64.*unpack it",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_posts_is_refused_in_a_line(shared: Path, tmp_path: Path, name: str) -> None:
    """The line says what the file is and what to do."""
    with pytest.raises(UserError, match=REFUSED[name]) as error:
        ingested(shared, tmp_path, name)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "work").exists()


ENCODED = {
    "22_mac_roman.csv": ("mac_roman", "It’s raining — again 0", "“Soup” for lunch 1"),
    "24_turkish_cp1254.csv": ("cp1254", "Bugün yine yağmur yağıyor 0", "Çay demlendi 1"),
    "26_hebrew_cp1255.csv": ("cp1255", "גשם שוב היום 0", "החתול ישן 1"),
    "30_mixed_utf8_cp1252.csv": ("cp1252", "It’s no. 0", "It’s no. 1"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_the_letters(shared: Path, tmp_path: Path, name: str) -> None:
    """Old code pages give the letters that were typed, in every line."""
    encoding, first, second = ENCODED[name]
    frame, counts, _ = ingested(shared, tmp_path, name)
    assert frame["text"].tolist()[:2] == [first, second]
    assert encoding in counts["encoding"]
    assert counts["undecodable"] == 0
    assert len(frame) == counts["rows_read"]


def test_every_line_of_a_mixed_file(shared: Path, tmp_path: Path) -> None:
    """A lone 0x92 is an apostrophe, whatever the other lines are in."""
    frame, _, _ = ingested(shared, tmp_path, "30_mixed_utf8_cp1252.csv")
    assert frame["text"].tolist() == [f"It’s no. {n}" for n in range(30)]


def test_the_day_comes_first(shared: Path, tmp_path: Path) -> None:
    """23/04 and 30/04 decide what 05/04 is."""
    frame, _, _ = ingested(shared, tmp_path, "31_day_first.csv")
    assert [(d.month, d.day) for d in frame["created_at"]] == [(4, 5), (4, 6), (4, 23), (4, 30)]


DATED = {
    "32_twint.csv": ("2020-06-01 10:00", "2020-06-08 10:00"),
    "34_epoch_microseconds.csv": ("2019-01-13 08:30:05", "2019-01-20 08:30:05"),
    "35_date_columns.csv": ("2020-06-01 10:00", "2020-06-08 10:00"),
    "51_sentiment140.csv": ("2009-06-01 17:00", "2009-06-08 17:00"),
    "53_bluesky_records.json": ("2024-06-01 10:00", "2024-06-01 10:00"),
}


@pytest.mark.parametrize("name", DATED)
def test_the_dates(shared: Path, tmp_path: Path, name: str) -> None:
    """All dates, in UTC."""
    frame, counts, _ = ingested(shared, tmp_path, name)
    assert counts["without_date"] == 0
    ends = frame["created_at"].iloc[[0, -1]].tolist()
    assert ends == [pd.Timestamp(written, tz="UTC") for written in DATED[name]]


@pytest.mark.parametrize(
    "name", ["20_mastodon_statuses.json", "21_outbox.json", "36_user_username.jsonl", "37_hydrator.csv"]
)
def test_the_author_is_the_handle(shared: Path, tmp_path: Path, name: str) -> None:
    """Not the display name beside it."""
    frame, _, _ = ingested(shared, tmp_path, name)
    assert set(frame["author"]) == {"baker"}


def test_a_null_among_the_records(shared: Path, tmp_path: Path) -> None:
    """It is one rejected record with its reason."""
    _, counts, _ = ingested(shared, tmp_path, "15_null_first.jsonl")
    assert counts["rejected"] == {"not an object": 1}


def test_boosts_are_counted(shared: Path, tmp_path: Path) -> None:
    """An outbox holds the address of what was boosted, not its text."""
    frame, counts, _ = ingested(shared, tmp_path, "21_outbox.json")
    assert (counts["rows_read"], counts["dropped"]) == (8, {"boost": 1})
    assert frame["text"].tolist() == [f"{text} & #x\nsecond line" for text in PLAIN[:7]]


def test_rounded_ids_are_no_identity(shared: Path, tmp_path: Path) -> None:
    """Nothing is dropped as the same tweet, and one line says that ids are lost."""
    frame, counts, lines = ingested(shared, tmp_path, "39_excel_rounded_ids.csv")
    assert (len(frame), counts["dropped"]) == (8, {})
    assert frame["tweet_id"].tolist() == [f"row-{n}" for n in range(8)]
    assert sum("rounded" in line for line in lines) == 1


def test_a_long_post_of_an_archive(shared: Path, tmp_path: Path) -> None:
    """note-tweet.js has the whole of it, account.js the author."""
    frame, _, _ = ingested(shared, tmp_path, "40_archive_with_note.zip")
    assert len(frame) == 2
    assert frame["text"][0].endswith("wait again. The end.")
    assert not frame["is_truncated"].any()
    assert set(frame["author"]) == {"baker"}


def test_a_retweet_is_whole(shared: Path, tmp_path: Path) -> None:
    """v1.1 cuts it at 140 and gives the original beside it."""
    frame, _, _ = ingested(shared, tmp_path, "41_v11_retweet.jsonl")
    text = frame["text"][0]
    assert text.startswith("RT @baker: A long post about sourdough.")
    assert text.endswith("wait again. The end.")
    assert frame["is_retweet"].tolist() == [True, False]
