"""How long a keystroke takes in the explorer, in a real Chromium: 280 characters, 2×256.

python benchmarks/answers/explorer.py data/NAME/report/explorer.html
Prints a Markdown table and writes benchmarks/results/explorer.json.
"""

import json
import platform
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RESULTS = Path(__file__).resolve().parents[1] / "results" / "explorer.json"

# One keystroke: the text changes, the network runs, all spans are recoloured, and the page is laid out.
KEYSTROKES = """async ({ places, rounds }) => {
  const app = window.tweetscope;
  const base = app.data.tweets.map((tweet) => tweet.text).join(" ").normalize("NFC");
  const text = Array.from(base).slice(0, 280);
  const input = document.querySelector("textarea");
  const strip = document.querySelector(".strip.page");
  const type = (characters) => {
    input.value = characters.join("");
    input.dispatchEvent(new Event("input"));
    return strip.getBoundingClientRect().height;
  };
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  const found = {};
  for (const [name, place] of Object.entries(places)) {
    const whole = [];
    const network = [];
    for (let round = 0; round < rounds; round++) {
      const changed = [...text];
      changed[place] = "etaoin"[round % 6] === text[place] ? "x" : "etaoin"[round % 6];
      type(text);
      await new Promise((resume) => setTimeout(resume, 5));
      let start = performance.now();
      type(changed);
      whole.push(performance.now() - start);
      const ids = app.coder.encode(text.join(""));
      start = performance.now();
      app.trace.update(ids);
      network.push(performance.now() - start);
      app.trace.update(app.coder.encode(changed.join("")));
    }
    found[name] = {
      keystroke_ms: median(whole),
      keystroke_best_ms: Math.min(...whole),
      network_ms: median(network),
    };
  }
  return { found, simd: app.network.engine.simd, units: app.network.units };
}"""


def measure(file: Path, rounds: int = 40) -> dict[str, Any]:
    """Median and best milliseconds of a keystroke at the end, in the middle, at the start of the text."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{file.resolve().as_uri()}#/read")
        page.wait_for_selector("main h1")
        page.wait_for_timeout(500)
        places = {"end": 279, "middle": 140, "start": 0}
        result: dict[str, Any] = page.evaluate(KEYSTROKES, {"places": places, "rounds": rounds})
        result["browser"] = browser.version
        browser.close()
    return result | {"machine": platform.processor() or platform.machine(), "characters": 280}


def main() -> None:
    """Measure, print, write."""
    result = measure(Path(sys.argv[1]))
    units = "×".join(map(str, result["units"]))
    print(f"Chromium {result['browser']}, units {units}, SIMD {result['simd']}\n")
    print("| changed character | keystroke, median ms | best ms | of which network, median ms |")
    print("|---|---:|---:|---:|")
    for place, row in result["found"].items():
        figures = (row[name] for name in ("keystroke_ms", "keystroke_best_ms", "network_ms"))
        print(f"| {place} | " + " | ".join(f"{value:.1f}" for value in figures) + " |")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
