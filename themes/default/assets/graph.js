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
