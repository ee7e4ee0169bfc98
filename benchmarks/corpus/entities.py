"""How our rules for hashtags, mentions, URLs and cashtags agree with the entities that platforms give.

    python benchmarks/corpus/entities.py "X archive=PATH PATH" "Mastodon outbox=PATH" \\
        [--source "X archive=ADDRESS"]

Each argument is a form of file and the archives of that form, read as `tweetscope look` reads them. What is
counted are spans by their exact place, over all archives of a form. Nothing of a text is written.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import write_json
from pipeline.corpus.collect import collect
from pipeline.corpus.gold_spans import agreement, gold_spans
from pipeline.corpus.readers.formats import open_corpus
from pipeline.corpus.readers.sources.files import paths

RESULT = Path(__file__).resolve().parents[1] / "results" / "entities.json"
COUNTED = ("platform", "ours", "both")


def compare(files: list[str]) -> dict[str, Any]:
    """Posts, posts with an entity; for each concept the platform's spans, ours, and those that both have."""
    posts, marked = 0, 0
    totals: dict[str, Counter[str]] = {}
    for file in files:
        settings = CorpusSettings(source=file)
        found = collect(open_corpus(paths(file), settings), settings, QuietScreen())
        spans, _ = gold_spans(found.frame, found.spans)
        posts += len(found.frame)
        marked += spans["tweet_id"].nunique()
        for row in agreement(found.frame, spans).to_dict("records"):
            totals.setdefault(str(row["concept"]), Counter()).update({name: row[name] for name in COUNTED})
    concepts = [{"concept": name, **{key: total[key] for key in COUNTED}} for name, total in totals.items()]
    return {"archives": len(files), "posts": posts, "with_entities": marked, "concepts": concepts}


def main() -> None:
    """Read the arguments, compare, write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("forms", nargs="+", help="FORM=PATH PATH …")
    parser.add_argument("--source", action="append", default=[], help="FORM=where its archives are published")
    given = parser.parse_args()
    sources = dict(one.split("=", 1) for one in given.source)
    rows = []
    for one in given.forms:
        form, files = one.split("=", 1)
        rows.append({"form": form, "sources": sources.get(form, "").split(), **compare(files.split())})
        print(rows[-1])
    write_json(RESULT, {"forms": rows})


if __name__ == "__main__":
    main()
