"""Every concept: its name, a sentence that says what it covers, an example, and where the idea is from."""

from dataclasses import dataclass

CHEN = "Chen 2017, Exploring LSTMs"
TWITTER = "twitter-text, entity extraction"
UD = "Universal Dependencies, English"
OURS = "this project"


@dataclass(frozen=True)
class Concept:
    """A property of characters: a span is labelled by a rule, a graded value is computed from spans."""

    name: str
    sentence: str
    example: str  # what the rule covers stands in [brackets]
    source: str
    group: str  # entity, name, grammar, quotation, style, graded, or own


_SPANS = (
    Concept("hashtag", "Inside a hashtag, the # included.", "so [#excited] today", CHEN, "entity"),
    Concept("url", "Inside a URL, whole or cut by an ellipsis.", "see [https://t.co/a1b2c3]", CHEN, "entity"),
    Concept("mention", "Inside a mention, the @ included.", "thanks [@ann]!", CHEN, "entity"),
    Concept("hashtag_start", "The first character of a hashtag.", "so [#]excited", TWITTER, "entity"),
    Concept("url_start", "The first character of a URL.", "see [h]ttps://t.co/a1b2c3", TWITTER, "entity"),
    Concept("mention_start", "The first character of a mention.", "thanks [@]ann!", TWITTER, "entity"),
    Concept(
        "retweet_header",
        "The header of a retweet, from RT to its colon.",
        "[RT @ann:] good morning",
        OURS,
        "entity",
    ),
    Concept(
        "proper_noun",
        "A name, of one word or several, in any case pattern; a day or a month too.",
        "Yesterday [Ann Lee] left [AMERICA]",
        f"{CHEN}; {UD}: PROPN",
        "name",
    ),
    Concept(
        "capitalised_non_name",
        "A word with a capital that is not a name: a sentence start, or shouting.",
        "[Yesterday] Ann left. [WOW]!",
        "Chen 2017 (a matched control for proper_noun)",
        "name",
    ),
    Concept(
        "aux_be",
        "An auxiliary (or to), what stands between, and be, been or being.",
        "I [have always been] here",
        CHEN,
        "grammar",
    ),
    Concept("aux_be_auxiliary", "The auxiliary of aux_be.", "I [have] always been here", CHEN, "grammar"),
    Concept(
        "aux_be_between",
        "The negations and adverbs between auxiliary and be.",
        "I have [always] been here",
        CHEN,
        "grammar",
    ),
    Concept("aux_be_be", "The be-form of aux_be.", "I have always [been] here", CHEN, "grammar"),
    Concept("aux_be_last", "The last character of aux_be.", "I have always bee[n] here", CHEN, "grammar"),
    Concept(
        "auxiliary",
        "An auxiliary verb, or a form of be.",
        "I [can] see, it['s] late",
        f"{UD}: AUX",
        "grammar",
    ),
    Concept("quotation", "Inside a quotation, without its quotes.", "He said “[no way]”!", CHEN, "quotation"),
    Concept(
        "quoted_speech",
        "Inside a quotation that is not a quote-retweet.",
        "He said “[no way]”!",
        OURS,
        "quotation",
    ),
    Concept(
        "quote_retweet",
        "Inside a quotation that opens with the name of its author.",
        '"[@ann: good morning]" Thanks!',
        OURS,
        "quotation",
    ),
    Concept(
        "attribution",
        "The author at the head of a quote-retweet.",
        '"[@ann:] good morning"',
        OURS,
        "quotation",
    ),
    Concept("quote_open", "The mark that opens a quotation.", "He said [“]no way”!", OURS, "quotation"),
    Concept("quote_close", "The mark that closes a quotation.", "He said “no way[”]!", OURS, "quotation"),
    Concept("all_caps", "A word of two letters or more, all capitals.", "a [GREAT] [USA]", OURS, "style"),
    Concept(
        "slogan",
        "One of the corpus's own slogans: its most frequent hashtags and repeated capital phrases.",
        "[MAKE IT COUNT] [#MakeItCount]",
        CHEN,
        "style",
    ),
    Concept(
        "number",
        "A number, with its separators, sign of money or per cent.",
        "[$1,000] is [5%]",
        OURS,
        "style",
    ),
    Concept(
        "emoji", "An emoji, with all that joins to it.", "good [👍🏽] morning", "Unicode, UTS 51", "style"
    ),
    Concept(
        "punctuation_run", "Two or more marks of punctuation in a row.", "What[?!] Well[...]", OURS, "style"
    ),
)

_GRADED = (
    Concept(
        "position_in_hashtag", "Characters since the start of the hashtag.", "#abc is 0 1 2 3", CHEN, "graded"
    ),
    Concept("position_in_url", "Characters since the start of the URL.", "t.co is 0 1 2 3", CHEN, "graded"),
    Concept(
        "position_in_mention", "Characters since the start of the mention.", "@ann is 0 1 2 3", CHEN, "graded"
    ),
    Concept(
        "position_in_quotation",
        "Characters since the opening quote (the outermost, where quotations are nested).",
        "“abc” is 0 1 2 inside",
        CHEN,
        "graded",
    ),
    Concept(
        "position_in_word", "Letters since the start of the word.", "so far is 0 1, 0 1 2", CHEN, "graded"
    ),
    Concept("position_in_tweet", "Characters since the start of the tweet.", "abc is 0 1 2", CHEN, "graded"),
    Concept("characters_to_end", "Characters that are still to come.", "abc is 2 1 0", CHEN, "graded"),
)

CONCEPTS: dict[str, Concept] = {concept.name: concept for concept in _SPANS}
GRADED: dict[str, Concept] = {concept.name: concept for concept in _GRADED}
