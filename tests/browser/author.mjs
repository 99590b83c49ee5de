// An author at work: tabs that follow a preview, and what there is to wait for. It
// never waits for a while, only for something, because machines can be busy.

import assert from 'node:assert/strict';
import { profile } from './browser.mjs';
import { kinds } from './site.mjs';

/**
 * Gives `look` a way to open tabs of the preview that `server` is, and a tab that is
 * open already, `elsewhere`. Fails if a tab has a fault, unless it is `excused`.
 * `shared` says whether tabs share the stream of events. The rest is for `profile`.
 */
export function author(server, { shared = true, excused = /$^/, ...how }, look) {
  return profile(how, async (openTab, faults) => {
    const open = async (path, asked = shared ? 1 : 2) => {
      const page = await openTab(server.address(path));
      if (how.scripts !== false) await follows(page, asked);
      return page;
    };
    // It stays open, so the stream that all share stays too, whichever of the others
    // reloads. The first of all tabs asks once more, when the stream has begun.
    const elsewhere = await open(kinds['plain page'], 2);
    await look({ open, elsewhere });
    assert.deepEqual(faults.filter(fault => !excused.test(fault)), []);
  });
}

/**
 * Waits until the page in a tab is all there and hears of changes. It does when it has
 * `asked` for its state so often.
 */
export async function follows(page, asked = 1) {
  await until(() => page.evaluate(asked => {
    // What a reload takes away.
    window.since = 'it was opened';
    return document.readyState === 'complete' && document.fonts.status === 'loaded'
      && performance.getEntriesByType('resource').filter(({ name }) => name.includes('/_rolebook/state?')).length >= asked;
  }, asked), 'a page that follows');
}

/** Whether a tab has reloaded since it was last seen to follow. */
export const hasReloaded = page => page.evaluate(() => window.since === undefined);

/** Waits until a tab has reloaded and follows again. */
export async function reloads(page) {
  await until(() => hasReloaded(page), 'a reload');
  await follows(page);
}

/** Waits until `condition` holds. */
export async function until(condition, what = condition) {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    // A tab that reloads has no answer for a moment.
    if (await Promise.resolve().then(condition).catch(() => false)) return;
    await new Promise(later => setTimeout(later, 20));
  }
  assert.fail(`never: ${what}`);
}

/** A property of an element as the browser computes it. */
export const style = (page, selector, property) => page.locator(selector).first()
  .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property);

let marks = 0;

/**
 * Waits until tabs have dealt with all changes so far, and this without a reload:
 * they show a later one, to their style sheet.
 */
export async function settle(server, ...pages) {
  const mark = String(++marks);
  server.addStyle(`:root { --mark: ${mark} }`);
  for (const page of pages) {
    await until(async () => (await style(page, ':root', '--mark')).trim() === mark, 'a new style sheet');
    assert.equal(await hasReloaded(page), false, `${page.url()} has reloaded`);
  }
}

/** What is shown over a page: the buttons, and the panels that they open. */
export const errors = page => page.getByRole('button', { name: /errors?/ });
export const errorsPanel = page => page.getByRole('group', { name: 'Errors' });
export const notes = page => page.getByRole('button', { name: "Author's notes" });
export const notesPanel = page => page.getByRole('group', { name: "Author's notes" });
