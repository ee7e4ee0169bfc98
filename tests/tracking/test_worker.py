"""The time that one call of a server has."""

from pipeline.tracking import connect as connecting
from pipeline.tracking import safe


def test_the_time_that_a_server_has_is_within_what_is_promised() -> None:
    """Fifteen seconds until the line, and two requests of MLflow's own within one call."""
    assert safe.ANSWER <= 15
    assert 2 * int(connecting.SETTINGS["MLFLOW_HTTP_REQUEST_TIMEOUT"]) <= safe.ANSWER
