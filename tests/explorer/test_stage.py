"""The stage: what the file holds, with every artefact and with the fewest."""

import hashlib
import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace
from pipeline.explorer import stage
from pipeline.tracking.tracker import NullTracker


def parts(html: str) -> tuple[str, str, str, str]:
    """Policy, style, data and script of a page."""
    found = re.search(
        r'Content-Security-Policy" content="([^"]*)".*<style>(.*)</style>.*'
        r'<script type="application/json" id="data">(.*?)</script>\s*'
        r'<script type="module">(.*)</script>\s*</body>',
        html,
        re.DOTALL,
    )
    assert found is not None
    return found[1], found[2], found[3], found[4]


def test_policy_names_exactly_what_is_inside(explorer: Path) -> None:
    """Script and style are allowed by their digests alone, and nothing may be fetched."""
    policy, style, _, script = parts(explorer.read_text(encoding="utf-8"))
    policy = policy.replace("&#39;", "'")
    for directive, text in (("script-src", script), ("style-src", style)):
        digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy


def test_page_names_no_host(explorer: Path) -> None:
    """Script and style hold no address of the web (SVG's namespace is a name, not an address)."""
    _, style, _, script = parts(explorer.read_text(encoding="utf-8"))
    addresses = re.findall(r"https?://[^\s\"'`]+", (script + style).replace("http://www.w3.org/2000/svg", ""))
    assert [address for address in addresses if "t.co" not in address] == []


def test_data_return_from_the_page(explorer: Path, made: Workspace) -> None:
    """Tweets, spans and certificates in the page are those of the artefacts."""
    values = json.loads(parts(explorer.read_text(encoding="utf-8"))[2])
    tweets = pd.read_parquet(made.tweets).set_index("tweet_id")
    assert len(values["tweets"]) == 40
    assert all(tweets.loc[tweet["id"], "text"] == tweet["text"] for tweet in values["tweets"])
    spans = pd.read_parquet(made.spans)
    for tweet in values["tweets"]:
        expected = spans[spans["tweet_id"] == tweet["id"]]
        assert sum(map(len, tweet["spans"].values())) == len(expected)
    certificates = pd.read_parquet(made.certificates)
    assert [row["address"] for row in values["certificates"]] == certificates["address"].tolist()
    assert values["certificates"][0]["matched_auroc"] is None
    assert "values" not in values["passages"]["hashtag"]["passages"][0]


def test_only_the_network_and_the_tweets_are_needed(bare: Workspace) -> None:
    """Without the later artefacts a file is written that says what is missing."""
    found = stage.run(ExploreSettings(tweets=20), bare, NullTracker(), QuietScreen())
    assert found["missing"] == ["certificates", "passages", "probes", "interventions", "samples"]
    assert found["bytes"] == bare.explorer.stat().st_size


def test_missing_model_is_one_line(bare: Workspace) -> None:
    """Without a model the stage names the target that trains one."""
    bare.model.unlink()
    with pytest.raises(UserError, match="make train"):
        stage.run(ExploreSettings(), bare, NullTracker(), QuietScreen())


def test_size_of_the_default_network_stays_below_the_limit(
    tmp_path: Path, made: Workspace, synthetic: Any
) -> None:
    """A 2×256 network with a vocabulary of some 120 and every artefact makes a file of at most 8 MB."""
    place = synthetic.workspace(tmp_path / "large", units=256)
    found = stage.run(ExploreSettings(), place, NullTracker(), QuietScreen())
    assert found["bytes"] < 6e6
