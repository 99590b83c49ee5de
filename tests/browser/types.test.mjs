// That the scripts of the theme are of sound types, as their comments state them, and
// that the data of the built site are of the types that the tools read. What is checked
// is what the site publishes, less MiniSearch, which has no types in it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assets, folder } from './site.mjs';

const compilerOptions = {
  target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable'], types: [],
  module: 'es2022', moduleResolution: 'bundler',
  allowJs: true, checkJs: true, strict: true, noEmit: true,
};

const data = `
import type { DetailTable, MoveTable, RoleTable, SkillTable } from '../graph.js';
import skills from './skills.js';
import roles from './roles.js';
import moves from './moves.js';
import details from './details/0.js';
export const all: [SkillTable, RoleTable, MoveTable, DetailTable] = [skills, roles, moves, details];
`;

/** What the compiler has to say of the scripts, with `more` files beside them. */
function faults(more = {}) {
  const place = mkdtempSync(join(tmpdir(), 'rolebook-types-'));
  try {
    const scripts = readdirSync(join(folder, assets)).filter(name => name.endsWith('.js') && name !== 'minisearch.js');
    for (const name of scripts) cpSync(join(folder, assets, name), join(place, name));
    cpSync(fileURLToPath(new URL('minisearch.d.ts', import.meta.url)), join(place, 'minisearch.d.ts'));
    cpSync(join(folder, 'tools/data'), join(place, 'data'), { recursive: true });
    const files = { 'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.js', '*.ts', 'data/*.ts'] }), 'data/all.ts': data, ...more };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const tsc = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', place], { cwd: place, encoding: 'utf8' });
    return { status, told: stdout + stderr };
  } finally {
    rmSync(place, { recursive: true });
  }
}

test('scripts and data are of the types that they state', () => assert.deepEqual(faults(), { status: 0, told: '' }));

test('other data would be told', () => {
  const { status, told } = faults({ 'data/moves.js': 'export default { out: [["1"]], near: [] };' });
  assert.equal(status, 2);
  assert.match(told, /data\/all\.ts/);
});
