"""Auxiliary verbs, and the auxiliary + be of "will be", "has never been", "ain't gonna be".

An auxiliary is what Universal Dependencies tags AUX: a modal; a form of *be*, its copula too, but not after *there*;
*have* before a participle; *do* before a negation or a subject. A contraction is cut as there: *wo|n't*, *it|'s*.
"""

from collections.abc import Iterator
from typing import NamedTuple

import regex

from pipeline.concepts.lexicon import tags
from pipeline.concepts.words import Labelled

# First a verb before n't (or nt), then n't, then a clitic, then any word.
_TOKEN = regex.compile(
    r"(?i:(?:ca|wo|sha|ai|do|does|did|is|are|was|were|have|has|had|would|could|should|might|must|need)"
    r"(?=n['’]?t(?![\p{L}'’]))|can(?=not(?!\p{L}))|i(?=m(?!\p{L}))|n['’]?t(?!\p{L})|['’](?:ll|ve|re|d|s|m)(?!\p{L}))"
    r"|\p{L}[\p{L}\p{M}]*(?:['’](?!(?i:ll|ve|re|d|s|m)(?!\p{L}))\p{L}+)*"
)

_MODALS = frozenset("will would can could should shall may might must ought ca wo sha wil cud shud wud".split())
_BE = frozenset("am is are was were be been being ai".split())
_FINITE_BE = frozenset("am is are was were ai 'm 're 's m".split())
_HAVE = frozenset("have has had having 've 's 'd ai".split())
_DO = frozenset("do does did".split())
_CLITICS = frozenset("'ll 've 're 'd 'm".split())
_TO = frozenset("to gonna gotta wanna hafta oughta".split())
_PERIPHRASTIC = frozenset("going used got".split())  # before "to"
_NEGATION = frozenset(["n't", "nt", "not", "never", "no"])
_SUBJECTS = frozenset("i you he she it we they there this that these those who u ya".split())
_WH = frozenset("what who how why when where which that so nor neither".split())
_DETERMINERS = frozenset("a an the his her my your their our its free this some good ill".split())
_ADVERBS = frozenset(
    "always just also now still already soon ever even once often yet then too so again almost rather maybe perhaps "
    "sometimes only long all both each well better first indeed quite very forever seldom really longer far".split()
)
_NOT_ADVERBS = frozenset("family reply supply apply rely bully rally ally italy july fly billy sally".split())
_COPULA_NEXT = frozenset(
    "a an the not n't been gonna going just so still always never very really too all in on gone done back no "
    "getting trying doing making coming saying also now already".split()
)
_PARTICIPLES = frozenset(
    "been had done gone got gotten come become run put set cut hit let read shut cost hurt beat quit seen made said "
    "taken given known lost won held met sent spent built told left kept brought bought thought caught found heard "
    "felt led paid sold stood taught understood fought sat slept begun drunk sung rung".split()
)


class Token(NamedTuple):
    """A word, or the part of a contraction, of a tweet."""

    start: int
    end: int
    word: str  # lower case, its apostrophe straight


def tokens(masked: str) -> list[Token]:
    """The words of a text, contractions cut as Universal Dependencies cuts them.

    >>> [t.word for t in tokens("I can’t, it's DONE")]
    ['i', 'ca', "n't", 'it', "'s", 'done']
    """
    return [Token(m.start(), m.end(), m.group().lower().replace("’", "'")) for m in _TOKEN.finditer(masked)]


def is_adverb(word: str) -> bool:
    """True for a negation or an adverb that may stand between an auxiliary and its verb."""
    return (
        word in _ADVERBS
        or word in _NEGATION
        or (word.endswith("ly") and len(word) > 3 and word not in _NOT_ADVERBS)
    )


def _following(row: list[Token], at: int, skip_subjects: bool = True) -> str:
    """The next word after `at` that is no adverb, negation or subject; at most three are passed over."""
    for token in row[at + 1 : at + 5]:
        if not (is_adverb(token.word) or (skip_subjects and token.word in _SUBJECTS)):
            return token.word
    return ""


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or word.endswith("ed") or bool(tags(word) & {"VBN", "VBD"})


def _is_do(row: list[Token], at: int) -> bool:
    """True when do, does or did helps another verb: a negation, a question, an emphasis."""
    following = row[at + 1].word if at + 1 < len(row) else ""
    before = row[at - 1].word if at else ""
    if following in ("n't", "nt", "not", "never"):
        return True
    if following in ("i", "you", "we", "they", "he", "she", "u"):
        return True
    asks = not before or before in _WH or before in ("and", "but")
    if following in ("it", "this", "that", "these", "those", "the", "your", "my", "his"):
        return bool(before in _WH and row[at].word != "do") or (not before and row[at].word != "do")
    if asks and before in ("what", "how", "why", "when", "where") and following:
        return True
    return bool(tags(following) & {"VB", "VBP"}) and not tags(following) & {"NN"}


