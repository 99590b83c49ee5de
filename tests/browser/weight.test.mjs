// What a page of every kind costs a reader who comes for the first time, compressed as
// hosts do it, and what moves or waits while it loads.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { visit } from './browser.mjs';
import { kinds } from './site.mjs';

const KB = 1000;

/** Scripts and style sheets that belong to the page itself come on top of what all pages share. */
const tools = ['career map', 'compare', 'paths', 'check of skills', 'search'];

/** What a browser asks for to show a page, as pairs of a path and a size. */
const loaded = path => visit('/robots.txt', {}, async page => {
  const answers = [];
  page.on('response', response => answers.push(response));
  await page.goto(new URL(path.slice(1), new URL('.', page.url())).href);
  await page.waitForLoadState('networkidle');
  return Promise.all(answers.map(async answer => {
    const { pathname } = new URL(answer.url());
    const body = await answer.body();
    return [pathname, pathname.endsWith('.woff2') ? body.length : gzipSync(body).length];
  }));
});

/** Has a page keep what moved in it, from its first line on; runs in the page. */
function watch() {
  const values = [];
  const keep = entries => values.push(...entries.map(({ value }) => value));
  const observer = new PerformanceObserver(list => keep(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  window.shifts = () => {
    keep(observer.takeRecords());
    return values;
  };
}

for (const [kind, path] of Object.entries(kinds)) {
  describe(`${kind}, ${path}`, () => {
    const ofItsOwn = tools.includes(kind);
    test('is light', async () => {
      const files = await loaded(path);
      const told = files.map(([name, size]) => `${size} ${name}`).join('\n');
      const sum = ending => files.filter(([name]) => name.endsWith(ending)).reduce((all, [, size]) => all + size, 0);
      assert.ok(sum('/') <= 20 * KB, told);
      assert.ok(sum('.css') <= 12 * KB, told);
      assert.ok(sum('.woff2') <= 36 * KB, told);
      assert.ok(sum('.js') <= (ofItsOwn ? 45 : 10) * KB, told);
      assert.ok(files.every(([, size]) => size <= 36 * KB), told);
      assert.ok(sum('') <= (ofItsOwn ? 110 : 80) * KB, told);
      assert.ok(ofItsOwn || files.length <= 8, told);
    });

    for (const width of [360, 1280]) {
      test(`nothing moves while it loads, ${width} px`, () => visit(path, { width, prepare: watch }, async page => {
        await page.waitForLoadState('networkidle');
        const shifts = await page.evaluate(() => window.shifts());
        // How tall a form becomes depends on the names in it, so the room for it is a guess.
        assert.ok(shifts.reduce((sum, value) => sum + value, 0) <= (ofItsOwn ? 0.01 : 0), `${shifts}`);
      }));
    }
  });
}
