// The career map as a browser draws it, and what its script adds.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { barriers, visit } from './browser.mjs';
import { assets, folder, guide, kinds } from './site.mjs';

const path = kinds['career map'];
const slug = guide.split('/').at(-2);

describe('the drawing', () => {
  test('no words overlap others or leave their box', () => visit(path, {}, async page => {
    const boxes = await page.locator('.map a[data-box]').evaluateAll(links => links.map(link => {
      const { x, y, width, height } = link.querySelector('rect').getBBox();
      const words = link.querySelector('text').getBBox();
      return { label: link.textContent, x, y, width, height, words: [words.x, words.y, words.width, words.height] };
    }));
    assert.ok(boxes.length >= 24);
    for (const [i, { label, x, y, width, height, words }] of boxes.entries()) {
      assert.ok(words[0] >= x && words[0] + words[2] <= x + width, `${label} is wider than its box`);
      assert.ok(words[1] >= y && words[1] + words[3] <= y + height, `${label} is higher than its box`);
      for (const other of boxes.slice(0, i)) {
        const apart = x + width <= other.x || other.x + other.width <= x || y + height <= other.y || other.y + other.height <= y;
        assert.ok(apart, `${label} lies upon ${other.label}`);
      }
    }
  }));

  test('nothing of it is cut off at 1280 px, and its text is as large as small text is', () => visit(path, {}, async page => {
    const { scroll, client, size } = await page.locator('.map-view').evaluate(view => ({
      scroll: view.scrollWidth, client: view.clientWidth, size: parseFloat(getComputedStyle(view.querySelector('a text')).fontSize),
    }));
    assert.ok(scroll <= client, `${scroll} px in ${client} px`);
    assert.ok(size >= 15, `${size} px`);
  }));

  test('each box leads to its guide, without scripts too', () => visit(path, { scripts: false }, async page => {
    assert.equal(await page.locator('.map-tools').count(), 0, 'no control that does nothing');
    await page.locator(`.map a#${slug}`).click();
    assert.equal(new URL(page.url()).pathname.endsWith(guide), true, page.url());
  }));

  test('the Tab key goes through the boxes in the order of the list', () => visit(path, {}, async page => {
    const hrefs = selector => page.locator(selector).evaluateAll(links => links.map(({ href }) => href.baseVal ?? href));
    const resolve = all => all.map(href => new URL(href, page.url()).href);
    assert.deepEqual(resolve(await hrefs('.map a[data-box]')), resolve(await hrefs('.map-list > li > a')));
  }));

  test('each box is a link with the whole name of its role', () => visit(path, {}, async page => {
    const names = await page.locator('.map-list > li > a').allTextContents();
    for (const name of names) {
      assert.equal(await page.locator('.map').getByRole('link', { name, exact: true }).count(), 1, name);
    }
  }));

  test('the script is small, and only maps load it', () => {
    assert.ok(gzipSync(readFileSync(join(folder, assets, 'map.js'))).length < 15_000);
    for (const [kind, place] of Object.entries(kinds)) {
      if (kind === 'missing page') continue;
      const page = readFileSync(join(folder, place, 'index.html'), 'utf8');
      assert.equal(page.includes('map.js'), kind === 'career map', kind);
    }
  });
});

describe('one role', () => {
  const shown = page => page.evaluate(() => ({
    focused: document.querySelector('.map').classList.contains('focused'),
    centre: [...document.querySelectorAll('.map .centre')].map(({ id }) => id),
    near: [...document.querySelectorAll('.map a.lit:not(.centre)')].map(({ id }) => id).sort(),
  }));
  /** The roles next to it, as the list has them. */
  const listed = page => page.evaluate(slug => {
    const file = link => new URL(link.getAttribute('href'), document.baseURI).href;
    const own = file(document.getElementById(slug));
    const entry = [...document.querySelectorAll('.map-list > li')].find(item => file(item.querySelector('a')) === own);
    return [...new Set([...entry.querySelectorAll('p a')].map(link => file(link).split('/').at(-2)))].sort();
  }, slug);

  test('the focus shows it with those next to it, and Escape ends that', () => visit(path, {}, async page => {
    await page.locator(`.map a#${slug}`).focus();
    assert.deepEqual(await shown(page), { focused: true, centre: [slug], near: await listed(page) });
    await page.keyboard.press('Escape');
    assert.deepEqual(await shown(page), { focused: false, centre: [], near: [] });
  }));

  test('so does the mouse, as long as it is there', () => visit(path, {}, async page => {
    await page.locator(`.map a#${slug}`).hover();
    assert.deepEqual((await shown(page)).near, await listed(page));
    await page.mouse.move(1, 1);
    assert.equal((await shown(page)).focused, false);
  }));

  for (const width of [360, 1280]) {
    test(`its guide leads to it, ${width} px`, () => visit(guide, { width }, async page => {
      await page.locator('[aria-labelledby="_around"] .aside a[href*="/map/"]').click();
      await page.waitForSelector('.map.focused');
      assert.deepEqual((await shown(page)).centre, [slug]);
      const { x, y, width: wide, height } = await page.locator(`.map a#${slug} rect`).boundingBox();
      const size = page.viewportSize();
      assert.ok(x >= 0 && x + wide <= size.width && y >= 0 && y + height <= size.height, `in sight: ${x}, ${y}`);
      const isOnTop = await page.locator(`.map a#${slug}`).evaluate(link => {
        const { x, y, width, height } = link.getBoundingClientRect();
        return link.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      });
      assert.ok(isOnTop, 'and nothing lies upon it');
    }));
  }
});

