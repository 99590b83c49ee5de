// Roles, skills and moves as the tools know them, and what follows from them: the gap
// of a move, and the ways over several. It is the logic of `rolebook::model` once more,
// in the reader's browser; a test has both answer the same questions. It touches no page.

/**
 * What the site's data modules hold; `rolebook::view::tools::data` says what it means.
 *
 * @typedef {object} SkillTable `skills.js`
 * @property {string} end
 * @property {string[]} title
 * @property {string[]} slug
 * @property {string[][]} names
 * @property {number[]} soft
 *
 * @typedef {object} RoleTable `roles.js`
 * @property {string} end
 * @property {number} part
 * @property {string[]} fields
 * @property {{ title: string[], address: string[], field: number[] }} tracks
 * @property {string[]} title
 * @property {number[]} track
 * @property {string[]} slug
 * @property {string[][]} names
 * @property {number[]} minutes
 * @property {number[][]} needs
 *
 * @typedef {object} MoveTable `moves.js`
 * @property {number[][]} out
 * @property {number[][]} near
 *
 * @typedef {object} DetailTable `details/<n>.js`
 * @property {number} first
 * @property {string[]} summary
 * @property {string[][][]} facts
 * @property {(string | number)[][][][]} notes
 */

/**
 * The same as the tools use it. Roles and skills stand at their numbers; addresses are
 * relative to the site's home.
 *
 * @typedef {object} Skill
 * @property {number} id
 * @property {string} title
 * @property {string[]} names beside the title
 * @property {boolean} soft
 * @property {string} href empty if it has no page
 *
 * @typedef {object} Need a skill that a role requires
 * @property {number} skill
 * @property {boolean} optional whether the role can do without it
 * @property {boolean} soft as the guide has it
 *
 * @typedef {object} Move
 * @property {number} from
 * @property {number} to
 * @property {boolean} vouched whether a guide says something about it
 * @property {string} href its page, or where it stands in the guide of its origin
 *
 * @typedef {object} Role
 * @property {number} id
 * @property {string} title
 * @property {string[]} names beside the title
 * @property {string} slug
 * @property {string} track
 * @property {string} field
 * @property {string} href
 * @property {number} minutes that its guide takes to read
 * @property {string} details the module with texts about it
 * @property {Need[]} needs in the author's order
 * @property {Move[]} out moves to other roles, by their numbers
 * @property {number[]} near suggestions, nearest first
 *
 * @typedef {object} Graph
 * @property {Skill[]} skills
 * @property {Role[]} roles
 *
 * @typedef {object} Gap
 * @property {Need[]} carried what is required and known, in the order of the target
 * @property {Need[]} learn what is required and not known
 *
 * @typedef {object} Hop
 * @property {number} to
 * @property {number[]} learn skills to learn for it, in the order of the role
 * @property {number} total skills learned since the beginning, these included
 */

/**
 * Reads the modules. Without `moves`, roles have none.
 * @param {SkillTable} skills
 * @param {RoleTable} roles
 * @param {MoveTable} [moves]
 * @returns {Graph}
 */
export function read(skills, roles, moves) {
  const href = (/** @type {number} */ id) => roles.tracks.address[roles.track[id]] + roles.slug[id] + roles.end;
  const move = (/** @type {number} */ from, /** @type {number} */ packed) => {
    const [to, vouched] = [from + (packed >> 1), (packed & 1) === 1];
    const page = `transitions/${roles.slug[from]}/${roles.slug[to]}${roles.end}`;
    return { from, to, vouched, href: vouched ? page : `${href(from)}#_to-${roles.slug[to]}` };
  };
  return {
    skills: skills.title.map((title, id) => ({
      id, title,
      names: skills.names[id],
      soft: skills.soft[id] === 1,
      href: skills.slug[id] && `skills/${skills.slug[id]}${skills.end}`,
    })),
    roles: roles.title.map((title, id) => ({
      id, title,
      names: roles.names[id],
      slug: roles.slug[id],
      track: roles.tracks.title[roles.track[id]],
      field: roles.fields[roles.tracks.field[roles.track[id]]],
      href: href(id),
      minutes: roles.minutes[id],
      details: `details/${Math.floor(id / roles.part)}.js`,
      needs: roles.needs[id].map(packed => ({ skill: packed >> 2, optional: (packed & 2) !== 0, soft: (packed & 1) !== 0 })),
      out: moves?.out[id].map(packed => move(id, packed)) ?? [],
      near: moves?.near[id].map(distance => id + distance) ?? [],
    })),
  };
}

