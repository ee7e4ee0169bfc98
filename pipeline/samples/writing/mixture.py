"""The network mixed with an n-gram model while it writes: `evaluation.mix`, one step at a time."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Float, Int

from pipeline.evaluation import mix
from pipeline.network.sampling.draw import log_softmax
from pipeline.samples.writing.trained import Trained
from pipeline.text import ngram
from pipeline.text.vocabulary import BOS, Vocabulary

Array = np.ndarray


@dataclass(frozen=True)
class Mixture:
    """Both models and their weights.

    Attributes:
        model: counted on the training tweets.
        shares: the network's weight, chosen on the valid tweets.
        vocabulary: of the network.
        codes: code points of everything the network may write, sorted; 0 is EOS.
        ids: the network's id of each.
    """

    model: ngram.NgramModel
    shares: mix.Weights
    vocabulary: Vocabulary
    codes: Int[Array, " alphabet"]
    ids: Int[Array, " alphabet"]

    @classmethod
    def of(cls, network: Trained, tweets: pd.DataFrame, order: int) -> "Mixture":
        """Count the training tweets, and choose the weights on the valid ones.

        Args:
            tweets: text, split.
            order: of the n-gram model.
        """
        known = network.vocabulary
        read = {
            name: [known.encode(text) for text in tweets.loc[tweets["split"] == name, "text"]]
            for name in ("train", "valid")
        }
        texts = {name: [known.decode(ids) for ids in each] for name, each in read.items()}
        model = ngram.train(texts["train"], order, known.size - 1)
        shares = mix.chosen(network.weights, model, read["valid"], texts["valid"])
        codes = {ord(known.decode([one]) or "\0"): one for one in range(known.size) if one != BOS}
        places = sorted(codes)
        ids = np.array([codes[place] for place in places])
        return cls(model, shares, known, np.array(places, dtype=np.uint64), ids)

    def logits(
        self, written: Int[Array, "lanes longest"], length: Int[Array, " lanes"], logits: Array
    ) -> Float[Array, "lanes vocabulary"]:
        """The logarithm of the mixture's distribution over the next character; BOS has none.

        Args:
            written: ids of each text so far, padded.
            length: characters so far.
            logits: the network's [lanes, vocabulary].
        """
        seen = [
            self.vocabulary.decode(row[max(0, n - self.model.order) : n])
            for row, n in zip(written, length, strict=True)
        ]
        counted, contexts = ngram.following(self.model, seen, self.codes)
        network = logits[:, self.ids].astype(np.float64)
        share = self.shares.of(contexts)[:, None]
        out = np.full(logits.shape, -np.inf)
        out[:, self.ids] = np.log(mix.mixed(np.exp(log_softmax(network)), counted, share))
        return out
