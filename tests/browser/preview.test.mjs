// The preview as authors have it: the program, files that change, and tabs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { author, errors, errorsPanel, hasReloaded, notes, notesPanel, reloads, settle, style, until } from './author.mjs';
import { barriers } from './browser.mjs';
import { preview } from './program.mjs';
import { guide, kinds } from './site.mjs';

const other = kinds['another guide'];
const file = `content${guide.slice(0, -1)}.md`;
const title = 'Infrastructure Engineer';

/** Lets `look` be an author who writes at a copy of the site. `prepare` and `options` are for the server. */
async function write({ prepare, options, ...how }, look) {
  const site = await preview({ prepare, options });
  try {
    await author(site, how, tabs => look({ site, ...tabs }));
  } finally {
    await site.close();
  }
}

const heading = (page, name) => page.getByRole('heading', { level: 1, name });

/** Adds a paragraph to what a guide begins with. */
const addWords = (site, words = 'Words that were not there.') => site.edit(file, '\n## ', `\n${words}\n\n## `);

// A key that there is not, with a value that would run if it were taken for HTML.
const evil = '<img src=x onerror="window.ran = 1"></pre></rolebook-report><script>window.ran = 1</script>';
const mistake = `alternate_title = ['${evil}']\n`;
const breakGuide = site => site.edit(file, '+++\n', `+++\n${mistake}`);
const mendGuide = site => site.edit(file, mistake, '');

test('tabs that show what was edited reload, where they were; others do not', () => write({}, async ({ site, open, elsewhere }) => {
  const [page, linked] = [await open(guide), await open(other)];
  await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
  await page.locator('main a[id]').first().evaluate(link => link.focus({ preventScroll: true }));
  const place = () => page.evaluate(() => [scrollY, document.activeElement.id]);
  const before = await place();
  assert.ok(before.every(Boolean), `at ${before}`);
  addWords(site);
  await reloads(page);
  await page.getByText('Words that were not there.').waitFor();
  await until(async () => String(await place()) === String(before), `the place, ${before}`);
  await settle(site, elsewhere, linked);
  // The guide of the role that a move starts from shows the move as well.
  site.edit(file, /^.*Systems administrator to infrastructure engineer.*$/m, '$& (edited)');
  await Promise.all([page, linked].map(reloads));
  await linked.getByText('(edited)').waitFor();
  await settle(site, elsewhere);
}));

test('ten more tabs, which is more than a browser opens connections, follow', () => write({}, async ({ site, open, elsewhere }) => {
  const tabs = [elsewhere];
  for (let tab = 0; tab < 10; tab++) tabs.push(await open(kinds.track));
  await settle(site, ...tabs);
}));

test('style sheets are exchanged without a reload', () => write({}, async ({ site, open }) => {
  const page = await open(guide);
  site.addStyle('h1 { color: rgb(1, 0, 0) }');
  await until(async () => await style(page, 'h1', 'color') === 'rgb(1, 0, 0)');
  const [keyword, before] = ['pre [class^=hl-]', await style(page, 'pre [class^=hl-]', 'color')];
  site.edit('config.toml', /^light = ".*"/m, 'light = "Solarized (light)"');
  await until(async () => await style(page, keyword, 'color') !== before, 'new colours for code');
  // The theme's own style sheet takes its place again.
  site.remove('themes/default/assets/style.css');
  await until(async () => await style(page, 'h1', 'color') !== 'rgb(1, 0, 0)');
  assert.equal(await hasReloaded(page), false);
}));

