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

/** @import { Graph } from './graph.js' */
/** @import { Finding, Result } from './check-found.js' */

const words = {
  role: { label: 'A role you have in mind, if there is one', name: 'role', none: 'None yet' },
  missing: 'This tool could not be loaded. Reload the page to try again.',
  nothing: 'Paste a text or choose a file first.',
  reading: (/** @type {string} */ name) => `Reading ${name}`,
  read: (/** @type {string} */ name) => `${name} was read.`,
  cleared: 'Everything is cleared.',
  found: (/** @type {number} */ count, /** @type {number} */ offered) => `${count || 'No'} ${count === 1 ? 'skill' : 'skills'} found${offered ? `, and ${offered} to ask you about` : ''}.`,
  roles: (/** @type {number} */ count, /** @type {number} */ skills) => `${skills} ${skills === 1 ? 'skill counts' : 'skills count'} now; ${count} ${count === 1 ? 'role asks' : 'roles ask'} for some of them.`,
  trouble: {
    large: 'This file is too large for a resume. Copy the text out of it and paste it.',
    kind: 'This is no plain text, Markdown, Word or PDF file. Copy the text out of it and paste it.',
    old: 'This Word file has a password, or is of a kind from before 2007. Save it as .docx without a password, or paste its text.',
    locked: 'This file has a password. Save it without one, or paste its text.',
    broken: 'This file is damaged, or not what its name says. Try to save it once more, or paste its text.',
    scan: 'This PDF has no text in it: it may be a scan or a picture. Paste the text, or type a list of your skills.',
    empty: 'This file is empty.',
    other: 'This file could not be read. Copy the text out of it and paste it.',
  },
};

const form = /** @type {HTMLFormElement} */ (place.querySelector('form'));
const area = /** @type {HTMLTextAreaElement} */ (form.querySelector('textarea'));
const picker = /** @type {HTMLInputElement} */ (form.querySelector('input[type="file"]'));
const trouble = /** @type {HTMLElement} */ (form.querySelector('[role="alert"]'));
const status = /** @type {HTMLElement} */ (place.querySelector('[role="status"]'));
const result = /** @type {HTMLElement} */ (place.querySelector('.check-result'));

/** @param {Graph} graph */
function start(graph) {
  const { field, select } = rolePicker(graph, words.role);
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
    status.textContent = words.roles(count, current?.findings.filter(({ accepted }) => accepted).length ?? 0);
  }

  function check() {
    trouble.textContent = '';
    const text = plain(area.value.slice(0, CHARACTERS));
    if (!text.trim() && !kept().skills.length) {
      trouble.textContent = words.nothing;
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
    const offered = findings.filter(({ origin }) => origin === 'offered').length;
    status.textContent = words.found(findings.length - offered, offered);
    heading.focus();
    heading.scrollIntoView({ block: 'start' });
  }

  function clear() {
    current = null;
    result.replaceChildren();
    trouble.textContent = '';
    status.textContent = words.cleared;
    area.focus();
  }

  /** @param {File} file */
  async function take(file) {
    trouble.textContent = '';
    status.textContent = words.reading(file.name);
    try {
      area.value = await readFile(file);
      status.textContent = words.read(file.name);
      check();
    } catch (error) {
      status.textContent = '';
      trouble.textContent = words.trouble[error instanceof Unreadable ? error.reason : 'other'];
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
  trouble.textContent = words.missing;
  throw error;
}
