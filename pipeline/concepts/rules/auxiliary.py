"""Auxiliary verbs, and the auxiliary + be of "will be", "has never been", "ain't gonna be".

An auxiliary is what Universal Dependencies tags AUX: a modal; a form of *be*, its copula too, but not after
*there*; *have* before a participle; *do* before a negation or a subject. A contracted negation belongs to its
auxiliary (*won't*); any other contraction is an auxiliary apart (*it|'s*, *could|'ve*). The rules see
words, not syntax.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from pipeline.concepts.rules.lexicon import tags, word_set
from pipeline.concepts.rules.words import Labelled

_TOKEN = regex.compile(
    r"['’](?i:ll|ve|re|d|s|m)(?!\p{L})|(?i:i(?=m(?!\p{L})))"
    r"|\p{L}[\p{L}\p{M}]*(?:['’](?!(?i:ll|ve|re|d|s|m)(?!\p{L}))\p{L}+)*"
)
_MODALS = word_set("will would can could should shall may might must ought")
_BE = word_set("am is are was were be been being ain 'm 're m")
_FINITE_BE = _BE - {"be", "been", "being"} | {"'s"}
_HAVE = word_set("have has had having 've 's 'd ain")
_DO = word_set("do does did")
_CLITICS = word_set("'ll 've 're 'd 'm m")
_GONNA = word_set("gonna gotta wanna hafta oughta")
_VERBS = [verb for verb in _MODALS | _BE | _HAVE | _DO if verb.isalpha()]
_NEGATED = {f"{verb}n{mark}t": verb for mark in ("'", "") for verb in _VERBS}
_NEGATED |= {"can't": "can", "cant": "can", "cannot": "can", "won't": "will", "wont": "will"}
_NEGATED |= {"shan't": "shall", "ain't": "ain", "aint": "ain"}

_SUBJECTS = word_set("i you he she it we they there this that these those who u ya")
_PRONOUNS = _SUBJECTS | word_set("what where how when why here everyone everybody everything nothing nobody")
_PRONOUNS |= word_set("someone somebody something anyone no-one one")
_QUESTION = word_set("what how why when where who which so nor neither")
_QUESTION_ADVERBS = word_set("what how why when where")
_ONLY_SUBJECTS = word_set("i you we they he she u")
_EITHER_OBJECT = word_set("it this that these those the your my his our a")  # or the subject of a question
_NOUN_AFTER = word_set("a an the his her my your their our its free good ill no")
_NOUN_MODALS = word_set("will can must might may")
_BEFORE_TO = word_set("going supposed about")
_NEGATIONS = frozenset(["not", "never"])
_ADVERBS = word_set(
    "always just also now still already soon ever even once often yet then too so again almost rather "
    "maybe perhaps sometimes only all both each well better first indeed quite very forever seldom really "
    "longer long far"
)
_PERFECT_ADVERBS = word_set("just already ever never")  # what follows them is a participle
_NOT_ADVERBS = word_set("family reply supply apply rely bully rally ally italy july billy sally")
_AFTER_COPULA = word_set(
    "a an the not been gonna going just so still always never very really too in gone done getting trying "
    "doing making coming saying also now already"
)
_PARTICIPLES = word_set(
    "been had done gone got gotten come become run put set cut hit let read shut cost hurt beat quit seen "
    "made said taken given known lost won held met sent spent built told left kept brought bought thought "
    "caught found heard felt led paid sold stood taught understood fought sat slept begun drunk sung rung"
)
_CLAUSE_END = regex.compile(r"[.!?,;:…\n\"“”\ufffc]")
_SENTENCE_END = regex.compile(r"[.!?…\n]")
_LONGEST_SUBJECT = 5  # words between the auxiliary of a question and its verb
_MOST_BETWEEN = 3  # adverbs between an auxiliary and the next part


class Token(NamedTuple):
    """A word, or a contraction apart from its word."""

    start: int
    end: int
    word: str  # lower case, its apostrophe straight; of a negated auxiliary the verb alone
    negated: bool


def read_tokens(masked: str) -> list[Token]:
    """The words of a text with contractions apart.

    >>> [(t.word, t.negated) for t in read_tokens("I can’t, it's DONE")]
    [('i', False), ('can', True), ('it', False), ("'s", False), ('done', False)]
    """
    found = []
    for match in _TOKEN.finditer(masked):
        word = match.group().lower().replace("’", "'")
        found.append(Token(match.start(), match.end(), _NEGATED.get(word, word), word in _NEGATED))
    return found


def is_adverb(word: str) -> bool:
    """True for a negation or an adverb that may stand between an auxiliary and its verb."""
    derived = word.endswith("ly") and len(word) > 3 and word not in _NOT_ADVERBS
    return derived or word in _ADVERBS or word in _NEGATIONS


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or word.endswith("ed") or not tags(word).isdisjoint(("VBN", "VBD"))


def _following(row: Sequence[Token], at: int) -> str:
    """The next word that is not an adverb, a negation or a subject; at most three are passed over."""
    for token in row[at + 1 : at + 2 + _MOST_BETWEEN]:
        if not is_adverb(token.word) and token.word not in _SUBJECTS:
            return token.word
    return ""


def _opens_clause(row: Sequence[Token], at: int, masked: str) -> bool:
    """True when nothing, a mark of punctuation or an entity stands before the token at `at`."""
    gap = masked[row[at - 1].end : row[at].start] if at else ""
    return not at or bool(gap.strip())


def _asks(masked: str, start: int) -> bool:
    """True when the sentence from `start` on ends in a question mark."""
    end = _SENTENCE_END.search(masked, start)
    return end is not None and end.group() == "?"


def _is_perfect(row: Sequence[Token], at: int, masked: str) -> bool:
    """True when the have at `at` has its participle: soon after it, or after the subject of a question."""
    following = row[at + 1].word if at + 1 < len(row) else ""
    if following == "to":
        return False
    if _is_participle(_following(row, at)) or following in _PERFECT_ADVERBS:
        return True
    if row[at].word not in ("has", "had") or not _opens_clause(row, at, masked):
        return False
    end = _CLAUSE_END.search(masked, row[at].end)
    clause_end = end.start() if end else len(masked)
    subject = row[at + 2 : at + 2 + _LONGEST_SUBJECT]
    return any(_is_participle(token.word) for token in subject if token.end <= clause_end)


def _is_do_support(row: Sequence[Token], at: int, masked: str) -> bool:
    """True when do, does or did helps another verb: a negation, a question, an emphasis."""
    following = row[at + 1].word if at + 1 < len(row) else ""
    before = row[at - 1].word if at else ""
    opens = _opens_clause(row, at, masked)
    if row[at].negated or following in _NEGATIONS or following in _ONLY_SUBJECTS:
        return True
    if following in _EITHER_OBJECT:
        return row[at].word != "do" and (before in _QUESTION or opens)
    if following and opens and (row[at].word == "does" or _asks(masked, row[at].end)):
        return True
    if following and before in _QUESTION_ADVERBS:
        return True
    verb = tags(following)
    return not verb.isdisjoint(("VB", "VBP")) and "NN" not in verb


def _is_clitic_is(row: Sequence[Token], at: int) -> bool:
    """True when the 's at `at` is a verb: after a pronoun, or before what follows no possessive."""
    before = row[at - 1].word
    if before == "let":
        return False
    if before in _PRONOUNS:
        return before != "there"
    following = row[at + 1] if at + 1 < len(row) else None
    return following is not None and following.word in _AFTER_COPULA and bool(tags(before))