test('a picture beside a guide is exchanged without a reload', () => {
  const picture = `content${guide}Größe (1) & 'co'.svg`;
  const square = colour => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path fill="${colour}" d="M0 0h9v9H0z"/></svg>`;
  const prepare = site => {
    addWords(site, "![A square](<Größe (1) & 'co'.svg>)");
    site.write(`content${guide}index.md`, site.read(file).replaceAll('](../../', '](../../../'));
    site.remove(file);
    site.write(picture, square('red'));
  };
  return write({ prepare }, async ({ site, open }) => {
    const page = await open(guide);
    const colour = () => page.getByRole('img', { name: 'A square' }).evaluate(image => {
      const context = document.createElement('canvas').getContext('2d');
      context.drawImage(image, 0, 0);
      return [...context.getImageData(1, 1, 1, 1).data].join();
    });
    assert.equal(await colour(), '255,0,0,255');
    site.write(picture, square('blue'));
    await until(async () => await colour() === '0,0,255,255');
    assert.equal(await hasReloaded(page), false);
  });
});

test('a mistake is reported over the page, which stays as it was, until it is mended', () => write({}, async ({ site, open, elsewhere }) => {
  const page = await open(guide);
  assert.equal(await errors(page).count(), 0);
  breakGuide(site);
  await errorsPanel(page).waitFor();
  const text = await errorsPanel(page).innerText();
  for (const words of ['error[unknown-key]: unknown key alternate_title', `${file}:2:1`, mistake.trim(), 'help: did you mean alternate_titles?']) {
    assert.ok(text.includes(words), `"${words}" in ${text}`);
  }
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'body', 'it takes no focus');
  await until(async () => await page.getByRole('status').last().textContent() === '1 error', 'news for those who hear the page');
  // On other pages it is only a bar, which opens.
  await errors(elsewhere).waitFor();
  assert.equal((await errors(elsewhere).innerText()).trim(), '1 error elsewhere in the site');
  assert.equal(await errorsPanel(elsewhere).count(), 0);
  await errors(elsewhere).click();
  assert.equal(await errorsPanel(elsewhere).innerText(), text);

  // Closed with the key, it stays closed while the errors are about this page.
  await errorsPanel(page).focus();
  await page.keyboard.press('Escape');
  assert.equal(await errorsPanel(page).count(), 0);
  assert.equal(await page.evaluate(() => document.querySelector('rolebook-report').shadowRoot.activeElement.localName), 'button');
  site.edit(file, mistake, `${mistake}levle = 1\n`);
  await until(async () => (await errors(page).innerText()).trim() === '2 errors');
  assert.equal(await errorsPanel(page).count(), 0);
  await errors(page).click();
  await errorsPanel(page).getByText('unknown key levle').waitFor();

  site.edit(file, `${mistake}levle = 1\n`, '');
  for (const tab of [page, elsewhere]) await errors(tab).waitFor({ state: 'hidden' });
  assert.equal(await errorsPanel(page).count(), 0);
  await until(async () => await page.getByRole('status').last().textContent() === 'No errors');
  await settle(site, page, elsewhere);
  assert.equal(await page.evaluate(() => window.ran), undefined);
}));

test('a page that is opened while it is broken has its report at once', () => write({ excused: /ERR_FAILED/ }, async ({ site, open, elsewhere }) => {
  const page = await open(guide);
  breakGuide(site);
  await errors(elsewhere).waitFor();
  await page.route('**/_rolebook/state*', route => route.abort());
  await page.reload();
  await heading(page, title).waitFor();
  await errorsPanel(page).getByText(evil).waitFor();
  assert.equal((await errors(page).innerText()).trim(), '1 error');
  assert.equal(await errorsPanel(page).getByRole('listitem').count(), 1);
  const { height } = await errorsPanel(page).boundingBox();
  assert.ok(height <= 0.6 * 800, `${height} px`);
  assert.equal(await page.evaluate(() => window.ran), undefined);
}));

test('without scripts, the report is there to be read', () => write({ scripts: false }, async ({ site, open, elsewhere }) => {
  assert.equal(await elsewhere.locator('rolebook-report').count(), 0);
  breakGuide(site);
  await until(async () => {
    await elsewhere.reload();
    return await elsewhere.locator('rolebook-report').count() === 1;
  });
  const page = await open(guide);
  await heading(page, title).waitFor();
  const report = page.locator('rolebook-report');
  const text = await report.innerText();
  for (const words of ['error[unknown-key]', `${file}:2:1`, mistake.trim(), 'did you mean alternate_titles?']) assert.ok(text.includes(words), `"${words}" in ${text}`);
  const { y, height } = await report.boundingBox();
  assert.ok(y >= 0 && y + height <= 800 && height > 100, `${height} px at ${y}`);
  assert.ok(await report.evaluate(report => report.contains(document.elementFromPoint(640, innerHeight - 50))), 'nothing covers it');
}));

test('the tab of a guide follows it from a missing page over its mistakes to the guide, and back', () => write({ excused: /500|favicon/ }, async ({ site, open }) => {
  const [name, address] = ['content/software-engineering/backend/data-plumber.md', '/software-engineering/backend/data-plumber/'];
  const page = await open(address);
  assert.match(await page.title(), /not found/i);
  // It has no good version that could be shown.
  site.write(name, '+++\ntitel = "Data Plumber"\n+++\n\nKeeps data flowing.\n');
  await heading(page, 'This page cannot be shown').waitFor();
  await errorsPanel(page).getByText('did you mean title?').waitFor();
  const body = '+++\ntitle = "Data Plumber"\n+++\n\nKeeps data flowing.\n';
  site.write(name, body);
  await heading(page, 'Data Plumber').waitFor();
  site.remove(name);
  await until(async () => /not found/i.test(await page.title()));
  site.write(name, body);
  await heading(page, 'Data Plumber').waitFor();
  assert.equal(await errors(page).count(), 0);
}));

test('a site that cannot be shown at all appears when it is mended', () => write({
  excused: /500|favicon/,
  prepare: site => site.edit('config.toml', 'title =', 'titel ='),
}, async ({ site, open }) => {
  const page = await open('/');
  await errorsPanel(page).getByText('config.toml').first().waitFor();
  site.edit('config.toml', 'titel =', 'title =');
  await heading(page, 'Career Guides').waitFor();
  assert.equal(await errors(page).count(), 0);
}));

test('a site below a path is followed too', () => write({
  prepare: site => site.edit('config.toml', /base_url = ".*"/, 'base_url = "https://example.org/our%20guides/"'),
}, async ({ site, open, elsewhere }) => {
  const page = await open(guide);
  assert.equal(new URL(page.url()).pathname, `/our%20guides${guide}`);
  addWords(site);
  await reloads(page);
  await page.getByText('Words that were not there.').waitFor();
  breakGuide(site);
  await errorsPanel(page).waitFor();
  await settle(site, page, elsewhere);
}));

test('tabs wait for a program that was ended, and follow the next one', () => write({ excused: /ERR_/ }, async ({ site, open, elsewhere }) => {
  const page = await open(guide);
  await site.stop();
  addWords(site);
  site.addStyle('h1 { color: rgb(1, 0, 0) }');
  await site.start();
  await reloads(page);
  await page.getByText('Words that were not there.').waitFor();
  await until(async () => await style(elsewhere, 'h1', 'color') === 'rgb(1, 0, 0)');
  await settle(site, page, elsewhere);
  addWords(site, 'More words.');
  await page.getByText('More words.').waitFor();
  await settle(site, elsewhere);
}));

test("the author's notes name the lines of files", () => write({
  prepare(site) {
    site.edit('config.toml', /^/, 'editor_url = "vscode://file/{path}:{line}:{column}"\n');
    site.write('content/skills.toml', `${site.read('content/skills.toml')}\n[[skill]]\nname = "Juggling"\nkind = "soft"\n`);
    site.edit(file, '+++\n', '+++\ndraft = true\n');
    addWords(site, 'Juggling is no part of it.');
    site.edit(file, /(## Adjacent Roles.*\n)/, '$1\n**Infrastructure engineer to beekeeper** is rare.\n');
  },
}, async ({ site, open, elsewhere }) => {
  const page = await open(guide);
  await notes(page).click();
  const panel = notesPanel(page);
  const text = await panel.innerText();
  const line = (words, name = file) => 1 + site.read(name).split('\n').findIndex(line => line.includes(words));
  const next = file.replace('infrastructure-engineer', 'devops-engineer');
  for (const words of [
    file, 'Draft: the published site leaves it out.',
    ...['The Role in Practice', 'Common Backgrounds', 'Closing Insight'].map(section => `${section} line ${line(`## ${section}`)}`),
    `Juggling line ${line('Juggling')}`, `Beekeeper line ${line('beekeeper')}`,
    `Systems Administrator\nline ${line('Systems administrator to infrastructure engineer')} in the text`,
    `${next}:${line('Infrastructure engineer to DevOps engineer', next)} in the text`,
  ]) assert.ok(text.includes(words), `"${words}" in ${text}`);
  const [, words, minutes] = text.match(/^([\d,]+) words, (\d+) minutes to read$/m);
  assert.ok(Math.abs(words.replace(',', '') / 200 - minutes) <= 1, `${words} words, ${minutes} minutes`);
  const place = panel.getByRole('link', { name: `line ${line('## Common Backgrounds')}`, exact: true });
  assert.equal(await place.getAttribute('href'), `vscode://file${site.folder}/${file}:${line('## Common Backgrounds')}:1`);
  await panel.getByRole('link', { name: 'Systems Administrator' }).click();
  await heading(page, 'Systems Administrator').waitFor();
  assert.equal(await elsewhere.locator('rolebook-margin').count(), 0, 'what is no guide has no notes');
}));

