// The script that the preview adds to pages, with a server that counts what it is
// asked, keeps it waiting, fails, or says what the real one seldom has to say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { author, errorsPanel, follows, hasReloaded, notes, notesPanel, reloads, settle, style, until } from './author.mjs';
import { margin } from './margin-example.mjs';
import { mock } from './mock.mjs';
import { guide, kinds } from './site.mjs';

const other = kinds['another guide'];

/** Lets `look` be an author whose preview is a server of its own. */
async function write(how, look) {
  const server = await mock();
  try {
    await author(server, how, tabs => look({ server, ...tabs }));
  } finally {
    await server.stop();
  }
}

const asked = (server, path) => server.requests.filter(address => address.split('?')[0] === path).length;
const edited = (server, path, word = 'Edited') => ({ [path]: server.read(path).replace('<h1>', `<h1>${word} `) });
const heading = (page, start) => page.getByRole('heading', { level: 1, name: new RegExp(`^${start}`) });

test('ten tabs share one stream', () => write({}, async ({ server, open }) => {
  for (let tab = 0; tab < 10; tab++) await open(tab % 2 ? guide : other);
  assert.equal(server.streams.size, 1);
  assert.equal(asked(server, '/_rolebook/events'), 1);
}));

test('the place is kept where the browser would not, and what was opened stays open', () => write({ width: 360 }, async ({ server, open }) => {
  const page = await open(guide);
  await page.locator('.contents summary').click();
  await page.evaluate(() => { history.scrollRestoration = 'manual'; scrollTo({ top: 2000, behavior: 'instant' }); });
  server.write(edited(server, guide));
  await reloads(page);
  await until(() => page.evaluate(() => scrollY === 2000));
  assert.ok(await page.locator('.contents details').evaluate(details => details.open));
}));

test('changes during a check lead to one more check, and never to two at once', () => write({}, async ({ server, open }) => {
  const page = await open(guide);
  await page.evaluate(() => {
    const { fetch } = window;
    window.asked = 0;
    window.fetch = (...request) => {
      window.asked++;
      return fetch(...request);
    };
    window.heard = 0;
    new BroadcastChannel('rolebook').onmessage = () => { window.heard++; };
  });
  let release;
  server.delay = new Promise(done => { release = done; });
  for (let change = 0; change < 4; change++) server.write({ [`/feed-${change}.xml`]: '<feed/>' });
  server.addStyle('h1 { color: rgb(1, 0, 0) }');
  await until(() => page.evaluate(() => window.heard === 5));
  assert.equal(await page.evaluate(() => window.asked), 1);
  release();
  await until(async () => await style(page, 'h1', 'color') === 'rgb(1, 0, 0)');
  await settle(server, page);
  // First for one change, then for the four others, and now for that which settles.
  assert.equal(await page.evaluate(() => window.asked), 3);
}));

test('a page that is never the one that was announced is not reloaded for ever', () => write({}, async ({ server, open }) => {
  const page = await open(guide);
  await page.route('**/_rolebook/state*', route => route.fulfill({ json: { page: 'another', report: null, margin: null } }));
  let loads = 0;
  page.on('load', () => loads++);
  server.write({ '/feed.xml': '<feed/>' });
  await until(() => loads === 3);
  await follows(page);
  // It still takes up what it can without a reload.
  await settle(server, page);
  assert.equal(loads, 3);
}));

test('of two style sheets in a row the last one is shown, and never none', () => write({}, async ({ server, open }) => {
  const page = await open(guide);
  const links = () => page.locator('link[rel=stylesheet]').evaluateAll(all => all.map(link => new URL(link.href).pathname).join());
  const before = await links();
  // That headings have the size of the theme is a sign that there is a style sheet.
  await page.evaluate(() => {
    const size = () => getComputedStyle(document.querySelector('h1')).fontSize;
    const first = size();
    window.flashes = 0;
    const watch = () => {
      if (size() !== first) window.flashes++;
      requestAnimationFrame(watch);
    };
    watch();
  });
  for (const red of [1, 2]) server.addStyle(`h1 { color: rgb(${red}, 0, 0) }`);
  await until(async () => await style(page, 'h1', 'color') === 'rgb(2, 0, 0)');
  await until(async () => await links() === before, 'no copy that is left over');
  assert.equal(await page.evaluate(() => window.flashes), 0);
}));

