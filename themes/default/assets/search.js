// The search as readers see it: a dialog over any page, and the page `/search/`.
// `site.js` loads it for the first, and that page for itself. What is found is for
// `matching.js` to say, with MiniSearch 7.2.0, which is here as it was published.
//
// Results are plain lists of links, not the options of a combobox: links keep their
// menu, and every screen reader and every touch screen knows what to do with them.
// The number found is announced; Tab and the arrow keys go from the field to the
// links and back; Enter in the field follows the first.

import { fold, read, words } from './matching.js';
import { say } from './words.js';

/** The site's home, wherever the site lies and whatever page this is. */
const home = new URL('../../', import.meta.url);

/** Milliseconds without a key after which the number found is announced. */
const QUIET = 400;

/** Results of a group that are shown, over a page and on a page of their own. */
const [FEW, MANY] = [6, 100];

/** The list that stands on the page of the search alone. */
const aToZ = /** @type {HTMLElement | null} */ (document.querySelector('.a-to-z'));

/** @import { Found, Group, Result } from './matching.js' */

/** @type {Promise<(query: string) => Found> | undefined} */
let loading;

/** What finds. It is loaded once, or again if that failed. */
function finder() {
  loading ??= Promise.all([import('./minisearch.js'), index()])
    .then(([{ default: MiniSearch }, rows]) => read(MiniSearch, rows))
    .catch(error => {
      loading = undefined;
      throw error;
    });
  return loading;
}

async function index() {
  const response = await fetch(new URL('search/index.json', home));
  if (!response.ok) throw new Error(`the index of the search: ${response.status}`);
  return response.json();
}

/**
 * An element with these properties and children. Texts are texts, never HTML.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Partial<Omit<HTMLElementTagNameMap[N], 'form'>>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[N]}
 */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/**
 * A text with the words marked that were found.
 * @param {string} text
 * @param {Set<string>} terms
 */
function marked(text, terms) {
  return text.split(/([^\n\r\p{Z}\p{P}]+)/u).map(part => words(part).length && terms.has(fold(part)) ? element('mark', {}, part) : part);
}

/**
 * @param {Group} group
 * @param {Set<string>} terms
 * @param {number} most
 * @param {(rest: number) => Node} more
 */
function list({ label, results }, terms, most, more) {
  const item = (/** @type {Result} */ { title, href, place, context }) => element('li', {},
    element('a', { href: new URL(href, home).href }, ...marked(title, terms)),
    ...place ? [' ', element('span', {}, place)] : [],
    ...context ? [element('p', {}, ...marked(context, terms))] : []);
  const shown = results.slice(0, most);
  const rest = results.length - shown.length;
  return element('section', {},
    element('h2', {}, label),
    element('ul', {}, ...shown.map(item)),
    ...rest ? [more(rest)] : []);
}

/**
 * Makes a field search. `settled` is called when an answer stays.
 * @param {{ input: HTMLInputElement, status: HTMLElement, results: HTMLElement, most: number, more: (rest: number) => Node, settled?: () => void }} parts
 * @returns {() => Promise<void>} answers what is in the field
 */
function searching({ input, status, results, most, more, settled = () => {} }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let quiet;
  const announce = (/** @type {string} */ text) => {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      status.textContent = text;
      settled();
    }, QUIET);
  };
  const answer = async () => {
    const query = input.value.trim();
    if (!query) {
      results.replaceChildren();
      announce('');
      return;
    }
    let find;
    try {
      find = await finder();
    } catch {
      results.replaceChildren();
      announce(say('search.failed'));
      return;
    }
    // More may have been typed in the meantime, and that has its own answer.
    if (query !== input.value.trim()) return;
    const { groups, terms } = find(query);
    const count = groups.reduce((sum, group) => sum + group.results.length, 0);
    results.replaceChildren(...groups.map(group => list(group, terms, most, more)));
    announce(count ? say('search.found', { count, query }) : say('search.nothing', { query }));
  };
  input.addEventListener('input', answer);
  results.parentElement?.addEventListener('keydown', event => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    /** @type {(EventTarget | null)[]} */
    const stops = [input, ...results.querySelectorAll('li a')];
    const at = stops.indexOf(event.target);
    if (!step || at < 0 || event.isComposing) return;
    const next = stops[at + step];
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  });
  return answer;
}

/** @type {HTMLDialogElement | undefined} */
let dialog;

/**
 * Opens the search.
 * @param {string} page the address of the page behind it
 */
export function open(page) {
  if (aToZ) {
    document.getElementById('_search')?.focus();
    return;
  }
  dialog ??= makeDialog(page);
  if (!dialog.open) dialog.showModal();
  const input = dialog.querySelector('input');
  input?.focus();
  input?.select();
  // Now, so that it is there when the first word is.
  finder().catch(() => {});
}

/** @param {string} page */
function makeDialog(page) {
  const input = element('input', { id: '_search-dialog', type: 'search', autocomplete: 'off', autocapitalize: 'off', spellcheck: false, enterKeyHint: 'go' });
  const close = element('button', { type: 'button' }, say('search.close'));
  const form = element('form', {},
    element('label', { htmlFor: input.id, className: 'hush' }, say('search.field')),
    input, close);
  const status = element('p', { className: 'search-status', role: 'status' });
  const results = element('div', { className: 'search-results' });
  const everything = element('a', { href: page }, say('search.all_roles'));
  const made = element('dialog', { className: 'search-dialog', ariaLabel: say('search.title') },
    element('div', {}, form, status, results, element('p', { className: 'also' }, everything)));
  const address = () => `${page}?${new URLSearchParams({ q: input.value.trim() })}`;
  const more = (/** @type {number} */ rest) => element('p', { className: 'also' }, element('a', { href: address() }, say('search.more', { count: rest })));
  const answer = searching({ input, status, results, most: FEW, more });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    await answer();
    /** @type {HTMLElement | null} */ (results.querySelector('li a'))?.click();
  });
  close.addEventListener('click', () => made.close());
  // A heading of this very page is not another page, whose opening would end this.
  results.addEventListener('click', event => {
    if (event.target instanceof Element && event.target.closest('a')?.pathname === location.pathname) made.close();
  });
  // Beside what is in it, only the backdrop is left to be pressed.
  made.addEventListener('click', event => { if (event.target === made) made.close(); });
  document.body.append(made);
  return made;
}

const form = /** @type {HTMLFormElement | null} */ (document.querySelector('.search-form form'));
if (aToZ && form) {
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('q'));
  const status = element('p', { className: 'search-status', role: 'status' });
  const results = element('div', { className: 'search-results' });
  const found = element('div', { className: 'search-found' }, status, results);
  aToZ.before(found);
  const more = (/** @type {number} */ rest) => element('p', { className: 'also' }, say('search.more_words', { count: rest }));
  const answer = searching({
    input, status, results, most: MANY, more,
    // The address says what is shown, for who shares it or comes back to it.
    settled: () => history.replaceState(null, '', input.value.trim() ? `?${new URLSearchParams({ q: input.value.trim() })}` : location.pathname),
  });
  const toggle = () => { aToZ.hidden = input.value.trim() !== ''; };
  input.addEventListener('input', toggle);
  form.addEventListener('submit', event => {
    event.preventDefault();
    answer();
  });
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  toggle();
  if (input.value) answer();
}
