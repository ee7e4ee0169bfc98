"""What stands in the tables of the code network."""

from pipeline.core.tables import number, schema, share, text, whole, yes_no

UNITS = schema(
    "units",
    "A label of code, and the single unit that follows it best.",
    {
        "label": text("what stands at a character"),
        "unit": text("address of the unit, chosen on files of training"),
        "sign": whole("1, or −1 where the unit falls as the label rises", -1, 1),
        "chosen_at": number("its score on files of training"),
        "held_out": number(
            "its score on packages that were never read: Spearman's correlation over code characters of "
            "level, blanks and depth, else AUROC",
            missing=True,
        ),
        "lift": number(
            "average precision over the label's share; of a correlation, over that with the label shifted",
            0,
            missing=True,
        ),
        "aim": share("the score that is asked for"),
        "reached": yes_no("whether the held-out score is as high"),
    },
)
WORDS = {
    "lines": number("logical lines that were judged, of a text", 0),
    "tokenized": share("logical lines that tokenize", missing=True),
    "indented": share("logical lines that stand at a level where they may", missing=True),
    "closed": share("brackets closed by their own kind", missing=True),
    "defined": share("uses of a name that is bound before, built in, or bound in the module", missing=True),
    "mean": share("mean of those of the four that could be judged", missing=True),
}
SCORES = schema(
    "scores",
    "How well code is written: means over the texts of one kind in which there was something to judge.",
    {"text": text("which texts", ("written", "real")), **WORDS},
)
TEXTS = schema(
    "texts",
    "Each text that was scored: those that the network wrote, and real ones of the same length.",
    {"text": text("which texts", ("written", "real")), "source": text("the text itself"), **WORDS},
)
