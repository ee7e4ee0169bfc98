"""The built-in corpus as a whole, against ingestion, the entity rules, and oracles without the grammar."""

import inspect
import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import regex

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.cleaning.steps import clean
from pipeline.corpus.demo import SLOGANS, Tweet, make, write
from pipeline.text.entities import extract
from tests.corpus.demo.masks import blanked, mask

NAME = r"(?:\p{Lu}\.|(?:\p{Lu}\p{Ll}*|D[rR]\.|\p{Lu}+))"

AUXILIARY = (
    r"(?i:am|is|are|was|were|be|been|being|will|would|can|could|shall|should|may|might|must|has|have|had|do|does|did"
    r"|(?:is|are|was|were|would|could|should|has|have|had|do|does|did|wo|ca|ai)n['’]t|['’](?:m|re|s|ve|ll|d))"
)

SHAPES = {  # what a slice of each concept must look like, judged by itself
    "hashtag": r"#[\w]*\p{L}[\w]*",
    "mention": r"@[A-Za-z0-9_]{1,15}",
    "url": r"http(?:s?|s?:/{1,2}|s?://t?(?:\.(?:c|co(?:/[A-Za-z0-9]{0,10})?)?)?)",
    "hashtag_start": "#",
    "mention_start": "@",
    "url_start": "h",
    "retweet_header": r"RT @\w{1,15}:",
    "proper_noun": rf"{NAME}(?: {NAME})*",
    "capitalised_non_name": r"\p{Lu}\p{L}*(?:['’]\p{L}+)*",
    "auxiliary": AUXILIARY,
    "aux_be": r"(?i:(?:\w+(?:n['’]t)?|['’]\w+)(?:['’]\w+)?(?: \w+){0,4} (?:be|been|being))",
    "aux_be_auxiliary": rf"(?i:to|{AUXILIARY})",
    "aux_be_between": r"(?i:(?:['’]ve|[a-z]+)(?: [a-z]+){0,3})",
    "aux_be_be": r"(?i:be|been|being)",
    "aux_be_last": r"(?i:e|n|g)",
    "quote_open": "[\"“‘']",
    "quote_close": "[\"”’']",
    "attribution": r"@\w{1,15}:",
    "quote_retweet": r"(?s:.+)",
    "quoted_speech": r"(?s:.+)",
    "quotation": r"(?s:.+)",
    "all_caps": r"\p{Lu}+(?:['’]\p{Lu}+)*",
    "number": r"[$£€]?\d[\d.,:]*(?<=\d)(?:%|st|nd|rd|th)?",
    "emoji": r"\X+",
    "punctuation_run": r"[^\w\s\"“”‘’'@#/()&]{2,}",
    "slogan": "|".join(regex.escape(slogan) for slogan in SLOGANS),
}


@pytest.fixture(scope="module")
def tweets() -> list[Tweet]:
    """The head of a corpus."""
    return list(make(3000, seed=1))


def spans_of(tweet: Tweet, concept: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in tweet.spans if s.concept == concept]


def slices(tweet: Tweet, concept: str) -> list[str]:
    return [tweet.text[start:end] for start, end in spans_of(tweet, concept)]


def test_no_notation_is_left_in_a_text(tweets: list[Tweet]) -> None:
    """Neither marks nor the grammar's own signs reach a tweet, and no blank is doubled or at an edge."""
    for tweet in tweets:
        assert not regex.search(r"[\[\]{}|^\uE000-\uF8FF❝❞❛❜]|<(?!3)|  |^\s|\s$", tweet.text), tweet.text
        assert not regex.search(r" [,.!?;:](?![.@\w])|\b[Aa] [aeiou]", tweet.text), tweet.text


