// The search: what is found, and that keys, screen readers and eyes all get there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { barriers, profile, visit } from './browser.mjs';
import { preview } from './program.mjs';
import { assets, folder, guide, kinds } from './site.mjs';

const results = page => page.locator('.search-results');
const titles = page => results(page).locator('li a').allTextContents();
const status = page => page.locator('.search-status');
/** What the focus is on. */
const focused = page => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.tagName);

async function search(page, words) {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('searchbox').fill(words);
  await page.waitForFunction(words => document.querySelector('.search-status').textContent.includes(words), words);
}

describe('the dialog', () => {
  for (const [how, act] of [
    ['Ctrl K', page => page.keyboard.press('Control+k')],
    ['Cmd K', page => page.keyboard.press('Meta+k')],
    ['the button', page => page.getByRole('button', { name: 'Search' }).click()],
    ['Enter on the button', page => page.getByRole('button', { name: 'Search' }).press('Enter')],
    ['Space on the button', page => page.getByRole('button', { name: 'Search' }).press(' ')],
  ]) {
    test(`opens by ${how}, and Escape brings the focus back`, () => visit(guide, {}, async page => {
      const button = page.getByRole('button', { name: 'Search' });
      await button.focus();
      await act(page);
      const dialog = page.getByRole('dialog', { name: 'Search' });
      await dialog.waitFor();
      assert.ok(await dialog.getByLabel('Search for a role, a skill or a move').evaluate(field => field === document.activeElement));
      await page.keyboard.press('Escape');
      assert.equal(await dialog.isVisible(), false);
      assert.ok(await button.evaluate(element => element === document.activeElement), 'the focus is back');
    }));
  }

  test('its button and a press beside it close it', () => visit(guide, {}, async page => {
    await page.keyboard.press('Control+k');
    await page.getByRole('button', { name: 'Close' }).click();
    assert.equal(await page.getByRole('dialog').isVisible(), false);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.mouse.click(20, 400);
    assert.equal(await page.getByRole('dialog').isVisible(), false);
  }));

  test('with a key held, the button is a link that opens elsewhere', () => visit(guide, {}, async page => {
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Search' }).click({ modifiers: ['Control'] });
    assert.ok((await opened).url().endsWith('/search/'));
    assert.equal(await page.locator('dialog').count(), 0);
  }));

  for (const scheme of ['light', 'dark']) {
    for (const width of [320, 360, 1280]) {
      test(`with results, axe finds no barrier and nothing is too wide, ${scheme}, ${width} px`, () => visit(guide, { width, scheme }, async page => {
        await search(page, 'kubernetes');
        assert.ok((await titles(page)).length > 3);
        assert.deepEqual(await barriers(page), []);
        const dialog = await page.getByRole('dialog').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
        assert.equal(dialog, 0);
      }));
    }
  }

  test('nothing of it is loaded before it is asked for', () => visit(guide, {}, async page => {
    await page.waitForLoadState('networkidle');
    const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)
      .filter(name => /\/(search|matching|minisearch)\.js$|index\.json$/.test(name)).length);
    await page.getByRole('button', { name: 'Search' }).hover();
    assert.equal(await loaded(), 0);
    await search(page, 'linux');
    assert.equal(await loaded(), 4);
  }));
});

