// Ways from one role to another over moves that authors vouch for, as the address says:
// `?from=` and `to` are slugs, and each `have` is a skill that the reader has beside
// those of the first role, by its name.

import { held, nearest, ways } from './graph.js';
import { address, band, details, element, link, pips, place, remember, rolePicker, site, skillList, titles } from './tools.js';
import { say } from './words.js';

/** @import { Graph, Hop, Role, Skill } from './graph.js' */

/** Of so many ways the reader has the choice. */
const WAYS = 3;

/** Without case and accents. */
const fold = (/** @type {string} */ text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** @param {Graph} graph */
function start(graph) {
  const asked = new URLSearchParams(location.search);
  const from = rolePicker(graph, { label: say('paths.from'), name: 'from', none: say('tools.choose_role') });
  const to = rolePicker(graph, { label: say('paths.to'), name: 'to', none: say('tools.choose_role') });
  const swap = element('button', { type: 'button', className: 'plain' }, say('paths.swap'));
  const known = shelf(graph, changed);
  const form = element('form', { className: 'tool-form' }, from.field, to.field, known.field, element('p', { className: 'tool-buttons' }, swap), known.list);
  const status = element('p', { className: 'tool-status', role: 'status' });
  const results = element('div', { className: 'tool-results' });
  place.append(form, status, results);
  const bySlug = new Map(graph.roles.map(role => [role.slug, role]));

  function changed(note = '') {
    remember([['from', from.select.value], ['to', to.select.value], ...known.skills().map(({ title }) => /** @type {[string, string]} */ (['have', title]))]);
    show(note);
  }

  async function show(note = '') {
    const [start, end] = [from, to].map(({ select }) => bySlug.get(select.value));
    swap.hidden = !start && !end;
    const answer = await answered(graph, start, end, known.skills().map(({ id }) => id));
    if (start?.slug !== bySlug.get(from.select.value)?.slug || end?.slug !== bySlug.get(to.select.value)?.slug) return;
    status.textContent = [note, answer.said].filter(Boolean).join(' ');
    results.replaceChildren(...answer.parts);
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    known.take();
  });
  for (const { select } of [from, to]) select.addEventListener('change', () => changed());
  swap.addEventListener('click', () => {
    [from.select.value, to.select.value] = [to.select.value, from.select.value];
    changed();
  });
  const notes = [known.add(asked.getAll('have'))];
  for (const [{ select }, slug] of /** @type {const} */ ([[from, asked.get('from')], [to, asked.get('to')]])) {
    if (slug && !bySlug.has(slug)) notes.push(say('tools.unknown', { name: slug }));
    select.value = bySlug.get(slug ?? '')?.slug ?? '';
  }
  show(notes.filter(Boolean).join(' '));
}

/**
 * The skills that a reader has: a field to name one, and those named.
 * @param {Graph} graph
 * @param {(note?: string) => void} changed
 */
function shelf({ skills, roles }, changed) {
  const needed = new Set(roles.flatMap(role => [...held(role)]));
  const byName = new Map(skills.filter(({ id }) => needed.has(id)).flatMap(skill => [skill.title, ...skill.names].map(name => [fold(name), skill])));
  /** @type {Set<Skill>} */
  const had = new Set();
  const options = element('datalist', { id: '_skills' }, ...[...new Set(byName.values())].map(({ title }) => new Option(title, title)));
  const input = element('input', { id: '_have', type: 'text', autocomplete: 'off' });
  input.setAttribute('list', options.id);
  const field = element('div', {}, element('label', { htmlFor: input.id }, say('paths.have')),
    element('span', { className: 'tool-row' }, input, element('button', { type: 'submit', className: 'plain' }, say('paths.add'))), options);
  const list = element('ul', { className: 'chips', ariaLabel: say('paths.yours') });

  function draw() {
    list.hidden = had.size === 0;
    list.replaceChildren(...[...had].map(skill => {
      const remove = element('button', { type: 'button', ariaLabel: say('paths.remove', { skill: skill.title }), title: say('paths.remove', { skill: skill.title }) }, '\u00d7');
      remove.addEventListener('click', () => {
        had.delete(skill);
        draw();
        input.focus();
        changed(say('paths.removed', { skill: skill.title }));
      });
      return element('li', { className: 'chip' }, element('span', {}, skill.title), remove);
    }));
  }

  /** Takes these in, and says which it does not know. */
  function add(/** @type {string[]} */ names) {
    const unknown = names.filter(name => !byName.has(fold(name)));
    for (const name of names) {
      const skill = byName.get(fold(name));
      if (skill) had.add(skill);
    }
    draw();
    return unknown.map(name => say('paths.no_skill', { name })).join(' ');
  }

  /** Takes in what stands in the field. */
  function take() {
    const name = input.value.trim();
    if (!name) return;
    const note = add([name]);
    if (!note) input.value = '';
    changed(note);
  }

  return { field, list, add, take, skills: () => [...had] };
}

