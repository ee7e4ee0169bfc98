"""The kinds of networks that are trained for each task."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.lab.networks.shapes import Recipe, Shape
from pipeline.lab.tasks import copying, counter, memoriser, selective
from pipeline.lab.tasks.task import Task

TASKS: Mapping[str, Task] = {
    task.name: task for task in (counter.TASK, selective.TASK, memoriser.TASK, copying.TASK, copying.LONG)
}


@dataclass(frozen=True)
class Kind:
    """How a kind differs from the noisy LSTM.

    Attributes:
        words: what it is called.
        noise, rate: of the recipe.
        activations, open_gates: of the cell.
    """

    words: str
    noise: float = Recipe.noise
    rate: float = 0.05
    activations: str = "standard"
    open_gates: str = ""

    def shape(self, task: Task) -> Shape:
        """The network of a task."""
        size = Shape(task.vocabulary.size, task.layers, task.units)
        return replace(size, activations=self.activations, open_gates=self.open_gates)

    def recipe(self, task: Task) -> Recipe:
        """How it learns a task."""
        return Recipe(task.steps, rate=self.rate, noise=self.noise, batch=task.batch)


KINDS: Mapping[str, Kind] = {
    "noisy": Kind("noise on all weights"),
    "plain": Kind("no noise, Adam at .01", noise=0.0, rate=0.01),
    "hard": Kind("noise, hard gates", activations="hard"),
    "no-input-gate": Kind("little noise, input gate always open", noise=0.1, open_gates="i"),
    "quiet": Kind("little noise on all weights", noise=0.1),
    "long": Kind("no noise, a low rate", noise=0.0, rate=0.005),
}
OF_TASK: Mapping[str, tuple[str, ...]] = {
    "counter": ("noisy", "plain", "hard"),
    "selective": ("noisy", "hard", "no-input-gate"),
    "memoriser": ("noisy", "plain", "hard"),
    "copying": ("quiet",),
    "copying-long": ("long",),
}