describe('the tools', () => {
  test('a field can be seen alone, by keyboard', () => visit(path, {}, async page => {
    const select = page.getByLabel('Show');
    await select.focus();
    await page.keyboard.press('ArrowDown');
    const field = await select.evaluate(select => select.selectedOptions[0].text);
    const { own, others, lists } = await page.evaluate(() => {
      const visible = link => getComputedStyle(link).visibility === 'visible';
      const groups = [...document.querySelectorAll('svg g[role=group]')];
      const links = own => groups.filter(({ dataset }) => (dataset.group === '0') === own)
        .flatMap(group => [...group.querySelectorAll('a')]);
      return {
        own: links(true).filter(visible).length,
        others: links(false).map(visible),
        lists: [...document.querySelectorAll('div[data-group]')].map(list => list.checkVisibility()),
      };
    });
    assert.match(await page.getByRole('status').textContent(), new RegExp(`^${field}: ${own} of `));
    assert.ok(others.includes(false), 'what no move connects is gone');
    assert.deepEqual(lists, lists.map((_, i) => i === 0), 'the list follows');
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.locator('.out').count(), 0, 'and all is back');
  }));

  test('buttons zoom in, out and back, by keyboard', () => visit(path, {}, async page => {
    const width = () => page.locator('.map').evaluate(map => Math.round(map.getBoundingClientRect().width));
    const press = async name => {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
      return width();
    };
    const first = await width();
    assert.ok(await press('Zoom in') > first);
    assert.ok(await press('Zoom in') > first * 1.4);
    await page.locator('.map-view').focus();
    const before = await page.locator('.map-view').evaluate(view => view.scrollLeft);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(before => document.querySelector('.map-view').scrollLeft > before, before);
    assert.equal(await press('Reset'), first);
    assert.ok(await press('Zoom out') < first);
  }));

  test('the wheel scrolls the page, and zooms with the key for that', () => visit(path, {}, async page => {
    const width = () => page.locator('.map').evaluate(map => Math.round(map.getBoundingClientRect().width));
    const first = await width();
    await page.locator('.map-view').hover({ position: { x: 600, y: 200 } });
    await page.mouse.wheel(0, 300);
    await page.waitForFunction(() => scrollY > 0);
    assert.equal(await width(), first);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await page.waitForFunction(first => document.querySelector('.map').getBoundingClientRect().width > first + 1, first);
  }));

  test('the mouse drags the map, and a drag that ends on a box opens nothing', () => visit(path, { width: 700 }, async page => {
    const box = page.locator(`.map a#${slug}`);
    await box.scrollIntoViewIfNeeded();
    const before = await page.locator('.map-view').evaluate(view => view.scrollLeft);
    const { x, y } = await box.boundingBox();
    await page.mouse.move(x + 20, y + 10);
    await page.mouse.down();
    await page.mouse.move(x - 30, y + 10, { steps: 5 });
    await page.mouse.up();
    assert.ok(await page.locator('.map-view').evaluate(view => view.scrollLeft) > before + 20);
    assert.ok(page.url().endsWith(path), page.url());
  }));

  test('axe finds no barrier with a field chosen, nor with the map zoomed', () => visit(path, {}, async page => {
    await page.getByLabel('Show').selectOption({ index: 2 });
    assert.deepEqual(await barriers(page), []);
    await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
    assert.deepEqual(await barriers(page), []);
  }));
});

describe('around a role', () => {
  test('every line ends at the middle of two boxes', () => visit(guide, {}, async page => {
    const ends = await page.locator('.around svg').evaluateAll(all => all.flatMap(svg => {
      const middles = layer => [...layer.querySelectorAll('li > *')].map(box => {
        const { top, height } = box.getBoundingClientRect();
        return top + height / 2;
      });
      const [before, after] = [svg.previousElementSibling, svg.nextElementSibling].map(middles);
      const nearest = (y, all) => Math.min(...all.map(middle => Math.abs(middle - y)));
      // All lines are one path, and each of them begins with a move.
      return svg.querySelector('path').getAttribute('d').split(/(?=M)/).flatMap(d => {
        const line = svg.appendChild(document.createElementNS(svg.namespaceURI, 'path'));
        line.setAttribute('d', d);
        const at = length => line.getPointAtLength(length).matrixTransform(line.getScreenCTM()).y;
        return [nearest(at(0), before), nearest(at(line.getTotalLength()), after)];
      });
    }));
    assert.ok(ends.length > 10);
    for (const off of ends) assert.ok(off < 2, `${off} px off`);
  }));
});
