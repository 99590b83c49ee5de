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
