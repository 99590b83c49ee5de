// The program itself, previewing a copy of this repository's own site that can be
// written to.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

if (!process.env.ROLEBOOK) throw new Error('ROLEBOOK must name the program');
const program = resolve(process.env.ROLEBOOK);
const repository = fileURLToPath(new URL('../..', import.meta.url));

const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

/** Previews a copy of the site that `prepare` may change first. `options` are for `serve`. */
export async function preview({ prepare, options = [] } = {}) {
  // The program says where a file really is.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rolebook-')));
  for (const name of ['config.toml', 'content']) cpSync(join(repository, name), join(folder, name), { recursive: true });
  let child;
  let home;

  const site = {
    folder,
    address: path => new URL(path.slice(1), home).href,
    read: name => readFileSync(join(folder, name), 'utf8'),
    write(name, body) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), body);
    },
    /** Replaces the first match of `old`, which there must be. */
    edit(name, old, replacement) {
      const body = site.read(name);
      const edited = body.replace(old, replacement);
      assert.notEqual(edited, body, `${old} is not in ${name}`);
      site.write(name, edited);
    },
    remove: name => rmSync(join(folder, name)),
    /** Overrides the theme's style sheet by a copy with one more rule. */
    addStyle(rule) {
      const sheet = 'themes/default/assets/style.css';
      site.write(sheet, `${readFileSync(join(repository, sheet), 'utf8')}\n${rule}\n`);
    },

    /** Starts the program: on a port that is free, and later on the same one again. */
    async start() {
      const port = home ? new URL(home).port : '0';
      child = spawn(program, ['serve', '--root', folder, '--port', port, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
      running.add(child);
      let told = '';
      child.stderr.on('data', text => { told += text; });
      const [line] = await Promise.race([
        once(createInterface(child.stdout), 'line'),
        once(child, 'exit').then(([code]) => assert.fail(`the program ended with ${code}: ${told}`)),
      ]);
      home = line;
    },
    /** Ends it as Ctrl-C does. */
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      assert.deepEqual(await ended, [0, null]);
      running.delete(child);
    },
    async close() {
      if (running.has(child)) await site.stop();
      rmSync(folder, { recursive: true });
    },
  };

  prepare?.(site);
  await site.start();
  return site;
}
