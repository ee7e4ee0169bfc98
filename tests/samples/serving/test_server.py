"""The server of a model: behind bounds, on the address that was asked for, with no limit of MLflow's own."""

import os
from typing import Any

import pytest

from pipeline.samples.serving import server
from pipeline.samples.serving.bounds import Bounded


def test_the_model_is_served_behind_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model's own answers, wrapped; hosts that name this server; no timeout of MLflow's own."""
    import mlflow
    import uvicorn
    from mlflow.pyfunc import scoring_server

    ran: list[Any] = []
    monkeypatch.setenv("MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT", "60")
    monkeypatch.setattr(mlflow.pyfunc, "load_model", lambda address: f"model at {address}")
    monkeypatch.setattr(scoring_server, "init", lambda model: f"answers of {model}")
    monkeypatch.setattr(uvicorn, "run", lambda app, **how: ran.append((app, how)))
    server.serve("models:/x@champion", "0.0.0.0", 5001)
    ((app, how),) = ran
    assert isinstance(app, Bounded)
    assert "answers of model at models:/x@champion" in vars(app).values()
    assert {"0.0.0.0:5001", "localhost:5001", "127.0.0.1:5001"} in vars(app).values()
    assert (how["host"], how["port"]) == ("0.0.0.0", 5001)
    assert int(os.environ["MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT"]) == server.TURNS
