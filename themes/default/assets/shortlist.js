// What a reader keeps: guides, and skills that they have. It stays in this browser, by
// the site's own address, and other tabs hear of changes. Where storage is forbidden or
// holds something else, the list begins empty, and lasts as long as the page does.

/**
 * Guides by their slugs, skills by their names: numbers change with the site.
 * @typedef {{ guides: string[], skills: string[] }} Shortlist
 * @typedef {keyof Shortlist} Kind
 */

/** The end of a name that changes when what is kept is written in another way. */
const VERSION = 1;
/** More than this is nobody's doing. */
const MOST = 1000;

const brand = /** @type {HTMLAnchorElement | null} */ (document.querySelector('.brand'));
const key = `rolebook-shortlist-${VERSION}:${new URL('.', brand?.href ?? document.baseURI).pathname}`;

/** @type {Set<() => void>} */
const listeners = new Set();
let list = load();

/** @returns {Shortlist} */
function load() {
  /** @type {unknown} */
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    // Forbidden, or not ours.
  }
  const texts = (/** @type {Kind} */ kind) => {
    const values = kept instanceof Object && kind in kept ? /** @type {Record<Kind, unknown>} */ (kept)[kind] : [];
    return Array.isArray(values) ? [...new Set(values.filter(value => typeof value === 'string' && value))].slice(0, MOST) : [];
  };
  return { guides: texts('guides'), skills: texts('skills') };
}

/** @param {Shortlist} next */
function keep(next) {
  list = next;
  try {
    if (next.guides.length || next.skills.length) localStorage.setItem(key, JSON.stringify(next));
    else localStorage.removeItem(key);
  } catch {
    // Then it lasts as long as the page does.
  }
  for (const listener of listeners) listener();
}

addEventListener('storage', event => {
  // A null key: all was cleared.
  if (event.key !== key && event.key !== null) return;
  list = load();
  for (const listener of listeners) listener();
});

/** What is kept. */
export const kept = () => list;

/** @param {Kind} kind @param {string} name */
export const has = (kind, name) => list[kind].includes(name);

/** @param {Kind} kind @param {string[]} names */
export function add(kind, names) {
  keep({ ...list, [kind]: [...new Set([...list[kind], ...names])].slice(0, MOST) });
}

/** @param {Kind} kind @param {string} name */
export function remove(kind, name) {
  keep({ ...list, [kind]: list[kind].filter(other => other !== name) });
}

/** Forgets everything. */
export const clear = () => keep({ guides: [], skills: [] });

/** Has `listener` called after each change, be it in another tab. @param {() => void} listener */
export function follow(listener) {
  listeners.add(listener);
}

/**
 * A button that keeps one thing, and says whether it is kept.
 * @param {Kind} kind
 * @param {string} name
 * @param {{ add: string, added: string }} words
 */
export function star(kind, name, words) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'star';
  const show = () => {
    const isKept = has(kind, name);
    button.setAttribute('aria-pressed', String(isKept));
    button.textContent = isKept ? words.added : words.add;
  };
  button.addEventListener('click', () => has(kind, name) ? remove(kind, name) : add(kind, [name]));
  follow(show);
  show();
  return button;
}
