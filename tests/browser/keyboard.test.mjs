// Readers who use the Tab key.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './browser.mjs';
import { kinds } from './site.mjs';

for (const [kind, path] of Object.entries(kinds)) {
  test(`${kind}: the first stop skips to the content`, () => visit(path, {}, async page => {
    await page.keyboard.press('Tab');
    const stop = page.locator(':focus');
    assert.match(await stop.getAttribute('href'), /^#/);
    assert.ok((await stop.boundingBox()).height >= 24, 'the link appears when it has the focus');
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate(() => document.activeElement.matches('main')), 'the focus is on the content');
  }));

  test(`${kind}: the Tab key stops at every link and each stop shows`, () => visit(path, {}, async page => {
    const { stops, unmarked } = await walk(page);
    assert.deepEqual(unmarked, [], 'stops without an outline');
    const missed = await page.locator('a[href]').evaluateAll((all, stops) =>
      all.filter(link => link.checkVisibility({ visibilityProperty: true }) && !stops.includes(link.dataset.stop))
        .map(link => link.outerHTML), stops);
    assert.deepEqual(missed, [], 'links that the key never reaches');
  }));
}

/** Presses the Tab key until it leaves the page. */
async function walk(page) {
  const stops = [];
  const unmarked = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(number => {
      const element = document.activeElement;
      if (element === document.body || element.dataset.stop) return null;
      element.dataset.stop = number;
      // A card may wear the outline in place of the link that fills it.
      for (let wearer = element; wearer; wearer = wearer.parentElement) {
        const { outlineStyle, outlineWidth } = getComputedStyle(wearer);
        if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) return { marked: true };
      }
      return { html: element.outerHTML };
    }, String(stops.length));
    if (!stop) return { stops, unmarked };
    stops.push(String(stops.length));
    if (!stop.marked) unmarked.push(stop.html);
  }
}
