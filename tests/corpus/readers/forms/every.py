"""Writers of every form that posts come in, each by hand or by another library than the one that reads it.

A writer takes texts and gives the bytes of a file, post n with the id `100 + n`, by `baker`.
"""

import json

import pandas as pd

from tests.corpus.readers.forms.binary import arrow, arrow_stream, ods, parquet, sqlite, xlsx
from tests.corpus.readers.forms.platforms import (
    bluesky,
    car,
    facebook,
    feed,
    instagram,
    jetstream,
    lines,
    mastodon,
    outbox,
    threads,
    truths,
    tweets,
    v2,
)
from tests.corpus.readers.forms.tables import backslash, named, one_column, outfile, plain, table
from tests.corpus.readers.forms.written import Writer

FORMS: dict[str, Writer] = {
    "CSV": table(","),
    "CSV, semicolons": table(";"),
    "TSV": table("\t"),
    "CSV, sep= line": table(";", above="sep=;\r\n"),
    "CSV, title line": table(",", above="Posts of the bakery\r\n"),
    "CSV, trailing commas": table(",", trailing=2),
    "CSV, row names": table(",", index=True),
    "CSV, backslashes": backslash,
    "CSV, one column": one_column,
    "MySQL OUTFILE": outfile,
    "CSV, UTF-16": lambda texts: table(",")(texts).decode().encode("utf-16"),
    "CSV, UTF-32 without a mark": lambda texts: table(",")(texts).decode().encode("utf-32-le"),
    "twint": named(id="id", created_at="created_at", text="tweet", username="username"),
    "twarc-csv": named(id="id", created_at="created_at", text="text", username="author.username"),
    "Hydrator": named(id="id", created_at="created_at", text="text", username="user_screen_name"),
    "TAGS": named(id="id_str", created_at="created_at", text="text", username="from_user"),
    "GetOldTweets": named(id="id", created_at="date", text="text", username="username"),
    "plain text": plain,
    "JSON array": lambda texts: json.dumps(tweets(texts)).encode(),
    "JSON lines": lambda texts: lines(tweets(texts)),
    "JSON, API v2": v2,
    "JSON, pandas columns": lambda texts: pd.DataFrame(tweets(texts)).to_json().encode(),
    "tweets.js": lambda texts: (
        "window.YTD.tweets.part0 = " + json.dumps([{"tweet": tweet} for tweet in tweets(texts)])
    ).encode(),
    "Grailbird": lambda texts: (
        "Grailbird.data.tweets_2012_03 = \n " + json.dumps(tweets(texts), indent=1)
    ).encode(),
    "module.exports": lambda texts: ("module.exports = " + json.dumps(tweets(texts)) + ";\n").encode(),
    "Mastodon statuses": mastodon,
    "Truth Social statuses": truths,
    "Mastodon outbox": outbox,
    "Bluesky listRecords": bluesky,
    "Bluesky feed": feed,
    "Bluesky Jetstream": jetstream,
    "Bluesky CAR": car,
    "Instagram": instagram,
    "Threads": threads,
    "Facebook": facebook,
    "Parquet": parquet,
    "Arrow": arrow,
    "Arrow stream": arrow_stream,
    "SQLite": sqlite,
    "xlsx": xlsx,
    "ods": ods,
}
