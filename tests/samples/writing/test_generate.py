"""Generated tweets: the same whatever the batch, drawn from the network's own distribution, well-formed."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import chisquare

from pipeline.core.errors import UserError
from pipeline.core.settings import SamplingSettings
from pipeline.network.address import Address
from pipeline.network.sampling.draw import log_softmax
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing import ladder
from pipeline.samples.writing.generate import generate
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

Make = Callable[..., NetworkWeights]
FREE = {"well_formed": False}


def one_by_one(
    weights: NetworkWeights, vocabulary: Vocabulary, index: int, how: SamplingSettings, prompt: str = ""
) -> tuple[str, float]:
    """The oracle: one sample drawn by a plain loop in float64, without filters; text and −log₂ p."""
    net = Stepper.of(weights, np.float64)
    prompt_ids = vocabulary.encode(prompt)
    for attempt in range(how.retries + 1):
        key = ladder.keys(how.seed, np.array([index]), np.array([attempt]))
        state, last, written, bits = net.zero(1), BOS, [], 0.0
        for place in range(how.max_length + 1):
            logits, state = net.step(np.array([last]), state)
            chances = np.exp(logits[0] - logits[0].max())
            heated = np.exp((logits[0] - logits[0].max()) / how.temperature)
            heated[[BOS, UNK]] = 0
            number = ladder.uniform(key, np.array([place]))[0]
            last = int(np.searchsorted(np.cumsum(heated), number * heated.sum(), side="right"))
            if place < len(prompt_ids):
                last = int(prompt_ids[place])
            if last == EOS or place < how.max_length:
                bits -= np.log2(chances[last] / chances.sum())
            if last == EOS:
                return vocabulary.decode(written), bits / (len(written) + 1)
            written.append(last)
    return vocabulary.decode(written[: how.max_length]), bits / how.max_length


def test_samples_equal_a_plain_loop(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Lanes, refills and retries change nothing: text and bits are those of one-at-a-time sampling."""
    how = SamplingSettings(temperature=0.9, max_length=30, batch_size=5, seed=3, retries=2, **FREE)
    drawn = generate(network, vocabulary, range(40), how, prompts=["", "RT @"])
    for row in drawn.itertuples():
        text, bits = one_by_one(network, vocabulary, row.index, how, row.prompt)
        assert row.text == text
        assert row.bits_per_char == pytest.approx(bits, abs=1e-4)
    assert drawn["finished"].any()


@pytest.mark.parametrize(
    "filters", [{}, {"top_k": 7}, {"top_p": 0.9}, {"min_p": 0.05}, {"final_temperature": 0.3}], ids=str
)
def test_the_batch_size_changes_nothing(
    network: NetworkWeights, vocabulary: Vocabulary, filters: dict
) -> None:
    """Batches of 1, 7 and 256, in any order and in parts, give the same texts."""
    how = SamplingSettings(temperature=1.0, max_length=60, **filters)
    expected = generate(network, vocabulary, range(60), how)
    for size in (1, 7):
        other = generate(network, vocabulary, range(60), how.model_copy(update={"batch_size": size}))
        assert other["text"].tolist() == expected["text"].tolist()
        np.testing.assert_allclose(other["bits_per_char"], expected["bits_per_char"], atol=1e-4)
    part = generate(network, vocabulary, [41, 3, 59], how)
    assert part["text"].tolist() == expected["text"].iloc[[41, 3, 59]].tolist()


