"""A command for each stage, several stages in order, and what would run."""

from typing import Any

import click

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.runner.configure import Choice, configure
from pipeline.runner.registry import BY_NAME, STAGES, Stage
from pipeline.runner.run import run_stages


def stage_command(stage: Stage) -> click.Command:
    """The command of one stage, its settings as typed options."""

    def callback(**values: Any) -> None:
        common = options.StageOptions.taken(values)
        overrides = {stage.name: options.given(stage.settings, values)}
        run_stages((stage.name,), common.request(overrides), Screen(common.verbose))

    command = click.command(stage.name, help=stage.help)(options.stage_options(callback))
    command.params.extend(options.setting_options(stage.settings))
    return command


@click.command()
@click.argument("stages", nargs=-1)
@click.option("--until", default=None, help="All stages up to this one, in order.")
@options.stage_options
def run(stages: tuple[str, ...], until: str | None, **values: Any) -> None:
    """Run STAGES in order, or all; each that is up to date says so."""
    if stages and until:
        raise UserError("give the stages, or --until the last one, not both")
    names = tuple(BY_NAME)
    if unknown := [one for one in (*stages, until) if one is not None and one not in names]:
        raise UserError(f"the stage {unknown[0]!r} does not exist: there are {', '.join(names)}")
    chosen = stages or (names[: names.index(until) + 1] if until else names)
    common = options.StageOptions.taken(values)
    asked, screen = common.request(), Screen(common.verbose)
    run_stages(chosen, asked, screen)
    if chosen == names:
        from pipeline.report.closing import close

        close(asked.workspace, screen)


@click.command()
@options.NAME
@options.CORPUS
@options.PRESET
@click.option("--mermaid", is_flag=True, help="Draw the graph of the stages in Mermaid's notation instead.")
def plan(name: str, corpus: str | None, preset: str | None, mermaid: bool) -> None:
    """Show which stages would run, and why, without running any."""
    from pipeline.runner import plan as plans

    workspace = options.workspace(name)
    settings = configure(workspace, Choice(corpus, preset), remember=False)
    if mermaid:
        click.echo(plans.mermaid(workspace, settings))
        return
    Screen().show(f"Plan of {name}", ("stage", "what it would do"), plans.plan(workspace, settings))


COMMANDS = (*(stage_command(stage) for stage in STAGES if stage.name != "samples"), run, plan)
