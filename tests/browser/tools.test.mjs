// The tools that set roles side by side and find ways, as readers use them. That they
// compute what the library does is for `graph.test.mjs`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { nearest, read, ways } from '../../themes/default/assets/graph.js';
import { barriers, profile, visit } from './browser.mjs';
import { preview } from './program.mjs';
import { assets, folder, guide, kinds } from './site.mjs';

const { roles, skills, transitions } = JSON.parse(readFileSync(join(folder, 'data/graph.json'), 'utf8'));
const role = slug => roles.find(one => one.slug === slug);
const asked = slug => new Set(role(slug).requirements.map(({ skill }) => skill));
const title = slug => role(slug).title;
const name = slug => skills.find(one => one.slug === slug).name;

const status = page => page.locator('.tool-status');
/** Waits until the status has these words. */
const says = (page, words) => status(page).getByText(words).waitFor();
const focused = page => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
/** Presses the Tab key until the focus is on `id`. */
async function tabTo(page, id) {
  for (let presses = 0; await focused(page) !== id; presses += 1) {
    assert.ok(presses < 40, `the Tab key never gets to ${id}`);
    await page.keyboard.press('Tab');
  }
}

const [one, other, third] = ['systems-administrator', 'infrastructure-engineer', 'site-reliability-engineer'];
const comparison = `${kinds.compare}?a=${one}&b=${other}`;
const way = `${kinds.paths}?from=it-support-specialist&to=${third}`;

