"""The authors: each has rules, slogans of both kinds, and hashtags and emoji that are such."""

from importlib.resources import files

from pipeline.corpus.demo.topic import SLOGANS, TOPICS
from pipeline.text.entities import extract


def test_every_topic_has_rules_of_its_own() -> None:
    """A file for each, and no author twice."""
    rules = files("pipeline.corpus.demo") / "rules"
    for topic in TOPICS:
        assert (rules / f"{topic.name}.txt").is_file()
    assert len({topic.author for topic in TOPICS}) == len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_slogans_are_hashtags_or_capitals_and_tags_are_tags() -> None:
    """As the entity rules see them; no two topics share a slogan."""
    assert len(set(SLOGANS)) == len(SLOGANS)
    for topic in TOPICS:
        for slogan in topic.slogans.split(", "):
            whole = [(found.kind, found.text) for found in extract(slogan)] == [("hashtag", slogan)]
            assert whole if slogan.startswith("#") else slogan.isupper()
        for tag in topic.tags.split():
            assert [found.text for found in extract(f"#{tag}")] == [f"#{tag}"]
        assert not any(sign.isalnum() for sign in topic.emoji.replace(" ", ""))
