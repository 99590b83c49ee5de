// What only pages of skills have: a list of what the skill opens, by the role that
// one comes from, of which readers can pick theirs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './browser.mjs';
import { skill } from './site.mjs';

const headings = page => page.locator('.origin h3').evaluateAll(all => all.filter(one => one.checkVisibility()).map(one => one.innerText));

test('a role that is picked is shown alone, and all come back', () => visit(skill, {}, async page => {
  const before = await headings(page);
  const picker = page.getByLabel('I come from');
  const roles = (await picker.locator('option').allInnerTexts()).slice(1);
  assert.ok(roles.length > 4, `${roles.length} roles`);
  for (const role of roles) {
    await picker.selectOption(role);
    assert.deepEqual(await headings(page), [`From ${role}`]);
  }
  await picker.selectOption('');
  assert.deepEqual(await headings(page), before);
}));

test('without scripts the rest of the roles can be opened', () => visit(skill, { scripts: false }, async page => {
  assert.equal(await page.getByLabel('I come from').count(), 0);
  const before = (await headings(page)).length;
  await page.locator('.origins summary').click();
  assert.ok((await headings(page)).length > before);
}));
