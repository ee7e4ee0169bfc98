"""A network that was trained elsewhere takes its place, when it is of the same tweets."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from networks import network_of

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, sha256, write_json
from pipeline.network.exchange import write
from pipeline.runner.adopt import cost
from pipeline.runner.configure import Choice, configure
from pipeline.runner.plan import plan
from pipeline.runner.run import Request, run_stages
from pipeline.runner.trained import seed_of, take
from pipeline.text.vocabulary import Vocabulary


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Three hundred posts."""
    path = tmp_path / "raw.jsonl"
    words = ["the cat sat", "a dog ran far", "no bird sang", "all was still"]
    texts = [f"{words[k % 4]} {'abcdefgh'[k % 8]} {'xyzuvw'[k % 6]} {k:b}" for k in range(300)]
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts))
    return path


@pytest.fixture
def there(tmp_path: Path, raw: Path) -> Workspace:
    """A workspace on another machine, in which a small network of these posts has seed 3."""
    asked = Request(tmp_path, Workspace(tmp_path / "there" / "x"), Choice(str(raw)), track=False)
    run_stages(("corpus",), asked, QuietScreen())
    workspace = asked.workspace
    vocabulary = Vocabulary.load(workspace.vocabulary)
    network = network_of("lstm", "standard", layers=2, units=5, size=vocabulary.size)
    write.keras_weights(network, workspace.weights)
    bits = {
        f"{split}_bits_per_char": cost(workspace, network, vocabulary, split) for split in ("valid", "test")
    }
    card = {
        **{"layers": 2, "units": 5, "embedding": network.embedding.shape[1], "cell": "lstm"},
        **{"settings": {"seed": 3, "epochs": 2.0, "of_another_version": 1}, "config": {}, "step": 9},
        **{"vocabulary_size": vocabulary.size, "vocabulary_sha256": vocabulary.sha256},
        **{"weights_sha256": sha256(workspace.weights), "epochs": 2.0, "seconds": 1.0, **bits},
    }
    write_json(workspace.model, card)
    pd.DataFrame({"step": [0]}).to_parquet(workspace.history)
    workspace.model_card.write_text("# x")
    return workspace


def test_it_stands_where_a_trained_network_would(tmp_path: Path, raw: Path, there: Workspace) -> None:
    """The same bytes, up to date with the settings of its training; a second time nothing is done, and
    another network in the same place is refused."""
    here = Workspace(tmp_path / "data" / "x-seed3")
    asked = Request(tmp_path, here, Choice(str(raw)), track=False)
    assert seed_of(there.folder) == seed_of(there.folder / "model") == 3
    taken = take(there.folder, asked, QuietScreen())
    assert here.weights.read_bytes() == there.weights.read_bytes()
    preset = configure(here, taken.choice)
    assert (preset.train.seed, preset.train.epochs) == (3, 2.0)
    rows = dict(row[:2] for row in plan(here, preset))
    assert rows["corpus"] == rows["train"] == "up to date"
    before = here.manifest("train").read_bytes()
    assert take(there.folder / "model", asked, QuietScreen()).choice == taken.choice
    assert here.manifest("train").read_bytes() == before
    card = json.loads(there.model.read_text())
    there.model.write_text(json.dumps({**card, "weights_sha256": "0" * 64}))
    with pytest.raises(UserError, match="another network already"):
        take(there.folder, asked, QuietScreen())


def test_it_goes_on_after_an_interruption(tmp_path: Path, raw: Path, there: Workspace) -> None:
    """A network that was copied but not yet proven is proven the next time; a failure removes nothing old."""
    here = Workspace(tmp_path / "data" / "x")
    asked = Request(tmp_path, here, Choice(str(raw)), track=False)
    shutil.copytree(there.model.parent, here.model.parent)
    card = json.loads(there.model.read_text())
    write_json(there.model, {**card, "test_bits_per_char": 1.0})
    with pytest.raises(UserError, match="other tweets"):
        take(there.folder, asked, QuietScreen())
    assert here.weights.exists()
    assert not here.manifest("train").exists()
    write_json(there.model, card)
    taken = take(there.folder, asked, QuietScreen())
    assert dict(row[:2] for row in plan(here, configure(here, taken.choice)))["train"] == "up to date"


def test_a_network_of_other_tweets_is_refused(tmp_path: Path, raw: Path, there: Workspace) -> None:
    """Another vocabulary; the same characters in other texts, which cost other bits. Nothing stays behind."""
    lines = raw.read_text().splitlines()
    for number, changed in enumerate(([*lines[:-1], '{"text": "Ünlike the rest"}'], lines[50:])):
        other, here = tmp_path / f"other{number}.jsonl", Workspace(tmp_path / "data" / f"y{number}")
        other.write_text("\n".join(changed * (1 + number)))
        with pytest.raises(UserError, match="other tweets"):
            take(there.folder, Request(tmp_path, here, Choice(str(other)), track=False), QuietScreen())
        assert not here.model.exists()


def test_what_is_not_a_network_is_one_line(tmp_path: Path, there: Workspace) -> None:
    """An empty folder; a card without bits, or of another program; a stream; a model without its history."""
    with pytest.raises(UserError, match=r"has no model\.json"):
        seed_of(tmp_path)
    card = json.loads(there.model.read_text())
    write_json(there.model, {**card, "imported": "theirs.npz"})
    with pytest.raises(UserError, match=r"of another program: import its file, theirs\.npz"):
        seed_of(there.folder)
    write_json(there.model, {name: one for name, one in card.items() if name != "valid_bits_per_char"})
    with pytest.raises(UserError, match="has no valid_bits_per_char"):
        seed_of(there.folder)
    write_json(there.model, card)
    book = tmp_path / "book.txt"
    book.write_text("It was a dark night. " * 200)
    stream = Choice(str(book), overrides={"corpus": {"kind": "stream"}})
    asked = Request(tmp_path, Workspace(tmp_path / "data" / "book"), stream, track=False)
    with pytest.raises(UserError, match="this one is a stream"):
        take(there.folder, asked, QuietScreen())
    there.history.unlink()
    with pytest.raises(UserError, match=r"has no history\.parquet"):
        seed_of(there.folder)
