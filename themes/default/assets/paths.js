// Ways from one role to another over moves that authors vouch for, as the address says:
// `?from=` and `to` are slugs, and each `have` is a skill that the reader has beside
// those of the first role, by its name.

import { held, nearest, ways } from './graph.js';
import { kept as shortlist } from './shortlist.js';
import { address, band, details, element, link, pips, place, remember, rolePicker, site, skillList, titles } from './tools.js';

/** @import { Graph, Hop, Role, Skill } from './graph.js' */

const words = {
  from: 'The role you hold',
  to: 'The role you want',
  none: 'Choose a role',
  swap: 'Swap the two',
  mine: (/** @type {number} */ count) => `Add the ${count === 1 ? 'skill' : `${count} skills`} of your shortlist`,
  have: 'A skill you have that your role does not ask for',
  add: 'Add',
  yours: 'Your skills',
  remove: (/** @type {string} */ skill) => `Take out ${skill}`,
  removed: (/** @type {string} */ skill) => `${skill} is taken out.`,
  noSkill: (/** @type {string} */ name) => `No guide asks for \u201c${name}\u201d.`,
  unknown: (/** @type {string} */ name) => `This site has no role at \u201c${name}\u201d.`,
  choose: 'Choose the role you hold and the one you want.',
  there: (/** @type {Role} */ role) => `You are there already: both are ${role.title}.`,
  found: (/** @type {number} */ count, /** @type {Role} */ from, /** @type {Role} */ to) => `${['', 'One way leads', 'Two ways lead'][count] ?? 'The ways with the least to learn'} from ${from.title} to ${to.title}.`,
  noWay: (/** @type {Role} */ from, /** @type {Role} */ to) => `No way of at most five moves leads from ${from.title} to ${to.title}.`,
  noMove: (/** @type {Role} */ from) => `No author vouches for a move on from ${from.title} yet.`,
  nearest: 'As near as moves lead',
  least: 'The least to learn',
  another: 'Another way',
  moves: (/** @type {number} */ count) => `${count} move${count === 1 ? '' : 's'}`,
  learnt: (/** @type {number} */ count) => `${count} skill${count === 1 ? '' : 's'} to learn in all`,
  missing: (/** @type {number} */ count, /** @type {Role} */ to) => `${count} skill${count === 1 ? '' : 's'} of ${to.title} missing from there`,
  over: (/** @type {string} */ roles) => `over ${roles}`,
  wayTo: (/** @type {Role} */ role) => `Find the way to ${role.title}`,
  step: (/** @type {Role} */ from, /** @type {Role} */ to) => `From ${from.title} to ${to.title}`,
  learn: 'You learn',
  total: (/** @type {number} */ count) => `${count} so far`,
  guide: 'From the guide to ',
  steps: 'The steps',
};

/** Of so many ways the reader has the choice. */
const WAYS = 3;

/** Without case and accents. */
const fold = (/** @type {string} */ text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** @param {Graph} graph */
function start(graph) {
  const asked = new URLSearchParams(location.search);
  const from = rolePicker(graph, { label: words.from, name: 'from', none: words.none });
  const to = rolePicker(graph, { label: words.to, name: 'to', none: words.none });
  const swap = element('button', { type: 'button', className: 'plain' }, words.swap);
  const known = shelf(graph, changed);
  // Skills stand in the address, so none comes there unasked.
  const kept = shortlist().skills;
  const mine = element('button', { type: 'button', className: 'plain', hidden: !kept.length }, words.mine(kept.length));
  mine.addEventListener('click', () => {
    mine.hidden = true;
    known.add(kept);
    changed();
  });
  const form = element('form', { className: 'tool-form' }, from.field, to.field, known.field, element('p', { className: 'tool-buttons' }, swap, mine), known.list);
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
    if (slug && !bySlug.has(slug)) notes.push(words.unknown(slug));
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
  const field = element('div', {}, element('label', { htmlFor: input.id }, words.have),
    element('span', { className: 'tool-row' }, input, element('button', { type: 'submit', className: 'plain' }, words.add)), options);
  const list = element('ul', { className: 'chips', ariaLabel: words.yours });

  function draw() {
    list.hidden = had.size === 0;
    list.replaceChildren(...[...had].map(skill => {
      const remove = element('button', { type: 'button', ariaLabel: words.remove(skill.title), title: words.remove(skill.title) }, '\u00d7');
      remove.addEventListener('click', () => {
        had.delete(skill);
        draw();
        input.focus();
        changed(words.removed(skill.title));
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
    return unknown.map(words.noSkill).join(' ');
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
  if (!from || !to) return { said: words.choose, parts: [] };
  if (from === to) return { said: words.there(to), parts: [] };
  const found = ways(graph, from.id, to.id, have, WAYS);
  if (found.length) {
    const parts = await Promise.all(found.map((hops, at) => wayPart(graph, from, hops, have, at)));
    return { said: words.found(found.length, from, to), parts };
  }
  const near = nearest(graph, from.id, to.id, have, WAYS);
  if (!near.length) return { said: words.noMove(from), parts: [] };
  const rows = near.map(({ role, hops, missing }) => {
    const query = new URLSearchParams([['from', from.slug], ['to', graph.roles[role].slug], ...have.map(id => ['have', graph.skills[id].title])]);
    return element('li', {}, element('a', { href: `?${query}`, ariaLabel: words.wayTo(graph.roles[role]) }, graph.roles[role].title),
      element('span', {}, `${words.moves(hops)}, ${words.missing(missing, to)}`));
  });
  return { said: words.noWay(from, to), parts: [band(words.nearest, element('ul', { className: 'rows' }, ...rows))] };
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
  const sum = `${words.moves(hops.length)}${over.length ? ` ${words.over(titles(over))}` : ''}, ${words.learnt(hops[hops.length - 1].total)}`;
  const steps = hops.map((hop, step) => stepPart(graph, ends[step], ends[step + 1], hop, notes[step].notes));
  const list = element('ol', { className: 'way-steps' }, ...steps);
  const part = band(at ? words.another : words.least, at ? element('details', {}, element('summary', {}, words.steps), list) : list);
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
    element('p', { className: 'credit' }, words.guide, link(graph.roles[by])),
  ]);
  return element('li', {},
    element('h3', {}, element('a', { href: address(from.out[at].href) }, words.step(from, to))),
    pips(to.needs.length - learn.length, learn.length),
    element('p', {}, `${words.learn} ${learn.length}`, ...learn.length ? [': ', ...skillList(graph, learn)] : [], '. ', element('strong', {}, words.total(hop.total))),
    element('div', { className: 'notes' }, ...said));
}

const graph = await site();
if (graph) start(graph);
