// Which skills a text speaks of, and by which words. It touches no page and keeps
// nothing. `doubting.js` decides whether a word that may mean something else counts.
//
// A name is compared by its letters and digits alone, and may be parted in the text
// where it is parted in the vocabulary: "CI/CD" is found as CI-CD, CI CD and CICD, and
// "Node.js" as NodeJS, but IAM not in "I am".

import { doubt, isDoubtful } from './doubting.js';

/**
 * A skill to look for.
 * @typedef {object} Named
 * @property {string} name
 * @property {string[]} aliases
 * @property {boolean | null} [ambiguous] whether its name is also an ordinary word; as
 *   the words themselves tell where nobody has said it
 *
 * Words that speak of a skill. Offsets are UTF-16 units of the text.
 * @typedef {object} Hit
 * @property {number} skill its place among the skills
 * @property {number} start
 * @property {number} end
 * @property {'' | 'word' | 'denied' | 'wanted'} doubt why it does not count by itself:
 *   the words may mean something else, or are said of what is not known, or not yet;
 *   nothing if it counts
 *
 * A piece of a text that a name can begin with. `gap` is what parts it from the one
 * before: nothing, as in scripts without spaces; a little, as between words; too much.
 * @typedef {object} Token
 * @property {number} start
 * @property {number} end
 * @property {string} key
 * @property {'none' | 'little' | 'much'} gap
 * @property {boolean} begins whether a name can begin here
 *
 * @typedef {object} Name
 * @property {number} skill
 * @property {Set<number>} breaks offsets in its letters and digits where it may be parted
 * @property {boolean} doubtful
 * @property {string} capitals the name if it is written in capitals, as IT is and "it" is not
 */

// Scripts that are written without spaces, in which every letter may begin a word.
// Korean has spaces, but ends words with particles.
const spaceless = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\u30fc\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const syllable = `[${spaceless}\\p{sc=Hangul}]\\p{M}*`;
const letter = `(?:(?![${spaceless}\\p{sc=Hangul}])[\\p{L}\\p{N}\\p{M}])`;
// Signs belong to C++, C#, F#, A+ and .NET, but not to "C++/Java" or "Python+Django".
const signs = '(?:\\+\\+|[+#](?![\\p{L}\\p{N}]))';
const dot = '(?<![\\p{L}\\p{N}.])\\.(?=\\p{L})';
const pieces = new RegExp(`${syllable}|(?:${dot})?${letter}+${signs}?`, 'gu');
const isHangul = /^\p{sc=Hangul}/u;

