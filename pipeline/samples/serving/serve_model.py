"""The registered model: a script that MLflow runs as it is when it loads the model (no pickle).

With `tracking` the only module that imports mlflow, because MLflow asks a model's own code for its class.
A request is a table with a row for each wish. Any column may be left out, a text or a fraction left empty;
MLflow drops columns of other names:

    prompt, temperature, final_temperature, top_k, top_p, min_p, max_length, well_formed, retries, seed,
    count (samples for this row), reserved (addresses), novelty (compare with the training tweets)

The answer has a row for each sample: request (the row asked for, from 0), index, text, bits_per_char,
finished, and, where `novelty` was asked for, the figures of `novelty.COLUMNS`.
"""

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.models import ModelSignature, set_model
from mlflow.pyfunc import PythonModel
from mlflow.types import ColSpec, DataType, Schema
from pydantic import Field, ValidationError

from pipeline.core.errors import UserError
from pipeline.core.settings import SamplingSettings
from pipeline.core.workspace import read_json, read_table, sha256
from pipeline.network.weights import kind, read_weights
from pipeline.samples.novelty import certificate as novelty
from pipeline.samples.writing.generate import generate
from pipeline.samples.writing.reserved import reserved
from pipeline.text.vocabulary import Vocabulary

MOST = 1000  # samples for all rows of a request
MOST_ROWS = 1000
MOST_CHARACTERS = 400_000  # that a request may ask for: samples times their greatest length
SECONDS = 30.0  # of work on a request
INPUTS = {
    "prompt": DataType.string,
    "temperature": DataType.double,
    "final_temperature": DataType.double,
    "top_k": DataType.long,
    "top_p": DataType.double,
    "min_p": DataType.double,
    "max_length": DataType.long,
    "well_formed": DataType.boolean,
    "retries": DataType.long,
    "seed": DataType.long,
    "count": DataType.long,
    "reserved": DataType.boolean,
    "novelty": DataType.boolean,
}
OUTPUTS = {
    "request": DataType.long,
    "index": DataType.long,
    "text": DataType.string,
    "bits_per_char": DataType.double,
    "finished": DataType.boolean,
}


class Request(SamplingSettings):
    """One row of a request, checked."""

    prompt: str = ""
    count: int = Field(1, ge=1, le=MOST)
    reserved: bool = True
    novelty: bool = False


def signature() -> ModelSignature:
    """What goes in (every column optional) and what comes out at least."""
    return ModelSignature(
        inputs=Schema([ColSpec(kind, name, required=False) for name, kind in INPUTS.items()]),
        outputs=Schema([ColSpec(kind, name) for name, kind in OUTPUTS.items()]),
    )


class Sampler(PythonModel):
    """Draws tweets on request."""

    def load_context(self, context: Any) -> None:
        """Read the network from the model's artefacts, and check it."""
        self.paths = {name: Path(path) for name, path in context.artifacts.items()}
        card = read_json(self.paths["model"])
        if sha256(self.paths["weights"]) != card["weights_sha256"]:
            raise UserError(f"{self.paths['weights']} is not the file that its model.json describes")
        self.vocabulary = Vocabulary.load(self.paths["vocabulary"])
        self.weights = read_weights(self.paths["weights"], *kind(card))

    @cached_property
    def index(self) -> novelty.NoveltyIndex:
        """The training tweets, indexed when first asked for."""
        train = read_table(self.paths["tweets"], columns=["tweet_id", "text", "split"])
        train = train[train["split"] == "train"]
        return novelty.build(train["text"].tolist(), train["tweet_id"].tolist())

    def predict(self, context: Any, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> Any:
        """Samples for each row of `model_input`; the work ends when the time for a request is over."""
        end = time.monotonic() + SECONDS

        def alive(*_: float) -> None:
            if time.monotonic() > end:
                raise UserError(f"the request takes longer than {SECONDS:g} s: ask for fewer samples")

        try:
            answers = [
                self.answer(number, request, alive)
                for number, request in enumerate(checked(pd.DataFrame(model_input)))
            ]
        except UserError as error:
            raise MlflowException.invalid_parameter_value(str(error)) from error
        return pd.concat(answers, ignore_index=True)

    def answer(self, number: int, request: Request, alive: Callable[..., None]) -> pd.DataFrame:
        """The samples of one row; `alive` is called all the while, and may raise."""
        numbers, prompts = np.arange(request.count), [request.prompt]
        drawn = generate(self.weights, self.vocabulary, numbers, request, prompts, alive=alive)
        answer = drawn.drop(columns="prompt")
        answer.insert(0, "request", number)
        if request.novelty:
            answer = answer.join(novelty.certify(self.index, answer["text"].tolist(), advance=alive))
        if request.reserved:
            for name in answer.columns.intersection(["text", "longest_copy_text", "nearest_text"]):
                answer[name] = answer[name].map(reserved)
        return answer


def checked(rows: pd.DataFrame) -> list[Request]:
    """The requests of a table; an empty cell takes the default.

    Raises:
        UserError: the table is empty, or a value is out of range: which row, which column, and why.
    """
    if rows.empty:
        known = ", ".join(INPUTS)
        raise UserError(f"the request has no row with a column that is known: send one with any of {known}")
    if len(rows) > MOST_ROWS:
        raise UserError(f"the request has {len(rows):,} rows: send at most {MOST_ROWS:,}")
    requests = []
    for number, row in enumerate(rows.to_dict("records")):
        values = {name: value for name, value in row.items() if not pd.isna(value)}
        try:
            requests.append(Request.model_validate(values))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise UserError(f"row {number}, {where}: {first['msg']} (got {first['input']!r})") from error
    samples = sum(one.count for one in requests)
    characters = sum(one.count * one.max_length for one in requests)
    if samples > MOST or characters > MOST_CHARACTERS:
        raise UserError(
            f"count: the request asks for {samples:,} samples of up to {characters:,} characters in all: "
            f"at most {MOST:,} samples and {MOST_CHARACTERS:,} characters are written at a time"
        )
    return requests


set_model(Sampler())
