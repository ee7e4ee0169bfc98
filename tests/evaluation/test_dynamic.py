"""Dynamic evaluation against static costs, one step by Keras's optimiser, and what it may know."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from networks import network_of

from pipeline.evaluation import dynamic
from pipeline.evaluation.dynamic import Rule, arrays, choose, copied, evaluate, gradient_sizes
from pipeline.network.backward.gradient import cost_and_gradient
from pipeline.network.bits import bits


def repeated(count: int, seed: int) -> list[np.ndarray]:
    """Tweets that repeat one another, which a network of random weights cannot know."""
    rng = np.random.default_rng(seed)
    kinds = [rng.integers(3, 11, 12).astype(np.int32) for _ in range(3)]
    return [kinds[k][: rng.integers(6, 13)] for k in rng.integers(0, 3, count)]


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_without_a_rate_it_costs_what_the_network_costs(cell: str) -> None:
    """Rate 0 is static evaluation to 1e-6, with and without scales, whatever the decay."""
    weights, ids = network_of(cell), [*repeated(20, 0), np.empty(0, dtype=np.int32)]
    sizes = gradient_sizes(weights, ids)
    static = bits(weights, ids, [{}])[0]
    for rule in (Rule(0.0), Rule(0.0, decay=0.1, scaled=True)):
        np.testing.assert_allclose(evaluate(weights, ids, rule, sizes), static, atol=1e-6, rtol=1e-6)


def test_the_second_batch_is_scored_after_one_step_of_stochastic_gradient_descent() -> None:
    """Keras's SGD applied to the gradient of the first batch gives the weights that score the second."""
    weights, ids = network_of(seed=1), repeated(2 * dynamic.TWEETS, 1)
    first, second = ids[: dynamic.TWEETS], ids[dynamic.TWEETS :]
    after = copied(weights)
    variables = [keras.Variable(one) for one in arrays(weights)]
    slopes = [tf.constant(one) for one in arrays(cost_and_gradient(weights, first)[1])]
    keras.optimizers.SGD(0.5).apply(slopes, variables)
    for mine, theirs in zip(arrays(after), variables, strict=True):
        mine[...] = keras.ops.convert_to_numpy(theirs)
    found = evaluate(weights, ids, Rule(0.5), gradient_sizes(weights, ids))
    expected = np.concatenate([bits(weights, first, [{}])[0], bits(after, second, [{}])[0]])
    np.testing.assert_allclose(found, expected, rtol=2e-5, atol=1e-5)


def test_only_tweets_that_were_scored_teach() -> None:
    """Other tweets later on change nothing before; the trained weights stay as they are."""
    weights, ids = network_of(seed=2), repeated(24, 2)
    before, sizes = copied(weights), gradient_sizes(network_of(seed=2), ids)
    whole = evaluate(weights, ids, Rule(0.3), sizes)
    other = evaluate(weights, [*ids[:16], *repeated(8, 9)], Rule(0.3), sizes)
    same = sum(len(row) + 1 for row in ids[:16])
    np.testing.assert_array_equal(whole[:same], other[:same])
    for mine, kept in zip(arrays(weights), arrays(before), strict=True):
        np.testing.assert_array_equal(mine, kept)


def test_a_step_by_hand() -> None:
    """θ = 1, θ₀ = 0, g = 2, size 4: plainly 1 − .1·2 − .5·1, scaled 1 − .1·2/4 − min(.2·4, 1)·1."""
    for rule, expected in ((Rule(0.1, 0.5), 0.3), (Rule(0.1, 0.2, scaled=True), 0.15)):
        theta = np.ones(1)
        dynamic.step(theta, np.zeros(1), np.full(1, 2.0), np.full(1, 4.0), rule)
        assert theta[0] == pytest.approx(expected)


def test_what_comes_again_is_learnt_by_a_rule_chosen_on_other_tweets() -> None:
    """On texts that repeat, the chosen rule saves bits; where nothing can be learnt it costs almost none."""
    weights, ids = network_of(seed=3, units=8), repeated(160, 3)
    sizes = gradient_sizes(weights, ids)
    rule = choose(weights, ids[:80], sizes)
    static = bits(weights, ids[80:], [{}])[0].mean()
    assert rule.rate > 0
    assert evaluate(weights, ids[80:], rule, sizes).mean() < static - 0.3
    assert choose(weights, [], sizes) == Rule(0.0)


def test_sizes_are_the_root_mean_squares_of_gradients() -> None:
    """By a plain loop over the same batches; their mean is 1 except for the floor."""
    weights, ids = network_of(seed=4), repeated(8, 4)
    slopes = np.concatenate([np.abs(one).ravel() for one in arrays(cost_and_gradient(weights, ids)[1])])
    found = np.concatenate([one.ravel() for one in gradient_sizes(weights, ids)])
    np.testing.assert_allclose(found, np.maximum(slopes / slopes.mean(), dynamic.LEAST), rtol=1e-3)
