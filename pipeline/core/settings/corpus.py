"""Settings of the stage `corpus`."""

from typing import Literal

from pydantic import Field

from pipeline.core.settings.base import Settings


class CorpusSettings(Settings):
    """How a raw file becomes the tweet table. Every default keeps the text as its author typed it."""

    kind: Literal["tweets", "stream"] = "tweets"
    """`tweets`: many short posts; `stream`: one long text, such as code or a book."""

    source: str = ""
    """The raw file; several, a folder or a glob; empty stands for the built-in corpus."""

    text_column: str | None = None
    """The column or key of the text; without it the usual names are tried."""

    date_column: str | None = None
    """The column or key of the date; without it the usual names are tried."""

    author_column: str | None = None
    """The column or key of the author; without it the usual names are tried."""

    id_column: str | None = None
    """The column or key of the tweet's id; without it the usual names are tried."""

    form: Literal["auto", "text", "table", "json"] = "auto"
    """What the file is, where its content misleads; `text`: each line is a post."""

    encoding: str | None = None
    """Such as mac_roman or shift_jis; without it, the whole file decides."""

    delimiter: str | None = None
    """What separates the cells of a table: one character, or `tab`."""

    quote: str | None = None
    """What stands around the cells of a table: one character, or `none`."""

    header: bool = True
    """Whether the first line of a table names its columns."""

    columns: tuple[str, ...] = ()
    """Names for the columns of a table, such as id,date,text."""

    table: str | None = None
    """The table of an SQLite file, or the sheet of a spreadsheet."""

    day_first: bool | None = None
    """Whether 05/04/2018 is in April; without it the whole column decides."""

    urls: Literal["keep", "placeholder"] = "keep"
    """`keep` lets the network learn URLs; `placeholder` replaces each by one word."""

    mentions: Literal["keep", "mask"] = "keep"
    """`mask` replaces every handle by @user."""

    retweets: Literal["keep", "drop"] = "keep"
    """`drop` leaves out retweets, flagged or typed by hand as RT @name."""

    split: Literal["hash", "time"] = "hash"
    """`hash`: near-duplicate clusters at random; `time`: the newest tweets are the test tweets."""

    valid_share: float = Field(0.05, gt=0, lt=0.5)
    """Share of the near-duplicate clusters that choices are made on."""

    test_share: float = Field(0.05, gt=0, lt=0.5)
    """Share of the near-duplicate clusters that results are reported on."""

    min_count: int = Field(10, ge=1)
    """Times that a character must occur; a rarer one is unknown to the network."""

    max_length: int = Field(1000, ge=10)
    """Characters; a longer text is rejected, since it would set the padding of all."""

    partition: int = Field(250_000, ge=1)
    """Tweets in one file; a larger table is a folder of such files, and stages read them one by one."""

    chunk_rows: int = Field(5000, ge=1)
    """Records held in memory at a time."""

    seed: int = 0
    """Of the split by hash."""
