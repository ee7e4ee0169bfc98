"""Closed lists that the name rules consult: what UD settles by convention, not by case."""

import regex

from pipeline.concepts.rules.lexicon import word_set

DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday mondays fridays saturdays sundays")
MONTHS = word_set(
    "january february april june july august september october november december jan feb aug sept oct nov dec"
)
FEASTS = word_set("christmas easter thanksgiving halloween hanukkah ramadan xmas")
CALENDAR = DAYS | MONTHS | FEASTS  # names by convention; "may" and "march" are left to the evidence
HOMOGRAPHS = frozenset(["may", "will", "mark"])  # auxiliaries and verbs that are as often names

BEFORE_MONTH = word_set(
    "in of by since until till from through before after this last next during early late"
)

TITLES = word_set(
    "mr mrs ms miss dr sir lord lady president senator sen governor gov congressman congresswoman mayor "
    "secretary general gen judge justice prof professor captain coach king queen prince princess pope "
    "saint st rep sheriff sergeant sgt colonel col lieutenant lt aunt uncle chancellor minister"
)
PARTICLES = word_set("al bin bint ibn az el ul de del della di da der den van von la le du dos das san abu")
FREE_PARTICLES = word_set("al bin ibn az el san abu van von")  # also before the first word of a name

# Adjectives of nations and creeds keep their capital but are ADJ; their plurals (Americans) are names.
NATIONALITIES = word_set(
    "american british english french german italian spanish russian chinese japanese korean indian "
    "pakistani iraqi iranian israeli palestinian arab saudi syrian turkish greek dutch danish swedish "
    "norwegian finnish polish irish scottish welsh canadian mexican brazilian cuban australian african "
    "asian european latin hispanic portuguese swiss austrian belgian hungarian czech romanian ukrainian "
    "egyptian lebanese jordanian kuwaiti afghan thai vietnamese filipino indonesian malaysian colombian "
    "argentine chilean peruvian venezuelan muslim islamic christian jewish catholic protestant sunni "
    "shiite hindu buddhist western eastern northern southern bangladeshi nepalese libyan moroccan kurdish "
    "persian roman victorian"
)
FUNCTION_WORDS = word_set(
    "i i'm i've i'd i'll im am is are was were be been being have has had do does did not no yes ok okay "
    "so too very now then here there just only also lol lmao omg wtf rt btw dm ff tv mt via cc re fyi asap "
    "oh ah wow hey hi hello thanks thank please congrats congratulations u ur gonna wanna let lets don't "
    "dont can't cant won't isn't aren't doesn't didn't wasn't weren't haven't hasn't couldn't wouldn't "
    "shouldn't ain't it's that's what's he's she's they're we're you're"
)
EXCLAMATION = regex.compile(
    r"a*(?:([hj][aeiou])\1+h?)+|l+o+l+z?|.*([a-hj-z])\2{2}.*|[ap]\.?m\.?|[aeou]+h+|h+m+|x+o+x*o*"
)