test('open notes are remembered, and there at once after a reload', () => write({ excused: /ERR_FAILED/ }, async ({ site, open }) => {
  const page = await open(guide);
  await notes(page).click();
  await notesPanel(page).evaluate(panel => panel.scrollTo(0, 150));
  // Only the answer that leads to the reload is given.
  let asked = 0;
  await page.route('**/_rolebook/state*', route => (asked++ ? route.abort() : route.continue()));
  addWords(site);
  await until(() => hasReloaded(page));
  await notesPanel(page).waitFor();
  assert.equal(await notesPanel(page).evaluate(panel => panel.scrollTop), 150);
  const second = await open(other);
  await notesPanel(second).waitFor();
  await notes(second).click();
  const third = await open(guide);
  await notes(third).waitFor();
  assert.equal(await notes(third).getAttribute('aria-expanded'), 'false');
}));

test('--no-margin leaves the notes out', () => write({ options: ['--no-margin'] }, async ({ site, open }) => {
  const page = await open(guide);
  addWords(site);
  await reloads(page);
  await settle(site, page);
  assert.equal(await page.locator('rolebook-margin').count(), 0);
}));

for (const width of [360, 1280]) {
  test(`neither the report nor the notes move the page, ${width} px wide`, () => write({ width }, async ({ site, open }) => {
    const page = await open(guide);
    const boxes = () => page.evaluate(() => [scrollY, document.documentElement.scrollHeight, document.documentElement.scrollWidth,
      ...[...document.querySelectorAll('body, body *')].filter(element => !element.localName.startsWith('rolebook-')).map(element => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.localName, x, y, width, height].join(' ');
      })]);
    const before = await boxes();
    breakGuide(site);
    await errorsPanel(page).waitFor();
    await notes(page).click();
    await notesPanel(page).waitFor();
    assert.deepEqual(await boxes(), before);
    const buttons = [await errors(page).boundingBox(), await notes(page).boundingBox()];
    assert.ok(buttons[0].x + buttons[0].width <= buttons[1].x, 'the buttons stand beside each other');
    // And a page can be scrolled to its end and be printed without them.
    await page.mouse.move(width / 2, 5);
    await page.evaluate(() => scrollTo({ top: 1e6, behavior: 'instant' }));
    assert.ok(await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1));
    await page.emulateMedia({ media: 'print' });
    for (const host of ['rolebook-report', 'rolebook-margin']) assert.equal(await page.locator(host).isVisible(), false);
  }));

  for (const scheme of ['light', 'dark']) {
    test(`axe finds no barrier with the report and the notes, ${scheme}, ${width} px`, () => write({ width, scheme }, async ({ site, open }) => {
      const page = await open(guide);
      breakGuide(site);
      await errorsPanel(page).waitFor();
      await notes(page).click();
      // What lies over a text hides it from the test of contrast, so each is also open alone.
      for (const close of [[], [errors], [errors, notes]]) {
        for (const button of close) await button(page).click();
        await page.mouse.move(width / 2, 5);
        assert.deepEqual(await barriers(page), []);
      }
      // The colours are those of the page, whether the system chose them or the reader.
      const isDark = async () => await page.locator('rolebook-margin').locator('button').evaluate(button => getComputedStyle(button).backgroundColor) === 'rgb(27, 30, 35)';
      assert.equal(await isDark(), scheme === 'dark');
      await page.evaluate(theme => { document.documentElement.dataset.theme = theme; }, scheme === 'dark' ? 'light' : 'dark');
      assert.equal(await isDark(), scheme === 'light');
    }));
  }
}

test('pages of every kind follow without a fault', () => write({}, async ({ open }) => {
  for (const [kind, path] of Object.entries(kinds)) {
    // The check of skills asks nobody for anything, not even whether it has changed.
    await (await open(path, kind === 'check of skills' ? 0 : undefined)).close();
  }
}));
