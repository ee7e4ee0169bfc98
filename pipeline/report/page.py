"""The report's HTML: sections, their figures as SVG, one style sheet, nothing from elsewhere."""

from collections.abc import Callable

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from pipeline.core import numbers
from pipeline.core.settings import ReportSettings
from pipeline.figures import style
from pipeline.report import colour
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.bits import bits
from pipeline.report.sections.causality import causality
from pipeline.report.sections.corpus import corpus
from pipeline.report.sections.detectors import detectors
from pipeline.report.sections.methods import methods
from pipeline.report.sections.neurons import probes, saturation
from pipeline.report.sections.samples import samples
from pipeline.report.sections.section import Section
from pipeline.report.sections.training import training
from pipeline.text.vocabulary import Vocabulary

FILTERS = ("count", "decimal", "percent", "interval", "duration", "words", "headline")


def environment(*packages: str) -> Environment:
    """Templates of the report, and of other packages, with autoescape: a corpus is text, never markup."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "pipeline.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update({name: getattr(numbers, name) for name in FILTERS})
    return made


def sections(found: Artefacts, vocabulary: Vocabulary, settings: ReportSettings) -> list[Section]:
    """All sections in reading order."""
    return [
        corpus(found, vocabulary),
        training(found),
        bits(found),
        detectors(found, settings.tweets),
        causality(found),
        probes(found),
        saturation(found),
        samples(found, settings.samples),
        methods(found),
    ]


def report(found: Artefacts, told: list[Section]) -> str:
    """The report as one HTML page."""
    figures = {name: figure for section in told for name, figure in section.figures.items()}
    return _render(
        "report.html",
        name=found.name,
        sections=told,
        by={section.key: section.values for section in told},
        drawn=_drawer(figures),
        figures=figures,
    )


def coloured_tweets(found: Artefacts, section: Section) -> str:
    """The coloured tweets of every concept as a page of their own."""
    return _render("detectors_page.html", name=found.name, section=section)


def notebook(title: str, body: str) -> str:
    """A page around the HTML of an executed notebook."""
    return _render("notebook.html", title=title, body=Markup(body))  # nbconvert has escaped its texts


def _render(template: str, **values: object) -> str:
    made = environment()
    css = Markup(made.get_template("style.css").render()) + colour.stylesheet()
    return made.get_template(template).render(css=css, **values)


def _drawer(figures: dict[str, Figure]) -> Callable[[str, str], Markup]:
    return lambda name, label: style.svg(figures[name], name, label)
