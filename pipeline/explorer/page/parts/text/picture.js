// A picture of coloured texts with their key: SVG, or PNG made from it.

import { mark, spoken } from "../../network/text.js";
import { svg } from "../dom.js";
import { swatches } from "../key.js";

const COLUMNS = 64; // characters a line
const CELL = { width: 9.6, height: 24, font: 16 };
const EDGE = 20;
const LINE = 22; // of the title, the keys and the captions
const SCALE = 2; // PNG pixels a unit
const WIDE = /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u;

/**
 * A picture as an SVG element.
 *
 * `parts` is [{ caption, strip }]; `keys` are those of `key.js`; `paper`, `ink`, `soft` and `accent` are colours.
 */
export function picture(title, parts, keys, theme, { paper, ink, soft, accent }) {
  const width = 2 * EDGE + COLUMNS * CELL.width;
  const drawn = [];
  let y = EDGE + 16;
  const write = (text, fill, size = 14, x = EDGE) =>
    drawn.push(svg("text", { x, y, fill, "font-size": size, "font-family": "sans-serif" }, text));
  write(title, ink, 16);
  for (const { scale, title: name, ends, first, last } of keys) {
    y += LINE;
    const start = EDGE + CELL.width * 22;
    write(`${name}   ${ends[0]}`.trim(), soft, 13);
    swatches(first, last).forEach((value, k) => {
      const { fill } = scale.of(value, theme);
      drawn.push(svg("rect", { x: start + 14 * k, y: y - 11, width: 14, height: 13, fill }));
    });
    write(ends[1], soft, 13, start + 14 * swatches(first, last).length + 8);
  }
  y += 12;
  for (const { caption, strip } of parts) {
    if (caption) {
      y += LINE;
      write(caption, soft, 13);
    }
    const cells = laid(strip);
    y += 8;
    for (const cell of cells) drawn.push(...character(cell, y, accent));
    y += CELL.height * ((cells.at(-1)?.line ?? 0) + 1);
  }
  const height = Math.ceil(y + EDGE);
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  return svg("svg", size, svg("rect", { width, height, fill: paper }), drawn);
}

// Where each grapheme of a strip stands, and the colours of the last of its code points.
function laid(strip) {
  const cells = [];
  let [line, column, k] = [0, 0, 0];
  for (const { segment } of new Intl.Segmenter().segment(strip.characters.join(""))) {
    const points = Array.from(segment);
    k += points.length;
    const size = WIDE.test(segment) ? 2 : 1;
    if (column + size > COLUMNS) [line, column] = [line + 1, 0];
    const { style, classList } = strip.spans[k - 1];
    const shown = points.some((one) => mark(one)) ? points.map((one) => mark(one) || one).join("") : segment;
    cells.push({
      ...{ line, column, size, text: /^\s$/u.test(segment) ? "" : shown, label: spoken(segment) },
      ...{ fill: style.backgroundColor, ink: style.color, inside: classList.contains("in") },
    });
    column += size;
    if (segment === "\n") [line, column] = [line + 1, 0];
  }
  return cells;
}

function character({ line, column, size, text, fill, ink, inside }, top, accent) {
  const [x, y] = [EDGE + column * CELL.width, top + line * CELL.height];
  const width = size * CELL.width;
  const plain = !fill || fill === "transparent";
  return [
    !plain && svg("rect", { x, y, width: width + 0.3, height: CELL.height - 2, fill }),
    inside && svg("rect", { x, y: y + CELL.height - 3, width, height: 2, fill: accent }),
    text &&
      svg(
        "text",
        {
          ...{ x: x + width / 2, y: y + 16, "text-anchor": "middle", fill: ink, "font-family": "monospace" },
          ...(text.length > 2 ? { textLength: width, lengthAdjust: "spacingAndGlyphs" } : {}),
          "font-size": CELL.font,
        },
        text,
      ),
  ];
}

/** The element as a file of its own. */
export function asSvg(element) {
  return new Blob([new XMLSerializer().serializeToString(element)], { type: "image/svg+xml" });
}

/** The element as a PNG file. */
export async function asPng(element) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(element))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * Number(element.getAttribute("width"));
  canvas.height = SCALE * Number(element.getAttribute("height"));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
