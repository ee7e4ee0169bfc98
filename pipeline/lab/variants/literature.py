"""What others found of cells, beside what the lab's variants do on each task.

A sentence says that one variant does better than another, or no worse. It agrees with ours if a rank test
over the networks (Mann and Whitney 1947, one-sided, at 5 %) finds that it does better, or does not find that
it does worse. The test is exact where no two networks are equal, else the normal approximation. Few networks
find little: a sentence of the second kind is then easily agreed with.
"""

from dataclasses import dataclass

import pandas as pd
from scipy.stats import mannwhitneyu

LEVEL = 0.05
BETTER, NO_WORSE = "better", "no worse"
COLUMNS = ("source", "sentence", "task", "first", "second", "expected", "p", "verdict")


@dataclass(frozen=True)
class Claim:
    """One sentence of a paper: `first` does better, or no worse, than `second`.

    Attributes:
        task: the only one that it is about; empty is all.
    """

    source: str
    sentence: str
    first: str
    second: str
    expected: str
    task: str = ""


WEISS = "Weiss, Goldberg and Yahav 2018"
GREFF = "Greff et al. 2017"
JOZEFOWICZ = "Jozefowicz, Zaremba and Sutskever 2015"
# Those of Weiss, of Greff, of Gers, and that on the forget bias follow the papers' abstracts; those on single
# gates by Jozefowicz et al. follow what is commonly quoted of the text (see the manual).
CLAIMS = (
    Claim(WEISS, "An LSTM counts and a GRU does not.", "LSTM", "GRU", BETTER, "counter"),
    Claim(WEISS, "Nor does a plain RNN that squashes its state.", "LSTM", "RNN", BETTER, "counter"),
    Claim(
        "Gers and Schmidhuber 2000",
        "With peepholes an LSTM learns to time and count.",
        "peephole LSTM",
        "LSTM",
        BETTER,
        "counter",
    ),
    Claim(GREFF, "Without peepholes little is lost.", "LSTM", "peephole LSTM", NO_WORSE),
    Claim(GREFF, "With input and forget gate coupled little is lost.", "coupled gates", "LSTM", NO_WORSE),
    Claim(GREFF, "The forget gate is critical.", "LSTM", "no forget gate", BETTER),
    Claim(JOZEFOWICZ, "The input gate is important.", "LSTM", "no input gate", BETTER),
    Claim(JOZEFOWICZ, "The output gate is not.", "no output gate", "LSTM", NO_WORSE),
    Claim(JOZEFOWICZ, "With a forget bias of 1 an LSTM does as well as a GRU.", "LSTM", "GRU", NO_WORSE),
)


def table(compared: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence and task: the p value of the test that decides, and whether ours agrees.

    Args:
        compared: the table of `variants`.
    """
    rows = []
    for claim in CLAIMS:
        for task, group in compared.groupby("task", sort=False):
            values = dict(zip(group["variant"], group["values"], strict=True))
            if (claim.task in ("", task)) and {claim.first, claim.second} <= set(values):
                p, agrees = judged(values[claim.first], values[claim.second], claim.expected)
                verdict = "agrees" if agrees else "does not agree"
                named = (claim.source, claim.sentence, task, claim.first, claim.second, claim.expected)
                rows.append((*named, p, verdict))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def judged(first: list[int], second: list[int], expected: str) -> tuple[float, bool]:
    """The p value of `first` being the greater (where it must be) or the smaller, and whether that agrees."""
    side = "greater" if expected == BETTER else "less"
    p = float(mannwhitneyu(first, second, alternative=side).pvalue)
    return p, (p < LEVEL) == (expected == BETTER)