describe('what is found', () => {
  for (const [words, group, first, why] of [
    ['infra', 'Roles', 'Infrastructure Engineer', 'the beginning of a title'],
    ['kuberntes', 'Skills', 'Kubernetes', 'a typo'],
    ['sysadmin', 'Roles', 'Systems Administrator', 'an alternate title'],
    ['front-end engineer', 'Roles', 'Frontend Engineer', 'an alternate title to the letter'],
    ['SECURITY ENGINEER', 'Roles', 'Security Engineer', 'a whole title, whatever its case'],
    ['CI/CD', 'Skills', 'CI/CD', 'a title with signs'],
    ['sysadmin to sre', 'Moves', 'From Systems Administrator to Site Reliability Engineer', 'a move'],
  ]) {
    test(`${why}: ${words}`, () => visit('/', {}, async page => {
      await search(page, words);
      assert.equal(await results(page).locator('h2').first().textContent(), group);
      assert.equal((await titles(page))[0], first);
    }));
  }

  test('roles that ask for a skill, moves of a role', () => visit('/', {}, async page => {
    await search(page, 'kubernetes');
    assert.ok(await results(page).getByText('Asks for Kubernetes').count() > 3);
    await search(page, 'infrastructure engineer');
    const moves = results(page).locator('section', { has: page.getByRole('heading', { name: 'Moves' }) });
    for (const title of await moves.locator('li a').allTextContents()) assert.match(title, /Infrastructure Engineer/);
    assert.ok(await moves.locator('li').count() > 3);
  }));

  test('a role that is found for a heading leads there', () => visit(guide, {}, async page => {
    await search(page, 'error budget decides');
    const result = results(page).locator('li', { hasText: 'Tells about What the error budget decides' });
    await result.getByRole('link').click();
    await page.waitForURL(/\/site-reliability-engineer\/#what-the-error-budget-decides$/);
    assert.equal(await page.locator(':target').innerText(), 'What the error budget decides');
    // And so it does from the page itself.
    await page.evaluate(() => { location.hash = ''; });
    await search(page, 'error budget decides');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const { y } = await page.locator(':target').boundingBox();
    assert.ok(y >= 0 && y < 800, `${y}`);
  }));

  test('every result leads to a page of its name', () => visit(guide, {}, async page => {
    for (const words of ['engineer', 'communication', 'sysadmin to devops']) {
      await search(page, words);
      const links = await results(page).locator('li a').evaluateAll(all => all.map(({ href, textContent }) => [href, textContent]));
      assert.ok(links.length > 1);
      for (const [href, title] of links) {
        const body = await (await page.request.get(href)).text();
        assert.ok(body.includes(`<h1>${title}</h1>`) || body.includes(`>${title}</h1>`), `${href} is ${title}`);
      }
    }
  }));

  test('the number is announced once the typing stops, and so is nothing', () => visit(guide, {}, async page => {
    await search(page, 'zzzzz');
    assert.equal(await status(page).textContent(), 'No results for \u201czzzzz\u201d');
    assert.equal(await status(page).getAttribute('role'), 'status');
    await search(page, 'terraform');
    assert.equal(await status(page).textContent(), `${await results(page).locator('li').count()} results for \u201cterraform\u201d`);
  }));
});

describe('the keyboard', () => {
  test('the arrow keys go from the field through the results and back', () => visit(guide, {}, async page => {
    await search(page, 'sysadmin');
    const [first, second] = await titles(page);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), first);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), second);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), 'INPUT');
  }));

  test('an arrow and Enter follow a result, Enter alone the first', () => visit('/about/', {}, async page => {
    await search(page, 'sysadmin');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const title = await focused(page);
    await page.keyboard.press('Enter');
    await page.waitForURL(/transitions/);
    assert.equal(await page.locator('h1').textContent(), title);
    await search(page, 'infra');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${guide}`);
  }));

  test('every result can be reached by Tab, and each stop shows', () => visit(guide, {}, async page => {
    await search(page, 'sysadmin');
    const expected = await titles(page);
    const reached = [];
    while (reached.length < expected.length) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const { activeElement } = document;
        const outline = getComputedStyle(activeElement.closest('li') ?? activeElement);
        return { title: activeElement.textContent, marked: outline.outlineStyle !== 'none' && parseFloat(outline.outlineWidth) >= 2 };
      });
      assert.ok(stop.marked, stop.title);
      if (stop.title !== 'Close') reached.push(stop.title);
    }
    assert.deepEqual(reached, expected);
  }));
});

describe('its page', () => {
  const path = kinds.search;

  test('answers what its address asks', () => visit(`${path}?q=sysadmin`, {}, async (page, faults) => {
    await results(page).getByRole('link', { name: 'Systems Administrator', exact: true }).waitFor();
    assert.equal(await page.getByLabel('Search for a role').inputValue(), 'sysadmin');
    assert.equal(await page.locator('.a-to-z').isVisible(), false);
    await page.getByLabel('Search for a role').fill('linux');
    await page.waitForURL(/\?q=linux$/);
    assert.deepEqual(await barriers(page), []);
    await page.getByLabel('Search for a role').fill('');
    await page.waitForURL(url => url.search === '');
    assert.equal(await page.locator('.a-to-z').isVisible(), true);
    assert.deepEqual(faults, []);
  }));

  test('Ctrl K leads to its field, and there is no dialog', () => visit(path, {}, async page => {
    await page.keyboard.press('Control+k');
    await page.waitForFunction(() => document.activeElement.id === '_search');
    assert.equal(await page.locator('dialog').count(), 0);
  }));

  test('is where the form of the missing page leads', () => visit(kinds['missing page'], {}, async page => {
    await page.getByLabel('Search for a role').fill('infra');
    await page.keyboard.press('Enter');
    await page.waitForURL(/search\/\?q=infra$/);
    await results(page).getByRole('link', { name: 'Infrastructure Engineer', exact: true }).waitFor();
  }));

  test('without scripts it lists every role, and the link in the header leads there', () => visit(guide, { scripts: false }, async page => {
    await page.getByRole('link', { name: 'Search' }).click();
    assert.ok(page.url().endsWith(path));
    // The address is there before the style sheet is.
    await page.waitForLoadState('load');
    assert.equal(await page.locator('.search-form').isVisible(), false, 'no form that does nothing');
    const { roles } = JSON.parse(readFileSync(join(folder, 'search/index.json'), 'utf8'));
    assert.deepEqual((await page.locator('.a-to-z .rows a').allTextContents()).sort(), [...roles.title].sort());
  }));
});

test('the scripts of our own are small', () => {
  const sizes = ['search.js', 'matching.js'].map(name => gzipSync(readFileSync(join(folder, assets, name))).length);
  assert.ok(sizes[0] + sizes[1] < 10_000, `${sizes} bytes`);
});

test('where its files cannot be loaded, the button leads to its page', () => visit(guide, {}, async page => {
  await page.route('**/search.js', route => route.abort());
  await page.keyboard.press('Control+k');
  await page.waitForURL(/\/search\/$/);
}));

test('where its index cannot be loaded, it says so, and tries again', () => visit(guide, {}, async page => {
  await page.route('**/search/index.json', route => route.abort());
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('linux');
  await status(page).getByText('could not be loaded').waitFor();
  await page.unroute('**/search/index.json');
  await search(page, 'linux');
  assert.ok((await titles(page)).length > 3);
}));

describe('in the preview', async () => {
  const title = '<img src=x onerror="document.title=1"> Cook';
  const site = await preview({
    prepare: site => site.write('content/it-operations/systems-networks/cook.md', `+++\ntitle = '${title}'\nalternate_titles = ['Chef <b>of</b> all']\n+++\n\nCooks <i>cook</i>.\n\n## The oven\n\nHot.\n\n## Öfen {#öfen-&-co}\n\nHot.\n`),
  });
  after(() => site.close());

  test('what authors write is text, and what they change is found', () => profile({}, async (open, faults) => {
    let page = await open(site.address('/about/'));
    await search(page, 'cook');
    assert.equal((await titles(page))[0], title);
    await search(page, 'chef');
    assert.ok(await results(page).getByText('Also called Chef <b>of</b> all').isVisible());
    assert.equal(await results(page).locator('img, b, i').count(), 0);
    assert.notEqual(await page.title(), '1');
    await search(page, 'öfen');
    await results(page).getByRole('link', { name: title }).click();
    assert.equal(await page.locator(':target').innerText(), 'Öfen', 'an anchor of its own');
    site.edit('content/it-operations/systems-networks/cook.md', title, 'Pastry Cook');
    await page.waitForTimeout(1_000);
    page = await open(site.address('/about/'));
    await search(page, 'pastry');
    assert.deepEqual((await titles(page)).slice(0, 1), ['Pastry Cook']);
    assert.deepEqual(faults, []);
  }));
});