test('a style sheet that does not load again is kept', () => write({ excused: /404|MIME type/ }, async ({ server, open, elsewhere }) => {
  const page = await open(guide);
  await elsewhere.close();
  const before = await style(page, 'body', 'background-color');
  server.write({ '/assets/style.css': null });
  await until(() => server.requests.filter(address => address.startsWith('/assets/style.css?')).length === 2, 'a second attempt');
  await until(async () => await page.locator('link[href*="style.css"]').count() === 1, 'an end of the attempts');
  assert.equal(await style(page, 'body', 'background-color'), before);
}));

test('style sheets are imported again without a reload; their images, fonts and scripts with one', () => write({}, async ({ server, open }) => {
  const square = colour => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path fill="${colour}" d="M0 0h9v9H0z"/></svg>`;
  server.write({
    // Nothing that the page `elsewhere` uses: if both reload at once, the stream that
    // they share ends with them, and what changes before the next begins is not heard.
    [guide]: server.read(guide).replace('</main>', '</main><script src="/assets/own.js" defer></script>'),
    '/assets/own.js': '',
    '/assets/own.woff2': 'no font',
    '/assets/highlight.css': '@import "imported.css"; @font-face { font-family: Own; src: url("own.woff2") } h1 { background: url("square.svg"); font-family: Own, serif }',
    '/assets/imported.css': 'h2 { color: rgb(1, 0, 0) }',
    '/assets/square.svg': square('red'),
  });
  const page = await open(guide);
  server.write({ '/assets/imported.css': 'h2 { color: rgb(2, 0, 0) }' });
  await until(async () => await style(page, 'h2', 'color') === 'rgb(2, 0, 0)');
  assert.equal(await hasReloaded(page), false);
  for (const [path, body] of [['/assets/square.svg', square('blue')], ['/assets/own.woff2', 'no font either'], ['/assets/own.js', '// Nothing.']]) {
    // Fonts and images of style sheets may come after the page's own end.
    await until(() => page.evaluate(path => performance.getEntriesByType('resource').some(({ name }) => name.endsWith(path)), path.replace('/assets', '')), path);
    server.write({ [path]: body });
    await reloads(page);
  }
}));

test('images are asked for again wherever they are shown', () => write({ excused: /ERR_/ }, async ({ server, open }) => {
  const square = size => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><path d="M0 0h99v99H0z"/></svg>`;
  const images = `<img id="plain" src="../../../assets/a%20b.svg" alt=""><picture><source srcset="../../../assets/a%20b.svg 1x, /assets/d.svg 2x"><img id="picture" src="/assets/c.svg" alt=""></picture>
    <svg width="9" height="9"><image href="/assets/a%20b.svg" width="9" height="9"/></svg><img id="inline" src="data:image/svg+xml,${encodeURIComponent(square(5))}" alt=""><img id="other" src="/assets/c.svg" alt="">`;
  server.write({ '/assets/a b.svg': square(10), '/assets/c.svg': square(30), [guide]: server.read(guide).replace('</main>', `${images}</main>`) });
  const page = await open(guide);
  const size = id => page.evaluate(id => document.getElementById(id).naturalWidth, id);
  assert.equal(await size('plain'), 10);
  server.write({ '/assets/a b.svg': square(20) });
  await until(async () => await size('plain') === 20 && await size('picture') === 20);
  assert.match(await page.locator('svg image').getAttribute('href'), /\/assets\/a%20b\.svg\?rolebook=/);
  assert.equal(await page.locator('#other').getAttribute('src'), '/assets/c.svg');
  assert.match(await page.locator('source').getAttribute('srcset'), /^\S+\?rolebook=\d+ 1x, \/assets\/d\.svg 2x$/);
  // After a lost connection everything is asked for again, and nothing is spoilt.
  await server.stop();
  await server.start();
  await until(async () => /rolebook/.test(await page.locator('#other').getAttribute('src')));
  assert.match(await page.locator('source').getAttribute('srcset'), /^\S+\?rolebook=\d+ 1x, \S+\/d\.svg\?rolebook=\d+ 2x$/);
  assert.match(await page.locator('#inline').getAttribute('src'), /^data:image\/svg\+xml,%3C[^?]*$/);
  assert.equal(await hasReloaded(page), false);
}));

