"""The trained network as this room uses it."""

from dataclasses import dataclass

from pipeline.core.workspace import Workspace
from pipeline.network.weights import NetworkWeights, load_weights
from pipeline.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class Trained:
    """The trained network, its vocabulary, and the digest of its weights."""

    weights: NetworkWeights
    vocabulary: Vocabulary
    sha256: str


def load(workspace: Workspace) -> Trained:
    """The network of a workspace.

    Raises:
        UserError: it has none, or its files do not belong together.
    """
    weights, card = load_weights(workspace)
    return Trained(weights, Vocabulary.load(workspace.vocabulary), card["weights_sha256"])
