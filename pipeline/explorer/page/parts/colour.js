// Colours of values. Red and blue stay apart for the colour-blind; one hue for what has one side.

import { GATES } from "../network/run/cells.js";

const PALETTES = {
  light: {
    diverging: ["#7a0019", "#b2182b", "#d9604c", "#f3a582", "#fdded0", "#ffffff"].concat([
      "#d3e6f1",
      "#93c5de",
      "#4392c3",
      "#2065ab",
      "#08306b",
    ]),
    gate: ["#ffffff", "#e4e0ef", "#c1b9dc", "#9a8cc3", "#7255a5", "#4a1486"],
    surprisal: ["#ffffff", "#fdebc8", "#fdc878", "#ef9a2d", "#c3660a", "#7f3b08"],
  },
  dark: {
    diverging: ["#ff8f7d", "#ee6752", "#c6402f", "#8a2a20", "#481813", "#08090b"].concat([
      "#10263d",
      "#184876",
      "#2572b4",
      "#4798dd",
      "#86c2f7",
    ]),
    gate: ["#08090b", "#221a38", "#3f2d6b", "#644aa3", "#9079cf", "#c8b8f2"],
    surprisal: ["#08090b", "#32210b", "#623c0c", "#9c600f", "#d6902f", "#fbcb78"],
  },
};

const channels = (hex) => [1, 3, 5].map((k) => Number.parseInt(hex.slice(k, k + 2), 16));

/** The colour a share (0 to 1) of the way through the stops, as [r, g, b]. */
export function blend(stops, share) {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  const [a, b] = [channels(stops[low]), channels(stops[low + 1])];
  return a.map((value, k) => Math.round(value + (b[k] - value) * (place - low)));
}

/** Relative luminance of [r, g, b] (WCAG 2). */
export function luminance(rgb) {
  const [r, g, b] = rgb.map((v) =>
    v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two luminances (WCAG 2). */
export function contrast(a, b) {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const STEPS = 256;
const tables = new Map();

// Ink on each colour is black or white, whichever stands out more; worked out once for each scale.
function table(theme, kind) {
  const key = `${theme} ${kind}`;
  if (!tables.has(key)) {
    const colours = Array.from({ length: STEPS + 1 }, (_, k) => {
      const rgb = blend(PALETTES[theme][kind], k / STEPS);
      const light = luminance(rgb);
      const ink = contrast(light, 0) >= contrast(light, 1) ? "#000000" : "#ffffff";
      return { fill: `rgb(${rgb.join(" ")})`, ink };
    });
    tables.set(key, colours);
  }
  return tables.get(key);
}

/**
 * A scale: { kind, low, high, towards, of(value, theme) → { fill, ink } }. `towards` is −1 where low values speak
 * for a concept: the colours are then turned round, so that one colour always means "towards the concept".
 */
export function scale(kind, low, high, towards = 1) {
  const of = (value, theme) => {
    const share = Math.min(Math.max((value - low) / (high - low), 0), 1);
    return table(theme, kind)[Math.round((towards < 0 ? 1 - share : share) * STEPS)];
  };
  return { kind, low, high, towards, of };
}

/** The scale of a signal; the cell state by the largest of its own values. */
export function signalScale(signal, values, towards = 1) {
  if (GATES.includes(signal)) return scale("gate", 0, 1, towards);
  if (signal === "c") return scale("diverging", -ceiling(values), ceiling(values), towards);
  return scale("diverging", -1, 1, towards);
}

/** The scale of the present address over some values, directed as the app asks. */
export function addressScale(app, values) {
  const row = app.certificate(app.address, app.concept);
  return signalScale(app.address.signal, values, app.towards(app.address, row?.concept));
}

export const surprisalScale = () => scale("surprisal", 0, 10);

/** The smallest of 1, 1.5, 2, 3, 5, 7, 10, 15, 20 … that no value exceeds. */
export function ceiling(values) {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const steps = [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100];
  return steps.find((step) => step >= largest) ?? Math.ceil(largest);
}
