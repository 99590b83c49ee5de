// Chromium: one browser and one server of the built site for each file of tests,
// and a fresh profile for each visit, so that no test sees what another one stored.

import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './site.mjs';

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
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
 * Opens `path` of the built site as a reader with this window, colour scheme and
 * willingness to run scripts does, and closes it again when `look` is done with it.
 * `look` also gets the list of faults.
 */
export function visit(path, how, look) {
  return profile(how, async (open, faults) => look(await open(site.address(path)), faults));
}

/**
 * Gives `look` a way to open tabs, and a list, which grows while they live, of what
 * they should not have done: errors, breaches of the content security policy,
 * requests to other origins; and what Playwright calls the context of the tabs.
 * `prepare` runs in every page before its own scripts.
 */
export async function profile({ width = 1280, height = width < 600 ? 740 : 800, scheme = 'light', scripts = true, prepare }, look) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    // A colour halfway through a transition is nobody's mistake.
    reducedMotion: 'reduce',
  });
  const faults = [];
  const open = async address => {
    const page = await context.newPage();
    page.on('pageerror', error => faults.push(`uncaught: ${error.message}`));
    page.on('console', message => {
      // That the missing page is missing is how it should be.
      const { url } = message.location();
      const expected = url === address && message.text().includes('404 (Not Found)');
      if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()} (${url})`);
    });
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'data:' && origin !== new URL(address).origin) faults.push(`request: ${request.url()}`);
    });
    await page.goto(address);
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    return page;
  };
  try {
    await context.addInitScript(() => addEventListener('securitypolicyviolation',
      ({ effectiveDirective, blockedURI }) => console.error(`${effectiveDirective} forbids ${blockedURI}`)));
    if (prepare) await context.addInitScript(prepare);
    return await look(open, faults, context);
  } finally {
    await context.close();
  }
}

/** What axe finds that keeps people out. */
export async function barriers(page) {
  await page.evaluate(axe);
  // The size of targets is the one rule that axe leaves off by default although
  // WCAG 2.2 asks for it.
  const { violations } = await page.evaluate(() => window.axe.run({ rules: { 'target-size': { enabled: true } } }));
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.target} ${node.failureSummary}`));
}

/** The elements that make the page scroll sideways; runs in the page. */
export function tooWide() {
  const root = document.documentElement;
  if (Math.max(root.scrollWidth, document.body.scrollWidth) <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll('body *')].filter(element => element.getBoundingClientRect().right > root.clientWidth + 1);
  return ['the page', ...wide.map(({ tagName, className }) => `${tagName.toLowerCase()}.${className}`)];
}