/** The skills that a role requires, be it as optional ones: those of who holds it. */
export const held = (/** @type {Role} */ role) => new Set(role.needs.map(need => need.skill));

/**
 * What a role asks of somebody with these skills.
 * @param {Set<number>} known
 * @param {Role} role
 * @returns {Gap}
 */
export function gap(known, role) {
  return {
    carried: role.needs.filter(need => known.has(need.skill)),
    learn: role.needs.filter(need => !known.has(need.skill)),
  };
}

/** Moves of a way, at most. */
export const HOPS = 5;

/**
 * The ways over moves that somebody vouches for which ask for the least learning in
 * all, that with the least first, then that with the fewest moves; ties go by the order
 * of roles. Who walks one knows `known` beside what the first role requires. Roles on
 * the way are held for their own sake, so what is essential for them is learned; at the
 * last one everything counts. A way that cannot get below the last of the best known is
 * given up, as in `rolebook::model::paths`, which says why that misses none.
 * @param {Graph} graph
 * @param {number} from
 * @param {number} to
 * @param {Iterable<number>} known
 * @param {number} most
 * @returns {Hop[][]}
 */
export function ways({ roles }, from, to, known, most) {
  /** @type {Hop[][]} */
  const best = [];
  /** @type {Hop[]} */
  const way = [];
  const have = new Set([...held(roles[from]), ...known]);
  const origins = roles.map(() => /** @type {number[]} */ ([]));
  for (const role of roles) for (const next of onward(role)) origins[next].push(role.id);
  const far = distances(to, role => origins[role]);

  /** @param {number} at */
  function goOn(at) {
    for (const next of onward(roles[at])) {
      const isReachable = (far.get(next) ?? HOPS) < HOPS - way.length;
      if (isReachable && next !== from && way.every(hop => hop.to !== next)) take(next);
    }
  }

  /** @param {number} next */
  function take(next) {
    const isLast = next === to;
    const learn = gap(have, roles[next]).learn.filter(need => isLast || !need.optional).map(need => need.skill);
    const hop = { to: next, learn, total: (way.at(-1)?.total ?? 0) + learn.length };
    way.push(hop);
    for (const skill of learn) have.add(skill);
    const least = hop.total + gap(have, roles[to]).learn.length;
    const last = best[most - 1];
    if (!last || isLess(least, way.length + (isLast ? 0 : 1), last)) {
      if (isLast) {
        // Ways are tried in the order of roles, so equals come after those found.
        const after = best.findIndex(other => isLess(hop.total, way.length, other));
        best.splice(after < 0 ? best.length : after, 0, [...way]);
        best.splice(most);
      } else {
        goOn(next);
      }
    }
    for (const skill of learn) have.delete(skill);
    way.pop();
  }

  if (from !== to) goOn(from);
  return best;
}

/**
 * Whether that much to learn over so many moves is less than a way asks for.
 * @param {number} total
 * @param {number} moves
 * @param {Hop[]} way
 */
function isLess(total, moves, way) {
  const other = way.at(-1)?.total ?? 0;
  return total < other || (total === other && moves < way.length);
}

/**
 * Roles that at most `HOPS` moves lead to from one, itself among them, and how many.
 * @param {number} start
 * @param {(role: number) => number[]} next
 * @returns {Map<number, number>}
 */
function distances(start, next) {
  const known = new Map([[start, 0]]);
  let edge = [start];
  for (let hops = 1; hops <= HOPS; hops += 1) {
    edge = [...new Set(edge.flatMap(next))].filter(role => !known.has(role));
    for (const role of edge) known.set(role, hops);
  }
  return known;
}

/**
 * Roles that somebody can get to, those from which the least is missing for `to` first,
 * then those with the fewest moves; ties go by the order of roles.
 * @param {Graph} graph
 * @param {number} from
 * @param {number} to
 * @param {Iterable<number>} known
 * @param {number} most
 * @returns {{ role: number, hops: number, missing: number }[]}
 */
export function nearest({ roles }, from, to, known, most) {
  const have = [...held(roles[from]), ...known];
  const reached = distances(from, role => onward(roles[role]));
  return [...reached].filter(([role]) => role !== from)
    .map(([role, hops]) => ({ role, hops, missing: gap(new Set([...have, ...held(roles[role])]), roles[to]).learn.length }))
    .sort((one, other) => one.missing - other.missing || one.hops - other.hops || one.role - other.role)
    .slice(0, most);
}

/** Roles to which a move leads that somebody vouches for. */
const onward = (/** @type {Role} */ role) => role.out.filter(({ vouched }) => vouched).map(({ to }) => to);
