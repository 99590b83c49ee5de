// The site whose texts all try to be more than texts (tests/cases/hostile): nothing of
// theirs runs, opens or loads, on any page, with the policy that the site asks for and
// without any.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { author, notes, notesPanel } from './author.mjs';
import { profile } from './browser.mjs';
import { preview } from './program.mjs';
import { policyOf, serve } from './site.mjs';

const hostile = fileURLToPath(new URL('../cases/hostile', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'rolebook-'));
after(() => rmSync(out, { recursive: true }));
const { status, stderr } = spawnSync(process.env.ROLEBOOK, ['build', '--no-cache', '--root', hostile, '--out', out, '--base-url', 'https://example.org/'], { encoding: 'utf8' });
assert.equal(status, 0, stderr);

/** Every page, and those that scripts fill in, filled in. */
const paths = readdirSync(out, { recursive: true })
  .filter(name => name.endsWith('index.html') && !name.startsWith('old'))
  .map(name => `/${name.slice(0, -'index.html'.length).split('/').map(encodeURIComponent).join('/')}`)
  .concat('/404.html', '/compare/?a=cook&b=baker', '/paths/?from=cook&to=baker', '/skills-check/?role=cook', '/search/?q=ran', '/search/?q=%22%3E%3Cscript%3Eran()%3C/script%3E');

/** What texts call, if they come to run. */
const prepare = () => { window.ran = () => { window.hasRun = true; }; };

/** Looks at a page, and tries whatever a reader can open, press or follow. */
async function tryOut(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true;
    for (const one of document.querySelectorAll('main *')) {
      if (one.tagName === 'A' && !/^(javascript|vbscript|data):/i.test(one.href)) continue;
      for (const kind of ['focus', 'mouseover', 'toggle', 'error', 'load']) one.dispatchEvent(new Event(kind));
      if (one.onclick || one.tagName === 'A' && one.hasAttribute('href')) one.click();
    }
  });
  const hasRun = await page.evaluate(() => window.hasRun ?? [...document.querySelectorAll('main iframe, main object, base')].length > 0);
  assert.equal(hasRun, false, page.url());
}

for (const [name, policy] of [['with its policy', policyOf(out)], ['without any policy', null]]) {
  test(`no text of a page runs, ${name}`, async () => {
    assert.ok(paths.length > 25, String(paths));
    const site = await serve({ folder: out, policy });
    try {
      await profile({ prepare }, async (open, faults, context) => {
        context.on('dialog', dialog => assert.fail(`a dialog: ${dialog.message()}`));
        for (const path of paths) {
          const page = await open(site.address(path));
          await page.waitForLoadState('networkidle');
          await tryOut(page);
          assert.deepEqual(faults, [], path);
          await page.close();
        }
      });
    } finally {
      site.close();
    }
  });
}

test('nothing of the hostile page runs if it could: the test sees it', () => profile({ prepare }, async (open, _, context) => {
  await context.route('**/*', route => route.fulfill({ contentType: 'text/html', body: '<main><a href="javascript:ran()">x</a></main>' }));
  const page = await open('http://127.0.0.1/');
  await assert.rejects(tryOut(page), /true/);
}));

test('what the preview says of the texts runs no more than they do', async () => {
  const site = await preview({
    prepare({ folder }) {
      for (const name of ['config.toml', 'content']) {
        rmSync(join(folder, name), { recursive: true });
        cpSync(join(hostile, name), join(folder, name), { recursive: true });
      }
    },
  });
  try {
    await author(site, { prepare }, async ({ open }) => {
      for (const path of ['/', '/field/track/cook/', '/about/']) {
        const page = await open(path);
        page.on('dialog', dialog => assert.fail(`a dialog: ${dialog.message()}`));
        if (path.includes('cook')) {
          await notes(page).click();
          await notesPanel(page).waitFor();
        }
        await tryOut(page);
        await page.close();
      }
    });
  } finally {
    await site.close();
  }
});
