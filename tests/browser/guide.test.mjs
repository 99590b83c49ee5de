// What only guides have: a lead that must be on a phone's first screen, and a
// list of contents that says where the reader is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './browser.mjs';
import { guide } from './site.mjs';

test('the lead starts on the first screen of a phone', () => visit(guide, { width: 360, height: 740 }, async page => {
  // Sixty characters tell a paragraph from a line of facts.
  const top = await page.locator('main p').evaluateAll(all =>
    all.find(paragraph => paragraph.innerText.length > 60)?.getBoundingClientRect().top);
  assert.ok(top <= 700, `the lead starts at ${top} px`);
}));

test('after each jump, the contents mark one section, and it is in view', () => visit(guide, {}, async page => {
  const links = page.getByRole('navigation', { name: 'On this page' }).getByRole('link');
  const count = await links.count();
  assert.ok(count > 3, `${count} links in the contents`);
  // Down, and up again, because the way is part of the question.
  const there = [...Array(count).keys()];
  for (const i of [...there, ...there.toReversed()]) {
    await links.nth(i).click();
    await page.evaluate(() => new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted))));
    const marked = await links.evaluateAll(all => all.flatMap((link, index) => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      return link.hasAttribute('aria-current') ? [{ index, inView: heading.getBoundingClientRect().top < innerHeight }] : [];
    }));
    assert.equal(marked.length, 1, `${marked.length} marks after a jump to ${await links.nth(i).innerText()}`);
    // Where the next heading follows at once, or the page is at its end, the mark may be ahead.
    assert.ok(marked[0].index >= i && marked[0].inView, `a jump to entry ${i} marks entry ${marked[0].index}`);
  }
}));
