"""What MLflow is given to serve the network."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.workspace import Workspace
from pipeline.samples.serving import code

LIBRARIES = (
    "mlflow",
    "numpy",
    "pandas",
    "pyarrow",
    "h5py",
    "jaxtyping",
    "pandera",
    "pydantic",
    "rapidfuzz",
    "regex",
    "rich",
    "scikit-learn",
    "scipy",
    "threadpoolctl",
)


def log_arguments(workspace: Workspace) -> dict[str, Any]:
    """The arguments of `mlflow.pyfunc.log_model` (or `save_model`) except for the model's name or path.

    Raises:
        UserError: the workspace has no trained network.
    """
    from pipeline.samples.serving.serve_model import signature

    artefacts = {
        "model": workspace.need(workspace.model, "train"),
        "weights": workspace.need(workspace.weights, "train"),
        "vocabulary": workspace.need(workspace.vocabulary, "corpus"),
        "tweets": workspace.need(workspace.tweets, "corpus"),
    }
    return {
        "python_model": str(Path(__file__).with_name("serve_model.py")),
        "artifacts": {name: str(path) for name, path in artefacts.items()},
        "code_paths": [str(code.package())],
        "signature": signature(),
        "input_example": pd.DataFrame([{"prompt": "", "temperature": 0.8, "count": 2, "seed": 0}]),
        "pip_requirements": [f"{library}=={version(library)}" for library in LIBRARIES],
    }
