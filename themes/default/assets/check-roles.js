// The roles that the reader's skills fit: what is covered, what carries over, and what
// is to be learned, with ways on.

import { fit, ranked } from './ranking.js';
import { element, link, pips, place as tool, skillList } from './tools.js';

/**
 * @import { Graph, Role } from './graph.js'
 * @import { Count, Fit } from './ranking.js'
 */

const words = {
  title: 'Roles',
  chosen: 'The role you have in mind',
  best: 'Nearest to what you have',
  none: 'No role can be told from this. Add the skills that you have.',
  covered: (/** @type {string} */ counts) => `You have ${counts}.`,
  count: { essential: (/** @type {Count} */ { known, all }) => `${known} of ${all} essential`, optional: (/** @type {Count} */ { known, all }) => `${known} of ${all} optional` },
  and: (/** @type {string[]} */ counts) => `${counts.join(' and ')} skills`,
  carry: 'You carry over',
  learn: 'You would learn',
  nothingCarried: 'Nothing yet',
  nothingToLearn: 'Nothing: you have all of it',
  guide: 'Read the guide',
  path: 'Find a path there',
  compare: (/** @type {Role} */ role) => `Compare with ${role.title}`,
  more: (/** @type {number} */ count) => `Show ${count} more`,
  copy: 'Copy the result',
  copied: 'Copied',
  notCopied: 'Copying was refused. Print the page instead.',
  print: 'Print',
  report: {
    have: 'My skills', roles: 'Roles', learn: 'to learn',
    line: (/** @type {string} */ title, /** @type {string} */ counts) => `${title}: ${counts}`,
  },
};

/** Roles that are shown at first, and with each press. */
const FEW = 10;

/** @param {Fit} one */
const counts = ({ essential, optional }) => words.and([
  ...essential.all ? [words.count.essential(essential)] : [], ...optional.all ? [words.count.optional(optional)] : [],
]);

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
    more.textContent = words.more(Math.min(FEW, others.length - list.children.length));
    more.hidden = list.children.length === others.length;
    return /** @type {HTMLElement | undefined} */ (list.children[first]);
  };
  show();
  more.addEventListener('click', () => show()?.querySelector('a')?.focus());
  place.replaceChildren(element('section', { className: 'band', ariaLabel: words.title },
    element('header', {}, element('h2', {}, words.title)),
    element('div', { className: 'check-fits' },
      ...chosen ? [element('h3', {}, words.chosen), card(graph, fit(known, chosen), undefined, 'h4'), element('h3', {}, words.best)] : [],
      ...others.length ? [list, element('p', {}, more)] : [element('p', {}, words.none)],
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
    element('p', { className: 'check-covered' }, words.covered(counts(one))),
    element('dl', { className: 'ledger' }, side('carry', words.carry, carried, words.nothingCarried), side('learn', words.learn, learn, words.nothingToLearn)),
    element('p', { className: 'more check-ways' },
      element('a', { href: link(role).getAttribute('href') ?? '' }, words.guide),
      ...paths ? [element('a', { href: page(paths, [['to', role.slug]]) }, words.path)] : [],
      ...compare && other ? [element('a', { href: page(compare, [['a', other.slug], ['b', role.slug]]) }, words.compare(other))] : []));
}

/** The buttons below the result. @param {() => string} text */
function ways(text) {
  const copy = element('button', { type: 'button', className: 'quiet' }, words.copy);
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text());
      copy.textContent = words.copied;
    } catch {
      copy.textContent = words.notCopied;
    }
  });
  const print = element('button', { type: 'button', className: 'quiet' }, words.print);
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
  const names = (/** @type {{ skill: number }[]} */ needs) => needs.map(({ skill }) => skills[skill].title).join(', ');
  return [
    `${words.report.have}: ${names([...known].map(skill => ({ skill })))}`, '', words.report.roles,
    ...fits.map(one => `- ${words.report.line(one.role.title, counts(one))}${one.gap.learn.length ? `; ${words.report.learn}: ${names(one.gap.learn)}` : ''}`),
  ].join('\n') + '\n';
}