/**
 * What there is to say and to show.
 * @param {Graph} graph
 * @param {Role | undefined} from
 * @param {Role | undefined} to
 * @param {number[]} have
 * @returns {Promise<{ said: string, parts: HTMLElement[] }>}
 */
async function answered(graph, from, to, have) {
  if (!from || !to) return { said: say('paths.choose'), parts: [] };
  if (from === to) return { said: say('paths.there', { role: to.title }), parts: [] };
  const ends = { from: from.title, to: to.title };
  const found = ways(graph, from.id, to.id, have, WAYS);
  if (found.length) {
    const parts = await Promise.all(found.map((hops, at) => wayPart(graph, from, hops, have, at)));
    return { said: say(['paths.one_way', 'paths.two_ways'][found.length - 1] ?? 'paths.ways', ends), parts };
  }
  const near = nearest(graph, from.id, to.id, have, WAYS);
  if (!near.length) return { said: say('paths.no_move', { role: from.title }), parts: [] };
  const rows = near.map(({ role, hops, missing }) => {
    const query = new URLSearchParams([['from', from.slug], ['to', graph.roles[role].slug], ...have.map(id => ['have', graph.skills[id].title])]);
    return element('li', {}, element('a', { href: `?${query}`, ariaLabel: say('paths.way_to', { role: graph.roles[role].title }) }, graph.roles[role].title),
      element('span', {}, [say('paths.moves', { count: hops }), say('paths.missing', { count: missing, role: to.title })].join(say('list'))));
  });
  return { said: say('paths.no_way', ends), parts: [band(say('paths.nearest'), element('ul', { className: 'rows' }, ...rows))] };
}

/**
 * A way, step by step. Those after the first can be opened.
 * @param {Graph} graph
 * @param {Role} from
 * @param {Hop[]} hops
 * @param {number[]} have
 * @param {number} at
 */
async function wayPart(graph, from, hops, have, at) {
  const ends = [from, ...hops.map(hop => graph.roles[hop.to])];
  const notes = await Promise.all(ends.slice(0, -1).map(details));
  const over = ends.slice(1, -1);
  const count = hops.length;
  const moves = over.length ? say('paths.moves_over', { count, roles: titles(over) }) : say('paths.moves', { count });
  const sum = [moves, say('paths.learn_all', { count: hops[count - 1].total })].join(say('list'));
  const steps = hops.map((hop, step) => stepPart(graph, ends[step], ends[step + 1], hop, notes[step].notes));
  const list = element('ol', { className: 'way-steps' }, ...steps);
  const part = band(say(at ? 'paths.another' : 'paths.least'), at ? element('details', {}, element('summary', {}, say('paths.steps')), list) : list);
  part.firstElementChild?.append(element('p', {}, sum));
  return part;
}

/**
 * A move of a way: what is said of it and what is learned for it.
 * @param {Graph} graph
 * @param {Role} from
 * @param {Role} to
 * @param {Hop} hop
 * @param {{ said: string, by: number }[][]} notes
 */
function stepPart(graph, from, to, hop, notes) {
  const at = from.out.findIndex(move => move.to === to.id);
  const learn = to.needs.filter(({ skill }) => hop.learn.includes(skill));
  const said = notes[at].flatMap(({ said, by }) => [
    element('p', {}, said),
    element('p', { className: 'credit' }, ...credit(graph.roles[by])),
  ]);
  return element('li', {},
    element('h3', {}, element('a', { href: address(from.out[at].href) }, say('search.move', { from: from.title, to: to.title }))),
    pips(to.needs.length - learn.length, learn.length),
    element('p', {}, ...learn.length ? [say('paths.learn', { count: learn.length }), ' ', ...skillList(graph, learn)] : [say('paths.learn_none')], ' ',
      element('strong', {}, say('paths.total', { count: hop.total }))),
    element('div', { className: 'notes' }, ...said));
}

/** Whose guide says it, with a link in the place of the role. */
function credit(/** @type {Role} */ role) {
  const [before, after] = say('paths.credit', { role: '\n' }).split('\n');
  return [before, link(role), after ?? ''];
}

const graph = await site();
if (graph) start(graph);