def test_every_slice_looks_like_its_concept(tweets: list[Tweet]) -> None:
    """Each gold span, seen alone, has the shape of its concept; no concept is missing."""
    seen: Counter[str] = Counter()
    for tweet in tweets:
        for concept, start, end in tweet.spans:
            assert 0 <= start < end <= len(tweet.text)
            assert regex.fullmatch(SHAPES[concept], tweet.text[start:end]), (concept, tweet.text[start:end])
            seen[concept] += 1
    assert set(seen) == set(SHAPES)
    assert min(seen.values()) > 100


def test_cleaning_the_raw_text_gives_the_clean_text(tweets: list[Tweet]) -> None:
    """The dirt is undone exactly by ingestion, so gold offsets hold for what is in the tweet table."""
    raw = [tweet.raw_text for tweet in tweets]
    cleaned = clean(
        pd.DataFrame({"raw_text": raw, "is_retweet": False, "truncated": False}), CorpusSettings()
    )
    assert cleaned["text"].tolist() == [tweet.text for tweet in tweets]
    for dirt in ("&amp;", "&amp;amp;", "\u00a0", "  ", "\r\n", "â€", "\u0301"):
        assert any(dirt in text for text in raw), dirt
    assert any(regex.search(r"[\x01-\x08\x0e-\x1b\x7f]", text) for text in raw)


def test_entities_are_those_that_the_entity_rules_find(tweets: list[Tweet]) -> None:
    """Hashtags, mentions and whole URLs agree with the extraction rules, which do not use the grammar."""
    for tweet in tweets:
        found = {(e.kind, e.start, e.end) for e in extract(tweet.text)}
        gold = {
            (s.concept, s.start, s.end) for s in tweet.spans if s.concept in ("hashtag", "mention", "url")
        }
        cut = {s for s in gold if s[0] == "url" and tweet.text[s[2] :] == "…"}
        assert found - cut == gold - cut, tweet.text


def test_no_plain_auxiliary_is_left_out(tweets: list[Tweet]) -> None:
    """Words that can be nothing but auxiliaries are all inside an `auxiliary` span."""
    certain = regex.compile(
        r"(?i)\b(?:am|is|are|was|were|be|been|being|would|could|should|might|(?:is|are|was|were|would|could"
        r"|should|has|have|had|do|does|did|wo|ca|ai)n['’]t)\b|(?<=\w)['’](?:m|re|ve|ll|d)\b"
    )
    for tweet in tweets:
        text, inside = blanked(tweet, "hashtag", "mention", "url", "proper_noun"), mask(tweet, "auxiliary")
        for match in certain.finditer(text):
            if not regex.match(r"\dam", text[max(match.start() - 1, 0) : match.end()], regex.I):
                assert inside[match.start() : match.end()].all(), (match[0], tweet.text)


def test_auxiliary_words_with_another_use_have_both(tweets: list[Tweet]) -> None:
    """`will`, `can`, `may`, `have` and `do` also occur where they are not auxiliaries."""
    other: Counter[str] = Counter()
    for tweet in tweets:
        inside = mask(tweet, "auxiliary")
        for match in regex.finditer(r"\b(?:will|can|may|have|do|had|has)\b", tweet.text.lower()):
            other[match[0]] += not inside[match.start()]
    assert {"will", "can", "may", "have", "do", "has"} <= {word for word, count in other.items() if count > 3}


def test_aux_be_is_what_a_flat_pattern_finds(tweets: list[Tweet]) -> None:
    """`aux_be` equals a pattern: auxiliary or *to*, up to three words of a closed list, a form of *be*."""
    pattern = regex.compile(
        r"(?i)(?:\b(?:to|will|would|could|should|might|may|must|can|has|have|had|is|are|was|were"
        r"|(?:is|are|was|were|would|could|should|has|have|had|wo|ca|ai)n['’]t)|(?<=\w)['’](?:ve|ll|d|m|s))"
        r"(?:(?: (?:always|never|really|still|not|quietly|soon|definitely|probably|often|truly|ever|even|once"
        r"|finally|have|going to|gonna|supposed to)|['’]ve)){0,3} (?:be|been|being)\b"
    )
    for tweet in tweets:
        text = blanked(tweet, "hashtag", "mention", "url", "proper_noun")
        assert [m.span() for m in pattern.finditer(text)] == sorted(spans_of(tweet, "aux_be")), tweet.text


