// Sites in other languages: long words, no spaces between words, lines from right to
// left. What holds on every page of ours must hold on every page of theirs.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { barriers, profile, tooWide } from './browser.mjs';
import { policyOf, serve } from './site.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'rolebook-'));
after(() => rmSync(temporary, { recursive: true }));

/** Languages with their direction, a date as they write it, and something to look for: what is typed, and what is found. */
const languages = {
  de: { direction: 'ltr', date: '2. November 2026', typed: 'gro', found: 'Größe zeigen' },
  ja: { direction: 'ltr', date: '2026年11月2日', typed: 'インフラ', found: 'インフラエンジニア' },
  // The fixture says little itself, so most words of its pages are English.
  ar: { direction: 'rtl', date: '2 November 2026', typed: 'مهندس', found: 'مهندس شبكات' },
};

for (const [language, { direction, date, typed, found }] of Object.entries(languages)) {
  describe(language, () => {
    let site;
    let paths;
    before(async () => {
      const root = fileURLToPath(new URL(`sites/${language}`, import.meta.url));
      const out = join(temporary, language);
      const { status, stderr } = spawnSync(process.env.ROLEBOOK, ['build', '--no-cache', '--root', root, '--out', out], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      site = await serve({ folder: out, policy: policyOf(out) });
      const sitemap = readFileSync(join(out, 'sitemap.xml'), 'utf8');
      paths = [...sitemap.matchAll(/<loc>https:\/\/example\.org([^<]+)<\/loc>/g)].map(([, path]) => path);
      paths.push('/compare/', '/paths/', '/skills-check/', '/search/', '/no-such-page/');
    });
    after(() => site?.close());

    /** Has `look` look at every page. */
    const every = (how, look) => profile(how, async (open, faults) => {
      assert.ok(paths.length > 20, `${paths}`);
      for (const path of paths) {
        const page = await open(site.address(path));
        // What scripts bring along is there too.
        await page.waitForFunction(() => document.readyState === 'complete' && !document.querySelector('.tool:empty'));
        await look(page, path);
        await page.close();
      }
      assert.deepEqual(faults, []);
    });

    for (const scheme of ['light', 'dark']) {
      test(`axe finds no barrier, ${scheme}`, () => every({ scheme, width: 360 }, async (page, path) => {
        assert.deepEqual(await barriers(page), [], path);
      }));
    }

    for (const width of [320, 1280]) {
      test(`nothing is wider than the window, in the language and direction of the site, ${width} px`, async () => {
        let dates = 0;
        await every({ width }, async (page, path) => {
          assert.deepEqual(await page.evaluate(tooWide), [], path);
          assert.equal(await page.locator('html').getAttribute('lang'), language, path);
          assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), direction, path);
          for (const time of await page.locator('time[datetime="2026-11-02"]').allInnerTexts()) {
            assert.equal(time, date, path);
            dates += 1;
          }
        });
        assert.ok(dates >= 3, `${dates} dates`);
      });
    }

    test('what readers type is found', () => profile({}, async open => {
      const page = await open(site.address('/search/'));
      await page.getByRole('searchbox').fill(typed);
      await page.locator('.search-results li', { hasText: found }).first().waitFor();
    }));

    test('links to headings lead to them', () => profile({}, async open => {
      const guides = paths.filter(path => path.split('/').length === 5);
      assert.ok(guides.length >= 3, `${guides}`);
      let seen = 0;
      for (const path of guides) {
        const page = await open(site.address(path));
        const links = await page.locator('.contents a[href^="#"]').evaluateAll(all => all.map(({ hash }) => decodeURIComponent(hash.slice(1))));
        for (const id of links) assert.ok(await page.evaluate(id => document.getElementById(id), id), `${path}#${id}`);
        seen += links.length;
        await page.close();
      }
      assert.ok(seen > 3, `${seen}`);
    }));
  });
}
