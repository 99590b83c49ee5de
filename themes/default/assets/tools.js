// What the pages of tools have in common: they load data of the site, let readers pick
// from it, and show lists of it. Nothing that a reader picks leaves the page, but for
// the address, which is there to be shared.

import { read } from './graph.js';
import { say } from './words.js';

/** @import { DetailTable, Graph, Need, Role, Skill } from './graph.js' */

/** Where a tool works. */
export const place = /** @type {HTMLElement} */ (document.querySelector('.tool'));
const { home = '', data = '' } = place.dataset;

/** The full address of what is at `href` from the site's home. */
export const address = (/** @type {string} */ href) => new URL(href, new URL(home, document.baseURI)).href;

/** @param {string} name */
const module = async name => (await import(new URL(name, new URL(data, document.baseURI)).href)).default;

/**
 * The site, or nothing and a word to the reader where it cannot be loaded.
 * @returns {Promise<Graph | undefined>}
 */
export async function site() {
  try {
    const [skills, roles, moves] = await Promise.all(['skills.js', 'roles.js', 'moves.js'].map(module));
    return read(skills, roles, moves);
  } catch {
    place.append(element('p', { role: 'alert' }, say('tools.failed')));
    return undefined;
  }
}

/**
 * Texts about a role, or none where they cannot be loaded: tools are of use without.
 * @param {Role} role
 * @returns {Promise<{ summary: string, facts: string[][], notes: { said: string, by: number }[][] }>}
 */
export async function details({ id, out, details }) {
  try {
    const { first, summary, facts, notes } = /** @type {DetailTable} */ (await module(details));
    const at = id - first;
    const told = notes[at].map((all, number) => all.map(([isTargets, said]) => ({ said: String(said), by: isTargets ? out[number].to : id })));
    return { summary: summary[at], facts: facts[at], notes: told };
  } catch {
    return { summary: '', facts: [], notes: out.map(() => []) };
  }
}

/**
 * An element with these properties and children. Texts are texts, never HTML.
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} name
 * @param {Partial<Omit<HTMLElementTagNameMap[N], 'form'>>} [properties]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[N]}
 */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Titles in a sentence: "A, B and C". */
export const titles = (/** @type {Role[]} */ roles) => new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' }).format(roles.map(({ title }) => title));

/** @param {{ href: string, title: string }} page a guide or a skill */
export const link = ({ href, title }) => (href ? element('a', { href: address(href) }, title) : element('span', {}, title));

/**
 * Skills in a sentence, as pages have them.
 * @param {Graph} graph
 * @param {Need[]} needs
 * @returns {(Node | string)[]}
 */
export const skillList = ({ skills }, needs) => needs.flatMap(({ skill, optional }, at) => [
  ...at ? [say('list')] : [], link(skills[skill]), ...optional ? [' ', say('tools.optional')] : [],
]);

/**
 * A labelled list of all roles to pick from, by field and track.
 * @param {Graph} graph
 * @param {{ label: string, name: string, none: string }} words
 * @returns {{ field: HTMLElement, select: HTMLSelectElement }}
 */
export function rolePicker({ roles }, { label, name, none }) {
  const select = element('select', { id: `_${name}`, name });
  select.append(new Option(none, ''));
  let group = element('optgroup');
  for (const { slug, title, field, track } of roles) {
    const heading = `${field}: ${track}`;
    if (group.label !== heading) {
      group = element('optgroup', { label: heading });
      select.append(group);
    }
    group.append(new Option(title, slug));
  }
  return { field: element('div', {}, element('label', { htmlFor: select.id }, label), select), select };
}

/**
 * The gap of a move as the pages draw it; the same is always said in words beside it.
 * @param {number} carried
 * @param {number} learn
 */
export function pips(carried, learn) {
  const row = element('span', { className: 'pips', ariaHidden: 'true' });
  row.append(...Array.from({ length: carried }, () => element('b')), ...Array.from({ length: learn }, () => element('i')));
  return row;
}

/**
 * A part of the answer, as pages part themselves.
 * @param {string} title
 * @param {(Node | string)[]} children
 */
export const band = (title, ...children) => element('section', { className: 'band' },
  element('header', {}, element('h2', {}, title)), element('div', {}, ...children));

/** Has the address say what is shown, for who shares it or comes back to it. */
export function remember(/** @type {[string, string][]} */ pairs) {
  const query = new URLSearchParams(pairs.filter(([, value]) => value)).toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}
