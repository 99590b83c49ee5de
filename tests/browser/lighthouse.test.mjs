// What Lighthouse says of pages on a phone, where its answer does not hang on how busy
// the machine is. weight.test.mjs holds pages to what makes them quick.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { guide, kinds, serve, skill } from './site.mjs';

const profile = mkdtempSync(join(tmpdir(), 'rolebook-'));
let chrome;
let site;

before(async () => {
  site = await serve();
  chrome = await launch({
    chromePath: process.env.CHROMIUM || '/usr/bin/chromium',
    userDataDir: profile,
    // The same as in browser.mjs, for the same reasons.
    chromeFlags: [
      '--headless', '--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
    logLevel: 'silent',
  });
});
after(async () => {
  await chrome?.kill();
  site?.close();
  rmSync(profile, { recursive: true, force: true });
});

for (const path of ['/', guide, skill, kinds.move, kinds.compare]) {
  test(`all marks for accessibility, practice and being found, ${path}`, async () => {
    const { lhr } = await lighthouse(site.address(path), {
      port: chrome.port, logLevel: 'silent', onlyCategories: ['accessibility', 'best-practices', 'seo'],
    });
    assert.equal(lhr.runtimeError, undefined);
    // A link that says "Go" leads to the page of that skill, and not just anywhere.
    const texts = lhr.audits['link-text'].details.items.map(({ text }) => text);
    assert.deepEqual(texts.filter(text => text !== 'Go'), []);
    const lost = Object.values(lhr.categories).flatMap(({ title, auditRefs }) => auditRefs
      .filter(({ id, weight }) => id !== 'link-text' && weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${title}: ${id}`));
    assert.deepEqual(lost, []);
  });
}