def test_aux_be_is_made_of_its_parts(tweets: list[Tweet]) -> None:
    """Auxiliary, between and be-form lie in this order and cover all of `aux_be` but blanks."""
    for tweet in tweets:
        parts = mask(tweet, "aux_be_auxiliary", "aux_be_between", "aux_be_be")
        whole = mask(tweet, "aux_be")
        assert not (parts & ~whole).any()
        assert {tweet.text[i] for i in np.flatnonzero(whole & ~parts)} <= {" "}
        starts, ends = zip(*spans_of(tweet, "aux_be"), strict=True) if whole.any() else ((), ())
        assert [s for s, _ in spans_of(tweet, "aux_be_auxiliary")] == list(starts)
        assert [e for _, e in spans_of(tweet, "aux_be_be")] == list(ends)
        assert [e for _, e in spans_of(tweet, "aux_be_last")] == list(ends)


def test_quotation_is_split_into_its_two_kinds(tweets: list[Tweet]) -> None:
    """Speech and quote-retweets are disjoint, together all quotations; the latter begin with `@user:`."""
    for tweet in tweets:
        speech, retweet = mask(tweet, "quoted_speech"), mask(tweet, "quote_retweet")
        assert not (speech & retweet).any()
        assert ((speech | retweet) == mask(tweet, "quotation")).all()
        if retweet.any():
            first = int(np.flatnonzero(retweet)[0])
            assert regex.match(r"@\w+:", tweet.text[first:])
            assert spans_of(tweet, "attribution")[0][0] == first


def test_quotes_are_open_nested_and_odd(tweets: list[Tweet]) -> None:
    """The quirks of real quotes occur: never closed, one inside the other, single, curly, a stray one."""
    opened = [len(spans_of(t, "quote_open")) - len(spans_of(t, "quote_close")) for t in tweets]
    assert 0.01 < np.mean(np.array(opened) == 1) < 0.06
    assert min(opened) == 0
    assert 0.02 < np.mean([t.text.count('"') % 2 for t in tweets]) < 0.08
    kinds = {t.text[s] for t in tweets for s, _ in spans_of(t, "quote_open")}
    assert kinds == {'"', "“", "‘", "'"}
    assert any((mask(t, "quotation") & mask(t, "quote_open")).any() for t in tweets)


def test_names_are_common_words_too(tweets: list[Tweet]) -> None:
    """Words such as Will and Rose occur as names and, in lower case, as words; made-up names never do."""
    named: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for tweet in tweets:
        named.update(word for name in slices(tweet, "proper_noun") for word in name.split())
        lower.update(regex.findall(r"\b\p{Ll}+", blanked(tweet, "hashtag", "mention", "url", "proper_noun")))
    both = {word for word in named if word.istitle() and lower[word.lower()]}
    assert {"Will", "Mark", "Rose", "Bill", "May", "Hope", "March", "Turkey", "Reading", "Apple"} <= both
    assert sum(n for word, n in named.items() if word not in both) > 0.5 * sum(named.values())


def test_plain_words_are_met_in_lower_case(tweets: list[Tweet]) -> None:
    """A capitalised word that is not a name occurs in lower case elsewhere: case statistics show it."""
    lower: Counter[str] = Counter()
    capitalised: Counter[str] = Counter()
    for tweet in tweets:
        capitalised.update(word.lower().replace("’", "'") for word in slices(tweet, "capitalised_non_name"))
        lower.update(regex.findall(r"(?<!\p{L})\p{Ll}+(?:'\p{L}+)*", tweet.text.replace("’", "'")))
    unmet = sum(n for word, n in capitalised.items() if not lower[word])
    assert unmet < 0.03 * sum(capitalised.values())


