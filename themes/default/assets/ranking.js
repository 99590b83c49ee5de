// Which roles a set of skills fits, best first. It touches no page.

import { gap } from './graph.js';

/**
 * @import { Gap, Graph, Role } from './graph.js'
 *
 * How many skills of a kind a role requires, and how many of these are known.
 * @typedef {{ known: number, all: number }} Count
 *
 * @typedef {object} Fit
 * @property {Role} role
 * @property {Gap} gap
 * @property {Count} essential
 * @property {Count} optional
 */

/**
 * @param {Set<number>} known
 * @param {Role} role
 * @returns {Fit}
 */
export function fit(known, role) {
  const { carried, learn } = gap(known, role);
  const count = (/** @type {boolean} */ optional) => {
    const [have, lack] = [carried, learn].map(needs => needs.filter(need => need.optional === optional).length);
    return { known: have, all: have + lack };
  };
  return { role, gap: { carried, learn }, essential: count(false), optional: count(true) };
}

/**
 * The part of a role that is covered: essential skills count twice. One skill more in
 * the whole keeps a role that asks for a single one from coming before those that ask
 * for ten, of which nine are known.
 * @param {Fit} fit
 */
const covered = ({ essential, optional }) => (2 * essential.known + optional.known) / (2 * essential.all + optional.all + 2);

/**
 * The roles that any of these skills is good for, best first, equal ones in the order
 * of the site.
 * @param {Graph} graph
 * @param {Set<number>} known
 * @returns {Fit[]}
 */
export function ranked({ roles }, known) {
  return roles.map(role => fit(known, role))
    .filter(({ gap }) => gap.carried.length > 0)
    .sort((one, other) => covered(other) - covered(one) || one.role.id - other.role.id);
}
