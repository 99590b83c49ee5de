// The roles that the reader's skills fit: what is covered, what carries over, and what
// is to be learned, with ways on.

import { fit, ranked } from './ranking.js';
import { element, link, pips, place as tool, skillList } from './tools.js';
import { list as join, say } from './words.js';

/**
 * @import { Graph, Role } from './graph.js'
 * @import { Fit } from './ranking.js'
 */

/** Roles that are shown at first, and with each press. */
const FEW = 10;

/** @param {Fit} one */
function covered({ essential, optional }) {
  if (essential.all && optional.all) {
    return say('check.covered_both', { essential: essential.known, all_essential: essential.all, optional: optional.known, all_optional: optional.all });
  }
  if (essential.all) return say('check.covered_essential', { known: essential.known, count: essential.all });
  if (optional.all) return say('check.covered_optional', { known: optional.known, count: optional.all });
  return say('check.no_skills');
}

/**
 * @param {HTMLElement} place
 * @param {Graph} graph
 * @param {Set<number>} known
 * @param {Role | undefined} chosen
 * @returns {number} roles that any of the skills is good for
 */
export function drawRoles(place, graph, known, chosen) {
  const fits = ranked(graph, known);
  const others = fits.filter(({ role }) => role !== chosen);
  const list = element('ol', { className: 'check-roles' });
  const more = element('button', { type: 'button', className: 'quiet' });
  const show = () => {
    const first = list.children.length;
    list.append(...others.slice(first, first + FEW).map(one => element('li', {}, card(graph, one, chosen, chosen ? 'h4' : 'h3'))));
    more.textContent = say('check.more', { count: Math.min(FEW, others.length - list.children.length) });
    more.hidden = list.children.length === others.length;
    return /** @type {HTMLElement | undefined} */ (list.children[first]);
  };
  show();
  more.addEventListener('click', () => show()?.querySelector('a')?.focus());
  place.replaceChildren(element('section', { className: 'band', ariaLabel: say('check.roles') },
    element('header', {}, element('h2', {}, say('check.roles'))),
    element('div', { className: 'check-fits' },
      ...chosen ? [element('h3', {}, say('check.chosen')), card(graph, fit(known, chosen), undefined, 'h4'), element('h3', {}, say('check.best'))] : [],
      ...others.length ? [list, element('p', {}, more)] : [element('p', {}, say('check.no_roles'))],
      ...fits.length ? [ways(() => report(graph, known, [...chosen ? [fit(known, chosen)] : [], ...others.slice(0, FEW)]))] : [])));
  return fits.length;
}

/**
 * @param {Graph} graph
 * @param {Fit} one
 * @param {Role | undefined} other to compare it with
 * @param {'h3' | 'h4'} heading
 */
function card(graph, one, other, heading) {
  const { role, gap: { carried, learn } } = one;
  const { paths, compare } = tool.dataset;
  const page = (/** @type {string} */ href, /** @type {[string, string][]} */ query) => `${href}?${new URLSearchParams(query)}`;
  // Addresses are sent to the site's host, so they say no more than a role.
  const side = (/** @type {string} */ name, /** @type {string} */ label, /** @type {typeof carried} */ needs, /** @type {string} */ nothing) => element('div', { className: name },
    element('dt', {}, label, ' ', element('span', {}, `${needs.length}`)),
    element('dd', {}, ...needs.length ? skillList(graph, needs) : [nothing]));
  return element('article', { className: 'card move-card' },
    element('header', {}, element(heading, {}, link(role)), element('p', { className: 'meta' }, role.track)),
    pips(carried.length, learn.length),
    element('p', { className: 'check-covered' }, covered(one)),
    element('dl', { className: 'ledger' }, side('carry', say('check.carry'), carried, say('check.carry_none')), side('learn', say('check.learn'), learn, say('check.learn_none'))),
    element('p', { className: 'more check-ways' },
      element('a', { href: link(role).getAttribute('href') ?? '' }, say('check.guide')),
      ...paths ? [element('a', { href: page(paths, [['to', role.slug]]) }, say('check.path'))] : [],
      ...compare && other ? [element('a', { href: page(compare, [['a', other.slug], ['b', role.slug]]) }, say('check.compare', { role: other.title }))] : []));
}

/** The buttons below the result. @param {() => string} text */
function ways(text) {
  const copy = element('button', { type: 'button', className: 'quiet' }, say('check.copy'));
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      copy.textContent = say('check.copied');
    } catch {
      copy.textContent = say('check.not_copied');
    }
  });
  const print = element('button', { type: 'button', className: 'quiet' }, say('check.print'));
  print.addEventListener('click', () => window.print());
  return element('div', { className: 'check-row' }, copy, print);
}

/**
 * The result as plain text.
 * @param {Graph} graph
 * @param {Set<number>} known
 * @param {Fit[]} fits
 */
function report({ skills }, known, fits) {
  const names = (/** @type {number[]} */ all) => ({ skills: join(all.map(skill => skills[skill].title)) });
  return [
    say('check.my_skills', names([...known])), '', say('check.roles'),
    ...fits.flatMap(one => {
      const learn = one.gap.learn.map(({ skill }) => skill);
      return [`- ${one.role.title}`, `  ${covered(one)}`, ...learn.length ? [`  ${say('check.to_learn', names(learn))}`] : []];
    }),
  ].join('\n') + '\n';
}
