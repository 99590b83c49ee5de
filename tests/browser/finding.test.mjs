// What is found in lines of resumes, each held against what a careful reader would
// find. No page is opened.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finder, plain } from '../../themes/default/assets/finding.js';
import { lines, skills } from './resumes.mjs';

const find = finder(skills);

/** The names of what a text speaks of: what counts, and what is only offered. */
function found(text) {
  const hits = find(plain(text));
  const names = list => [...new Set(list.map(({ skill }) => skills[skill].name))].sort();
  const counts = names(hits.filter(({ doubt }) => !doubt));
  return { counts, offered: names(hits.filter(({ doubt }) => doubt)).filter(name => !counts.includes(name)) };
}

test('each line gives what is expected of it', t => {
  let [right, wrong, missed] = [0, 0, 0];
  for (const [text, counts, offered = [], instead] of lines) {
    const here = found(text);
    const expected = instead ?? { counts, offered };
    assert.deepEqual(here, { counts: [...expected.counts].sort(), offered: [...expected.offered].sort() }, text);
    right += here.counts.filter(name => counts.includes(name)).length;
    wrong += here.counts.filter(name => !counts.includes(name)).length;
    missed += counts.filter(name => !here.counts.includes(name)).length;
  }
  const percent = (part, whole) => `${(100 * part / whole).toFixed(1)}%`;
  t.diagnostic(`${lines.length} lines: precision ${percent(right, right + wrong)}, recall ${percent(right, right + missed)}`);
});

test('words are told by their places in the text', () => {
  const text = plain('Kept K8s and Google\u00a0Cloud.');
  assert.deepEqual(find(text).map(({ start, end }) => text.slice(start, end)), ['K8s', 'Google Cloud']);
});

test('an owner decides what is ambiguous', () => {
  const counts = ambiguous => finder([{ name: 'Compliance', aliases: ['Audits'], ambiguous }])('Compliance, audits').map(({ doubt }) => doubt);
  assert.deepEqual(counts(null), ['', '']);
  assert.deepEqual(counts(false), ['', '']);
  const offered = finder([{ name: 'Compliance', aliases: [], ambiguous: true }])('We saw Compliance grow');
  assert.deepEqual(offered.map(({ doubt }) => doubt), ['word']);
  assert.deepEqual(finder([{ name: 'Rust', aliases: [], ambiguous: false }])('the rust belt').length, 1);
});

test('no text takes long, whatever it is made of', () => {
  const word = number => [...String(number)].map(digit => 'abcdefghij'[digit]).join('');
  const many = [...skills, ...Array.from({ length: 2000 }, (_, at) => ({ name: `${word(at)} ${word(at * 7)}`, aliases: [word(at * 11 + 5000)] }))];
  const search = finder(many);
  const resume = lines.map(([text]) => text).join('\n');
  for (const [piece, what] of [[resume, 'resumes'], ['Go, Rust ', 'words that are names'], ['a-', 'hyphens'], ['a@', 'addresses'], ['\u7ba1\u7406', 'Han'], ['a', 'one word'], ['\n', 'empty lines'], ['no a ', 'denials']]) {
    const text = piece.repeat(Math.ceil(50_000 / piece.length));
    const started = performance.now();
    search(plain(text));
    const [once, twice] = [performance.now() - started, (() => {
      const again = performance.now();
      search(plain(text + text));
      return performance.now() - again;
    })()];
    // Generous, for machines that do other things too; what grows with the square of
    // the length takes minutes.
    assert.ok(once < 10_000 && twice < 20_000, `${what}: ${once} ms, ${twice} ms for twice as much`);
  }
});
