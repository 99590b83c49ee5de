// The files themselves, without a browser.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import rules from './html-rules.mjs';
import { folder, kinds, root, serve, sitemap } from './site.mjs';

const site = await serve();
after(site.close);

test('every page in the sitemap is there', async () => {
  assert.ok(sitemap.length >= Object.keys(kinds).length - 1, `${sitemap.length} pages in the sitemap`);
  for (const { pathname } of sitemap) {
    const { status } = await fetch(site.address(`/${pathname.slice(root.length)}`));
    assert.equal(status, 200, pathname);
  }
});

test('an address that nobody gave out is a 404', async () => {
  assert.equal((await fetch(site.address(kinds['missing page']))).status, 404);
});

test('every page is valid HTML', async () => {
  const validator = new HtmlValidate(rules);
  const pages = readdirSync(folder, { recursive: true }).filter(name => name.endsWith('.html')).sort();
  const faults = [];
  for (const name of pages) {
    const { results } = await validator.validateString(readFileSync(join(folder, name), 'utf8'));
    for (const { line, column, message, ruleId } of results.flatMap(({ messages }) => messages)) {
      faults.push(`${name}:${line}:${column} ${message} (${ruleId})`);
    }
  }
  assert.ok(pages.length >= sitemap.length, `${pages.length} pages`);
  assert.deepEqual(faults, []);
});
