// Which colours a reader gets: the system's, the chosen ones, and those of paper.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './browser.mjs';
import { guide, kinds } from './site.mjs';

for (const scripts of [true, false]) {
  test(`the page follows the system, scripts ${scripts ? 'on' : 'off'}`, async () => {
    assert.equal(await visit(guide, { scheme: 'light', scripts }, isDark), false);
    assert.equal(await visit(guide, { scheme: 'dark', scripts }, isDark), true);
  });
}

for (const [scheme, dark] of [['light', true], ['dark', false]]) {
  test(`a choice against a ${scheme} system is remembered and there before the first paint`, () => visit(guide, { scheme }, async page => {
    await choose(page, dark);
    // Nothing is painted before there is a body, so a choice that is made known to
    // the style sheet by then cannot flash. The style sheet itself may come later;
    // the browser waits for it.
    await page.addInitScript(() => new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      window.themeAtFirst = document.documentElement.dataset.theme;
    }).observe(document, { childList: true, subtree: true }));
    await page.reload();
    assert.equal(await page.evaluate(() => window.themeAtFirst), dark ? 'dark' : 'light');
    assert.equal(await isDark(page), dark);
  }));
}

for (const [kind, path] of Object.entries(kinds)) {
  test(`${kind}: printed from the dark theme, dark text on white`, () => visit(path, { width: 794, scheme: 'dark' }, async page => {
    // Both ways into the dark at once: the system's and the reader's.
    await choose(page, true);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const { background, pale, controls } = await page.evaluate(() => {
      const visible = element => element.checkVisibility({ visibilityProperty: true });
      // The definitions of WCAG 2.2, for colours as `getComputedStyle` writes them.
      const linear = value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      const contrastWithWhite = color => {
        const [r, g, b] = color.match(/[\d.]+/g).map(value => linear(value / 255));
        return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
      };
      return {
        background: getComputedStyle(document.body).backgroundColor,
        // Printers leave backgrounds out, so every text is on white. What is hidden
        // from assistive technology only divides, and is no text.
        pale: [...document.querySelectorAll('body :not([aria-hidden="true"], [aria-hidden="true"] *)')]
          .filter(element => visible(element) && [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
          .filter(element => contrastWithWhite(getComputedStyle(element).color) < 4.5)
          .map(element => `${getComputedStyle(element).color}: ${element.outerHTML.slice(0, 200)}`),
        controls: [...document.querySelectorAll('button, summary, [popover]')].filter(visible).map(element => element.outerHTML.slice(0, 200)),
      };
    });
    assert.match(background, /^rgb\(255, 255, 255\)$|^rgba\(0, 0, 0, 0\)$/);
    assert.deepEqual(pale, []);
    assert.deepEqual(controls, [], 'controls are of no use on paper');
  }));
}

/** Presses the switch until the page is dark, or is not. It is pressed at least
 *  once, so that the choice is a choice even where the system agrees. */
async function choose(page, dark) {
  for (let presses = 0; presses < 3; presses++) {
    await page.getByRole('button', { name: 'Theme' }).click();
    if (await isDark(page) === dark) return;
  }
  assert.fail('the switch does not lead there');
}

/** Whether the page is light on dark. */
function isDark(page) {
  return page.evaluate(() => {
    const sum = color => color.match(/\d+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0);
    const { color, backgroundColor } = getComputedStyle(document.body);
    return sum(color) > sum(backgroundColor);
  });
}
