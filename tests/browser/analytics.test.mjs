// A script that counts visits: what the policy of a built site lets through, and that
// nothing else is asked of other hosts. The hosts of the script answer in the browser,
// behind its policy, so what that forbids never comes to them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { profile, visit } from './browser.mjs';
import { policyOf, serve } from './site.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'rolebook-'));
after(() => rmSync(temporary, { recursive: true }));

/** This repository's site with a script that counts, built and served. */
async function counted() {
  const root = join(temporary, 'site');
  for (const name of ['config.toml', 'content']) cpSync(join(repository, name), join(root, name), { recursive: true });
  appendFileSync(join(root, 'config.toml'), `
[analytics]
script = "https://code.example.com/count.js"
attributes = { data-domain = "guides.example.org" }
allow = { connect = ["https://sink.example.com"], images = ["https://pixel.example.com"] }
`);
  const out = join(temporary, 'out');
  const { status, stderr } = spawnSync(process.env.ROLEBOOK, ['build', '--root', root, '--out', out], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return serve({ folder: out, policy: policyOf(out) });
}

const script = `
  const { domain } = document.currentScript.dataset;
  addEventListener('load', async () => {
    navigator.sendBeacon('https://sink.example.com/beacon', domain);
    await fetch('https://sink.example.com/fetch', { mode: 'no-cors' });
    for (const host of ['pixel', 'other']) new Image().src = 'https://' + host + '.example.com/pixel';
    await fetch('https://other.example.com/fetch', { mode: 'no-cors' }).catch(() => {});
    await import('https://other.example.com/more.js').catch(() => {});
    window.counted = true;
  });
`;

test('a script of another host loads and sends, and reaches no host that it was not allowed', async () => {
  const site = await counted();
  try {
    await profile({}, async (open, faults, context) => {
      const asked = [];
      await context.route('https://*.example.com/**', route => {
        asked.push(route.request().url());
        return route.fulfill({ contentType: 'text/javascript', body: script });
      });
      const page = await open(site.address('/about/'));
      await page.waitForFunction(() => window.counted);
      assert.deepEqual(asked.sort(), [
        'https://code.example.com/count.js', 'https://pixel.example.com/pixel', 'https://sink.example.com/beacon', 'https://sink.example.com/fetch',
      ]);
      const forbidden = faults.map(fault => /(\S+) forbids https:\/\/other\.example\.com/.exec(fault)?.[1]).filter(Boolean);
      assert.deepEqual(forbidden.sort(), ['connect-src', 'img-src', 'script-src-elem']);
    });
  } finally {
    site.close();
  }
});

test('without one, nothing is asked of other hosts', () => visit('/about/', {}, (_, faults) => assert.deepEqual(faults, [])));