for (const [what, path, sign] of [
  ['two roles', comparison, 'share'],
  ['three roles', `${comparison}&c=${third}`, 'share'],
  ['one role', `${kinds.compare}?a=${one}`, 'beside'],
  ['ways', `${way}&have=Terraform`, 'least to learn'],
]) {
  for (const scheme of ['light', 'dark']) {
    for (const width of [320, 360, 768, 1280]) {
      test(`${what}: axe finds no barrier and nothing is too wide, ${scheme}, ${width} px`, () => visit(path, { width, scheme }, async (page, faults) => {
        await says(page, sign);
        for (const summary of await page.locator('summary').all()) await summary.click();
        assert.deepEqual(await barriers(page), []);
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${scrollWidth} ${clientWidth}`);
        assert.deepEqual(faults, []);
      }));
    }
  }
}

describe('compare', () => {
  const names = new Map(skills.map(({ slug, name }) => [name, slug]));
  /** What the table says: for each skill its answers. */
  const answers = page => page.locator('.skill-table tbody tr:has(td)').evaluateAll(rows => rows.map(row => (
    [row.querySelector('th').textContent, [...row.querySelectorAll('td')].map(cell => cell.textContent)]
  )));

  test('tells every skill of either, what differs first, and whether it is optional', () => visit(comparison, {}, async page => {
    await says(page, 'share');
    const rows = await answers(page);
    const sets = [asked(one), asked(other)];
    assert.deepEqual(new Set(rows.map(([skill]) => names.get(skill))), new Set([...sets[0], ...sets[1]]));
    const need = (slug, skill) => role(slug).requirements.find(each => each.skill === skill);
    for (const [skill, said] of rows) {
      const expected = [one, other].map(slug => need(slug, names.get(skill))).map(found => (found ? (found.optional ? 'Optional' : 'Yes') : 'No'));
      assert.deepEqual(said, expected, skill);
    }
    const differs = rows.map(([, said]) => said.includes('No'));
    assert.equal(differs.lastIndexOf(true) + 1, differs.indexOf(false), 'what differs comes first');
    const shared = [...sets[0]].filter(skill => sets[1].has(skill)).length;
    assert.ok((await status(page).textContent()).endsWith(`share ${shared} of ${rows.length} skills.`));
    assert.deepEqual(await page.getByRole('columnheader').allTextContents(), ['Skill', title(one), title(other), 'Fact', title(one), title(other)]);
  }));

  test('tells of the moves between them, and where to read on', () => visit(comparison, {}, async page => {
    await says(page, 'share');
    const move = transitions.find(({ from, to }) => from === role(one).id && to === role(other).id);
    const [carried, learn] = [move.carried_over.length, move.to_learn.length];
    const item = page.locator('.moves li', { hasText: `From ${title(one)} to ${title(other)}` });
    assert.ok((await item.textContent()).includes(`${carried} of ${carried + learn} skills carry over, ${learn} to learn`));
    await item.getByRole('link').first().click();
    await page.waitForURL(`**/transitions/${one}/${other}/`);
  }));

  test('by keyboard alone, on a phone', () => visit(kinds.compare, { width: 360 }, async page => {
    await says(page, 'Choose two roles');
    await tabTo(page, '_a');
    await page.keyboard.type('security');
    await says(page, 'beside Security Engineer');
    await page.keyboard.press('Tab');
    await page.keyboard.type('network');
    await says(page, 'Security Engineer and Network Engineer share');
    assert.equal(new URL(page.url()).search, '?a=security-engineer&b=network-engineer');
    await tabTo(page, 'Swap the first two');
    await page.keyboard.press('Enter');
    await says(page, 'Network Engineer and Security Engineer share');
    assert.equal(new URL(page.url()).search, '?a=network-engineer&b=security-engineer');
    assert.equal(await focused(page), 'Swap the first two', 'the focus stays');
  }));

  test('a third role comes and goes', () => visit(comparison, {}, async page => {
    await says(page, 'share');
    assert.equal(await page.getByRole('button', { name: 'Take out' }).isVisible(), false);
    await page.getByLabel('Third role').selectOption(third);
    await says(page, `and ${title(third)} share`);
    assert.equal((await answers(page))[0][1].length, 3);
    await page.getByRole('button', { name: 'Take out' }).click();
    await says(page, `${title(one)} and ${title(other)} share`);
    assert.equal(await focused(page), '_c');
    assert.equal(new URL(page.url()).search, `?a=${one}&b=${other}`);
  }));

  test('one role brings up those close to it', () => visit(`${kinds.compare}?b=${other}`, {}, async page => {
    await says(page, 'beside');
    await page.locator('.tool-picks').getByRole('button', { name: title(third) }).press('Enter');
    await says(page, `${title(third)} and ${title(other)} share`);
  }));

  test('the same role twice is one, and an address of before is told', () => visit(`${kinds.compare}?a=${one}&b=${one}&c=blacksmith`, {}, async page => {
    await says(page, 'no role at \u201cblacksmith\u201d');
    await says(page, `beside ${title(one)}`);
  }));

  test('guides lead there, from moves and from suggestions', () => visit(guide, {}, async page => {
    const links = page.getByRole('link', { name: /^Compare with / });
    const count = role(other).adjacent.length + transitions.filter(({ from, to }) => from && to && [from, to].includes(role(other).id)).length;
    assert.equal(await links.count(), count);
    const compared = (await links.last().textContent()).replace('Compare with ', '');
    await links.last().click();
    await says(page, `${title(other)} and ${compared} share`);
  }));
});

describe('find a path', async () => {
  const exported = async file => (await import(pathToFileURL(join(folder, 'tools/data', file)))).default;
  const graph = read(...await Promise.all(['skills.js', 'roles.js', 'moves.js'].map(exported)));
  const number = slug => graph.roles.findIndex(each => each.slug === slug);

  test('tells up to three ways, what each step asks for and who vouches for it', () => visit(way, {}, async page => {
    await says(page, 'least to learn');
    const expected = ways(graph, number('it-support-specialist'), number(third), [], 3);
    const bands = page.locator('.tool-results > section');
    assert.equal(await bands.count(), 3);
    for (const [at, hops] of expected.entries()) {
      if (at) await bands.nth(at).locator('summary').click();
      const steps = bands.nth(at).locator('.way-steps > li');
      assert.equal(await steps.count(), hops.length);
      for (const [step, hop] of hops.entries()) {
        const text = await steps.nth(step).textContent();
        assert.ok(text.includes(`to ${graph.roles[hop.to].title}`) && text.includes(hop.learn.length ? `You learn ${hop.learn.length}:` : 'Nothing new') && text.includes(`${hop.total} so far`), text);
        for (const skill of hop.learn) assert.ok(text.includes(graph.skills[skill].title), text);
      }
      assert.ok((await bands.nth(at).locator('header').textContent()).includes(`${hops.at(-1).total} skills to learn in all`));
    }
    const first = page.locator('.way-steps > li').first();
    const note = await first.locator('.notes p').first().textContent();
    assert.ok(note.length > 80);
    await first.getByRole('heading').getByRole('link').click();
    await page.getByText(note.slice(0, 60)).waitFor();
  }));

  test('by keyboard alone, on a phone: skills that the reader has are taken off', () => visit(kinds.paths, { width: 360 }, async page => {
    await says(page, 'Choose the role');
    await tabTo(page, '_from');
    await page.keyboard.type('it s');
    await page.keyboard.press('Tab');
    await page.keyboard.type('site r');
    await says(page, 'least to learn');
    const sum = () => page.locator('.tool-results header').first().textContent();
    const before = await sum();
    await tabTo(page, '_have');
    await page.keyboard.type('terraform');
    await page.keyboard.press('Enter');
    await page.locator('.chip').getByText('Terraform').waitFor();
    assert.equal(await page.locator('#_have').inputValue(), '');
    await page.keyboard.type('k8s');
    await page.keyboard.press('Enter');
    await page.waitForURL(/have=Terraform&have=Kubernetes/);
    await page.waitForFunction(text => document.querySelector('.tool-results header').textContent !== text, before);
    await page.keyboard.type('juggling');
    await page.keyboard.press('Enter');
    await says(page, 'No guide asks for \u201cjuggling\u201d');
    await page.getByRole('button', { name: 'Take out Kubernetes' }).press('Enter');
    await says(page, 'Kubernetes is taken out');
    assert.equal(await focused(page), '_have');
    assert.equal(new URL(page.url()).search, `?from=it-support-specialist&to=${third}&have=Terraform`);
    assert.ok(before.length > 0);
  }));

  test('who is there already is told so', () => visit(`${kinds.paths}?from=${one}&to=${one}`, {}, page => says(page, 'You are there already')));

  test('where no way leads, the roles that are nearest to it', () => {
    const ids = graph.roles.map(({ id }) => id);
    const [from, to] = ids.flatMap(from => ids.map(to => [from, to]))
      .find(([from, to]) => from !== to && !ways(graph, from, to, [], 1).length && nearest(graph, from, to, [], 3).length > 1);
    const near = nearest(graph, from, to, [], 3).map(({ role }) => graph.roles[role].title);
    return visit(`${kinds.paths}?from=${graph.roles[from].slug}&to=${graph.roles[to].slug}`, {}, async page => {
      await says(page, 'No way of at most five moves');
      assert.deepEqual(await page.locator('.tool-results li a').allTextContents(), near);
      await page.locator('.tool-results li a').first().press('Enter');
      await says(page, new RegExp(`from ${graph.roles[from].title} to ${near[0]}`));
    });
  });

  test('swapped, it is the way back', () => visit(way, {}, async page => {
    await says(page, 'least to learn');
    await page.getByRole('button', { name: 'Swap the two' }).click();
    await says(page, `from ${title(third)} to ${title('it-support-specialist')}`);
  }));

  test('guides lead there', () => visit(guide, {}, async page => {
    await page.getByRole('link', { name: 'Find a path to this role' }).click();
    await says(page, 'Choose the role');
    assert.equal(await page.getByLabel('The role you want').inputValue(), other);
  }));
});

test('nothing is sent, and after the page only texts of roles are loaded', () => visit(way, {}, async (page, faults) => {
  await says(page, 'least to learn');
  const requests = [];
  page.on('request', request => requests.push([request.method(), new URL(request.url()).pathname]));
  await page.getByLabel('A skill you have').fill('Python');
  await page.keyboard.press('Enter');
  await page.locator('.chip').waitFor();
  await page.getByLabel('The role you want').selectOption(other);
  await says(page, title(other));
  // The browser asks for the icon when it likes.
  for (const [method, path] of requests.filter(([, path]) => !path.endsWith('/favicon.svg'))) assert.match(`${method} ${path}`, /^GET \/tools\/data\/details\/\d+\.js$/);
  assert.deepEqual(faults, []);
}));

for (const [path, words] of [[kinds.compare, 'each guide tells its skills'], [kinds.paths, 'Around this role']]) {
  test(`${path}: without scripts, it says where the same is told`, () => visit(path, { scripts: false }, async page => {
    assert.ok(await page.getByText(words).isVisible());
    await page.getByRole('main').getByRole('link', { name: 'moves between roles' }).click();
    assert.ok(page.url().endsWith('/transitions/'));
  }));

  test(`${path}: where the data cannot be loaded, it says so`, () => visit('/', {}, async page => {
    await page.route('**/tools/data/moves.js', route => route.abort());
    await page.goto(new URL(path.slice(1), page.url()).href);
    await page.getByRole('alert').getByText('could not be loaded').waitFor();
  }));
}

test('texts that cannot be loaded are missed, and no more', () => visit('/', {}, async page => {
  await page.route('**/details/*', route => route.abort());
  await page.goto(new URL(way.slice(1), page.url()).href);
  await says(page, 'least to learn');
  assert.ok(await page.locator('.way-steps > li').count() > 0);
}));

test('on paper there is the answer, and no form', () => visit(comparison, { scheme: 'dark' }, async page => {
  await says(page, 'share');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.tool-form').isVisible(), false);
  assert.equal(await page.locator('.skill-table').isVisible(), true);
}));

test('each script is small', () => {
  for (const script of ['compare.js', 'paths.js', 'tools.js', 'graph.js']) {
    const size = gzipSync(readFileSync(join(folder, assets, script))).length;
    assert.ok(size < 5_000, `${script}: ${size} bytes`);
  }
});

describe('in the preview', async () => {
  const hostile = '<img src=x onerror="document.title=1"> Cook';
  const site = await preview({
    prepare: site => site.write('content/it-operations/systems-networks/cook.md', `+++\ntitle = '${hostile}'\n[skills]\ntechnical = ["<b>Knives</b>"]\n[[transitions]]\nfrom = "systems-administrator"\nnote = "By </script> <i>night</i>."\n+++\n\nCooks.\n`),
  });
  after(() => site.close());

  test('what authors write is text', () => profile({}, async (open, faults) => {
    let page = await open(site.address(`/compare/?a=cook&b=${one}`));
    await says(page, `${hostile} and`);
    assert.ok(await page.getByRole('rowheader', { name: '<b>Knives</b>' }).isVisible());
    page = await open(site.address(`/paths/?from=${one}&to=cook&have=%3Cb%3EKnives%3C/b%3E`));
    await page.getByText('By </script> <i>night</i>.').waitFor();
    assert.equal(await page.locator('.tool :is(img, i)').count(), 0);
    assert.notEqual(await page.title(), '1');
    assert.deepEqual(faults, []);
  }));
});
