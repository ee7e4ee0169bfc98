"""The stops of the tour: a question, which findings answer it, an exercise and its answer.

No figure stands here: figures are those of the findings that are named.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One stop.

    Attributes:
        name: a task of the lab, `code` or `tweets`.
        title: what is looked at.
        question: what is asked.
        found: the findings that answer it, by their keys.
        look: what to do in the explorer.
        exercise: what the reader is asked.
        answer: the answer in words.
        shown: the findings that the answer rests on.
    """

    name: str
    title: str
    question: str
    found: tuple[str, ...]
    look: str
    exercise: str
    answer: str
    shown: tuple[str, ...] = ()


STOPS = (
    Stop(
        "counter",
        "A counter",
        "The strings are aaaXbbb: as many b's as a's. To write the last b and then stop, a network must "
        "count. Does it, and where does the number stand?",
        ("chen noisy", "counting set", "add"),
        "Step through a string and watch the cell of the counting unit: what does it do at an a, at X, at "
        "a b?",
        "The network read at most ten a's while it learned. Type a string with many more. At some length "
        "it fails. Why there, and what is it that breaks?",
        "The cell goes up by nearly the same amount at each a and down by nearly the same at each b. The "
        "two steps are not quite equal, because gates are never quite open or shut. The error adds up with"
        " the length, until the end comes a b too early or too late. What breaks is the count, not the "
        "writing: sharper gates of the counting units carry it far, and those of other units do not.",
        ("drift", "sharpened", "sharpened others", "breaks"),
    ),
    Stop(
        "selective",
        "A selective counter",
        "The strings are aaXaYbbb: the X's between the a's do not count. Can a network count one letter "
        "and pass over another?",
        ("right noisy", "counting set", "passes over"),
        "Step from an a to an X and compare the three gates.",
        "Which gate keeps an X out of the count: the input gate, the forget gate or the output gate? And "
        "what would the network write if, at one X, input gate and candidate were what they are at an a?",
        "The input gate shuts at X, although the candidate is full: something is offered and not taken in."
        " With the values of an a put in its place, one X counts as an a, and one b more is written. "
        "Without input gates a network still finds a way, but not one that leads as far.",
        ("gate shut", "candidate full", "one more", "other way longer"),
    ),
    Stop(
        "memoriser",
        "A state memoriser",
        "The strings are AxxxYa and BxxxYb: the first letter must be kept while any number of x's go by. "
        "What keeps it?",
        ("kept", "memory set"),
        "Compare the same unit over an A string and a B string.",
        "The article shows one neuron for A and another for B. Look at the cell of the unit that "
        "remembers, with both letters: is that so here? And which gates are open while it remembers?",
        "One cell holds both letters, by its sign. While it remembers, the forget gate is open. The input "
        "gate is nearly shut against the x's, and the output gate hides a memory that is not yet needed; "
        "these two hold in most networks, not in all.",
        ("two neurons noisy", "forget", "ignores x", "passive"),
    ),
    Stop(
        "copying",
        "A copy machine",
        "The strings are abcXabc: a word and its copy. Is there a unit that holds the word?",
        ("all words", "c at X", "one cell"),
        "Look at the unit at X for words that start with c and for others.",
        "A unit tells at X whether the word starts with c. Does it know the word, or only which letter "
        "comes next? Think of a test that separates the two.",
        "At X the first letter is also the next letter, so X cannot separate the two. Before the second and "
        "the third letter they differ: compare words of which the same letter comes next. And compare with "
        "networks of the same weights in other places: any memory keeps traces of what it read, so that such "
        "a unit must tell more than the best of theirs. At last change it: a cell whose values separate the "
        "words is not what the network reads if setting it to that of another word does not make the network "
        "write that word.",
        ("starts with c", "one cell used", "kth letter"),
    ),
    Stop(
        "code",
        "Code",
        "The article's network read the source of Linux. Ours reads Python's own library. Which units "
        "follow its structure in files that it has not read?",
        (),
        "Paste a function and watch the unit over its lines, from the first to the deepest.",
        "A unit that goes with the depth of indentation might only go with the position in the line. How "
        "can one tell?",
        "Hold the position still: compare the same place in lines of different depth, by typing one line and "
        "putting more and more blanks and headers before it. A unit that follows the position has the same "
        "value each time; a unit that follows the depth has not. The statements of this stop say how many "
        "times better a unit is than with labels that are shifted along the text. That rules out luck, but "
        "not the position.",
    ),
    Stop(
        "tweets",
        "Tweets",
        "Now a network that learned tweets. Does one of its units know where it is: inside a hashtag, a "
        "quotation, a name?",
        (),
        "Type a text of your own and watch the colour follow the concept.",
        "Does the unit know the concept, or only its first character? Write a text that has the character "
        "without the concept. Then think of what else could explain its score.",
        "A rule over single characters, an untrained network of the same shape, and position in the tweet "
        "all score well on easy concepts. The first statement of this stop has the scores of the first two "
        "beside the unit's. That the network uses the unit is another matter: it shows in the bits that its "
        "ablation costs, beside those of units drawn at random.",
    ),
)
