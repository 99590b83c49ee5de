// What the search finds: the site's index in MiniSearch, and the order and the
// groups of what that answers. It touches no page.

import { list, say } from './words.js';

/**
 * @typedef {object} Result
 * @property {string} title
 * @property {string} href from the site's home
 * @property {string} [place] where it belongs
 * @property {string} [context] why it is found, or what it is about
 *
 * @typedef {object} Group
 * @property {string} label
 * @property {Result[]} results best first
 *
 * @typedef {object} Found
 * @property {Group[]} groups those with results, the one with the best of all first
 * @property {Set<string>} terms words of the site that were found, folded
 *
 * @typedef {object} Index what `rolebook::view::search::index` writes
 * @property {string} end
 * @property {{ title: string[], address: string[] }} tracks
 * @property {{ title: string[], slug: string[], names: string[][], soft: number[], guides: number[] }} skills
 * @property {{ title: string[], track: number[], slug: string[], names: string[][], skills: number[][], moves: number[][], headings: string[][], anchors: string[][], lede: string[] }} roles
 *
 * @typedef {object} Entry a role or a skill
 * @property {number} id
 * @property {string} title
 * @property {string} slug
 * @property {string[]} names
 * @property {string[]} needs
 * @property {number[]} moves
 * @property {string[]} headings
 * @property {string[]} anchors where the headings tell others
 * @property {string} lede
 * @property {string} place
 * @property {string} href
 *
 * @typedef {import('./minisearch.js').SearchResult} Hit
 * @typedef {Hit & { entry: Entry }} Match
 * @typedef {Match & { rank: number }} Ranked
 * @typedef {{ from: Entry, to: Entry }} Move
 */

/** As MiniSearch parts words, less empty ones. */
const gaps = /[\n\r\p{Z}\p{P}]+/u;
export const words = (/** @type {string} */ text) => text.split(gaps).filter(Boolean);
/** Without case and accents. */
export const fold = (/** @type {string} */ text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** `Front-End` is found as `front`, `end` and `frontend`. */
const compounds = (/** @type {string} */ text) => (text.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+/gu) ?? []).map(word => word.replaceAll('-', ''));

const named = ['title', 'names'];
const options = {
  fields: [...named, 'skills', 'headings', 'lede'],
  processTerm: fold,
  tokenize: (/** @type {string} */ text) => [...words(text), ...compounds(text)],
  searchOptions: {
    tokenize: words,
    boost: { title: 12, names: 8, skills: 3, headings: 2 },
    prefix: true,
  },
};

/** What stands before a move and between its ends, as readers type it. Scripts without
 *  spaces between words have none there either. */
const room = /[\p{scx=Han}\p{scx=Hiragana}]/u.test(say('search.word_to')) ? '\\s*' : '\\s+';
const before = new RegExp(`^\\s*${say('search.word_from')}${room}`, 'i');
const between = new RegExp(`${room}(?:${say('search.word_to')})${room}|\\s*(?:→|->)\\s*`, 'i');

/** How much of a word may be mistyped: one letter of a short word makes it another. */
const fuzzy = (/** @type {string} */ term) => term.length > 3 ? 0.2 : false;

/** A match of roles by name counts for moves as far down as this. */
const NEAR = 10;

/**
 * Reads an index; `rolebook::view::search::index` says what its columns hold.
 * @param {typeof import('./minisearch.js').default} MiniSearch
 * @param {Index} index
 * @returns {Promise<(query: string) => Found>} what finds
 */