test('what a page does not use does not touch it', () => write({}, async ({ server, open }) => {
  const page = await open(guide);
  const before = server.requests.length;
  const changes = { '/assets/unknown.css': 'h1 { color: red }', '/assets/unknown.js': '', '/assets/unknown.png': '', '/feed.xml': '<feed/>' };
  server.write(changes);
  await settle(server, page);
  const since = server.requests.slice(before).map(address => address.split('?')[0]);
  assert.deepEqual(since.filter(path => path === guide || path in changes), []);
}));

test('after a restart every tab looks at its page, though streams are refused at first', () => write({ excused: /ERR_|503/ }, async ({ server, open, elsewhere }) => {
  const page = await open(guide);
  await server.stop();
  server.write({ ...edited(server, guide), '/assets/style.css': `${server.read('/assets/style.css')} h1 { color: rgb(1, 0, 0) }` });
  server.refuses = true;
  await server.start();
  await until(() => asked(server, '/_rolebook/events') > 3, 'more attempts after a 503');
  server.refuses = false;
  await heading(page, 'Edited').waitFor();
  await until(async () => await style(elsewhere, 'h1', 'color') === 'rgb(1, 0, 0)');
  assert.equal(await hasReloaded(elsewhere), false);
  assert.equal(server.streams.size, 1);
}));

for (const [what, shared, prepare] of [
  ['there are no shared workers', false, () => { delete window.SharedWorker; }],
  ['shared workers are forbidden', false, () => { window.SharedWorker = class { constructor() { throw new DOMException('no', 'SecurityError'); } }; }],
  ['there is no storage', true, () => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
  }],
]) {
  test(`it works where ${what}`, () => write({ shared, prepare, excused: /ERR_/ }, async ({ server, open, elsewhere }) => {
    server.margins[guide] = margin;
    const page = await open(guide);
    assert.equal(server.streams.size, shared ? 1 : 2);
    await notes(page).click();
    await notesPanel(page).waitFor();
    server.write(edited(server, guide));
    await heading(page, 'Edited').waitFor();
    await settle(server, elsewhere);
    await server.stop();
    server.write(edited(server, guide, 'Again'));
    await server.start();
    await heading(page, 'Again').waitFor();
  }));
}

