"""The kinds of networks: every task has some, and what a kind changes reaches shape and recipe."""

from pipeline.lab.kinds import KINDS, OF_TASK, TASKS


def test_every_task_has_known_kinds() -> None:
    """No task without, no kind that is not there, none that nobody trains."""
    assert set(OF_TASK) == set(TASKS)
    assert {kind for kinds in OF_TASK.values() for kind in kinds} == set(KINDS)


def test_a_kind_is_the_noisy_lstm_but_for_one_thing() -> None:
    """Worked by hand on the counter: 10 units, one layer, over three characters and the special ones."""
    task = TASKS["counter"]
    plain, hard = (KINDS[name].shape(task) for name in ("plain", "hard"))
    assert (plain.units, plain.layers, plain.vocabulary) == (10, 1, task.vocabulary.size)
    assert (plain.activations, hard.activations) == ("standard", "hard")
    assert KINDS["no-input-gate"].shape(TASKS["selective"]).open_gates == "i"
    assert (KINDS["plain"].recipe(task).noise, KINDS["noisy"].recipe(task).noise) == (0.0, 0.3)
    assert KINDS["long"].recipe(TASKS["copying-long"]).batch == TASKS["copying-long"].batch == 64
