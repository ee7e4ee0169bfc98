"""The stages as a list: names, and the order on a workspace's page. `commands/test_app` runs them."""

from pipeline.runner.registry import BY_NAME, BY_PROMINENCE, STAGES


def test_names_are_used_once_and_the_report_comes_first() -> None:
    """No two stages share a name, and the page of a workspace begins with what people look for."""
    assert len(BY_NAME) == len(STAGES)
    assert BY_PROMINENCE[:3] == ["report", "explore", "train"]
