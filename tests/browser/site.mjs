// The built site that the tests look at, and a server for it that is as strict
// as a careful host.

import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';

if (!process.env.ROLEBOOK_SITE) throw new Error('ROLEBOOK_SITE must name the folder of a built site');
export const folder = resolve(process.env.ROLEBOOK_SITE);

/** The folder of the theme's assets: `assets/`, and its version. */
export const assets = `assets/${readdirSync(join(folder, 'assets'))[0]}/`;

/** One guide, for the tests of what only guides have. */
export const guide = '/software-engineering/platform-devops-infrastructure/infrastructure-engineer/';

/** One skill, which opens roles to people of more than four others. */
export const skill = '/skills/ci-cd/';

/** A page of each kind, by the kind's name. The paths start at the site's home. */
export const kinds = {
  home: '/',
  field: '/software-engineering/',
  track: '/software-engineering/platform-devops-infrastructure/',
  guide,
  'another guide': '/it-operations/systems-networks/systems-administrator/',
  'index of skills': '/skills/',
  skill,
  'listed against required': '/skills/listings/',
  'index of moves': '/transitions/',
  move: '/transitions/systems-administrator/site-reliability-engineer/',
  'open data': '/data/',
  'career map': '/map/',
  search: '/search/',
  'career tools': '/tools/',
  compare: '/compare/',
  paths: '/paths/',
  'check of skills': '/skills-check/',
  'plain page': '/about/',
  'missing page': '/no-such-page/',
};

/** The addresses in the sitemap, which are those of the published site. */
export const sitemap = [...readFileSync(join(folder, 'sitemap.xml'), 'utf8').matchAll(/<loc>([^<]+)<\/loc>/g)]
  .map(([, address]) => new URL(address.replaceAll('&amp;', '&')));

/** Where the site starts: `/`, or `/guides/` if it is published below a path. The
 *  missing page links by absolute paths, so the site must be served from there. */
export const root = sitemap.map(({ pathname }) => pathname).sort((a, b) => a.length - b.length)[0];

// Nothing inline and nothing from elsewhere: the policy that the site itself asks
// its host to send.
/** Where policies hold in a site, as it asks its host: the start of addresses, and the policy. */
const policiesIn = folder => [...readFileSync(join(folder, '_headers'), 'utf8').matchAll(/^(\/\S*)\*\n(?:  .+\n)*?  Content-Security-Policy: (.+)$/gm)]
  .map(([, start, policy]) => ({ start, policy }));
export const policyOf = folder => policiesIn(folder)[0].policy;
export const policy = policyOf(folder);

/** Media types by the ends of files' names. */
export const types = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.woff2': 'font/woff2', '.xml': 'application/xml',
};

/** Serves the site, or another one, perhaps without any policy, on a free port of the loopback interface until `close`. */
export async function serve(site = { folder, policy }) {
  const [, ...parts] = policiesIn(site.folder);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const name = path.slice(root.length) + (path.endsWith('/') ? 'index.html' : '');
    const found = path.startsWith(root) ? await readFile(join(site.folder, name)).catch(() => null) : null;
    const body = found ?? await readFile(join(site.folder, '404.html')).catch(() => 'There is no 404.html.');
    response.writeHead(found ? 200 : 404, {
      'content-type': types[found ? extname(name) : '.html'] ?? 'application/octet-stream',
      // Browsers hold a page to all of them.
      ...site.policy && { 'content-security-policy': [site.policy, ...parts.filter(({ start }) => path.startsWith(start)).map(({ policy }) => policy)] },
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  return {
    address: path => `http://127.0.0.1:${server.address().port}${root}${path.slice(1)}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
