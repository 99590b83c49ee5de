// Files that are not ours are as their authors published them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const repository = new URL('../../', import.meta.url);
const assets = new URL('themes/default/assets/', repository);
const rows = [...readFileSync(new URL('docs/vendored.md', repository), 'utf8').matchAll(/^\| `([^`]+)` \|[^|]+\|[^|]+\| `([0-9a-f]{64})` \|$/gm)];

for (const [, file, checksum] of rows) {
  test(`${file} is as it was published`, () => {
    assert.equal(createHash('sha256').update(readFileSync(new URL(file, assets))).digest('hex'), checksum);
  });
}

test('each license stands beside what it is for', () => {
  const licenses = readdirSync(assets).filter(name => name.endsWith('-LICENSE.txt')).map(name => name.replace('-LICENSE.txt', ''));
  assert.deepEqual(licenses.sort(), [...new Set(rows.map(([, file]) => file.replace(/(-worker)?\.js$/, '')))].sort());
});

test('no other script is of others', () => {
  const listed = new Set(rows.map(([, file]) => file));
  const own = readdirSync(assets).filter(name => name.endsWith('.js') && !listed.has(name));
  assert.ok(own.length > 5);
  for (const name of own) {
    const text = readFileSync(new URL(name, assets), 'utf8');
    assert.doesNotMatch(text, /copyright|@licen[sc]e|sourceMappingURL/i, name);
    assert.ok(text.length / text.split('\n').length < 120, `${name} has lines that people write`);
  }
});
