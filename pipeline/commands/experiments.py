"""Commands that train more than one network, or one against the clock: stream, sweep, seeds, audit."""

import math
from pathlib import Path

import click

from pipeline.commands import options
from pipeline.commands.tracking import tracked
from pipeline.core.errors import UserError
from pipeline.core.lock import held
from pipeline.core.screen import Screen
from pipeline.core.workspace import Workspace, read_json
from pipeline.runner.configure import Choice, choice_of, configure
from pipeline.runner.registry import BY_NAME
from pipeline.runner.run import run_stages

SEEDS_IN_ALL = 5
# What a network from another seed is compared by.
COMPARED = tuple(name for name in BY_NAME if name in ("corpus", "train", "concepts", "scan", "certify"))


@click.command()
@options.NAME
@click.option("--corpus", default=None, help="A text file, read as one stream.")
@click.option("--seconds", default=97.0, show_default=True, help="Of training, validation included.")
@options.TRACK
def stream(name: str, corpus: str | None, seconds: float, track: bool) -> None:
    """Train on one long text for so many seconds and score its last tenth."""
    asked = options.request(name, corpus, "stream", track, overrides={"train": {"seconds": seconds}})
    run_stages(("corpus", "train"), asked, Screen())
    card = read_json(asked.workspace.model)
    bits = card["test_bits_per_char"]
    Screen().say(
        f"{card['seconds']:.0f} s: test {bits * math.log(2):.4f} nats ({bits:.4f} bits) per character, "
        f"{card['epochs']:.1f} epochs"
    )


@click.command()
@options.NAME
@click.option("--trials", default=20, show_default=True, help="In all; those done before count.")
@click.option("--seconds", default=120.0, show_default=True, help="Of training for each trial.")
@options.TRACK
def sweep(name: str, trials: int, seconds: float, track: bool) -> None:
    """Search training settings (Optuna), each trial a nested run; the best becomes a preset file."""
    from pipeline.training import runtime

    workspace = options.workspace(name)
    preset = configure(workspace, Choice())
    workspace.need(workspace.tweets, "corpus")
    runtime.start(training=True)
    from pipeline.training.sweep import search

    with held(workspace.folder), tracked(track, name, "sweep") as tracker:
        best = search(preset, workspace, trials, seconds, tracker, Screen())
        tracker.file(best)
    shown = best.relative_to(options.root())
    Screen().say(f"best settings: {shown}; train with them by `make train NAME={name} PRESET={shown}`")


@click.command()
@options.NAME
@click.option(
    "--count", type=click.IntRange(1), help="Networks, the present one included (without --trained: 5)."
)
@click.option(
    "--trained",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A workspace, or its folder model, whose network this program trained elsewhere on the same tweets "
    "from another seed. May be given several times; with it, nothing is trained here unless --count asks.",
)
@options.TRACK
def seeds(name: str, count: int | None, trained: tuple[Path, ...], track: bool) -> None:
    """Train networks from other seeds and say for which concepts a detector appears again."""
    from pipeline.core.tables import write_table
    from pipeline.neurons.elsewhere.columns import NETWORKS, SEEDS
    from pipeline.neurons.elsewhere.seeds import other_seeds, summarise
    from pipeline.report.sections.elsewhere import seed_table
    from pipeline.runner.trained import seed_of, take

    first, screen = options.workspace(name), Screen()
    run_stages(COMPARED, options.request(name, track=track), screen)
    known, own = choice_of(first), configure(first, Choice()).train.seed
    taken = {seed_of(folder): folder for folder in trained}
    if own in taken or len(taken) < len(trained):
        raise UserError(
            f"each network needs a seed of its own: {name} has {own}, those given {sorted(taken)}"
        )
    wanted = count or (1 + len(taken) if taken else SEEDS_IN_ALL)
    more = [seed for seed in other_seeds(own, wanted + len(taken)) if seed not in taken]
    workspaces: list[Workspace] = [first]
    for seed in [*taken, *more[: max(0, wanted - 1 - len(taken))]]:
        given = {**known["overrides"], "train": {**known["overrides"].get("train", {}), "seed": seed}}
        asked = options.request(
            f"{name}-seed{seed}", known["corpus"], known["preset"], track, overrides=given
        )
        if seed in taken:
            asked = take(taken[seed], asked, screen)
        run_stages(COMPARED, asked, screen)
        workspaces.append(asked.workspace)
    table, networks = summarise(workspaces)
    with held(first.folder), tracked(track, name, "seeds") as tracker:
        write_table(table, first.seeds, SEEDS)
        write_table(networks, first.networks, NETWORKS)
        tracker.table(table, "seeds")
    shown = seed_table(table)
    screen.show(f"{len(workspaces)} networks", shown.columns, shown.rows)


@click.command()
@options.NAME
@click.option("--epochs", default=5.0, show_default=True, help="Of training on the copy with canaries.")
@options.TRACK
def audit(name: str, epochs: float, track: bool) -> None:
    """Plant random canaries in a training copy, train, and report their exposure by epoch."""

    from pipeline.text.tweets import whole
    from pipeline.training import runtime

    if not 0 < epochs < math.inf:
        raise UserError(f"--epochs must be more than 0, not {epochs:g}")
    workspace = options.workspace(name)
    settings = configure(workspace, Choice()).train.model_copy(update={"epochs": epochs})
    frame = whole(workspace, ["text", "split"])
    texts = frame.text[frame.split == "train"].tolist()
    runtime.start(training=True)
    from pipeline.core.tables import write_table
    from pipeline.samples.columns import AUDIT
    from pipeline.samples.memorisation.audit import audit as run
    from pipeline.samples.memorisation.audit import show
    from pipeline.training.audited import trainer

    with held(workspace.folder), tracked(track, name, "audit") as tracker:
        table = run(texts, trainer(workspace, settings, Screen()))
        write_table(table, workspace.audit, AUDIT)
        show(table, tracker, Screen())


COMMANDS = (stream, sweep, seeds, audit)
