// Two or three roles side by side, as the address says: `?a=`, `b` and `c` are their
// slugs. What differs comes first.

import { gap, held } from './graph.js';
import { address, band, details, element, link, pips, place, remember, rolePicker, site, titles } from './tools.js';
import { say } from './words.js';

/** @import { Graph, Role } from './graph.js' */

const keys = ['a', 'b', 'c'];
const labels = [say('compare.first'), say('compare.second'), say('compare.third')];

/** @param {Graph} graph */
function start(graph) {
  const asked = new URLSearchParams(location.search);
  const pickers = keys.map((name, at) => rolePicker(graph, { label: labels[at], name, none: at < 2 ? say('tools.choose_role') : say('compare.no_third') }));
  const selects = pickers.map(({ select }) => select);
  const swap = element('button', { type: 'button', className: 'plain' }, say('compare.swap'));
  const remove = element('button', { type: 'button', className: 'plain' }, say('compare.remove'));
  const form = element('form', { className: 'tool-form' },
    ...pickers.map(({ field }) => field), element('p', { className: 'tool-buttons' }, swap, remove));
  const status = element('p', { className: 'tool-status', role: 'status' });
  const results = element('div', { className: 'tool-results' });
  place.append(form, status, results);
  const bySlug = new Map(graph.roles.map(role => [role.slug, role]));
  const unknown = keys.map(key => asked.get(key) ?? '').filter(slug => slug && !bySlug.has(slug));
  keys.forEach((key, at) => { selects[at].value = bySlug.get(asked.get(key) ?? '')?.slug ?? ''; });

  /** @param {string[]} notes */
  async function show(notes = []) {
    const slugs = selects.map(({ value }) => value);
    const roles = [...new Set(slugs)].flatMap(slug => bySlug.get(slug) ?? []);
    swap.hidden = !slugs[0] && !slugs[1];
    remove.hidden = !slugs[2];
    if (roles.length < 2) {
      const [one] = roles;
      status.textContent = [...notes, one ? say('compare.beside', { role: one.title }) : say('compare.choose')].join(' ');
      results.replaceChildren(...one ? [suggested(graph, one, slug => choose(slug))] : []);
      return;
    }
    const texts = await Promise.all(roles.map(details));
    // Another one may have been picked in the meantime, and that has its own answer.
    if (slugs.some((slug, at) => slug !== selects[at].value)) return;
    status.textContent = [...notes, sharing(roles)].join(' ');
    results.replaceChildren(
      band(say('compare.skills'), skillTable(graph, roles)),
      band(say('compare.moves'), moveList(roles)),
      band(say('compare.glance'), glanceTable(roles, texts)),
    );
  }

  function changed() {
    remember(keys.map((key, at) => [key, selects[at].value]));
    show();
  }

  /** @param {string} slug */
  function choose(slug) {
    const free = selects.find(({ value }) => !value);
    if (!free) return;
    free.value = slug;
    free.focus();
    changed();
  }

  form.addEventListener('change', changed);
  form.addEventListener('submit', event => event.preventDefault());
  swap.addEventListener('click', () => {
    [selects[0].value, selects[1].value] = [selects[1].value, selects[0].value];
    changed();
  });
  remove.addEventListener('click', () => {
    selects[2].value = '';
    selects[2].focus();
    changed();
  });
  show(unknown.map(name => say('tools.unknown', { name })));
}

/** @param {Role[]} roles */
function sharing(roles) {
  const all = new Set(roles.flatMap(role => [...held(role)]));
  const shared = [...all].filter(skill => roles.every(role => held(role).has(skill)));
  return say('compare.share', { roles: titles(roles), shared: shared.length, count: all.size });
}

/**
 * Roles that a reader may want to set beside one: those that moves lead to, then those
 * near by skills.
 * @param {Graph} graph
 * @param {Role} one
 * @param {(slug: string) => void} choose
 */
function suggested({ roles }, one, choose) {
  const near = [...new Set([...one.out.map(({ to }) => to), ...one.near])].map(id => roles[id]);
  const button = (/** @type {Role} */ role) => {
    const made = element('button', { type: 'button', className: 'plain' }, role.title);
    made.addEventListener('click', () => choose(role.slug));
    return element('li', {}, made);
  };
  return near.length ? band(say('compare.close_to', { role: one.title }), element('ul', { className: 'tool-picks' }, ...near.map(button))) : '';
}

/** @param {string} scope @param {(Node | string)[]} children */
const heading = (scope, ...children) => element('th', { scope }, ...children);

/**
 * @param {Graph} graph
 * @param {Role[]} roles
 */
