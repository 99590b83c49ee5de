// Readers whose browser runs no scripts get the whole site.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './browser.mjs';
import { kinds } from './site.mjs';

for (const [kind, path] of Object.entries(kinds)) {
  test(`${kind}: the same text and the same navigation`, async () => {
    const read = page => page.evaluate(() => {
      // Controls that a script brings along are no part of the text, nor is what stands for them.
      for (const tools of document.querySelectorAll('.map-tools, .pick, .search-form, .tool, .star, .no-scripts')) tools.remove();
      return {
        text: document.querySelector('main').innerText,
        links: [...document.querySelectorAll('nav a')]
          .filter(link => link.checkVisibility({ visibilityProperty: true }))
          .map(link => link.pathname + link.hash),
      };
    });
    const withScripts = await visit(path, {}, read);
    const without = await visit(path, { scripts: false }, read);
    assert.ok(without.text.length > 100, 'there is a text');
    assert.ok(without.links.length > 2, 'there is a navigation');
    assert.deepEqual(without, withScripts);
  });

  test(`${kind}: on a phone, every link of the navigation can be opened`, () => visit(path, { width: 360, scripts: false }, async page => {
    // The menu comes last, because a press elsewhere closes it.
    for (const summary of await page.locator('nav summary').all()) await summary.click();
    await page.getByRole('button', { name: 'Menu' }).click();
    const hidden = await page.locator('nav a').evaluateAll(all => all
      .filter(link => !link.checkVisibility({ visibilityProperty: true }))
      .map(link => link.outerHTML));
    assert.deepEqual(hidden, []);
  }));

  test(`${kind}: no button that does nothing`, () => visit(path, { width: 360, scripts: false }, async page => {
    const dead = await page.locator('button').evaluateAll(all => all
      .filter(button => button.checkVisibility({ visibilityProperty: true }) && !button.popoverTargetElement && !(button.form && button.type === 'submit'))
      .map(button => button.outerHTML));
    assert.deepEqual(dead, []);
  }));
}