test('a hidden tab without a shared worker lets go of its stream', () => write({ shared: false, prepare: () => { delete window.SharedWorker; } }, async ({ server, open }) => {
  const page = await open(guide);
  const hide = hidden => page.evaluate(hidden => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  assert.equal(server.streams.size, 2);
  await hide(true);
  await until(() => server.streams.size === 1);
  server.write(edited(server, guide));
  await hide(false);
  await heading(page, 'Edited').waitFor();
}));

test('the notes tell all that the server says, and follow in place', () => write({}, async ({ server, open }) => {
  server.margins[guide] = margin;
  const page = await open(guide);
  await page.getByRole('button', { name: "Author's notes 2 problems", exact: true }).click();
  const panel = notesPanel(page);
  const text = await panel.innerText();
  for (const words of [
    margin.file, 'Draft: the published site leaves it out.', '1,432 words, 8 minutes to read',
    'error[broken-link]: no guide has the role site-reliability-enginer line 14', 'help: did you mean site-reliability-engineer?',
    'The Role in Practice line 20', 'Common Backgrounds is missing (required)', 'Further Reading is missing (optional)',
    'DevOps Engineer as “devops people” line 23', 'Terraform line 31', 'COBOL line 33', 'Data Ethicist line 51',
    'line 43 in the text', 'content/it-operations/systems-networks/systems-administrator.md:12 in the front matter',
    'Network Engineer (no guide yet)',
  ]) assert.ok(text.includes(words), `"${words}" in ${text}`);
  assert.deepEqual(await panel.getByRole('heading', { level: 3 }).allInnerTexts(), [
    'Problems', 'Sections', 'Mentioned but not linked', 'Mentioned but not tagged', 'No guide yet', 'Moves into this role', 'Moves out of this role']);
  assert.equal(await panel.getByRole('link', { name: 'Open in editor' }).getAttribute('href'), margin.edit);
  assert.deepEqual(await panel.locator('code').allInnerTexts(), [margin.file, 'site-reliability-enginer', 'site-reliability-engineer', 'Common Backgrounds']);

  // They keep the focus and their own place.
  await panel.getByRole('link', { name: 'line 51' }).focus();
  assert.ok(await panel.evaluate(element => element.scrollTop > 0));
  server.margins[guide] = { ...margin, words: 1, minutes: 1, draft: false, diagnostics: [] };
  server.write({});
  await panel.getByText('1 word, 1 minute to read').waitFor();
  assert.ok(await panel.evaluate(element => element.getRootNode().activeElement === element));
  await page.keyboard.press('Escape');
  assert.equal(await panel.count(), 0);
  // A page that is no guide has no notes.
  server.margins[guide] = null;
  server.write({});
  await notes(page).waitFor({ state: 'hidden' });
  assert.equal(await hasReloaded(page), false);
}));

test('no text in the notes or the report runs', () => write({}, async ({ server, open }) => {
  const evil = '<img src=x onerror="window.ran = 1">`<script>window.ran = 1</script>`';
  const escaped = evil.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  server.report = { errors: 1, warnings: 0, concerns: true, html: `<ol><li class="error"><p class="message">${escaped}</p></li></ol>` };
  server.margins[guide] = JSON.parse(JSON.stringify(margin), (key, value) => (typeof value === 'string' && !['href', 'edit', 'severity', 'how'].includes(key) ? evil : value));
  const page = await open(guide);
  await notes(page).click();
  await settle(server, page);
  assert.match(await errorsPanel(page).innerText(), /<img src=x onerror="window.ran = 1">`<script>/);
  assert.match(await notesPanel(page).innerText(), /<img src=x/);
  for (const host of ['rolebook-report', 'rolebook-margin']) assert.equal(await page.locator(host).locator('img, script').count(), 0);
  assert.equal(await page.evaluate(() => window.ran), undefined);
}));

test("the page's own style sheets do not reach what is shown over it", () => write({}, async ({ server, open }) => {
  server.report = { errors: 1, warnings: 0, concerns: true, html: '<ol><li class="error"><p class="message">wrong</p></li></ol>' };
  server.margins[guide] = margin;
  server.addStyle('* { all: unset !important; } body > * { display: none !important; position: static !important; font-size: 40px !important } html { font-size: 62.5% }');
  const page = await open(guide);
  await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
  await notes(page).click();
  for (const [panel, right] of [[errorsPanel(page), false], [notesPanel(page), true]]) {
    const { x, width } = await panel.boundingBox();
    assert.ok(right ? x + width > 1250 : x < 20, `at ${x}`);
    assert.deepEqual(await panel.evaluate(element => [getComputedStyle(element).fontSize, getComputedStyle(element).direction]), ['15px', 'ltr']);
  }
}));
