// A stand-in for the preview server, for what the real one never does or does not
// tell: it counts, keeps browsers waiting and fails. It has the same addresses and
// events, and the built site in memory, so that a test can change it.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { assets, folder, policy, types } from './site.mjs';

const script = name => readFileSync(new URL(`../../src/server/${name}`, import.meta.url), 'utf8');
const fingerprint = page => createHash('sha256').update(page).digest('hex').slice(0, 16);
const event = (name, data) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Serves a copy of the built site. */
export async function mock() {
  // As in the real one, assets are found under any version, and news leave it out.
  const unversioned = path => path.replace(/^\/assets\/[0-9a-f]{10}\//, '/assets/');
  const files = new Map(readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .map(path => [unversioned(path.slice(folder.length)), readFileSync(path)]));
  const sheet = files.get('/assets/style.css');
  let version = 1;
  let server;
  let port = 0;

  const find = path => files.get(path.endsWith('/') ? `${path}index.html` : unversioned(path)) ?? null;
  const page = path => find(path) ?? files.get('/404.html');

  const mock = {
    /** What is wrong with the site: `errors`, `warnings`, `concerns`, `html`. */
    report: null,
    /** Authors' notes on pages, by their paths. */
    margins: {},
    /** Every path that was asked for, in order. */
    requests: [],
    /** The streams that are open, each as an answer that is not at its end. */
    streams: new Set(),
    /** Whether streams are refused. */
    refuses: false,
    /** Keeps those who ask for the state of a page waiting until it is fulfilled. */
    delay: null,

    address: path => `http://127.0.0.1:${port}${path}`,
    read: path => String(find(path)),
    /** Puts things at addresses, or nothing, and tells of it as of one change. */
    write(changes) {
      version++;
      for (const [path, body] of Object.entries(changes)) {
        if (body === null) files.delete(path);
        else files.set(path.endsWith('/') ? `${path}index.html` : path, Buffer.from(body));
      }
      const data = { version, files: Object.keys(changes).filter(path => !path.endsWith('/')) };
      for (const stream of mock.streams) stream.write(event('change', data));
    },
    addStyle: rule => mock.write({ '/assets/style.css': `${sheet}\n${rule}\n` }),

    start() {
      server = createServer((request, response) => void answer(request, response));
      return new Promise(listening => server.listen(port, '127.0.0.1', listening)).then(() => ({ port } = server.address()));
    },
    stop: () => new Promise(closed => {
      server.close(closed);
      server.closeAllConnections();
      mock.streams.clear();
    }),
  };

  function state(path) {
    return { page: fingerprint(page(path)), report: mock.report, margin: mock.margins[path] ?? null };
  }

  function injected(path) {
    const { report } = mock;
    const element = report && `<rolebook-report errors="${report.errors}" warnings="${report.warnings}"${report.concerns ? ' concerns' : ''}>${report.html}</rolebook-report>`;
    return `${element ?? ''}<script src="/_rolebook/preview.js" data-page="${fingerprint(page(path))}" data-assets="/${assets}" data-margin="on" defer></script>`;
  }

  async function answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const path = decodeURIComponent(pathname);
    mock.requests.push(unversioned(request.url));
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', ...headers });
      response.end(body);
    };
    if (path === '/_rolebook/events') {
      if (mock.refuses) return send(503, 'text/plain', 'later');
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(event('hello', { version }));
      mock.streams.add(response);
      request.on('close', () => mock.streams.delete(response));
    } else if (path === '/_rolebook/state') {
      await mock.delay;
      send(200, types['.json'], JSON.stringify(state(searchParams.get('path'))));
    } else if (path.startsWith('/_rolebook/')) {
      send(200, types['.js'], script(path.slice('/_rolebook/'.length)));
    } else if (find(path) && !path.endsWith('/')) {
      const tag = `"${fingerprint(find(path))}"`;
      const isKnown = request.headers['if-none-match'] === tag;
      send(isKnown ? 304 : 200, types[extname(path)] ?? 'application/octet-stream', isKnown ? undefined : find(path), { etag: tag });
    } else {
      const html = String(page(path)).replace('</body>', () => `${injected(path)}</body>`);
      send(find(path) ? 200 : 404, types['.html'], html, { 'content-security-policy': policy });
    }
  }

  await mock.start();
  return mock;
}