def _is_possessive(row: list[Token], at: int) -> bool:
    """True when the 's at `at` is a possessive, or the us of let's."""
    before = row[at - 1].word if at else ""
    if before in ("let",):
        return True
    if before in _SUBJECTS or before in _WH or before in ("here", "everyone", "everything", "nothing", "something"):
        return False
    following = row[at + 1].word if at + 1 < len(row) else ""
    return following not in _COPULA_NEXT


def is_auxiliary(row: list[Token], at: int, masked: str) -> bool:
    """True when the token at `at` is an auxiliary verb."""
    token = row[at]
    word, before = token.word, row[at - 1].word if at else ""
    if word in _MODALS:
        noun = before in _DETERMINERS and word in ("will", "can", "must", "might", "may")
        name = masked[token.start].isupper() and not masked[token.start : token.end].isupper() and bool(before)
        return not noun and not (name and word in ("will", "may") and _title_inside(masked, token.start))
    if word in _CLITICS:
        return bool(before) and token.start == row[at - 1].end
    if word == "'s":
        return bool(before) and token.start == row[at - 1].end and not _is_possessive(row, at) and before != "there"
    if word == "am":
        return masked[:token.start].rstrip()[-1:].isdigit() is False
    if word in _BE:
        return not (before == "there" and word in _FINITE_BE) and not (before in ("human", "well") and word == "being")
    if word in _HAVE:
        return _is_participle(_following(row, at)) and (at + 1 >= len(row) or row[at + 1].word != "to")
    return word in _DO and _is_do(row, at)


def _title_inside(masked: str, start: int) -> bool:
    """True when no sentence starts at `start`: a capital there marks a name or a month."""
    return masked[:start].rstrip()[-1:] not in tuple(".!?:\"“\n…-") or "\n" in masked[max(0, start - 2) : start]


def _chain(row: list[Token], at: int, masked: str) -> list[int]:
    """Indices of the auxiliaries that lead to the be-form at `at`, nearest first; empty without one."""
    found: list[int] = []
    passed, here = 0, at
    while here and passed <= 3 and not masked[row[here - 1].end : row[here].start].strip():
        here -= 1
        word = row[here].word
        opens_to = word in _PERIPHRASTIC and row[here + 1].word == "to"
        if word in _MODALS or word in _TO or word in _CLITICS or opens_to or word in _HAVE or word in _FINITE_BE:
            if word == "'s" and here and _is_noun_owner(row, here):
                break
            found.append(here)
            passed = 0
        elif word in _DO and row[here + 1].word in ("n't", "nt", "not"):
            found.append(here)
        elif is_adverb(word) or word in _SUBJECTS:
            passed += 1
        else:
            break
    return found


def _is_noun_owner(row: list[Token], at: int) -> bool:
    return row[at - 1].word == "let"


def _suits(be: str, nearest: str) -> bool:
    """True when the auxiliary before a be-form governs that form."""
    if be == "been":
        return nearest in _HAVE
    if be == "being":
        return nearest in _FINITE_BE
    return nearest not in ("have", "has", "had", "having", "'ve") and nearest not in _FINITE_BE


def aux_be_spans(row: list[Token], masked: str) -> Iterator[Labelled]:
    """Spans of aux_be and its parts."""
    for at, token in enumerate(row):
        if token.word not in ("be", "been", "being"):
            continue
        chain = _chain(row, at, masked)
        if not chain or not _suits(token.word, row[chain[0]].word):
            continue
        yield "aux_be", row[chain[-1]].start, token.end
        yield "aux_be_be", token.start, token.end
        yield "aux_be_last", token.end - 1, token.end
        for nearer, index in zip([at, *chain], chain, strict=False):
            yield "aux_be_auxiliary", row[index].start, row[index].end
            if nearer - index > 1:
                yield "aux_be_between", row[index + 1].start, row[nearer - 1].end


def auxiliary_spans(masked: str) -> Iterator[Labelled]:
    """Spans of auxiliary, aux_be and the parts of aux_be, in a text whose entities are masked."""
    row = tokens(masked)
    for at, token in enumerate(row):
        if is_auxiliary(row, at, masked):
            yield "auxiliary", token.start, token.end
    yield from aux_be_spans(row, masked)
