// That the script of the tools and the library, which makes the pages, answer alike:
// for our own site and for made-up ones, and every pair of roles. `examples/answers.rs`
// writes what the library answers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gap, held, nearest, read, ways } from '../../themes/default/assets/graph.js';

if (!process.env.ROLEBOOK_ANSWERS) throw new Error('ROLEBOOK_ANSWERS must name the file of the answers');
const sites = JSON.parse(readFileSync(process.env.ROLEBOOK_ANSWERS, 'utf8'));

/** What a module exports. */
const exported = async text => (await import(`data:text/javascript,${encodeURIComponent(text)}`)).default;

const skills = needs => needs.map(({ skill }) => skill);

describe('the script and the library answer alike', () => {
  const seen = { gaps: 0, ways: 0, alternatives: 0, spared: 0 };
  for (const [number, { modules, pairs }] of sites.entries()) {
    test(number ? `made-up site ${number}` : 'our own site', async () => {
      const graph = read(...await Promise.all(modules.map(exported)));
      for (const pair of pairs) {
        const { from, to, have } = pair;
        const { carried, learn } = gap(held(graph.roles[from]), graph.roles[to]);
        const plain = ways(graph, from, to, [], 3);
        const spared = ways(graph, from, to, have, 3);
        assert.deepEqual(
          { ...pair, carried: skills(carried), learn: skills(learn), ways: plain, ways_with: spared },
          pair,
        );
        seen.gaps += learn.length > 0;
        seen.ways += plain.length > 0;
        seen.alternatives += plain.length === 3;
        seen.spared += plain.length > 0 && plain[0].at(-1).total > spared[0].at(-1).total;
      }
    });
  }
  test('about gaps, ways and alternatives of all sorts', () => {
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 500, `${count} ${what}`);
  });
});

describe('where no way leads', () => {
  const role = (id, drawing, out) => ({ id, needs: [...drawing].map(letter => ({ skill: letter.charCodeAt(0) })), out: out.map(to => ({ to, vouched: true })) });
  const graph = { roles: [role(0, 'a', [1, 2]), role(1, 'ab', [3]), role(2, 'abc', []), role(3, 'abd', []), role(4, 'abcd', [])] };

  test('the roles are named from which least is missing, and of those the nearest by moves', () => {
    assert.deepEqual(ways(graph, 0, 4, [], 3), []);
    assert.deepEqual(nearest(graph, 0, 4, [], 3), [
      { role: 2, hops: 1, missing: 1 }, { role: 3, hops: 2, missing: 1 }, { role: 1, hops: 1, missing: 2 },
    ]);
    assert.deepEqual(nearest(graph, 0, 4, ['d'.charCodeAt(0)], 1), [{ role: 2, hops: 1, missing: 0 }]);
    assert.deepEqual(nearest(graph, 2, 4, [], 3), []);
  });
});
