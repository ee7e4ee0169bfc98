"""What the page of a run says at once: Markdown for its description in the MLflow UI, made from artefacts.

The first paragraph of a note is one line that also stands on the page of the whole workspace.
"""

from collections.abc import Callable
from typing import Any

from pipeline.core.numbers import probability, words
from pipeline.core.workspace import Workspace, read_table
from pipeline.tracking.links import Links

SHOWN = 5  # samples in a note
Counts = dict[str, Any]
Note = Callable[[Workspace, Counts, Links], str]


def nothing(workspace: Workspace, counts: Counts, links: Links) -> str:
    """No note."""
    return ""


def plain(text: str) -> str:
    """Text that stands as it is: no mark of it is read as Markdown, as HTML or as somebody's name.

    >>> plain("<b>@Ann & #1")
    '&#60;b&#62;&#64;Ann &#38; &#35;1'
    """
    return "".join(
        c if c.isalnum() or c == " " or ord(c) > 127 else " " if c < " " else f"&#{ord(c)};" for c in text
    )


def corpus(workspace: Workspace, counts: Counts, links: Links) -> str:
    """The account of the records, and where the figure is."""
    if "kept" not in counts:
        return ""
    splits = ", ".join(f"{size:,} {name}" for name, size in counts.get("splits", {}).items())
    return (
        f"Corpus: {counts['rows_read']:,} records read, {counts['kept']:,} tweets kept ({splits}) · "
        f"[lengths and months]({links.page('corpus.png')})"
    )


def train(workspace: Workspace, counts: Counts, links: Links) -> str:
    """Bits per character, and the curves."""
    return (
        f"**{counts['test_bits_per_char']:.3f} bits per character on test** "
        f"({counts['valid_bits_per_char']:.3f} on valid; whole tweets from the zero state) · "
        f"[curves]({links.curves()}) · [model card]({links.page('MODEL_CARD.md')})"
        f"\n\n![bits per character by step]({links.picture('curve.png')})"
    ) + _card(workspace)


def _card(workspace: Workspace) -> str:
    """The model card below the note of its run, its heading left out."""
    if not workspace.model_card.exists():
        return ""
    _, _, body = workspace.model_card.read_text(encoding="utf-8").partition("\n")
    return f"\n{body.rstrip()}"


def certify(workspace: Workspace, counts: Counts, links: Links) -> str:
    """How many concepts reach each grade, and the detectors that tell their concepts as a table."""
    from pipeline.neurons.certify.grades import grade

    table = read_table(workspace.certificates)
    first = table[table["rank"] == 0]
    best = first[first["tells"]]
    head = (
        f"**Of {len(first)} concepts, {len(best)} have a neuron that tells them, "
        f"{first['beats_rivals'].sum()} one that beats its rivals, {first['beyond_spelling'].sum()} "
        f"one beyond spelling** · [all certificates]({links.page('certificates.json')}) · "
        f"[probes]({links.page('probes.json')})"
    )
    rows = [
        f"| {words(row.concept)} | {row.address}, {row.lag} | {row.auroc:.3f} | "
        f"{row.auroc_low:.3f}–{row.auroc_high:.3f} | {probability(row.p_holm)} | {words(grade(row))} | "
        f"{row.tweets:,} |"
        for row in best.itertuples()
    ]
    head_row = "| concept | neuron, lag | AUROC on test | 95 % | p (Holm) | grade | test tweets |"
    title = f"{head_row}\n|{'---|' * 7}"
    return "\n".join([head, "", title, *rows]) if rows else head


def samples(workspace: Workspace, counts: Counts, links: Links) -> str:
    """The first samples, and where all are."""

    found = read_table(workspace.samples, columns=["text", "longest_copy"])
    text, table = links.page("samples/samples.txt"), links.page("samples.json")
    head = f"{len(found):,} samples · [as text]({text}) · [table]({table})"
    rows = [f"| {plain(row.text)} | {row.longest_copy} |" for row in found.head(SHOWN).itertuples()]
    title = "| the first samples, not picked | longest copy, characters |\n|---|---|"
    return "\n".join([head, "", title, *rows])


def intervene(workspace: Workspace, counts: Counts, links: Links) -> str:
    """Where the table is."""
    return f"What breaks without them: [interventions]({links.page('interventions.json')})"


def report(workspace: Workspace, counts: Counts, links: Links) -> str:
    """Where the report is, and the coloured tweets."""
    report = f"**[The report]({links.page('report.html')})**"
    if not workspace.certificates.exists():
        return report
    return f"{report} · **[tweets coloured by the neurons]({links.page('detectors.html')})**"


def explore(workspace: Workspace, counts: Counts, links: Links) -> str:
    """Where the explorer is, and the neuron that it begins with."""
    from pipeline.neurons.causes.matters import graded_whole
    from pipeline.neurons.first import first

    line = f"**[The explorer]({links.page('report/explorer.html')})**: the network itself, in the page"
    paths = (workspace.certificates, workspace.causes, workspace.interventions)
    certificates, causes, effects = (read_table(path) if path.exists() else None for path in paths)
    chosen = first(graded_whole(certificates, causes), effects)
    return f"{line}; it begins with {chosen['address']}, {words(chosen['concept'])}" if chosen else line
