// A player: a button that goes on by itself, and how fast.

import { el } from "./dom.js";

const SPEEDS = { slow: 1200, medium: 500, fast: 120 }; // milliseconds a step

/** { root, stop() }: `step()` goes on, `over()` says whether that was all, `begin()` goes back, `changed(on)` hears of both. */
export function player({ step, over, begin, changed = () => {} }) {
  let timer = 0;
  const speed = el(
    "select",
    { "aria-label": "speed", onchange: () => timer && play() },
    Object.keys(SPEEDS).map((name) => el("option", { value: name, selected: name === "medium" }, name)),
  );
  const button = el(
    "button",
    { type: "button", "aria-pressed": "false", onclick: () => (timer ? stop() : play()) },
    "play",
  );
  function turn(on) {
    button.setAttribute("aria-pressed", String(on));
    changed(on);
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    turn(false);
  }
  function play() {
    stop();
    if (over()) begin();
    turn(true);
    timer = setInterval(() => (over() ? stop() : step()), SPEEDS[speed.value]);
  }
  return { root: el("span.bar", {}, button, speed), stop };
}
