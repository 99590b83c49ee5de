// What holds on a page of every kind, for every reader.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { barriers, tooWide, visit } from './browser.mjs';
import { kinds } from './site.mjs';

for (const [kind, path] of Object.entries(kinds)) {
  describe(`${kind}, ${path}`, () => {
    for (const scheme of ['light', 'dark']) {
      for (const width of [360, 1280]) {
        test(`axe finds no barrier, ${scheme}, ${width} px`, () => visit(path, { width, scheme }, async page => {
          assert.deepEqual(await barriers(page), []);
        }));
      }
    }

    for (const width of [320, 360, 1280]) {
      test(`nothing is wider than the window, ${width} px`, () => visit(path, { width }, async page => {
        assert.deepEqual(await page.evaluate(tooWide), []);
        // WCAG 1.4.12: readers may space text out this far. A constructed sheet
        // is not subject to the policy that forbids inline styles.
        await page.evaluate(() => {
          const spacing = new CSSStyleSheet();
          spacing.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }');
          document.adoptedStyleSheets.push(spacing);
        });
        assert.deepEqual(await page.evaluate(tooWide), [], 'with the text spaced out');
      }));
    }

    test('no error, no breach of the policy, no request to elsewhere', () => visit(path, {}, async (page, faults) => {
      await page.waitForLoadState('networkidle');
      assert.deepEqual(faults, []);
    }));

    test('one h1, and no level of heading left out', () => visit(path, {}, async page => {
      const levels = await page.locator('h1, h2, h3, h4, h5, h6').evaluateAll(all => all.map(({ tagName }) => Number(tagName[1])));
      assert.equal(levels.filter(level => level === 1).length, 1, `levels: ${levels}`);
      assert.ok(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1), `levels: ${levels}`);
    }));
  });
}
