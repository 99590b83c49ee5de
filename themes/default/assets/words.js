// What scripts say, in the language of the site. Messages stand under [scripts] in
// the theme's files of words, i18n/<language>.toml:
//
//   import { say } from './words.js';
//   say('search.found', { count: 2, query: 'linux' })   // 2 results for “linux”
//
// `count` decides on the plural.

import all from './messages.js';

/** @type {Record<string, string | Record<string, string>>} */
const messages = all;

const { lang } = document.documentElement;
const plurals = new Intl.PluralRules(lang);
const numbers = new Intl.NumberFormat(lang);

/**
 * @param {string} key of a message, without `scripts.`
 * @param {Record<string, string | number>} [slots] what stands in the place of names in braces
 * @returns {string} plain text
 */
export function say(key, slots = {}) {
  const message = messages[key] ?? key;
  const text = typeof message === 'string' ? message : message[plurals.select(Number(slots.count))] ?? message.other;
  return text.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => {
    const value = slots[name] ?? '';
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** Several things in a row, as the language has them. */
export const list = (/** @type {string[]} */ things) => things.join(say('list'));
