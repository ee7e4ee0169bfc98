// What all views share: the data, the network, the present text and neuron, the theme, the route.

import { format, parse } from "./network/address.js";
import { counterOf } from "./network/counting.js";
import { clearest } from "./network/neurons/chosen.js";
import { Network } from "./network/run/network.js";
import { Trace } from "./network/run/trace.js";
import { unpack } from "./network/run/weights.js";
import { coder } from "./network/text.js";
import { store, stored } from "./parts/stored.js";

const FALLBACK =
  "I will always remember the #GreatPeople at https://t.co/abcdefghij \u2014 \u201cthank you\u201d!";

const EVIDENCE = [
  "certificates",
  "passages",
  "probes",
  "interventions",
  "samples",
  "quiz",
  "moments",
  "first",
];
const LONGEST = 10; // a's that the lab's counters learned

export class App extends EventTarget {
  constructor(data) {
    super();
    this.given = data; // what the file holds; another network may stand in its place for a while
    this.theme = stored("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    this.route = { view: "read", argument: "", query: new URLSearchParams() };
    this.carried = data.beside ? besides(data.beside) : null; // another network in the file, for Compare
    this.beside = this.carried; // what Compare puts beside the present network
    this.#take(data, unpack(data.network));
    this.#showFirst();
  }

  // The text to begin with: one that shows the detector; of a lab network, the last of those that it learned.
  #showFirst() {
    const { experiment, tweets } = this.data;
    const learned = experiment && tweets.findLast(({ split }) => split === "train");
    const first = learned ?? clearest(this, this.best());
    this.setText(first?.text ?? FALLBACK, first);
  }

