// Check your skills: a text becomes skills, which the reader corrects, and these become
// roles. What is pasted stays in this page: it is never stored, and the page may open no
// connection. All that is needed is loaded before, but what reads PDFs.

import { drawFound } from './check-found.js';
import { drawRoles } from './check-roles.js';
import { finder, plain } from './finding.js';
import { read } from './graph.js';
import { CHARACTERS, read as readFile, Unreadable } from './reading.js';
import { follow, kept } from './shortlist.js';
import { showShortlist } from './shortlist-panel.js';
import { element, place, rolePicker } from './tools.js';
import { say } from './words.js';

/** @import { Graph } from './graph.js' */
/** @import { Finding, Result } from './check-found.js' */
/** @import { Reason } from './reading.js' */

/** What there is to say about a file. @type {Record<Reason, string>} */
const unreadable = {
  large: 'check.too_large',
  kind: 'check.wrong_kind',
  old: 'check.old_word',
  locked: 'check.locked',
  broken: 'check.broken',
  scan: 'check.scan',
  empty: 'check.empty',
};

const form = /** @type {HTMLFormElement} */ (place.querySelector('form'));
const area = /** @type {HTMLTextAreaElement} */ (form.querySelector('textarea'));
const picker = /** @type {HTMLInputElement} */ (form.querySelector('input[type="file"]'));
const trouble = /** @type {HTMLElement} */ (form.querySelector('[role="alert"]'));
const status = /** @type {HTMLElement} */ (place.querySelector('[role="status"]'));
const result = /** @type {HTMLElement} */ (place.querySelector('.check-result'));

/** How many skills were found, and how many the reader is asked about. @param {number} count @param {number} doubted */
function told(count, doubted) {
  if (count) return say(doubted ? 'check.found_and_doubted' : 'check.found', { count, doubted });
  return say(doubted ? 'check.found_doubted' : 'check.found_none', { doubted });
}

/** @param {Graph} graph */
function start(graph) {
  const { field, select } = rolePicker(graph, { label: say('check.role'), name: 'role', none: say('check.no_role') });
  /** @type {HTMLElement} */ (form.querySelector('.check-role')).replaceWith(field);
  select.value = new URLSearchParams(location.search).get('role') ?? '';
  if (select.selectedIndex < 0) select.value = '';
  const find = finder(graph.skills.map(({ title, names, ambiguous }) => ({ name: title, aliases: names, ambiguous })));

  /** @type {Result | null} */
  let current = null;
  const roles = element('div');

  /** Works out the roles again, after something about the skills or the role has changed. */
  function update() {
    if (!current) return 0;
    const known = new Set(current.findings.filter(({ accepted }) => accepted).map(({ skill }) => skill));
    const chosen = graph.roles.find(({ slug }) => slug === select.value);
    return drawRoles(roles, graph, known, chosen);
  }

  function changed() {
    const count = update();
    const counted = current?.findings.filter(({ accepted }) => accepted).length ?? 0;
    status.textContent = `${say('check.counted', { count: counted })} ${say('check.asking', { count })}`;
  }

  function check() {
    trouble.textContent = '';
    const text = plain(area.value.slice(0, CHARACTERS));
    if (!text.trim() && !kept().skills.length) {
      trouble.textContent = say('check.nothing');
      area.focus();
      return;
    }
    const hits = find(text);
    const findings = [...new Set(hits.map(({ skill }) => skill))].map(skill => {
      const own = hits.filter(hit => hit.skill === skill);
      const counts = own.some(({ doubt }) => !doubt);
      return /** @type {Finding} */ ({ skill, hits: own, origin: counts ? 'text' : 'offered', accepted: counts });
    });
    for (const { id, title } of graph.skills) {
      if (!kept().skills.includes(title)) continue;
      const known = findings.find(({ skill }) => skill === id);
      if (known) known.accepted = true;
      else findings.push({ skill: id, hits: [], origin: 'kept', accepted: true });
    }
    current = { text, hits, findings };
    const found = element('div');
    const heading = drawFound(found, graph, current, changed);
    result.replaceChildren(found, roles);
    update();
    const doubted = findings.filter(({ origin }) => origin === 'offered').length;
    status.textContent = told(findings.length - doubted, doubted);
    heading.focus();
    heading.scrollIntoView({ block: 'start' });
  }

  function clear() {
    current = null;
    result.replaceChildren();
    trouble.textContent = '';
    status.textContent = say('check.cleared');
    area.focus();
  }

  /** @param {File} file */
  async function take(file) {
    trouble.textContent = '';
    status.textContent = say('check.reading', { name: file.name });
    try {
      area.value = await readFile(file);
      status.textContent = say('check.was_read', { name: file.name });
      check();
    } catch (error) {
      status.textContent = '';
      trouble.textContent = say(error instanceof Unreadable ? unreadable[error.reason] : 'check.unreadable');
      picker.focus();
    }
    // So that the same file, mended, can be chosen again.
    picker.value = '';
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    check();
  });
  // After the browser has emptied the fields.
  form.addEventListener('reset', () => setTimeout(clear));
  select.addEventListener('change', () => { if (current) changed(); });
  picker.addEventListener('change', () => { if (picker.files?.[0]) take(picker.files[0]); });
  // A file that is dropped beside the field would replace the page, and what is in it.
  for (const name of ['dragover', 'drop']) place.addEventListener(name, event => event.preventDefault());
  place.addEventListener('drop', event => {
    const { dataTransfer } = /** @type {DragEvent} */ (event);
    const file = dataTransfer?.files[0];
    if (file) take(file);
    else if (dataTransfer?.types.includes('text/plain')) area.setRangeText(dataTransfer.getData('text/plain'));
  });
  form.removeAttribute('aria-busy');
  const panel = element('div');
  place.append(panel);
  showShortlist(panel, graph);
  follow(() => showShortlist(panel, graph));
}

const { data = '' } = place.dataset;
try {
  const [skills, roles] = await Promise.all(['skills.js', 'roles.js'].map(name => import(new URL(name, new URL(data, document.baseURI)).href)));
  start(read(skills.default, roles.default));
} catch (error) {
  trouble.textContent = say('tools.failed');
  throw error;
}
