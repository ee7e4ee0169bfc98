"""The difference of class means as a claim: what chance and untrained networks reach (and the control task).

The direction is taken on train tweets and tested once on test tweets, so the permutation tests of a single
address hold for it as they are (`nulls`).
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from pipeline.core.parallel import mapped
from pipeline.core.settings import CertifySettings
from pipeline.network.activations import Concatenation
from pipeline.neurons.certify import nulls
from pipeline.neurons.certify.probes.scores import NO_SCORE, Scored
from pipeline.statistics.permute import Partners, ShiftTable, SwapTable
from pipeline.statistics.resample import draws

Array = np.ndarray

ALPHA = 0.05
CERTIFICATE = ("direction_p", "direction_untrained", "direction_untrained_low")


def certificate(
    scores: Array,
    untrained: Sequence[Array],
    masks: Sequence[Array],
    layout: Concatenation,
    settings: CertifySettings,
) -> dict[str, list[float]]:
    """The columns `CERTIFICATE` of each direction.

    Args:
        scores: float32 [concepts, characters], along each direction, of test tweets.
        untrained: the same of the directions of untrained networks.
        masks: bool [characters], of each concept.
        layout: of the test tweets.
        settings: permutations, resamples and seed.

    Returns:
        p after Holm over the concepts (the greater of both nulls), the greatest AUROC of the untrained
        networks, and the lower end of the interval of how far the direction is ahead of that.
    """
    partners = Partners.of(np.diff(layout.starts), settings.swap_group)
    claims = mapped(lambda item: _claim(*item, layout, partners), zip(scores, masks, strict=True))
    chance = nulls.columns(claims, partners, settings.permutations, settings.seed)
    resamples = draws(len(layout.ids), settings.bootstrap, settings.seed)

    def beside(number: int) -> tuple[float, float]:
        own, *others = (
            Scored.of(each[number], masks[number], layout.tweet, resamples) for each in (scores, *untrained)
        )
        best = max(others, key=lambda one: np.nan_to_num(one.auroc), default=NO_SCORE)
        return best.auroc, own.above(best)[1]

    found = mapped(beside, range(len(masks)))
    return dict(
        zip(
            CERTIFICATE,
            (chance["p_holm"].tolist(), *(list(each) for each in zip(*found, strict=True))),
            strict=True,
        )
    )


def _claim(scores: Array, mask: Array, layout: Concatenation, partners: Partners) -> nulls.Claim:
    ranks = rankdata(scores)
    return nulls.Claim(
        ShiftTable.of(ranks, mask, layout.tweet),
        SwapTable.of(ranks, mask, layout.starts, partners),
        int(mask.sum()),
        len(mask),
    )


def tells(p: float, control_low: float, untrained_low: float) -> bool:
    """Whether a direction is beyond chance, its control task and untrained networks."""
    return bool(p < ALPHA and control_low > 0 and untrained_low > 0)