def skeleton(tweet: Tweet) -> str:
    """The text in lower case with each name made the same placeholder."""
    text, end = [], 0
    for start, stop in spans_of(tweet, "proper_noun"):
        text += [tweet.text[end:start], "_"]
        end = stop
    return "".join([*text, tweet.text[end:]]).lower()


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_no_two_of_500_are_alike_but_for_a_name(seed: int) -> None:
    """Of 500 tweets of the corpus of any seed, exact duplicates aside, no two differ in names alone."""
    corpus = list({tweet.text: tweet for tweet in make(1500, seed)}.values())
    drawn = random.Random(seed).sample(corpus, 500)
    assert len({skeleton(tweet) for tweet in drawn}) == 500


def test_lengths_are_those_of_tweets(tweets: list[Tweet]) -> None:
    """Nothing exceeds 280 characters, the mean is near 110, and lengths vary."""
    lengths = np.array([len(tweet.text) for tweet in tweets])
    assert lengths.max() <= 280
    assert 100 < lengths.mean() < 130
    assert np.percentile(lengths, 10) < 60 < 180 < np.percentile(lengths, 90)


def test_duplicates_and_cut_tweets_occur(tweets: list[Tweet]) -> None:
    """Some tweets occur twice, some except for their end; some are cut, a few of these inside a URL."""
    texts = sorted(tweet.text for tweet in tweets)
    assert 0 < len(texts) - len(set(texts)) < 0.01 * len(texts)
    assert sum(len(a) > 30 and a != b and b.startswith(a) for a, b in pairwise(texts)) > 5
    assert any(regex.search(r"http\S*…$", text) for text in texts)
    assert 0.01 < np.mean([text.endswith("…") for text in texts]) < 0.08


def test_slogans_are_the_most_frequent_of_their_kind(tweets: list[Tweet]) -> None:
    """The hashtags and the capital phrases that are slogans stand out, as a rule must find them by count."""
    tags = Counter(tag for tweet in tweets for tag in slices(tweet, "hashtag"))
    assert {tag for tag, _ in tags.most_common(10)} == {slogan for slogan in SLOGANS if slogan[0] == "#"}
    assert tags.most_common(10)[-1][1] > 1.5 * tags.most_common(11)[-1][1]


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """The files of one seed are equal byte for byte; those of another differ."""
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        write(tmp_path / f"{name}.json", 300, seed)
    raw = {name: (tmp_path / f"{name}.json").read_bytes() for name in "abc"}
    gold = {name: (tmp_path / f"{name}.gold.parquet").read_bytes() for name in "abc"}
    assert raw["a"] == raw["b"] != raw["c"]
    assert gold["a"] == gold["b"] != gold["c"]


def test_write_leaves_an_archive_and_its_gold(tmp_path: Path) -> None:
    """The raw file is an array in the archive's shape, the gold has the columns of the span table."""
    gold = write(tmp_path / "with a space" / "demo.json", 500, seed=7)
    text = (tmp_path / "with a space" / "demo.json").read_text("utf-8")
    assert text.startswith("\ufeff[")
    records = json.loads(text[1:])
    frame = pd.read_parquet(gold)
    assert list(frame.columns) == ["tweet_id", "concept", "start", "end", "source"]
    assert set(frame["source"]) == {"gold"}
    assert len({record["id_str"] for record in records}) == 500
    assert set(frame["tweet_id"]) <= {record["id_str"] for record in records}
    retweets = [record for record in records if record["text"].lstrip().startswith("RT")]
    assert 0 < sum(record["is_retweet"] for record in retweets) < len(retweets)
    times = pd.to_datetime([r["created_at"] for r in records], format="%a %b %d %H:%M:%S %z %Y")
    assert times.is_monotonic_decreasing


def test_the_default_is_large_enough() -> None:
    """Unless told otherwise, `write` makes at least 15,000 tweets by several authors."""
    assert inspect.signature(write).parameters["count"].default >= 15000
    assert len({tweet.author for tweet in make(200)}) == 8