def test_rounding_noise_changes_nothing(
    network: NetworkWeights, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the logits disturbed as another machine's rounding might, the texts are the same, thanks to the
    second draw in float64 of those whose decisions were close."""
    how = SamplingSettings(temperature=1.0, max_length=60, top_k=20)
    expected = generate(network, vocabulary, range(200), how)["text"].tolist()
    random, doubtful = np.random.default_rng(0), []

    step = Stepper.step

    def disturbed(net, ids, state, held):  # type: ignore[no-untyped-def]
        logits, state = step(net, ids, state, held)
        if logits.dtype == np.float64:
            doubtful.append(len(ids))
            return logits, state
        return logits + random.uniform(-3e-6, 3e-6, logits.shape).astype(np.float32), state

    monkeypatch.setattr(Stepper, "step", disturbed)
    assert generate(network, vocabulary, range(200), how)["text"].tolist() == expected
    assert doubtful


def test_seeds_differ_and_repeat(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """The same seed gives the same texts again, another seed and another attempt give others."""
    how = SamplingSettings(temperature=1.0, max_length=50)
    first = generate(network, vocabulary, range(20), how)["text"].tolist()
    assert generate(network, vocabulary, range(20), how)["text"].tolist() == first
    other = generate(network, vocabulary, range(20), how.model_copy(update={"seed": 1}))["text"].tolist()
    again = generate(network, vocabulary, range(20), how, attempt=[1] * 20)["text"].tolist()
    assert sum(a == b for a, b in zip(first, other, strict=True)) <= 2
    assert sum(a == b for a, b in zip(first, again, strict=True)) <= 2


def test_first_characters_follow_the_network(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Over 4,000 samples the first characters pass a chi-squared test against the network's softmax."""
    net = Stepper.of(network, np.float64)
    logits, _ = net.step(np.array([BOS]), net.zero(1))
    chances = np.exp(log_softmax(logits[0]))
    chances[[BOS, UNK]] = 0
    how = SamplingSettings(temperature=1.0, max_length=1, retries=0, **FREE)
    texts = generate(network, vocabulary, range(4000), how)["text"]
    ids = [vocabulary.encode(text)[0] if text else EOS for text in texts]
    counts = np.bincount(ids, minlength=vocabulary.size)
    expected = 4000 * chances / chances.sum()
    possible = expected > 0
    assert counts[~possible].sum() == 0
    assert expected[possible].min() > 4
    assert chisquare(counts[possible], expected[possible]).pvalue > 0.001


def test_a_tweet_of_the_maximum_length_may_still_end(make_network: Make, vocabulary: Vocabulary) -> None:
    """Some finished tweets have exactly max_length characters; without an EOS the flag says unfinished."""
    how = SamplingSettings(temperature=1.0, max_length=6, retries=20, **FREE)
    drawn = generate(make_network(vocabulary, end=2.0), vocabulary, range(300), how)
    assert (drawn["text"].str.len() <= 6).all()
    assert ((drawn["text"].str.len() == 6) & drawn["finished"]).any()
    assert drawn["finished"].mean() > 0.95
    endless = generate(make_network(vocabulary, end=-50.0), vocabulary, range(10), how)
    assert not endless["finished"].any()
    assert (endless["text"].str.len() == 6).all()


def test_prompts_are_taken_in_turn(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Sample i begins with prompt i modulo their number; an empty prompt is one too."""
    prompts = ["", "Hello ", "@tom https://t.co/"]
    drawn = generate(network, vocabulary, range(9), SamplingSettings(max_length=60), prompts)
    assert drawn["prompt"].tolist() == prompts * 3
    assert all(text.startswith(prompt) for text, prompt in zip(drawn["text"], drawn["prompt"], strict=True))


@pytest.mark.parametrize(
    ("prompts", "message"), [(["abc"] * 2 + ["x" * 11], "max_length"), (["日"], "日"), ([], "no prompt")]
)
def test_a_prompt_that_does_not_fit_is_refused(
    network: NetworkWeights, vocabulary: Vocabulary, prompts: list[str], message: str
) -> None:
    """Too long, or with an unknown character: one line that says so."""
    with pytest.raises(UserError, match=message):
        generate(network, vocabulary, range(3), SamplingSettings(max_length=10), prompts)


def test_a_held_unit_steers(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """Holding a unit that feeds one character makes that character more frequent, and its opposite rarer."""
    unit = int(np.argmax(network.dense[:, vocabulary.encode("#")[0]]))
    how = SamplingSettings(temperature=1.0, max_length=80, **FREE)
    shares = []
    for value in (-1.0, None, 1.0):
        holds = {} if value is None else {Address(2, "h", unit): value}
        texts = "".join(generate(network, vocabulary, range(100), how, holds=holds)["text"])
        shares.append(texts.count("#") / len(texts))
    assert shares[0] < shares[1] < shares[2]


def test_progress_adds_up(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """The amounts reported add up to the number of samples."""
    done: list[float] = []
    generate(network, vocabulary, range(50), SamplingSettings(max_length=20), advance=done.append)
    assert sum(done) == 50


def test_no_sample_is_no_work(network: NetworkWeights, vocabulary: Vocabulary) -> None:
    """An empty list of samples gives an empty table with all columns."""
    drawn = generate(network, vocabulary, [], SamplingSettings())
    assert drawn.empty
    assert list(drawn) == ["index", "prompt", "text", "bits_per_char", "finished"]
