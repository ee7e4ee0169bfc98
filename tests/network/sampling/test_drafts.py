"""Drafts in lanes: some overwritten, some taken away, everything that belongs to them with them."""

import numpy as np

from pipeline.network.sampling.drafts import Drafts


def drafts(count: int, first: int) -> Drafts:
    """Lanes whose every array says which lane it is of."""
    mark = np.arange(first, first + count)
    return Drafts(
        text=mark.copy(),
        attempt=mark.copy(),
        length=mark.copy(),
        last=mark.copy(),
        bits=mark.astype(float),
        doubtful=mark % 2 == 0,
        written=np.repeat(mark[:, None], 3, axis=1),
        own={"seen": mark.copy(), "beam": np.repeat(mark[:, None], 2, axis=1)},
        states=[{"c": mark[:, None].astype(float), "h": -mark[:, None].astype(float)}],  # type: ignore[list-item]
    )


def marks(found: Drafts) -> list[list[int]]:
    """The mark of each lane in every array that has one."""
    state = found.states[0]
    columns = [found.text, found.bits, found.written[:, 2], found.own["seen"], found.own["beam"][:, 1]]
    columns += [state["c"][:, 0], -state["h"][:, 0]]  # type: ignore[index]
    return [[int(value) for value in column] for column in columns]


def test_put_overwrites_whole_lanes() -> None:
    """Lanes 1 and 3 of four become the new ones, in every array; the new ones are copied, not shared."""
    mine, fresh = drafts(4, 0), drafts(2, 20)
    mine.put(np.array([1, 3]), fresh)
    assert marks(mine) == [[0, 20, 2, 21]] * 7
    assert mine.doubtful.tolist() == [True, True, True, False]
    fresh.written[:] = 99
    assert marks(mine) == [[0, 20, 2, 21]] * 7


def test_without_takes_whole_lanes_away() -> None:
    """The others keep their order; without any to take away it is the same."""
    mine = drafts(4, 0)
    assert marks(mine.without(np.array([0, 2]))) == [[1, 3]] * 7
    assert mine.without(np.array([], dtype=int)) is mine
