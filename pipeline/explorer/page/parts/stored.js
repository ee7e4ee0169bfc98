// What the browser remembers between visits. A sandboxed frame has no storage: a choice lasts as long as the page.

const name = (key) => `tweetscope-${key}`;

/** A remembered text, or null. */
export function stored(key) {
  try {
    return localStorage.getItem(name(key));
  } catch {
    return null;
  }
}

/** Remember a text, where that is possible; returns whether it was. */
export function store(key, value) {
  try {
    localStorage.setItem(name(key), value);
    return true;
  } catch {
    return false;
  }
}
