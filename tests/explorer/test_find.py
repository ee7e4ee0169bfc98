"""The view Find, against scikit-learn over the traces that the page itself makes."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

pytestmark = pytest.mark.browser


def test_find_ranks_by_auroc(visit: Any) -> None:
    """Marks by keyboard and by mouse; the ranked figures equal scikit-learn's over the same characters."""
    page = visit.open("#/find?text=RT%20%40ann%3A%20go%20%23Vote%20now")
    page.wait_for_selector("text=addresses will be ranked")
    page.get_by_role("checkbox").uncheck()
    strip = page.locator(".strip.markable")
    strip.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    assert page.locator(".strip .marked").count() == 4
    page.keyboard.press("Escape")
    spans = page.locator(".strip.markable span")
    spans.nth(12).hover()
    page.mouse.down()
    spans.nth(16).hover()
    page.mouse.up()
    page.wait_for_selector(".result")
    assert "5 marked against 16" in page.inner_text("main [role=status]")
    first = page.locator(".result").first
    address = first.locator(".address").inner_text()
    layer, signal, unit = address[1:].split(".")
    values = page.evaluate(f"Array.from(tweetscope.trace.values({int(layer) - 1}, '{signal}', {unit}))")
    lag = int(first.get_attribute("data-lag"))
    mask = np.isin(np.arange(21) + lag, np.arange(12, 17))
    truth = roc_auc_score(mask, values)
    assert float(first.locator("b").inner_text()) == pytest.approx(max(truth, 1 - truth), abs=0.01)
    assert "towards what is marked" in page.inner_text(".legend")
    seen = set()
    for row in page.locator(".result[data-lag='0']").all():
        if row.locator(".address").inner_text().split(".")[1] in "cgh":
            rgb = "all => all.map(one => one.style.backgroundColor.match(/\\d+/g).map(Number))"
            colours = np.array(row.locator(".strip span").evaluate_all(rgb))
            blue = colours[:, 2] - colours[:, 0]
            assert blue[12:17].mean() > np.delete(blue, range(12, 17)).mean()
            seen.add(row.locator(".number").first.inner_text().split()[1])
    assert seen == {"low", "high"}


def test_find_takes_each_address_at_its_better_lag(visit: Any) -> None:
    """Over all addresses and both lags, the scores are those of scikit-learn, best first."""
    page = visit.open("#/find?text=RT%20%40ann%3A%20go%20%23Vote%20now")
    page.wait_for_selector("text=addresses will be ranked")
    page.get_by_role("checkbox").uncheck()
    page.locator(".strip.markable").focus()
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("text=5 marked against 16")
    shown = [float(text) for text in page.locator(".result b").all_inner_texts()]
    signals = np.array(
        page.evaluate("""() => {
          const { trace, network } = tweetscope;
          const of = ({ layer, signal, unit }) =>
            Array.from(trace.values(layer, signal, unit), (v) =>
              signal === "c" ? v / (1 + Math.abs(v)) : v);
          return network.addresses().map(of);
        }""")
    )
    signals = np.floor((signals + 1) * 127.5 + 0.5)  # bytes, as the page compares them
    marked = np.isin(np.arange(signals.shape[1]), np.arange(2, 7))
    late = np.append(marked[1:], False)
    truth = [max(abs(roc_auc_score(mask, row) - 0.5) for mask in (marked, late)) for row in signals]
    expected = np.sort(0.5 + np.array(truth))[::-1][: len(shown)]
    assert shown == pytest.approx(expected, abs=6e-4)
    assert set(page.locator(".result").evaluate_all("all => all.map(r => r.dataset.lag)")) <= {"0", "1"}


def test_find_counts_the_carried_tweets(visit: Any) -> None:
    """With the file's tweets as rest, the score is that over all their characters and this text's."""
    page = visit.open("#/find?text=RT%20%40ann%3A%20go%20%23Vote%20now")
    page.locator(".strip.markable span").nth(13).click()
    page.wait_for_selector("text=tweets of this file: the best")
    first = page.locator(".result").first
    layer, signal, unit = first.locator(".address").inner_text()[1:].split(".")
    values, marked = page.evaluate(f"""() => {{
      const of = (text) => {{
        const {{ trace, coder }} = tweetscope;
        const before = trace.ids;
        trace.update(coder.encode(text));
        const values = Array.from(trace.values({int(layer) - 1}, '{signal}', {unit}));
        trace.update(before);
        return values;
      }};
      return [tweetscope.data.tweets.flatMap((tweet) => of(tweet.text)), of(tweetscope.text)];
    }}""")
    lag = int(first.get_attribute("data-lag"))
    labels = np.arange(len(values) + len(marked)) == len(values) + 13 - lag
    truth = roc_auc_score(labels, values + marked)
    assert float(first.locator("b").inner_text()) == pytest.approx(max(truth, 1 - truth), abs=0.01)
