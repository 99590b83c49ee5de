// Chromium on the site: one browser and one server for each file of tests, and a
// fresh profile for each visit, so that no test sees what another one stored.

import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './site.mjs';

const site = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    // The sandbox needs rights that containers seldom give, and all that is
    // opened here is our own.
    '--no-sandbox',
    // The browser has no business of its own on the network, and no page may
    // reach further than this machine.
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  ],
});

after(async () => {
  await browser.close();
  site.close();
});

/**
 * Opens `path` as a reader with this window, colour scheme and willingness to run
 * scripts does, and closes it again when `look` is done with it. `look` also gets
 * a list, which grows while the page lives, of what it should not have done:
 * errors, breaches of the content security policy, requests to other origins.
 */
export async function visit(path, { width = 1280, height = width < 600 ? 740 : 800, scheme = 'light', scripts = true }, look) {
  const address = site.address(path);
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    // A colour halfway through a transition is nobody's mistake.
    reducedMotion: 'reduce',
  });
  try {
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', error => faults.push(`uncaught: ${error.message}`));
    page.on('console', message => {
      // That the missing page is missing is how it should be.
      const expected = message.location().url === address && message.text().includes('404 (Not Found)');
      if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`);
    });
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'data:' && origin !== new URL(address).origin) faults.push(`request: ${request.url()}`);
    });
    await page.addInitScript(() => addEventListener('securitypolicyviolation',
      ({ effectiveDirective, blockedURI }) => console.error(`${effectiveDirective} forbids ${blockedURI}`)));
    await page.goto(address);
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    return await look(page, faults);
  } finally {
    await context.close();
  }
}
