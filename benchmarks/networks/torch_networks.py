"""Small networks trained in PyTorch, saved as anyone would save them, with what PyTorch computes from them.

    python benchmarks/networks/torch_networks.py FOLDER

FOLDER holds `ids.npy`, [texts, time]. For each kind of cell this writes KIND.safetensors, a module's state
dict, and KIND.npz: `hidden_1`, `hidden_2` [texts, time, units], `logits` [texts, time, ids], and the `losses`
of the training. Of this project it imports nothing, so that it runs where PyTorch is.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

KINDS = ("LSTM", "GRU", "RNN")
WIDTH, UNITS, STEPS, RATE = 8, 16, 60, 0.02


class Network(nn.Module):
    """Embedding, two recurrent layers, a linear output."""

    def __init__(self, kind: str, size: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(size, WIDTH)
        self.rnn = getattr(nn, kind)(WIDTH, UNITS, num_layers=2, batch_first=True)
        self.output = nn.Linear(UNITS, size)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.output(self.rnn(self.embed(ids))[0])


def trained(kind: str, ids: torch.Tensor) -> tuple[Network, list[float]]:
    """A network that has learned to predict the next id of each row, and its losses in nats."""
    torch.manual_seed(0)
    network = Network(kind, int(ids.max()) + 1)
    optimiser = torch.optim.Adam(network.parameters(), RATE)
    losses = []
    for _ in range(STEPS):
        logits = network(ids[:, :-1])
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss))
    return network, losses


@torch.no_grad()
def computed(network: Network, ids: torch.Tensor) -> dict[str, np.ndarray]:
    """Hidden states of both layers, the first run alone (PyTorch hides its states), and the logits."""
    first = type(network.rnn)(WIDTH, UNITS, batch_first=True)
    first.load_state_dict({n: v for n, v in network.rnn.state_dict().items() if n.endswith("_l0")})
    embedded = network.embed(ids)
    found = {"hidden_1": first(embedded)[0], "hidden_2": network.rnn(embedded)[0], "logits": network(ids)}
    return {name: value.numpy() for name, value in found.items()}


def make(folder: Path) -> None:
    """Train, save and run a network of each kind."""
    ids = torch.from_numpy(np.load(folder / "ids.npy"))
    for kind in KINDS:
        network, losses = trained(kind, ids)
        save_file(network.state_dict(), folder / f"{kind}.safetensors")
        np.savez(folder / f"{kind}.npz", losses=losses, **computed(network, ids))


if __name__ == "__main__":
    torch.set_num_threads(1)
    make(Path(sys.argv[1]))
    print(torch.__version__)
