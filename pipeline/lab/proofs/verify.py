"""Check proofs that an LSTM with hard gates is right on every string of a language: python verify.py FILE …

Weights are in 1/2**12, states in 1/2**18, rounded outward. The c of a unit with a sign is sign·k + its box.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

whole = partial(np.array, dtype=object)  # Python's integers: they have no largest
ONE, WEIGHT, ENDLESS, BOS, EOS = 2**18, 2**12, 2**200, 0, 1  # nobody reads 2**182 characters


def need(holds: Any, what: str) -> None:
    if not np.all(holds):
        raise SystemExit(f"not proved: {what}")


def over(a: Any, by: int) -> Any:
    return whole([a[0] // by, -(-a[1] // by)])


def times(a: Any, b: Any) -> Any:
    ends = [x * y for x in a for y in b]
    return whole([np.minimum.reduce(ends), np.maximum.reduce(ends)])


def weighted(h: Any, weights: Any) -> Any:
    up, down = np.maximum(weights, 0), np.minimum(weights, 0)
    return whole([h[0] @ up + h[1] @ down, h[1] @ up + h[0] @ down])


def step(net: Any, box: Any, character: int, sign: Any, change: int, least: int) -> Any:
    (c, h), counts = box, sign != 0  # `change` is added to k, which is then at least `least`
    i, f, g, o = np.split(weighted(h, net["recurrent"]) + net["table"][character] * ONE, 4, axis=1)
    i, f, o = (np.clip(over(z + 3 * ONE * WEIGHT, 6 * WEIGHT), 0, ONE) for z in (i, f, o))
    fresh = times(i, np.clip(over(g, WEIGHT), -ONE, ONE))
    moved = c + over(fresh - ONE * ONE * change * sign, ONE)
    c = np.where(counts, moved, np.clip(over(times(f, c) + fresh, ONE), -ENDLESS, ENDLESS))
    need(((f == ONE) & (c * sign + least * ONE >= ONE))[:, counts], "a counting unit may forget")
    return c, over(times(o, np.where(counts, sign * ONE, np.clip(c, -ONE, ONE))), ONE)


def read(net: Any, box: Any, word: Any, told: bool = False, sign: Any = 0, by: int = 0, k: int = 0) -> Any:
    """The box after a word; if it is given, the network must itself have printed each character of it."""
    for character in word:
        k += by
        if told:
            low = weighted(box[1], net["dense"][:, [character]] - net["dense"])[0]
            low += (net["bias"][character] - net["bias"]) * ONE
            need(np.delete(low, character) > 0, "another character may be printed")
        box = step(net, box, character, sign + np.zeros(box[0].shape[1], int), by, k)
    return box


def inside(box: Any, wide: Any, by: Any = 0) -> None:
    for (low, high), (least, most) in ((box[0], wide[0] + by), (box[1], wide[1])):
        need((least <= low) & (high <= most), "a state may leave its box")


def check(proof: dict[str, Any]) -> None:
    net = {name: whole(values) for name, values in proof["network"].items()}
    boxes = {name: (whole(c), whole(h)) for name, (c, h) in proof["boxes"].items()}
    ids, first, settle, last = (proof[name] for name in ("ids", "first", "settle", "last"))
    sign, skips = np.array(proof["sign"]), {"counter": "", "selective": "X", "memoriser": "x"}[proof["task"]]
    box = start = read(net, (whole([[0] * len(sign)] * 2),) * 2, [BOS])
    for letter in "AB" * (skips == "x"):  # A xᵏ Y a and B xᵏ Y b, for every k ≥ 1
        orbit = [held for name, held in boxes.items() if name[0] == letter]  # each leads into the next
        box, answer = read(net, start, [ids[letter]]), [ids[letter.lower()], EOS]
        for k in range(1, first + len(orbit) + 1):
            box = read(net, box, [ids["x"]])
            if k >= first:
                inside(box, box := orbit[(k - first) % len(orbit)])
            read(net, read(net, box, [ids["Y"]]), answer, True)
    if skips == "x":
        return
    mark, b, up, down = ids["Y" if skips else "X"], ids["b"], boxes["up"], boxes["down"]
    for n in range(1, first):  # aⁿXbⁿ, or (aX*)ⁿYbⁿ, for every n ≥ 1
        after = read(net, box, [ids["a"]])
        box = boxes[f"after {n}"] if skips else after
        for each in (after, *(read(net, box, [ids[skip]]) for skip in skips)):
            inside(each, box)
        read(net, read(net, box, [mark]), [b] * n + [EOS], True)
    inside(read(net, box, [ids["a"]]), up, sign * first * ONE)
    for character, change in (("a", 1), *((skip, 0) for skip in skips)):
        inside(read(net, up, [ids[character]], False, sign, change, first), up)
    need(first - settle >= last >= 1, "numbers are left out")
    inside(read(net, read(net, up, [mark], False, sign, 0, first), [b] * settle, True, sign, -1, first), down)
    inside(read(net, down, [b], True, sign, -1, last + 1), down)
    read(net, (down[0] + sign * last * ONE, down[1]), [b] * last + [EOS], True)


for name in sys.argv[1:] if __name__ == "__main__" else []:
    check(json.loads(Path(name).read_text(encoding="utf-8")))
    sys.stdout.write(f"{name} holds\n")
