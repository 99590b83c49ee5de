// The skills that were found: a switch for each, what is to be asked about, a field for
// those that were missed, and the text with its words marked.

import { add } from './shortlist.js';
import { element } from './tools.js';
import { list as join, say } from './words.js';

/**
 * @import { Graph } from './graph.js'
 * @import { Hit } from './finding.js'
 *
 * A skill of the reader, or one that may be.
 * @typedef {object} Finding
 * @property {number} skill
 * @property {Hit[]} hits
 * @property {'text' | 'offered' | 'kept' | 'added'} origin how it came here
 * @property {boolean} accepted whether it counts
 *
 * @typedef {object} Result
 * @property {string} text
 * @property {Hit[]} hits
 * @property {Finding[]} findings
 */

/** Why a word may not count. */
const doubts = { word: 'check.may_be_word', denied: 'check.may_be_denied', wanted: 'check.may_be_wanted' };
/** Where skills are from that no text tells. */
const origins = { kept: 'check.from_shortlist', added: 'check.added' };

/** Characters around a word that are quoted. */
const AROUND = 40;

const id = (/** @type {number} */ skill) => `_skill-${skill}`;

/**
 * @param {HTMLElement} place
 * @param {Graph} graph
 * @param {Result} result its findings change with the reader's answers
 * @param {() => void} changed is called after each answer
 * @returns {HTMLElement} the heading
 */
export function drawFound(place, graph, result, changed) {
  const { text, hits, findings } = result;
  const heading = element('h2', { id: '_found', tabIndex: -1 }, say('check.skills'));
  const lists = element('div', { className: 'check-lists' });

  /** @param {Finding} finding */
  const row = finding => {
    const box = element('input', { type: 'checkbox', id: id(finding.skill), checked: finding.accepted });
    box.addEventListener('change', () => {
      finding.accepted = box.checked;
      for (const mark of place.querySelectorAll(`[data-skill="${finding.skill}"]`)) mark.classList.toggle('off', !box.checked);
      changed();
    });
    return element('li', {}, element('label', {}, box, element('span', {}, graph.skills[finding.skill].title, ...told(finding))));
  };

  /** What there is to say about how a skill was found. @param {Finding} finding */
  const told = ({ skill, hits, origin }) => {
    const remark = (/** @type {string} */ text) => [' ', element('small', {}, text)];
    const quote = (/** @type {string} */ text) => say('check.quote', { text });
    if (origin === 'offered') {
      const { doubt } = hits[0];
      return [...doubt ? remark(say(doubts[doubt])) : [], ...remark(quote(around(text, hits[0])))];
    }
    const written = [...new Set(hits.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ')))];
    const others = written.filter(one => one.toLowerCase() !== graph.skills[skill].title.toLowerCase());
    const spellings = join(others.slice(0, 3).map(quote));
    return [...spellings ? remark(say('check.written', { spellings })) : [], ...origin === 'text' ? [] : remark(say(origins[origin]))];
  };

  /** @param {string} title @param {Finding[]} list */
  const group = (title, list) => list.length ? [element('fieldset', {}, element('legend', {}, title), element('ul', {}, ...list.map(row)))] : [];

  const drawLists = () => {
    const certain = findings.filter(({ origin }) => origin !== 'offered').sort(byTitle(graph));
    const isSoft = (/** @type {Finding} */ { skill }) => graph.skills[skill].soft;
    lists.replaceChildren(
      ...findings.length ? [] : [element('p', {}, say('check.none'))],
      ...group(say('check.doubted'), findings.filter(({ origin }) => origin === 'offered')),
      ...group(say('check.technical'), certain.filter(finding => !isSoft(finding))),
      ...group(say('check.soft'), certain.filter(isSoft)),
    );
  };
  drawLists();

  const field = element('input', { id: '_add', type: 'text', autocomplete: 'off' });
  field.setAttribute('list', '_skills');
  const trouble = element('p', { className: 'check-trouble', role: 'alert' });
  const adding = element('form', { className: 'check-add' },
    element('label', { htmlFor: '_add' }, say('check.missed')),
    element('div', { className: 'check-row' }, field, element('button', { type: 'submit', className: 'quiet' }, say('check.add'))),
    element('datalist', { id: '_skills' }, ...graph.skills.map(({ title }) => element('option', { value: title }))),
    trouble);
  adding.addEventListener('submit', event => {
    event.preventDefault();
    const name = field.value.trim().toLowerCase();
    const skill = name && graph.skills.find(({ title, names }) => [title, ...names].some(one => one.toLowerCase() === name));
    trouble.textContent = skill || !name ? '' : say('check.unknown', { name: field.value.trim() });
    if (!skill) return;
    const known = findings.find(finding => finding.skill === skill.id);
    if (known) known.accepted = true;
    else findings.push({ skill: skill.id, hits: [], origin: 'added', accepted: true });
    field.value = '';
    drawLists();
    changed();
    field.focus();
  });

  const keep = element('button', { type: 'button', className: 'quiet' }, say('check.keep'));
  keep.addEventListener('click', () => {
    add('skills', findings.filter(({ accepted }) => accepted).map(({ skill }) => graph.skills[skill].title));
    keep.textContent = say('check.kept');
  });

  const shown = element('div', { className: 'check-text', tabIndex: 0, role: 'group', ariaLabel: say('check.text') }, ...marked(text, hits, findings));
  place.replaceChildren(element('section', { className: 'band', ariaLabel: say('check.skills') },
    element('header', {}, heading),
    element('div', {}, lists, adding, element('p', {}, keep),
      ...hits.length ? [element('h3', {}, say('check.text')), shown] : [])));
  return heading;
}

/** @param {Graph} graph @returns {(one: Finding, other: Finding) => number} */
const byTitle = ({ skills }) => (one, other) => skills[one.skill].title.localeCompare(skills[other.skill].title, document.documentElement.lang);

/** A word with those around it. @param {string} text @param {Hit} hit */
function around(text, { start, end }) {
  const before = text.slice(Math.max(0, start - AROUND), start).replace(/^\S*\s/, start > AROUND ? '\u2026' : '$&');
  const after = text.slice(end, end + AROUND).replace(/\s\S*$/, end + AROUND < text.length ? '\u2026' : '$&');
  return (before + text.slice(start, end) + after).replace(/\s+/g, ' ').trim();
}

/**
 * The text, each word that was found a link to its skill in the list.
 * @param {string} text
 * @param {Hit[]} hits
 * @param {Finding[]} findings
 */
function marked(text, hits, findings) {
  const accepted = new Set(findings.filter(finding => finding.accepted).map(({ skill }) => skill));
  /** @type {(Node | string)[]} */
  const parts = [];
  let at = 0;
  for (const { skill, start, end } of hits) {
    const mark = element('mark', { className: accepted.has(skill) ? '' : 'off' }, element('a', { href: `#${id(skill)}` }, text.slice(start, end)));
    mark.dataset.skill = String(skill);
    parts.push(text.slice(at, start), mark);
    at = end;
  }
  return [...parts, text.slice(at)];
}
