"""Commands that bring a network in from another program, and take ours out."""

from pathlib import Path

import click

from pipeline.commands import options
from pipeline.core.screen import Screen

WHAT = "What its ids stand for: a JSON list of characters, or an object character → id."


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@options.NAME
@options.CORPUS
@options.PRESET
@click.option("--vocabulary", type=click.Path(path_type=Path), default=None, help=WHAT)
def import_network(
    file: Path, name: str, corpus: str | None, preset: str | None, vocabulary: Path | None
) -> None:
    """Take the network of FILE (.keras, .weights.h5, .safetensors, .npz) into data/NAME, beside a corpus.

    FILE may also be a workspace, or its folder model, in which this program trained on the same corpus.
    `make analyze NAME=…` then finds and proves its detectors as if it had been trained here.
    """
    from pipeline.core.errors import UserError
    from pipeline.core.workspace import read_json
    from pipeline.network.exchange.read import read
    from pipeline.runner.adopt import adopt
    from pipeline.runner.trained import take

    screen = Screen()
    asked = options.request(name, corpus, preset, track=False, force=False)
    if file.is_dir() and vocabulary is not None:
        raise UserError(
            f"{file} is a folder of this program, which has its vocabulary: leave out --vocabulary"
        )
    if file.is_dir():
        card = {"cell": "lstm", **read_json(take(file, asked, screen).workspace.model)}
    else:
        card = adopt(read(file, vocabulary), asked, screen)
    screen.say(
        f"{file}: {card['layers']} layers of {card['units']} units ({card['cell']}), "
        f"{card['test_bits_per_char']:.3f} bits per character on the test tweets of {name}; "
        f"now `make analyze NAME={name}`"
    )


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@options.NAME
@click.option("--text", default=None, help="What the network reads, for the first explorer's JSON.")
def export_network(file: Path, name: str, text: str | None) -> None:
    """Write the network of data/NAME to FILE: .safetensors (PyTorch), .onnx, .json (2017 explorer)."""
    from pipeline.core.errors import UserError
    from pipeline.core.files import write_json
    from pipeline.network.exchange import gallery, onnx_graph, write
    from pipeline.network.weights import load_weights
    from pipeline.text.vocabulary import Vocabulary

    workspace = options.workspace(name)
    weights, _ = load_weights(workspace)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    if file.suffix == ".safetensors":
        write.safetensors(weights, vocabulary, file)
    elif file.suffix == ".onnx":
        onnx_graph.write(weights, vocabulary, file)
    elif file.suffix == ".json":
        if not text:
            raise UserError("the first explorer's JSON holds signals over a text: give --text")
        write_json(file, gallery.export(weights, vocabulary, text, name))
    else:
        raise UserError(f"{file}: give a name that ends in .safetensors, .onnx or .json")
    Screen().say(f"{file}: the network of {name}")


COMMANDS = (import_network, export_network)
