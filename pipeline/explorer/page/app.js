// What all views share: the data, the network, the present text and neuron, the theme, the route.

import { format, parse } from "./network/address.js";
import { Network } from "./network/network.js";
import { auroc, lagged, maskOf } from "./network/stats.js";
import { coder } from "./network/text.js";
import { Trace } from "./network/trace.js";
import { unpack } from "./network/weights.js";

const FALLBACK =
  "I will always remember the #GreatPeople at https://t.co/abcdefghij \u2014 \u201cthank you\u201d!";

const TRIED = 12; // tweets traced for it
const BEGIN = "quotation"; // long enough to be seen, and the neuron people know from the literature

export class App extends EventTarget {
  constructor(data) {
    super();
    this.data = data;
    this.network = new Network(unpack(data.network));
    this.coder = coder(data.vocabulary);
    this.tweets = new Map(data.tweets.map((tweet) => [tweet.id, tweet]));
    this.trace = new Trace(this.network);
    this.address = parse(this.best()?.address, this.network.units) ?? {
      layer: this.network.units.length - 1,
      signal: 4,
      unit: 0,
    };
    this.concept = this.best()?.concept ?? null;
    this.cursor = 0;
    this.pins = [];
    this.raw = false; // colours by the raw sign of a signal, whatever it speaks for
    this.theme = stored("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    this.route = { view: "read", argument: "", query: new URLSearchParams() };
    const first = clearest(this, this.best());
    this.setText(first?.text ?? FALLBACK, first);
  }

  /** The detector to begin with: the highest grade, of quotations if possible, else the highest AUROC. */
  best() {
    const rows = (this.data.certificates ?? []).filter(
      (row) => row.certified && row.rank === 0 && row.kind === "span",
    );
    const grade = (row) => row.beyond_spelling + row.beats_rivals + row.matters;
    const own = (row) => Number(row.concept === BEGIN);
    return rows.sort((a, b) => grade(b) - grade(a) || own(b) - own(a) || b.auroc - a.auroc)[0] ?? null;
  }

  /** The best certified row of an address, for a concept if one is named. */
  certificate(address, concept = null) {
    const rows = (this.data.certificates ?? []).filter((row) => row.address === format(address));
    return rows.find((row) => row.concept === concept) ?? rows.sort((a, b) => b.auroc - a.auroc)[0] ?? null;
  }

  /** 1 or −1: whether high or low values of an address speak for its concept; 1 where raw signs are asked for. */
  towards(address, concept = this.concept) {
    const row = this.raw ? null : this.certificate(address, concept);
    return row?.certified ? row.sign : 1;
  }

  setText(text, tweet = null) {
    this.text = text;
    this.tweet = tweet;
    this.characters = Array.from(text);
    this.trace.update(this.coder.encode(text));
    this.cursor = Math.min(Math.max(this.cursor, 0), this.characters.length - 1);
    this.changed("text");
  }

  setAddress(address) {
    this.address = address;
    this.changed("address");
  }

  /** Choose a detector: its address, its concept, and a tweet that shows it. */
  pick(row) {
    const address = parse(row.address, this.network.units);
    if (!address) return;
    Object.assign(this, { address, concept: row.concept });
    const tweet = clearest(this, row);
    if (tweet) this.setText(tweet.text, tweet);
    this.changed("address");
  }

  setCursor(k) {
    this.cursor = k;
    this.changed("cursor");
  }

  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    store("theme", theme);
    this.changed("theme");
  }

  changed(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: what }));
  }

  /** One signal of the present neuron over the present text. */
  values(address = this.address) {
    return this.trace.values(address.layer, address.signal, address.unit);
  }

  /** The fragment that leads back to this view, neuron and text. */
  link(view = this.route.view, argument = format(this.address), extra = {}) {
    const query = new URLSearchParams(extra);
    if (this.tweet) query.set("tweet", this.tweet.id);
    else query.set("text", this.text);
    return `#/${view}${argument ? `/${argument}` : ""}?${query}`;
  }

  /** Take view, neuron and text from a fragment; false when it names no view of `views`. */
  read(fragment, views) {
    const [path, query = ""] = fragment.replace(/^#\/?/, "").split("?", 2);
    const [view, argument = ""] = path.split("/").map(decoded);
    if (!views.includes(view)) return false;
    this.route = { view, argument, query: new URLSearchParams(query) };
    const address = parse(argument, this.network.units);
    if (address) this.address = address;
    const tweet = this.tweets.get(this.route.query.get("tweet"));
    const text = tweet?.text ?? this.route.query.get("text");
    if (text !== null && text !== undefined && text !== this.text) this.setText(text, tweet ?? null);
    return true;
  }
}

// A tweet to begin with: of those of which the concept covers nearest to a half, so that inside and
// outside both show, the one that the neuron colours most clearly.
function clearest(app, row) {
  const near = halves(app.data.tweets, row?.concept).slice(0, row ? TRIED : 1);
  const apart = (tweet) => {
    const trace = new Trace(app.network);
    trace.update(app.coder.encode(tweet.text));
    const { layer, signal, unit } = app.address;
    const mask = lagged(maskOf(tweet.spans[row.concept], Array.from(tweet.text).length), row.lag);
    const found = auroc(trace.values(layer, signal, unit), mask);
    return row.sign > 0 ? found : 1 - found;
  };
  if (near.length < 2) return near[0] ?? null;
  const scores = near.map((tweet) => apart(tweet) || 0);
  return near[scores.indexOf(Math.max(...scores))];
}

function halves(tweets, concept) {
  const off = (tweet) => {
    const covered = (tweet.spans[concept] ?? []).reduce((sum, [start, end]) => sum + end - start, 0);
    return Math.abs(covered / Math.max(1, Array.from(tweet.text).length) - 0.5);
  };
  return [...tweets].sort((a, b) => off(a) - off(b));
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray %: no view has such a name
  }
}

// A sandboxed frame has no storage: the choice then lasts as long as the page.
function stored(key) {
  try {
    return localStorage.getItem(`tweetscope-${key}`);
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(`tweetscope-${key}`, value);
  } catch {
    return;
  }
}
