"""What stands in the tables of the certify stage: the certificates and the probes."""

from pipeline.core.tables import Column, ends, number, schema, share, text, whole, yes_no
from pipeline.network.cells import CELLS

SIGNALS = sorted({signal for cell in CELLS.values() for signal in cell.signals})
GATES = {
    "i": "input gate",
    "f": "forget gate",
    "o": "output gate",
    "z": "update gate of a GRU",
    "r": "reset gate of a GRU",
}


def _beside(name: str, words: str) -> dict[str, Column]:
    """What a comparison reaches, and how far it is beaten at least."""
    return {
        f"{name}_auroc": number(f"score of {words} on the same test tweets", missing=True),
        f"{name}_low": number(
            "lower end of the 95 % interval of the detector's score less that one", missing=True
        ),
    }


def _gates() -> dict[str, Column]:
    """The shares of time for which the unit's gates are shut and open."""
    found = {}
    for gate, words in GATES.items():
        always = gate in "ifo"
        found[f"{gate}_low"] = share(
            f"share of characters with the {words} below 0.1", missing=True, always=always
        )
        found[f"{gate}_high"] = share(
            f"share of characters with the {words} above 0.9", missing=True, always=always
        )
    return found


CERTIFICATES = schema(
    "certificates",
    "One address that was tried as a detector of one concept, with what it reaches on test tweets. A score "
    "is an AUROC for a span concept and the size of Spearman's correlation for a graded one.",
    {
        "concept": text("name of the concept"),
        "kind": text("whether the concept has spans or a value at each character", ("span", "graded")),
        "rank": whole("place among the concept's addresses, 0 being the best on train and valid"),
        "address": text("address, such as `L2.c.137`"),
        "layer": whole("its layer, from 1", 1),
        "signal": text("its signal", SIGNALS),
        "unit": whole("its unit, from 0"),
        "lag": whole("0: the character just read; 1: the character about to be predicted", 0, 1),
        "sign": whole("1 if it is high inside the concept, −1 if it is low", -1, 1),
        "select_auroc": share("score on train and valid, by which it was chosen"),
        "auroc": number("score on test tweets", -1, 1, missing=True),
        **ends("auroc"),
        "average_precision": share("average precision on test", missing=True),
        "f1": share("F1 at the threshold", missing=True),
        "iou": share("intersection over union at the threshold", missing=True),
        "threshold": number("threshold on sign × value, chosen on train and valid", missing=True),
        "matched_auroc": share(
            "AUROC against capitalised words of the same pattern (names only)", missing=True
        ),
        **ends("matched", share),
        **_beside("control", "the best control task"),
        **_beside("untrained", "the best untrained network"),
        **_beside("position", "the best rule of the position"),
        **_beside("character", "the best rule of the last two characters"),
        **_beside("ngram", "the best rule of up to six characters"),
        **_beside("surprisal", "a model's surprise at the last character"),
        "control_mean": number("mean score of the control tasks", missing=True),
        "control_std": number("standard deviation of these scores", 0, missing=True),
        "rival": text("the strongest rival but spelling; empty without one"),
        "rival_margin": number("the detector's score less the rival's", missing=True),
        **ends("rival"),
        "sibling": text("the related concept that it must be distinguished from; empty without one"),
        "contrast_auroc": share("AUROC of the concept against its sibling", missing=True),
        **ends("contrast"),
        "other": text("the other concept that the same values detect best"),
        "other_auroc": share("AUROC for that concept", missing=True),
        "with_position": number("rank correlation with the place in the tweet", -1, 1, missing=True),
        "with_length": number("rank correlation with the length of the tweet", -1, 1, missing=True),
        "with_capitals": share("AUROC for capital letters", missing=True),
        "tweets": whole("test tweets that hold the concept"),
        "positives": whole("test characters inside the concept"),
        "characters": whole("test characters"),
        "prevalence": share("positives over characters"),
        **_gates(),
        "selectivity": number("score less that of the control task", missing=True),
        "lift_untrained": number("score less that of the untrained network", missing=True),
        "lift_ngram": number("score less that of the rule of up to six characters", missing=True),
        "p_shift": share("p-value under shifts of the labels within tweets", missing=True),
        "p_swap": share("p-value under swaps of the labels between tweets", missing=True),
        "p_value": share("the greater of the two", missing=True),
        "p_holm": share("the same after Holm's correction over all claims of the run", missing=True),
        "p_family": share("the same by the greatest score of each permutation", missing=True),
        "tells": yes_no("grade: beyond chance, control tasks and untrained networks"),
        "beats_rivals": yes_no("grade: tells, and no rival explains it as well"),
        "beyond_spelling": yes_no("grade: beats rivals, and the best rule of spelling too"),
        "certified": yes_no("whether it tells"),
        "unmet": text("what keeps it from the next grade"),
    },
)

PROBES = schema(
    "probes",
    "A probe: a classifier trained on the values of k addresses, with its scores on test tweets.",
    {
        "concept": text("name of the concept"),
        "k": whole("number of addresses that it reads; 0 for all"),
        "auroc": share("AUROC on test tweets", missing=True),
        **ends("auroc", share),
        "regularisation": number("strength of the penalty, chosen on valid tweets", 0),
        "matched_auroc": share(
            "AUROC against capitalised words of the same pattern (names only)", missing=True
        ),
        **ends("matched", share),
        "control_auroc": share("AUROC of the same probe of a control task", missing=True),
        "selectivity": number("AUROC less that of the control task", -1, 1, missing=True),
        "selectivity_low": number("lower end of its interval", -1, 1, missing=True),
        "selectivity_high": number("upper end of its interval", -1, 1, missing=True),
        "compression": number(
            "code length of the labels without the probe over that with it", 0, missing=True
        ),
        "direction_auroc": share(
            "AUROC of the difference of the class means over all addresses", missing=True
        ),
        **ends("direction", share),
        "direction_control": share("AUROC of that direction for the control task", missing=True),
        "direction_control_low": number(
            "lower end of the interval of its AUROC less that of the control task", -1, 1, missing=True
        ),
        "direction_gain": number("its AUROC less that of the best single address", -1, 1, missing=True),
        "gain_low": number("lower end of its interval", -1, 1, missing=True),
        "gain_high": number("upper end of its interval", -1, 1, missing=True),
        "direction_p": share(
            "p-value of the direction: the greater of both nulls, after Holm over the concepts", missing=True
        ),
        "direction_untrained": share(
            "AUROC of the difference of means in the best untrained network", missing=True
        ),
        "direction_untrained_low": number(
            "lower end of the interval of its AUROC less that one", -1, 1, missing=True
        ),
    },
)
