// What a difference in each pre-activation makes to an output, through one step of each kind of cell.
//
// Two runs are compared, `now` and `then`. A product's difference ab − a′b′ is split evenly,
// (a − a′)(b + b′) / 2 + (b − b′)(a + a′) / 2, and σ and tanh become the slopes of their chords, so that the parts
// of a difference sum to it without a rest (DeepLIFT's rescale rule: Shrikumar et al. 2017, section 3; for products
// the even split is Shapley's). Where both runs are the same, the multipliers are the gradient.
//
// `hidden` holds the multipliers of the layer's hidden states after the step; `carried.memory` those of its memory,
// which are replaced by those before the step; `before` takes what reaches the hidden states of the step before
// past the recurrent product. Returns { direct, through? } for each block: `through` is what reaches the
// recurrent product where that is another (a GRU's candidate).

const FLAT = 1e-3; // pre-activations nearer than this have the slope of the curve

const middle = (a, b) => (a + b) / 2;

/** Slopes of chords from pre-activations z, w and their activations: gate(z, w, σz, σw), tanh(z, w, …). */
function chords(kind, squash) {
  const hard = kind === "hard";
  const steep = hard ? (z) => (Math.abs(z) < 3 ? 1 / 6 : 0) : (_, value) => value * (1 - value);
  const sharp = hard ? (z) => (Math.abs(z) < 1 ? 1 : 0) : (_, value) => 1 - value * value;
  const chord = (slope) => (z, w, of, ow) =>
    Math.abs(z - w) < FLAT ? slope((z + w) / 2, (of + ow) / 2) : (of - ow) / (z - w);
  return { squash, gate: chord(steep), tanh: chord(sharp) };
}

// The signals and pre-activations of a layer at a step of a trace, by name; zeros before the first.
function at(trace, layer, t) {
  const { network } = trace;
  const units = network.units[layer];
  const rows = (from, names, place) =>
    Object.fromEntries(
      [...names].map((name, k) => [
        name,
        t < 0 ? new Float32Array(units) : from.subarray(place + k * units, place + (k + 1) * units),
      ]),
    );
  const { signals, blocks, apart } = network.cell;
  const kept = blocks + (apart ? "u" : "");
  return {
    ...rows(trace.layers[layer], signals, trace.at(layer, t, 0, 0)),
    z: rows(trace.kept[layer], kept, t * kept.length * units),
    update: t < 0 || !apart ? null : rows(trace.layers[layer], "z", trace.at(layer, t, 0, 0)).z,
  };
}

/** The runs at a step and the step before it, and the chords. */
function both(now, then, layer, t) {
  return {
    ...{ a: at(now, layer, t), b: at(then, layer, t) },
    ...{
      was: at(now, layer, t - 1),
      were: at(then, layer, t - 1),
      chord: chords(now.network.activations, now.network.squash),
    },
  };
}

/** Of an LSTM, also with peepholes or coupled gates. */
export function lstmMultipliers(now, then, layer, t, hidden, _before, carried) {
  const { network } = now;
  const units = network.units[layer];
  const { peephole } = network.places[layer];
  const { blocks } = network.cell;
  const { a, b, was, were, chord } = both(now, then, layer, t);
  const found = Object.fromEntries([...blocks].map((name) => [name, new Float32Array(units)]));
  const coupled = !blocks.includes("i");
  const gate = (name, k) => chord.gate(a.z[name][k], b.z[name][k], a[name][k], b[name][k]);
  for (let k = 0; k < units; k++) {
    const [mine, theirs] = [chord.squash(a.c[k]), chord.squash(b.c[k])];
    found.o[k] = hidden[k] * middle(mine, theirs) * gate("o", k);
    const shown = middle(a.o[k], b.o[k]) * chord.tanh(a.c[k], b.c[k], mine, theirs);
    let memory = carried.memory[k] + hidden[k] * shown;
    if (peephole) memory += found.o[k] * peephole[2 * units + k];
    const written = middle(a.g[k], b.g[k]);
    found.g[k] = memory * middle(a.i[k], b.i[k]) * chord.tanh(a.z.g[k], b.z.g[k], a.g[k], b.g[k]);
    found.f[k] = memory * (middle(was.c[k], were.c[k]) - (coupled ? written : 0)) * gate("f", k);
    if (!coupled) found.i[k] = memory * written * gate("i", k);
    carried.memory[k] = memory * middle(a.f[k], b.f[k]);
    if (peephole) carried.memory[k] += found.i[k] * peephole[k] + found.f[k] * peephole[units + k];
  }
  return [...blocks].map((name) => ({ direct: found[name] }));
}

/** Of a GRU whose reset gate acts on the recurrent product. */
export function gruMultipliers(now, then, layer, t, hidden, before, _carried) {
  const units = now.network.units[layer];
  const { a, b, was, were, chord } = both(now, then, layer, t);
  const [dz, dr, dg, du] = Array.from({ length: 4 }, () => new Float32Array(units));
  for (let k = 0; k < units; k++) {
    const keep = middle(a.update[k], b.update[k]);
    dg[k] = hidden[k] * (1 - keep) * chord.tanh(a.z.g[k], b.z.g[k], a.g[k], b.g[k]);
    const moved = middle(was.h[k], were.h[k]) - middle(a.g[k], b.g[k]);
    dz[k] = hidden[k] * moved * chord.gate(a.z.z[k], b.z.z[k], a.update[k], b.update[k]);
    du[k] = dg[k] * middle(a.r[k], b.r[k]);
    dr[k] = dg[k] * middle(a.z.u[k], b.z.u[k]) * chord.gate(a.z.r[k], b.z.r[k], a.r[k], b.r[k]);
    before[k] += hidden[k] * keep;
  }
  return [{ direct: dz }, { direct: dr }, { direct: dg, through: du }];
}

/** Of a plain RNN. */
export function rnnMultipliers(now, then, layer, t, hidden, _before, _carried) {
  const { a, b, chord } = both(now, then, layer, t);
  return [{ direct: hidden.map((value, k) => value * chord.tanh(a.z.h[k], b.z.h[k], a.h[k], b.h[k])) }];
}
