// Files that are not ours are those that docs/vendored.md lists.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const repository = new URL('../../', import.meta.url);
const theme = new URL('themes/default/', repository);
const assets = new URL('assets/', theme);
const rows = [...readFileSync(new URL('docs/vendored.md', repository), 'utf8').matchAll(/^\| `([^`]+)` \|[^|]+\|[^|]+\| `([0-9a-f]{64})` \|$/gm)];

const listed = new Set(rows.map(([, file]) => file));

for (const [, file, checksum] of rows) {
  test(`${file} is as it was taken`, () => {
    assert.equal(createHash('sha256').update(readFileSync(new URL(file, theme))).digest('hex'), checksum);
  });
}

test('each license stands beside what it is for', () => {
  const licenses = readdirSync(assets).filter(name => name.endsWith('-LICENSE.txt')).map(name => name.replace('-LICENSE.txt', ''));
  const scripts = [...listed].filter(file => file.endsWith('.js'));
  assert.deepEqual(licenses.sort(), [...new Set(scripts.map(file => file.replace(/^assets\/|(-worker)?\.js$/g, '')))].sort());
});

test('no other font is there', () => {
  const isFont = name => /\.(ttf|otf|woff2?)$/.test(name);
  const fonts = readdirSync(theme, { recursive: true }).map(name => name.replaceAll('\\', '/')).filter(isFont);
  assert.deepEqual(fonts.sort(), [...listed].filter(isFont).sort());
  assert.ok(fonts.length > 3);
});

test('no other script is of others', () => {
  const own = readdirSync(assets).filter(name => name.endsWith('.js') && !listed.has(`assets/${name}`));
  assert.ok(own.length > 5);
  for (const name of own) {
    const text = readFileSync(new URL(name, assets), 'utf8');
    assert.doesNotMatch(text, /copyright|@licen[sc]e|sourceMappingURL/i, name);
    assert.ok(text.length / text.split('\n').length < 120, `${name} has lines that people write`);
  }
});
