"""What stands in the tables of the lab."""

from pipeline.core.tables import listed, number, schema, share, text, whole, yes_no
from pipeline.lab.findings.finding import FAILS, HOLDS, IN_PART

FINDINGS = schema(
    "findings",
    "One statement about the networks of one task, and in how many of them it is true.",
    {
        "task": text("name of the task"),
        "finding": text("name of the statement"),
        "claim": text("the statement"),
        "test": text("what is measured in each network, and when it passes"),
        "networks": text("which networks"),
        "passed": whole("networks that pass"),
        "of": whole("networks", 1),
        "median": number("median of the measure", missing=True),
        "least": number("least measure", missing=True),
        "most": number("greatest measure", missing=True),
        "verdict": text("of the statement", (HOLDS, IN_PART, FAILS)),
        "note": text("what else is to be said"),
        "values": listed("the measure of each network, by seed"),
    },
)
PROOFS = schema(
    "proofs",
    "A network with hard gates, and whether it is proved to be right for strings of every length.",
    {
        "task": text("name of the task"),
        "seed": whole("seed of the network"),
        "proved": yes_no("whether the proof goes through"),
        "factor": number("by how much its gates were sharpened first", 0, missing=True),
        "first": whole("least number that boxes are used for; what is shorter is run step by step"),
        "units": whole("units of the network", 1),
        "kept": whole("units of the network that is proved, after thinning"),
        "parameters": whole("parameters of the network that is proved", 1),
        "counting": whole("units that count"),
        "as_trained": share(
            "share of longer strings on which it does as the trained network does", missing=True
        ),
        "first_wrong": number(
            "least number that it gets wrong as it was trained; missing if there is none up to 200",
            1,
            missing=True,
        ),
    },
)
VARIANTS = schema(
    "variants",
    "A kind of cell on one task, at its best learning rate.",
    {
        "task": text("name of the task"),
        "variant": text("name of the cell"),
        "units": whole("units of a network", 1),
        "parameters": whole("parameters of a network", 1),
        "rate": number("learning rate", 0),
        "goals": listed("numbers that count as a goal"),
        "reached": listed("networks that reach each goal"),
        "of": whole("networks", 1),
        "least": whole("least number that a network reaches"),
        "median": number("median of these numbers", 0),
        "most": whole("greatest number that a network reaches"),
        "values": listed("the number that each network reaches, by seed"),
    },
)
TEXTS = schema(
    "texts",
    "A kind of cell on text, at its best learning rate, by one measure on the test part.",
    {
        "text": text("tweets (the built-in corpus) or code (Python's library)", ("tweets", "code")),
        "variant": text("name of the cell"),
        "units": whole("units of each layer", 1),
        "parameters": whole("parameters of a network", 1),
        "rate": number("learning rate", 0),
        "minutes": number("minutes of one core that each network learned for", 0),
        "steps": whole("steps that it took in them, the median network"),
        "of": whole("networks", 1),
        "measure": text("what is measured"),
        "median": number("median of the measure"),
        "values": listed("the measure of each network, by seed"),
    },
)
LITERATURE = schema(
    "literature",
    "A sentence of a paper about two kinds of cells, beside what is found here.",
    {
        "source": text("the paper"),
        "sentence": text("what it says"),
        "task": text("the task that it is tried on"),
        "first": text("the cell that is said to do better, or no worse"),
        "second": text("the other cell"),
        "expected": text("what is said of the first"),
        "p": share("p-value of the rank test that decides", missing=True),
        "verdict": text("whether it agrees"),
    },
)
PUBLISHED = schema(
    "published",
    "A network of the 2017 article's explorer, or one of ours in the same format.",
    {
        "whose": text("whose it is", ("article", "ours")),
        "network": text("its name"),
        "characters": whole("characters of its string", 1),
        "holds": yes_no("whether its signals follow the equations of an LSTM"),
        "violated": number("by how much they do not", 0, missing=True),
        "verdict": text("the same in words"),
        "c_with_count": share("greatest correlation of a cell state with the count", missing=True),
        "h_with_count": share("greatest correlation of a hidden state with the count", missing=True),
    },
)