def is_auxiliary(row: Sequence[Token], at: int, masked: str) -> bool:
    """True when the token at `at` is an auxiliary verb, given that it is not a name."""
    word, negated = row[at].word, row[at].negated
    before = row[at - 1].word if at and not masked[row[at - 1].end : row[at].start].strip() else ""
    if word in _MODALS:
        noun = not negated and word in _NOUN_MODALS and before in _NOUN_AFTER
        return not noun
    if word in _CLITICS or word == "'s":
        joined = bool(before) and row[at - 1].end == row[at].start
        return joined and (word != "'s" or _is_clitic_is(row, at))
    if word == "am":
        return not masked[: row[at].start].rstrip()[-1:].isdigit()
    if word in _BE:
        existential = before == "there" and word in _FINITE_BE
        return negated or not (existential or (word == "being" and before in ("human", "well")))
    if word in _HAVE:
        return (negated and word != "'d") or _is_perfect(row, at, masked)
    return word in _DO and _is_do_support(row, at, masked)


def _chain(row: Sequence[Token], at: int, masked: str) -> list[int]:
    """Indices of the auxiliaries (and to, gonna) that lead to the be-form at `at`, nearest first."""
    found: list[int] = []
    passed, here = 0, at
    while here and passed <= _MOST_BETWEEN and not masked[row[here - 1].end : row[here].start].strip(" "):
        here -= 1
        word = row[here].word
        semi = word in _GONNA or word == "to" or (word in _BEFORE_TO and row[here + 1].word == "to")
        helps = word in _MODALS or word in _HAVE or word in _FINITE_BE or word in _CLITICS
        if word == "'s" and row[here - 1].word == "let":
            break
        if semi or helps or (word in _DO and (row[here].negated or row[here + 1].word == "not")):
            found.append(here)
            passed = 0
        elif is_adverb(word) or (word in _SUBJECTS and found == []):
            passed += 1
        else:
            break
    return found


