// The shortlist: what readers keep, where they see it, and that it is theirs alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { barriers, visit } from './browser.mjs';
import { guide, kinds, skill } from './site.mjs';

const check = kinds['check of skills'];
const star = page => page.locator('.star');
const panel = page => page.getByRole('region', { name: 'Your shortlist' });
const stored = page => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.startsWith('rolebook-shortlist-1:'))?.[1]);

test('a guide and a skill are kept, shown, and taken off again', () => visit(guide, { width: 360 }, async (page, faults) => {
  await star(page).focus();
  assert.equal(await star(page).textContent(), 'Save this guide');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Saved', pressed: true }).waitFor();
  assert.ok(await star(page).evaluate(button => button === document.activeElement), 'the focus stays');
  await page.goto(new URL(skill, page.url()).href);
  await page.getByRole('button', { name: 'I have this skill' }).click();
  await page.getByRole('button', { name: 'You have this skill' }).waitFor();
  assert.equal(await stored(page), '{"guides":["infrastructure-engineer"],"skills":["CI/CD"]}');
  await page.reload();
  await page.getByRole('button', { name: 'You have this skill', pressed: true }).waitFor();

  await page.goto(new URL(check, page.url()).href);
  await panel(page).waitFor();
  assert.deepEqual(await panel(page).locator('li a').allTextContents(), ['Infrastructure Engineer', 'CI/CD']);
  assert.deepEqual(await barriers(page), []);
  await panel(page).getByRole('button', { name: 'Remove CI/CD' }).click();
  assert.deepEqual(await panel(page).locator('li a').allTextContents(), ['Infrastructure Engineer']);
  await panel(page).getByRole('button', { name: 'Clear everything' }).press('Enter');
  assert.match(await panel(page).textContent(), /Nothing is kept/);
  assert.equal(await page.evaluate(() => document.activeElement.id), '_shortlist', 'the focus is not lost');
  assert.equal(await stored(page), undefined);
  assert.deepEqual(faults, []);
}));

test('skills of the shortlist are in the check, and those of a check can be kept', () => visit(skill, {}, async page => {
  await page.getByRole('button', { name: 'I have this skill' }).click();
  await page.getByRole('button', { name: 'You have this skill' }).waitFor();
  await page.goto(new URL(check, page.url()).href);
  await page.locator('.check-form:not([aria-busy])').waitFor();
  await page.getByRole('button', { name: 'Find my skills' }).click();
  assert.ok(await page.getByRole('checkbox', { name: 'CI/CD from your shortlist' }).isChecked());
  await page.getByLabel('Add a skill that was missed').fill('Linux');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Keep these on my shortlist' }).click();
  assert.deepEqual(await panel(page).locator('li a').allTextContents(), ['CI/CD', 'Linux']);
}));

test('it is saved as a file', () => visit(guide, {}, async (page, faults) => {
  await star(page).click();
  await page.getByRole('button', { name: 'Saved' }).waitFor();
  await page.goto(new URL(check, page.url()).href);
  const coming = page.waitForEvent('download');
  await panel(page).getByRole('button', { name: 'Export as a file' }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'shortlist.json');
  const { guides, skills } = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.deepEqual(guides.map(({ title }) => title), ['Infrastructure Engineer']);
  assert.ok(guides[0].url.endsWith(guide));
  assert.deepEqual(skills, []);
  assert.deepEqual(faults, []);
}));

test('other tabs follow', () => visit(guide, {}, async page => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await star(page).click();
  await other.waitForFunction(() => document.querySelector('.star').textContent === 'Saved');
}));

describe('what is kept may be anything', () => {
  for (const kept of ['{', 'null', '7', '[]', '{"guides":7,"skills":[7,"",null,"Linux","Linux"]}', '{"guides":["no-such-guide"]}']) {
    test(kept, () => visit(guide, {}, async (page, faults) => {
      await page.evaluate(kept => localStorage.setItem('rolebook-shortlist-1:' + document.querySelector('.brand').pathname, kept), kept);
      await page.reload();
      await star(page).click();
      await page.getByRole('button', { name: 'Saved' }).waitFor();
      await page.goto(new URL(check, page.url()).href);
      await panel(page).getByRole('link', { name: 'Infrastructure Engineer' }).waitFor();
      assert.deepEqual(faults, []);
    }));
  }

  test('where storage is forbidden, it lasts as long as the page', () => visit(guide, {
    prepare: () => { Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }); },
  }, async (page, faults) => {
    await star(page).click();
    await page.getByRole('button', { name: 'Saved' }).waitFor();
    assert.deepEqual(faults, []);
  }));
});

test('without scripts, no button', () => visit(guide, { scripts: false }, async page => {
  assert.equal(await star(page).count(), 0);
}));
