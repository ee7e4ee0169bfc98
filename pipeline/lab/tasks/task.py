"""A task's strings: a prompt that the network reads, and the answer that it must then print."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from pipeline.text.vocabulary import BOS, EOS, Vocabulary

Array = np.ndarray


@dataclass(frozen=True)
class Item:
    """One string. The network reads BOS and the prompt, and must print the answer and then EOS."""

    prompt: str
    answer: str

    @property
    def text(self) -> str:
        return self.prompt + self.answer


@dataclass(frozen=True)
class Task:
    """What is learned, and by a network of which size.

    Attributes:
        name: of its folder and of its MLflow run.
        title: in words.
        characters: all that occur.
        layers, units: of the network, as Chen had them.
        training: the strings that it learns.
        steps: of training.
        batch: strings a step, drawn from `training`; 0 takes all.
        seeds: networks.
    """

    name: str
    title: str
    characters: str
    layers: int
    units: int
    training: tuple[Item, ...]
    steps: int
    batch: int = 0
    seeds: int = 10

    @property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(tuple(self.characters))


@dataclass(frozen=True)
class Strings:
    """Strings laid out for reading, padded with BOS.

    Attributes:
        read: what is read: BOS, prompt, answer.
        next: what comes after each: the string and EOS.
        real: which positions belong to a string.
        asked: which of them the network must get right: from the prompt's last character on.
    """

    read: Int[Array, "rows T"]
    next: Int[Array, "rows T"]
    real: Bool[Array, "rows T"]
    asked: Bool[Array, "rows T"]

    @classmethod
    def of(cls, items: Sequence[Item], vocabulary: Vocabulary) -> "Strings":
        """Lay out some items."""
        texts = [vocabulary.encode(item.text) for item in items]
        lengths = np.array([len(text) for text in texts])[:, None]
        prompts = np.array([len(item.prompt) for item in items])[:, None]
        whole = np.full((len(items), 2 + lengths.max()), BOS, dtype=np.int32)
        for row, text in zip(whole, texts, strict=True):
            row[1 : 1 + len(text)] = text
            row[1 + len(text)] = EOS
        place = np.arange(whole.shape[1] - 1)
        real = place <= lengths
        return cls(np.where(real, whole[:, :-1], BOS), whole[:, 1:], real, real & (place >= prompts))

    @classmethod
    def tagged(cls, items: Sequence[Item], vocabulary: Vocabulary) -> "Strings":
        """Lay out items whose answer says something of each character of the prompt, as it is read.

        All that is asked is real; BOS is read first and nothing is said of it.
        """
        width = 1 + max(len(item.prompt) for item in items)
        read, said = (np.full((len(items), width), BOS, dtype=np.int32) for _ in range(2))
        real = np.zeros(read.shape, bool)
        for row, item in enumerate(items):
            part = slice(1, 1 + len(item.prompt))
            read[row, part], said[row, part] = vocabulary.encode(item.prompt), vocabulary.encode(item.answer)
            real[row, part] = True
        return cls(read, said, real, real)
