"""Options from settings: what is written on the command line and what a stage is given; names."""

import importlib
import inspect
from contextlib import suppress

import click
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.settings import EngineSettings, Preset, SamplesSettings, TrainSettings
from pipeline.runner.registry import BY_NAME, STAGES


@pytest.mark.parametrize(
    ("stage", "given", "read"),
    [
        ("concepts", {"spans": "a.jsonl"}, {"spans": ["a.jsonl"]}),
        ("concepts", {"spans": '["a,b.jsonl"]'}, {"spans": ["a,b.jsonl"]}),
        ("concepts", {"patterns": "greeting=a=b"}, {"patterns": {"greeting": "a=b"}}),
        ("concepts", {"tagger": "spacy:a,b"}, {"tagger": "spacy:a,b"}),
        ("intervene", {"doses": "-2, 2"}, {"doses": ["-2", "2"]}),
    ],
)
def test_lists_and_tables_may_be_written_plainly(
    stage: str, given: dict[str, str], read: dict[str, object]
) -> None:
    """A list as `a,b` or as JSON, a table of one entry as `key=value`; other texts stay whole."""
    assert options.given(BY_NAME[stage].settings, given) == read


def test_every_setting_has_an_option_with_its_reason() -> None:
    """The help of each option begins with the setting's own sentence, and none lacks one."""
    for stage in STAGES:
        made = {option.name: option.help or "" for option in options.setting_options(stage.settings)}
        for name, field in stage.settings.model_fields.items():
            assert field.description, f"{stage.name}.{name} has no reason"
            assert name == "source" or made[name].startswith(field.description)


def test_the_help_shows_default_and_range() -> None:
    """Worked by hand for a number with two limits, a flag, a choice and a table."""
    train = {option.name: option.help or "" for option in options.setting_options(TrainSettings)}
    assert train["dropout"].endswith("[default: 0.0; at least 0; less than 1]")
    assert train["optimizer"].endswith("[default: muon]")
    samples = {option.name: option.help or "" for option in options.setting_options(SamplesSettings)}
    assert samples["reserved"].endswith("[default: True]")
    assert samples["steer"].endswith("[default: none]")


def test_each_stage_of_a_preset_is_a_stage() -> None:
    """A preset file has no table that no stage reads."""
    for name, field in Preset.model_fields.items():
        assert BY_NAME[name].settings is field.annotation


def test_json_that_is_not_is_said() -> None:
    """The option is named."""
    with pytest.raises(UserError, match="--probe-sizes is not valid JSON"):
        options.given(BY_NAME["certify"].settings, {"probe_sizes": "[1,"})


@drawn(st.text(max_size=80))
def test_a_name_is_a_plain_folder_or_refused(name: str) -> None:
    """Whatever is typed, an accepted name is one folder of harmless characters right under data/."""
    with suppress(UserError):
        folder = options.workspace(name).folder
        assert folder.parent.name == "data"
        assert folder.name == name
        assert not set(name) & set("/\\:'\"`$\n ;&|<>*?")


@pytest.mark.parametrize("text", ["quotation", "quotation=", "=2", "quotation=x", "quotation=nan"])
def test_a_dose_is_a_concept_and_a_number(text: str) -> None:
    """Anything else is refused in words."""
    assert options.Dose().convert("url=+2", None, None) == ("url", 2.0)
    with pytest.raises(click.BadParameter, match="CONCEPT=NUMBER"):
        options.Dose().convert(text, None, None)


def engine_of(monkeypatch: pytest.MonkeyPatch, arguments: list[str], environment: dict[str, str]) -> object:
    """The engine's settings in a request that a command makes, or the line of its error."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found: list[object] = []

    @click.command()
    @options.stage_options
    def command(name: str, **_: object) -> None:
        try:
            found.append(options.request(name).engine)
        except UserError as error:
            found.append(str(error))

    command.main(arguments, standalone_mode=False)
    return found[0]


def test_the_engine_comes_from_options_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An option wins over the environment, which `make ENGINE=dask` sets; an empty variable is none."""
    assert engine_of(monkeypatch, [], {"TWEETSCOPE_ENGINE": ""}) == EngineSettings()
    given = {"TWEETSCOPE_ENGINE": "dask", "TWEETSCOPE_WORKERS": "3", "TWEETSCOPE_SCHEDULER": "tcp://a:1"}
    expected = EngineSettings(engine="dask", workers=2, scheduler="tcp://a:1")
    assert engine_of(monkeypatch, ["--workers", "2"], given) == expected
    assert "--workers" in str(engine_of(monkeypatch, ["--workers", "-2"], {}))


def test_only_stages_that_take_an_engine_are_given_one() -> None:
    """The registry says so where the stage's `run` has the argument, and nowhere else."""
    for stage in STAGES:
        if stage.trains:
            assert not stage.partitioned  # importing it would start TensorFlow
            continue
        arguments = inspect.signature(importlib.import_module(stage.module).run).parameters
        assert ("engine" in arguments) == stage.partitioned, stage.name