export async function read(MiniSearch, { end, tracks, skills, roles }) {
  /** @type {Entry[]} */
  const entries = [
    ...roles.title.map((title, id) => ({
      id, title,
      slug: roles.slug[id],
      names: roles.names[id],
      needs: roles.skills[id].map(number => skills.title[number]),
      moves: roles.moves[id],
      headings: roles.headings[id] ?? [],
      anchors: roles.anchors[id] ?? [],
      lede: roles.lede[id] ?? '',
      place: tracks.title[roles.track[id]],
      href: tracks.address[roles.track[id]] + roles.slug[id] + end,
    })),
    ...skills.title.map((title, at) => ({
      id: roles.title.length + at, title,
      slug: skills.slug[at],
      names: skills.names[at],
      needs: [], moves: [], headings: [], anchors: [], lede: '',
      place: say(skills.soft[at] ? 'search.soft_skill' : 'search.technical_skill', { count: skills.guides[at] }),
      href: `skills/${skills.slug[at]}${end}`,
    })),
  ];
  const isRole = (/** @type {number} */ id) => id < roles.title.length;
  const search = new MiniSearch(options);
  // In parts, so that typing is not held up.
  await search.addAllAsync(entries.filter(({ slug }) => slug).map(({ id, title, names, needs, headings, lede }) => (
    { id, title, names: names.join('\n'), skills: needs.join('\n'), headings: headings.join('\n'), lede }
  )), { chunkSize: 200 });
  const moves = entries.filter(({ id }) => isRole(id)).flatMap(from => from.moves.map(offset => ({ from, to: entries[from.id + offset] })));

  /**
   * What has all words as they are typed, else as they may be meant, else any of them.
   * @param {string} text
   * @param {import('./minisearch.js').SearchOptions} settings
   * @returns {Hit[]}
   */
  function look(text, settings) {
    /** @type {import('./minisearch.js').SearchOptions[]} */
    const ways = [{ combineWith: 'AND' }, { combineWith: 'AND', fuzzy }, { fuzzy }];
    for (const way of ways) {
      const hits = search.search(text, { ...settings, ...way });
      if (hits.length) return hits;
    }
    return [];
  }

  /**
   * Moves whose ends are among the roles that were found, those with both first.
   * @param {string[]} parts
   * @param {Hit[]} hits
   */
  function movesBetween(parts, hits) {
    const scores = (/** @type {Hit[]} */ list) => new Map(list.map(({ id, score }) => [id, score]));
    const ends = parts.map(part => scores(look(part, { fields: named }).filter(({ id }) => isRole(id))));
    const near = scores(hits.filter(({ id, match }) => isRole(id) && Object.values(match).flat().some(field => named.includes(field))).slice(0, NEAR));
    const score = (/** @type {Move} */ { from, to }) => ends.length === 2
      ? (ends[0].get(from.id) ?? 0) * (ends[1].get(to.id) ?? 0)
      : (near.get(from.id) ?? 0) + (near.get(to.id) ?? 0);
    return moves.map(move => ({ ...move, score: score(move) }))
      .filter(move => move.score > 0)
      .sort((one, other) => other.score - one.score)
      .map(({ from, to }) => ({ title: say('search.move', { from: from.title, to: to.title }), href: `transitions/${from.slug}/${to.slug}${end}` }));
  }

  return query => {
    // "system administrator to sre" asks for a move.
    const parts = query.replace(before, '').split(between).filter(part => part.trim());
    const text = parts.length === 2 ? parts.join(' ') : query;
    // One or two letters begin words of nearly every text.
    const hits = look(text, text.trim().length < 3 ? { fields: named } : {})
      .map(hit => ({ ...hit, entry: entries[hit.id] }))
      .map(hit => ({ ...hit, rank: rank(text, hit) }))
      .sort((one, other) => one.rank - other.rank || other.score - one.score);
    const terms = new Set(hits.flatMap(hit => hit.terms));
    const group = (/** @type {string} */ label, /** @type {Ranked[]} */ found, /** @type {(hit: Ranked) => Result} */ result) => ({ label, results: found.map(result), rank: found[0]?.rank ?? Infinity });
    const groups = [
      group(say('search.roles'), hits.filter(({ id }) => isRole(id)), roleResult),
      group(say('search.skills'), hits.filter(({ id }) => !isRole(id)), skillResult),
    ].sort((one, other) => one.rank - other.rank);
    const ways = { label: say('search.moves'), results: movesBetween(parts, hits), rank: 0 };
    // Who asks for a move gets that first.
    if (parts.length === 2) groups.unshift(ways);
    else groups.push(ways);
    return { groups: groups.filter(({ results }) => results.length), terms };
  };
}

/**
 * How near a match is, from 0: scores decide only between equals.
 * @param {string} query
 * @param {Match} match
 */
function rank(query, { entry, terms, queryTerms, match }) {
  const wanted = fold(query.trim());
  const title = fold(entry.title);
  const has = (/** @type {string[]} */ fields) => queryTerms.every(asked => terms.some(term => term.startsWith(asked) && match[term].some(field => fields.includes(field))));
  if (title === wanted) return 0;
  if (entry.names.some(name => fold(name) === wanted)) return 1;
  if (title.startsWith(wanted)) return 2;
  if (has(['title'])) return 3;
  if (has(named)) return 4;
  return terms.some(term => match[term].includes('title')) ? 5 : 6;
}

/**
 * A role with the words for which it was found, or with its lede if its title has them.
 * For a heading it leads there.
 * @param {Ranked} hit
 * @returns {Result}
 */
function roleResult(hit) {
  const { title, href, place, names, needs, headings, anchors, lede } = hit.entry;
  const reason = told(hit, 'search.also_called', names) || told(hit, 'search.asks_for', needs);
  const about = reason ? '' : told(hit, 'search.tells_about', headings);
  if (!about) return { title, href, place, context: reason || lede };
  const at = headings.findIndex(text => isFound(hit, text));
  const anchor = anchors[at] || (headings[at].toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-');
  return { title, href: `${href}#${encodeURIComponent(anchor)}`, place, context: about };
}

/**
 * @param {Ranked} hit
 * @returns {Result}
 */
function skillResult(hit) {
  const { title, href, place, names } = hit.entry;
  return { title, href, place, context: told(hit, 'search.also_called', names) };
}

/**
 * Those of the texts with words that were found; nothing where the title says enough.
 * @param {Ranked} hit
 * @param {string} key
 * @param {string[]} texts
 */
function told({ rank, terms }, key, texts) {
  if ([0, 2, 3].includes(rank)) return '';
  const found = texts.filter(text => isFound({ terms }, text));
  return found.length ? say(key, { list: list(found.slice(0, 3)) }) : '';
}

/**
 * Whether a text has a word that was found.
 * @param {{ terms: string[] }} hit
 * @param {string} text
 */
function isFound({ terms }, text) {
  return words(text).some(word => terms.includes(fold(word)));
}
