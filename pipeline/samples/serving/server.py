"""The server of a registered model, behind bounds. Imports mlflow, as the model's own script does."""

import logging
import os

from pipeline.samples.serving.bounds import Bounded

TURNS = 3600  # seconds: work on a request has its own bound; MLflow's would answer and let it go on


def serve(model: str, host: str, port: int) -> None:
    """Serve a model until the process is asked to end.

    Args:
        model: its address, such as models:/tweetscope-demo@champion, or its folder.
    """
    os.environ["MLFLOW_SCORING_SERVER_REQUEST_TIMEOUT"] = str(TURNS)
    import mlflow
    import uvicorn
    from mlflow.pyfunc import scoring_server

    logging.getLogger("mlflow").setLevel(logging.ERROR)
    hosts = frozenset(f"{name}:{port}" for name in (host, "127.0.0.1", "localhost"))
    app = Bounded(scoring_server.init(mlflow.pyfunc.load_model(model)), hosts)
    uvicorn.run(app, host=host, port=port, log_level="warning", lifespan="off", timeout_keep_alive=5)
