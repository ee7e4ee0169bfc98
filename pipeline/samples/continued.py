"""The likeliest tweets that begin with a prompt, each with its certificate of novelty.

Likely text is often learnt text: what beam search finds shows better than a random draw what the network
knows by heart.
"""

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.network.weights import load_weights
from pipeline.samples import steer
from pipeline.samples.novelty import certificate as novelty
from pipeline.samples.writing.beam import beam
from pipeline.samples.writing.reserved import reserved
from pipeline.text.tweets import whole
from pipeline.text.vocabulary import Vocabulary


def continued(
    workspace: Workspace,
    prompt: str,
    width: int,
    count: int,
    max_length: int,
    doses: dict[str, float],
    hide: bool = True,
) -> pd.DataFrame:
    """The `count` likeliest tweets that a beam of `width` finds, best first.

    Args:
        doses: concept → standard deviations that its detector is held at.
        hide: give the texts reserved addresses, after their novelty is measured.

    Returns:
        text, bits (−log₂ p given the prompt, EOS included), bits_per_char (of the characters and EOS after
        the prompt), longest_copy (characters), nearest_distance (edits).

    Raises:
        UserError: a number is out of range, a concept has no detector, or the prompt does not fit.
    """
    for name, value in (("beam", width), ("count", count), ("max-length", max_length)):
        if value < 1:
            raise UserError(f"--{name} must be at least 1, not {value}")
    weights, _ = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    holds = steer.holds(steer.steering(workspace, doses))
    tweets = whole(workspace, ["tweet_id", "text", "split"])
    train = tweets[tweets["split"] == "train"]
    found = beam(weights, vocabulary, prompt, max(width, count), count, max_length, holds)
    texts = [text for text, _ in found]
    index = novelty.build(train["text"].tolist(), train["tweet_id"].tolist())
    figures = novelty.certify(index, texts)
    return pd.DataFrame(
        {
            "text": [reserved(text) if hide else text for text in texts],
            "bits": [bits for _, bits in found],
            "bits_per_char": [bits / (len(text) - len(prompt) + 1) for text, bits in found],
            "longest_copy": figures["longest_copy"],
            "nearest_distance": figures["nearest_distance"],
        }
    )