def _governing(row: Sequence[Token], at: int, chain: list[int]) -> list[int]:
    """The part of a chain that governs the be-form at `at`, nearest first; empty when nothing does."""
    be = row[at].word
    kept: list[int] = []
    for place, index in enumerate(chain):
        word = row[index].word
        nearest = not kept
        if nearest and be == "been":
            suits = word in _HAVE
        elif nearest and be == "being":
            suits = word in _FINITE_BE
        elif nearest:
            suits = word in _MODALS or word in _GONNA or word in ("to", "'ll", "'d") or word in _DO
        else:
            suits = _leads_to(word, row[chain[place - 1]].word)
        if not suits:
            break
        kept.append(index)
    while kept and row[kept[-1]].word in _BEFORE_TO:
        kept.pop()
    return kept


def _leads_to(word: str, inner: str) -> bool:
    """True when an auxiliary may govern the next one of a chain: will have, is going to, ain't gonna."""
    if inner in _BEFORE_TO or inner == "gonna":
        return word in _FINITE_BE
    if inner == "to":
        return word in _BEFORE_TO
    if inner in ("have", "'ve"):
        return word in _MODALS or word in ("'ll", "'d", "to")
    return False


def aux_be_spans(row: Sequence[Token], masked: str) -> Iterator[Labelled]:
    """Spans of aux_be and its parts: first auxiliary, what stands between, be-form, last character."""
    for at, token in enumerate(row):
        if token.word not in ("be", "been", "being"):
            continue
        chain = _governing(row, at, _chain(row, at, masked))
        if not chain:
            continue
        first = row[chain[-1]]
        yield "aux_be", first.start, token.end
        yield "aux_be_auxiliary", first.start, first.end
        yield "aux_be_be", token.start, token.end
        yield "aux_be_last", token.end - 1, token.end
        if at - chain[-1] > 1:
            yield "aux_be_between", row[chain[-1] + 1].start, row[at - 1].end


def auxiliary_spans(masked: str, names: Sequence[tuple[int, int]] = ()) -> Iterator[Labelled]:
    """Spans of auxiliary, aux_be and the parts of aux_be.

    Args:
        masked: a text whose entities are masked.
        names: its proper nouns, none of which (Will, May) is an auxiliary.
    """
    row = read_tokens(masked)
    named = {place for start, end in names for place in range(start, end)}
    for at, token in enumerate(row):
        if is_auxiliary(row, at, masked) and token.start not in named:
            yield "auxiliary", token.start, token.end
    yield from aux_be_spans(row, masked)