  #take(data, arrays, address = null) {
    this.data = data;
    this.network = new Network(arrays);
    this.coder = coder(data.vocabulary);
    this.tweets = new Map(data.tweets.map((tweet) => [tweet.id, tweet]));
    this.trace = new Trace(this.network);
    const { cells = [], address: named } = data.experiment ?? {};
    this.address =
      address ??
      parse(this.best()?.address ?? cells[0]?.address ?? named, this.network) ??
      this.network.initial();
    this.concept = this.best()?.concept ?? null;
    // `raw`: colours by the raw sign of a signal, whatever it speaks for
    Object.assign(this, { cursor: 0, pins: [], raw: false, survey: null, backward: null, moments: null });
  }

  /** Put another network in the place of this one, in all views; `texts` are what it is shown on. */
  open(name, arrays, vocabulary, texts, { address = null, experiment = null } = {}) {
    this.beside = { name: this.data.name, network: this.network, coder: this.coder };
    const tweets = texts.map((text, k) => ({ id: `text${k}`, text, split: "test", spans: {} }));
    const none = Object.fromEntries(EVIDENCE.map((key) => [key, null]));
    this.#take({ name, vocabulary, tweets, experiment, concepts: {}, ...none }, arrays, address);
    this.dispatchEvent(new CustomEvent("open"));
    const last = tweets.at(-1);
    this.setText(last?.text ?? "", last ?? null);
  }

  /** A counter of another kind of cell, which the file holds beside its network: LSTM, GRU or RNN. */
  openOther(kind) {
    const { vocabulary, tweets, experiment } = this.given;
    const arrays = unpack(experiment.others[kind]);
    const texts = tweets.filter(({ split }) => split === "train").map(({ text }) => text);
    const about = counterOf(`${experiment.title}, ${kind}`, new Network(arrays), coder(vocabulary), LONGEST);
    this.open(kind, arrays, vocabulary, texts, { experiment: about });
  }

  /** The network of the file again; beside it what the file has there, else the network that was open. */
  back() {
    const left = { name: this.data.name, network: this.network, coder: this.coder };
    this.beside = this.carried ?? left;
    this.#take(this.given, unpack(this.given.network));
    this.dispatchEvent(new CustomEvent("open"));
    this.#showFirst();
  }

  /** Is the network that of a workspace with a corpus, which stages analyse? */
  get analysed() {
    return this.data === this.given && !this.data.experiment;
  }

  /** The kinds of cells that stand beside the file's network, and the one that is open. */
  get others() {
    return Object.keys(this.given.experiment?.others ?? {});
  }

  /** The detector to begin with, as the file names it: its row among the certificates, or null. */
  best() {
    const { first, certificates } = this.data;
    const same = (row) => row.address === first?.address && row.concept === first.concept;
    return (certificates ?? []).find(same) ?? null;
  }

  /** The best certified row of an address, for a concept if one is named. */
  certificate(address, concept = null) {
    const rows = (this.data.certificates ?? []).filter((row) => row.address === format(address));
    return rows.find((row) => row.concept === concept) ?? rows.sort((a, b) => b.auroc - a.auroc)[0] ?? null;
  }

  /** 1 or −1: whether high or low values of an address speak for its concept; 1 where raw signs are asked for. */
  towards(address, concept = this.concept) {
    return this.raw ? 1 : this.direction(address, concept);
  }

  /** 1 or −1: whether high or low values of an address speak for its concept; 1 without a certificate. */
  direction(address = this.address, concept = this.concept) {
    const row = this.certificate(address, concept);
    return row?.certified ? row.sign : 1;
  }

  /** Is any neuron certified for a concept, so that colours have a direction? */
  directed() {
    return (this.data.certificates ?? []).some((row) => row.certified);
  }

  setText(text, tweet = null) {
    this.text = text;
    this.tweet = tweet;
    this.characters = Array.from(text);
    this.trace.update(this.coder.encode(text));
    this.cursor = tweet ? this.#telling() : Math.min(Math.max(this.cursor, 0), this.characters.length - 1);
    this.changed("text");
  }

  // The character at which there is something to see: where a lab network begins to write, inside the concept, else the middle.
  #telling() {
    const sign = Array.from(this.data.experiment?.prompt ?? "").at(-1);
    const begins = this.characters.indexOf(sign);
    if (begins >= 0) return begins;
    const [start, end] = this.tweet?.spans[this.concept]?.[0] ?? [0, this.characters.length];
    return Math.floor((start + end - 1) / 2); // −1 of an empty text
  }

  setAddress(address) {
    this.address = address;
    this.changed("address");
  }

  /** Choose a detector: its address, its concept, and a tweet that shows it. */
  pick(row) {
    const address = parse(row.address, this.network);
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
    this.changed("colours");
  }

  /** Tell the views what changed: "text", "address", "cursor", "pins", "colours" or "state" (a view's own). */
  changed(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: what }));
  }

  /** One signal of the present neuron over the present text. */
  values(address = this.address) {
    return this.trace.values(address.layer, address.signal, address.unit);
  }

  /** The fragment that leads back to this view, neuron and text; `own` is what the view adds. */
  link(view = this.route.view, argument = format(this.address), own = {}) {
    const query = new URLSearchParams();
    if (this.tweet) query.set("tweet", this.tweet.id);
    else query.set("text", this.text);
    if (this.others.includes(this.data.name)) query.set("cell", this.data.name);
    if (this.concept) query.set("concept", this.concept);
    if (this.raw) query.set("raw", "1");
    query.set("at", this.cursor); // −1 is the symbol for the beginning of the text
    if (this.pins.length) query.set("pins", this.pins.map(format).join(","));
    for (const [key, value] of Object.entries(own)) query.set(key, value);
    return `#/${view}${argument ? `/${argument}` : ""}?${query}`;
  }

  /** Take everything from a fragment; false when it names no view of `views`. */
  read(fragment, views) {
    const whole = fragment.replace(/^#\/?/, "");
    const cut = whole.indexOf("?") < 0 ? whole.length : whole.indexOf("?");
    const [view, argument = ""] = whole.slice(0, cut).split("/").map(decoded);
    if (!views.includes(view)) return false;
    const query = new URLSearchParams(whole.slice(cut + 1));
    this.route = { view, argument, query };
    this.#turn(query);
    const address = parse(argument, this.network);
    if (address) this.address = address;
    const tweet = this.tweets.get(query.get("tweet"));
    const text = tweet?.text ?? query.get("text");
    const other = text !== null && text !== undefined && text !== this.text;
    if (other) this.setText(text, tweet ?? null);
    if (query.size) this.#recall(query, other);
    return true;
  }

  // Another kind of cell, or the file's network again, where the fragment asks for it.
  #turn(query) {
    const [kind, open] = [query.get("cell"), this.data.name];
    if (this.others.includes(kind)) {
      if (kind !== open) this.openOther(kind);
    } else if (query.size && this.others.includes(open)) this.back();
  }

  #recall(query, other) {
    const pins = (query.get("pins") ?? "").split(",").map((pin) => parse(pin, this.network));
    this.pins = pins.filter(Boolean);
    this.raw = query.get("raw") === "1";
    this.concept = query.get("concept") || this.concept;
    const at = Number.parseInt(query.get("at"), 10);
    if (Number.isFinite(at)) this.cursor = Math.min(Math.max(at, -1), this.characters.length - 1);
    else if (other && !this.tweet) this.cursor = 0;
  }
}

// The network that the file carries beside its own: { name, network, coder }.
function besides({ name, vocabulary, network }) {
  return { name, network: new Network(unpack(network)), coder: coder(vocabulary) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray %: no view has such a name
  }
}