// At most one end of a line, and signs only where they join.
const little = /^(?:[ \t]*\n?[ \t]*|[ \t]?[/&][ \t]?|[-\u2010-\u2013.'\u2019_\u00b7])$/;
const hyphenation = /^[-\u2010\u00ad]\n[ \t]*$/;

// The words of an address say nothing of who wrote it down.
const isAddress = /@|^\W*(?:https?:\/\/|www\.)|\.(?:com|org|net|io|dev)\//i;

/**
 * Without case, and without accents where they are marks on letters.
 * @param {string} text
 */
function fold(text) {
  const lower = text.toLowerCase();
  return /^[\0-\x7f]*$/.test(lower) ? lower : lower.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC');
}

/**
 * A text as it is looked through, and as it is to be shown beside what was found:
 * letters in their common forms, and no signs that cannot be seen.
 * @param {string} text
 */
export function plain(text) {
  return text.normalize('NFKC').replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n').replace(/[\u00ad\u200b-\u200d\u2060\ufeff]|[^\P{Cc}\n\t]/gu, '');
}

/**
 * @param {string} text
 * @returns {Token[]}
 */
function tokens(text) {
  /** @type {Token[]} */
  const list = [];
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    const before = list.at(-1);
    const between = before ? text.slice(before.end, index) : '\n\n';
    const gap = between === '' || hyphenation.test(between) ? 'none' : little.test(between) ? 'little' : 'much';
    // Before a particle of Korean a word ends, but none begins.
    const begins = between !== '' || !isHangul.test(piece);
    list.push({ start: index, end: index + piece.length, key: fold(piece), gap, begins });
  }
  return list;
}

// Where "JavaScript", "HTML5" and "3D" may be parted.
const humps = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;

/**
 * A name as its letters and digits, and where it may be parted.
 * @param {string} name
 */
function compile(name) {
  const breaks = new Set();
  let key = '';
  for (const { 0: piece } of plain(name).matchAll(pieces)) {
    for (const hump of piece.split(humps)) {
      breaks.add(key.length);
      key += fold(hump);
    }
  }
  return { key, breaks };
}

/**
 * The spellings of a name: with "and" for "&", and in the other number where that is
 * another form of the same words. A single word is no safe ground: to react, reacts.
 * @param {string} name
 */
function spellings(name) {
  const joined = [name, name.replace(/\s*&\s*/g, ' and '), name.replace(/\s+and\s+/gi, ' & ')];
  return joined.flatMap(one => {
    const isPhrase = /\S[\s-]\S/.test(one);
    if (isPhrase && /[^s]s$/.test(one)) return [one, one.slice(0, -1)];
    if (isPhrase && /[^aeiou]y$/.test(one)) return [one, `${one.slice(0, -1)}ies`];
    if (isPhrase && /[a-z]$/i.test(one) && !/(?:s|ing)$/.test(one) || /^[A-Z]{3,}$/.test(one)) return [one, `${one}s`];
    return [one];
  });
}

/**
 * What finds these skills in texts.
 * @param {Named[]} skills
 * @returns {(text: string) => Hit[]} words of a text, which has to be `plain`, in their
 *   order; they do not overlap, and the longest name wins
 */
export function finder(skills) {
  /** @type {Map<string, Name>} */
  const names = new Map();
  let longest = 0;
  skills.forEach(({ name, aliases, ambiguous }, skill) => {
    for (const spelled of [name, ...aliases]) {
      const doubtful = ambiguous === false ? false : ambiguous && spelled === name || isDoubtful(spelled);
      for (const spelling of spellings(spelled)) {
        const { key, breaks } = compile(spelling);
        const capitals = /^\p{Lu}{2,}$/u.test(spelling) ? spelling : '';
        if (key && !names.has(key)) names.set(key, { skill, breaks, doubtful, capitals });
        longest = Math.max(longest, key.length);
      }
    }
  });
  // Most words begin no name, and two letters tell it of most of them.
  const beginnings = new Set([...names.keys()].map(key => key.slice(0, 2)));

  /**
   * The longest name that begins with a token, and the number of the token after it.
   * @param {Token[]} list
   * @param {number} first
   */
  function longestAt(list, first) {
    let found;
    let key = '';
    /** @type {number[]} */
    const parted = [];
    for (let at = first; at < list.length; at++) {
      const token = list[at];
      if (at > first) {
        if (token.gap === 'much') break;
        if (token.gap === 'little') parted.push(key.length);
      }
      const before = key;
      key += token.key;
      if (key.length > 1 && !beginnings.has(key.slice(0, 2))) break;
      if (before.length > longest) break;
      for (const { spelled, end } of [{ spelled: key, end: token.end }, unversioned(key, token)]) {
        const name = names.get(spelled);
        if (name && parted.every(offset => name.breaks.has(offset))) {
          found = { name, end, next: at + 1 };
          break;
        }
      }
    }
    return found;
  }

  return text => {
    const list = tokens(text);
    const hits = [];
    // The end of the run without spaces that was looked at last, and whether it is an address.
    let end = 0;
    let isTaken = false;
    for (let at = 0; at < list.length;) {
      const { start, begins } = list[at];
      if (start >= end) {
        const run = text.slice(start).search(/\s/);
        end = run < 0 ? text.length : start + run;
        isTaken = isAddress.test(text.slice(start, end));
      }
      const found = begins && !isTaken ? longestAt(list, at) : undefined;
      if (found) {
        const { skill, doubtful, capitals } = found.name;
        hits.push({ skill, start, end: found.end, doubtful, isAcronym: capitals === text.slice(start, found.end) });
        at = found.next;
      } else {
        at++;
      }
    }
    return doubt(text, hits);
  };
}

/**
 * A word without the number of a version: "Python3", "Vue3".
 * @param {string} key
 * @param {Token} token
 */
function unversioned(key, { key: last, end }) {
  const digits = /^\p{L}{3,}?(\d+)$/u.exec(last)?.[1] ?? '';
  return { spelled: key.slice(0, key.length - digits.length), end: end - digits.length };
}