function skillTable({ skills }, roles) {
  const needs = roles.map(role => new Map(role.needs.map(need => [need.skill, need])));
  const all = [...new Set(roles.flatMap(role => role.needs.map(need => need.skill)))];
  if (!all.length) return element('p', { className: 'empty' }, say('compare.no_skills'));
  const answers = { essential: say('compare.essential'), optional: say('compare.optional'), no: say('compare.no') };
  const answer = (/** @type {Map<number, { optional: boolean }>} */ role, /** @type {number} */ skill) => {
    const need = role.get(skill);
    const kind = !need ? 'no' : need.optional ? 'optional' : 'essential';
    return element('td', { className: kind }, answers[kind]);
  };
  const row = (/** @type {number} */ skill) => element('tr', {}, heading('row', link(skills[skill])), ...needs.map(role => answer(role, skill)));
  const groups = [false, true].flatMap(same => [false, true].map(soft => {
    const found = all.filter(skill => skills[skill].soft === soft && needs.every(role => role.has(skill)) === same);
    const caption = heading('rowgroup', say(same ? (soft ? 'compare.soft_same' : 'compare.technical_same') : (soft ? 'compare.soft_differ' : 'compare.technical_differ'), { count: found.length }));
    caption.colSpan = roles.length + 1;
    return found.length ? element('tbody', {}, element('tr', {}, caption), ...found.map(row)) : '';
  }));
  return framed(say('compare.skills_caption'), 'skill-table', say('compare.skill'), roles, groups);
}

/**
 * @param {Role[]} roles
 * @param {Awaited<ReturnType<typeof details>>[]} texts
 */
function glanceTable(roles, texts) {
  const labels = [...new Set(texts.flatMap(({ facts }) => facts.map(([label]) => label)))];
  const fact = (/** @type {string[][]} */ facts, /** @type {string} */ wanted) => facts.filter(([label]) => label === wanted)
    .flatMap(([, text, source]) => [text, element('cite', {}, source)]);
  /** @type {[string, (Node | string)[][]][]} */
  const rows = [
    [say('compare.what'), texts.map(({ summary }) => summary ? [summary] : [])],
    [say('compare.field'), roles.map(({ field }) => [field])],
    [say('compare.track'), roles.map(({ track }) => [track])],
    ...labels.map(label => /** @type {[string, (Node | string)[][]]} */ ([label, texts.map(({ facts }) => fact(facts, label))])),
    [say('compare.guide'), roles.map(({ minutes }) => [say('compare.minutes', { count: minutes })])],
  ];
  const row = (/** @type {[string, (Node | string)[][]]} */ [label, cells]) => element('tr', {}, heading('row', label),
    ...cells.map(cell => element('td', {}, ...cell.length ? cell : [element('span', { className: 'empty' }, say('compare.not_said'))])));
  return framed(say('compare.glance_caption'), 'glance-table', say('compare.fact'), roles, [element('tbody', {}, ...rows.map(row))]);
}

/** What assistive technology is told of a part of a table. */
function roleOf(/** @type {Element} */ part) {
  if (part instanceof HTMLTableCellElement) return { col: 'columnheader', row: 'rowheader', rowgroup: 'rowheader' }[part.scope] ?? 'cell';
  return part instanceof HTMLTableRowElement ? 'row' : 'rowgroup';
}

/**
 * A table with a column for each role.
 * @param {string} caption
 * @param {string} className
 * @param {string} corner
 * @param {Role[]} roles
 * @param {(Node | string)[]} groups
 */
function framed(caption, className, corner, roles, groups) {
  const head = element('thead', {}, element('tr', {}, heading('col', corner), ...roles.map(role => heading('col', link(role)))));
  const table = element('table', { className: roles.length > 2 ? `${className} of-three` : className }, element('caption', {}, caption), head, ...groups);
  // The style sheet stacks rows on phones, and then some browsers take this for no table.
  for (const part of table.querySelectorAll('thead, tbody, tr, th, td')) part.role = roleOf(part);
  table.role = 'table';
  return element('div', { className: 'scroll', role: 'group', tabIndex: 0, ariaLabel: caption }, table);
}

/** Every move that there could be between the roles, with what it asks for. */
function moveList(/** @type {Role[]} */ roles) {
  const pairs = roles.flatMap(from => roles.filter(to => to !== from).map(to => ({ from, to })));
  return element('ul', { className: 'moves' }, ...pairs.map(({ from, to }) => {
    const move = from.out.find(one => one.to === to.id);
    const { carried, learn } = gap(held(from), to);
    const title = move ? element('a', { className: 'move-line', href: address(move.href) }, say('search.move', { from: from.title, to: to.title }))
      : element('span', { className: 'move-line' }, say('search.move', { from: from.title, to: to.title }));
    return element('li', {}, title,
      element('p', { className: 'gap' }, pips(carried.length, learn.length), element('span', {}, say('tools.gap', { carried: carried.length, count: to.needs.length, learn: learn.length }))),
      ...move ? move.vouched ? [] : [element('p', { className: 'aside' }, say('compare.listed'))] : [noMove(from, to)]);
  }));
}

function noMove(/** @type {Role} */ from, /** @type {Role} */ to) {
  const { paths } = place.dataset;
  const query = new URLSearchParams({ from: from.slug, to: to.slug });
  return element('p', { className: 'aside' }, say('compare.no_move'), ...paths ? [' ', element('a', { href: `${paths}?${query}` }, say('compare.path'))] : []);
}

const graph = await site();
if (graph) start(graph);
