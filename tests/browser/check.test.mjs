// Check your skills, as readers use it: what is found, what is done with it, and above
// all that none of it leaves the page.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { barriers, profile, visit } from './browser.mjs';
import { docx, japanesePdf, lockedPdf, zip } from './files.mjs';
import { kinds } from './site.mjs';

const path = kinds['check of skills'];

// Nobody's resume.
const resume = `Robin Example, robin@terraform.example
Infrastructure engineer, Fictional Freight

- Ran k8s clusters on Google Cloud Platform and wrote the runbooks
- Took part in incident response; mentoring of two juniors
- Rewrote the dispatch service in Go, tests in CI-CD
Skills: Linux, Bash, Ansible, Docker, DNS
No experience with Azure. Looking to learn Terraform.`;

const phone = { width: 360 };
const area = page => page.getByLabel('Your resume, or a list of your skills');
const status = page => page.locator('.tool > [role="status"]');
const trouble = page => page.locator('.check-form [role="alert"]');
const roles = page => page.locator('.check-fits article');
const skill = (page, name) => page.locator('.check-lists').getByRole('checkbox', { name: new RegExp(`^${name}( |$)`) });

/** Waits until the tool can be used. */
const ready = page => page.locator('.check-form:not([aria-busy])').waitFor();

async function check(page, text) {
  await ready(page);
  await area(page).fill(text);
  await page.getByRole('button', { name: 'Find my skills' }).click();
}

const choose = async (page, name, buffer) => {
  await ready(page);
  await page.getByLabel('Choose a file').setInputFiles({ name, mimeType: '', buffer });
};

describe('what is found', () => {
  test('skills by any of their names, in groups, with the words that told them', () => visit(path, phone, async (page, faults) => {
    await check(page, resume);
    assert.equal(await status(page).textContent(), '11 skills found, and 2 to ask you about.');
    for (const name of ['Kubernetes', 'Google Cloud', 'Incident Response', 'Mentoring', 'Go', 'CI/CD', 'Linux', 'Bash', 'Ansible', 'Docker', 'DNS']) assert.ok(await skill(page, name).isChecked(), name);
    for (const name of ['Azure', 'Terraform']) assert.equal(await skill(page, name).isChecked(), false, name);
    assert.match(await page.getByRole('group', { name: 'Did you mean these?' }).textContent(), /Azure You seem to say that you have not done this\..*Terraform You seem to say that you want to learn this\./);
    assert.match(await page.getByRole('group', { name: 'Technical' }).textContent(), /Kubernetes as “k8s”/);
    assert.match(await page.getByRole('group', { name: 'Soft' }).textContent(), /Mentoring/);
    assert.deepEqual(await page.locator('.check-text mark').allTextContents(), ['k8s', 'Google Cloud Platform', 'incident response', 'mentoring', 'Go', 'CI-CD', 'Linux', 'Bash', 'Ansible', 'Docker', 'DNS', 'Azure', 'Terraform']);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Your skills', 'the focus is on the heading of the result');
    assert.deepEqual(faults, []);
  }));

  test('a word in the text leads to its skill in the list', () => visit(path, {}, async page => {
    await check(page, resume);
    await page.locator('.check-text').getByRole('link', { name: 'k8s' }).click();
    assert.equal(await page.evaluate(() => document.querySelector(':target').closest('li').textContent.trim()), 'Kubernetes as “k8s”');
  }));

  test('nothing found says what to do, and a skill can be added', () => visit(path, phone, async page => {
    await check(page, 'I walk dogs.');
    assert.equal(await status(page).textContent(), 'No skills found.');
    assert.match(await page.locator('.check-lists').textContent(), /None of the skills/);
    await page.getByLabel('Add a skill that was missed').fill('dog walking');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    assert.match(await page.locator('.check-add [role="alert"]').textContent(), /No guide asks for “dog walking”/);
    await page.getByLabel('Add a skill that was missed').fill('k8s');
    await page.keyboard.press('Enter');
    assert.ok(await skill(page, 'Kubernetes').isChecked());
    assert.match(await status(page).textContent(), /^1 skill counts now\. \d+ roles ask for some of them\.$/);
  }));

  test('without a text, it asks for one', () => visit(path, {}, async page => {
    await check(page, '  ');
    assert.equal(await trouble(page).textContent(), 'Paste a text or choose a file first.');
    assert.ok(await area(page).evaluate(field => field === document.activeElement));
  }));
});

describe('roles', () => {
  test('come by what is covered, ten at first, and follow each switch', () => visit(path, phone, async page => {
    await check(page, resume);
    assert.equal(await roles(page).count(), 10);
    const first = roles(page).first();
    assert.match(await first.locator('.check-covered').textContent(), /^You have \d+ of \d+ essential(?: and \d+ of \d+ optional)? skills\.$/);
    assert.match(await first.locator('.carry').textContent(), /Kubernetes/);
    await skill(page, 'Kubernetes').uncheck();
    assert.match(await status(page).textContent(), /^10 skills count now/);
    assert.doesNotMatch(await roles(page).locator('.carry').allTextContents().then(all => all.join()), /Kubernetes/);
    await page.getByRole('button', { name: /^Show \d+ more$/ }).click();
    assert.ok(await roles(page).count() > 10);
    assert.ok(await roles(page).nth(10).locator('a').first().evaluate(link => link === document.activeElement), 'the focus goes on');
    await roles(page).first().getByRole('link', { name: 'Read the guide' }).click();
    await page.locator('h1').waitFor();
    assert.equal(await page.locator('.guide').count(), 1);
  }));

  test('the one in the address is chosen and comes first', () => visit(`${path}?role=data-analyst`, phone, async page => {
    await check(page, resume);
    assert.equal(await page.getByLabel('A role you have in mind').inputValue(), 'data-analyst');
    assert.equal(await roles(page).first().locator('h4').textContent(), 'Data Analyst');
    assert.equal(await roles(page).locator('h4', { hasText: 'Data Analyst' }).count(), 1, 'and once only');
    await page.getByLabel('A role you have in mind').selectOption('technical-writer');
    assert.equal(await roles(page).first().locator('h4').textContent(), 'Technical Writer');
  }));

  test('a guide leads here with its role chosen', () => visit(kinds['another guide'], {}, async page => {
    await page.getByRole('link', { name: 'Check your skills' }).click();
    await ready(page);
    assert.equal(await page.getByLabel('A role you have in mind').inputValue(), 'systems-administrator');
  }));
});

describe('nothing leaves the page', () => {
  test('no request after a paste, nothing stored, nothing in the address', () => visit(path, phone, async (page, faults) => {
    await ready(page);
    await page.waitForLoadState('networkidle');
    const requests = [];
    page.on('request', request => requests.push(request.url()));
    await check(page, resume);
    await skill(page, 'Azure').check();
    await page.getByLabel('Add a skill that was missed').fill('SQL');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Show/ }).click();
    await page.waitForTimeout(500);
    assert.deepEqual(requests, []);
    assert.deepEqual(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie, location.search, location.hash]), ['', '', '']);
    assert.deepEqual(faults, []);
  }));

  for (const [how, act] of [
    ['fetch', () => fetch('/robots.txt').then(() => 'sent', () => 'refused')],
    ['a beacon', () => new Promise(done => {
      addEventListener('securitypolicyviolation', () => done('refused'));
      navigator.sendBeacon('/', 'x');
      setTimeout(() => done('sent'), 2000);
    })],
    ['a socket', () => new Promise(done => {
      addEventListener('securitypolicyviolation', () => done('refused'));
      try { new WebSocket(`ws://${location.host}/`); } catch { done('refused'); }
    })],
    ['a form', () => new Promise(done => {
      addEventListener('securitypolicyviolation', () => done('refused'));
      const form = document.createElement('form');
      form.action = '/search/';
      document.body.append(form);
      form.submit();
      setTimeout(() => done('sent'), 2000);
    })],
    ['an image of another host', () => new Promise(done => {
      addEventListener('securitypolicyviolation', () => done('refused'));
      new Image().src = 'http://192.0.2.1/x.png';
      setTimeout(() => done('sent'), 2000);
    })],
  ]) {
    test(`${how} is refused`, () => visit(path, {}, async page => {
      assert.equal(await page.evaluate(act), 'refused');
    }));
  }

  test('the page itself forbids it where the host sends no headers', () => visit(path, {}, async page => {
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    for (const rule of ["default-src 'none'", "connect-src 'none'", "form-action 'none'", "script-src 'self'"]) assert.ok(policy.split('; ').includes(rule), rule);
  }));

  test('Clear leaves nothing', () => visit(path, phone, async page => {
    await check(page, resume);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.waitForFunction(() => document.querySelector('.tool > [role="status"]').textContent === 'Everything is cleared.');
    assert.equal(await area(page).inputValue(), '');
    assert.equal(await page.locator('.check-result').textContent(), '');
    assert.doesNotMatch(await page.locator('body').innerText(), /k8s|Robin/);
  }));

  test('the search is a page of its own', () => visit(path, {}, async (page, faults) => {
    await ready(page);
    await page.keyboard.press('Control+k');
    assert.equal(await page.locator('dialog').count(), 0);
    await page.getByRole('link', { name: 'Search' }).click();
    await page.waitForURL('**/search/');
    assert.deepEqual(faults, []);
  }));
});

describe('files', () => {
  const text = 'Skills: Kubernetes, Docker and Gr\u00fc\u00dfe';
  for (const [name, buffer] of [
    ['resume.txt', Buffer.from(text)],
    ['resume.md', Buffer.from(`\ufeff# Me\n\n${text}`)],
    ['utf16.txt', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['windows.txt', Buffer.from(text, 'latin1')],
    ['resume.docx', docx(['Robin', ['Skills: Kuber', 'netes, Docker ', 'and Gr\u00fc\u00dfe']])],
    ['wrong-name.txt', docx([text])],
  ]) {
    test(`${name} is read`, () => visit(path, phone, async (page, faults) => {
      await choose(page, name, buffer);
      await skill(page, 'Kubernetes').waitFor();
      assert.ok(await skill(page, 'Docker').isChecked());
      assert.match(await area(page).inputValue(), /Gr\u00fc\u00dfe/);
      assert.deepEqual(faults, []);
    }));
  }

  /** A page as Chromium prints it. */
  const printed = html => profile({}, async (open, faults) => {
    const page = await open('about:blank').catch(() => null);
    await page.setContent(html);
    return page.pdf();
  });

  test('a PDF is read, and what reads it is loaded for it alone', () => visit(path, phone, async (page, faults) => {
    const pdf = await printed(`<h1>Robin</h1><p>${text}</p>`);
    await ready(page);
    await page.waitForLoadState('networkidle');
    const requests = [];
    page.on('request', request => requests.push(new URL(request.url()).pathname.split('/').at(-1)));
    await choose(page, 'resume.pdf', pdf);
    await skill(page, 'Kubernetes').waitFor();
    assert.match(await area(page).inputValue(), /Gr\u00fc\u00dfe/);
    assert.deepEqual(requests.sort(), ['pdfjs-worker.js', 'pdfjs.js']);
    assert.deepEqual(faults, []);
  }));

  test('a PDF in Japanese is read', () => visit(path, {}, async (page, faults) => {
    await choose(page, 'resume.pdf', japanesePdf('DNS\u30b5\u30fc\u30d0\u30fc\u7ba1\u7406'));
    await skill(page, 'DNS').waitFor();
    assert.match(await area(page).inputValue(), /DNS\u30b5\u30fc\u30d0\u30fc\u7ba1\u7406/);
    assert.deepEqual(faults, []);
  }));

  for (const [name, make, words] of [
    ['scan.pdf', () => printed('<svg width="99" height="99"><rect width="50" height="50"/></svg>'), /no text in it/],
    ['locked.pdf', lockedPdf, /has a password/],
    ['broken.pdf', () => Buffer.from('%PDF-1.7 and then nothing'), /is damaged/],
    ['locked.docx', () => docx([text], { flags: 1 }), /has a password/],
    ['old.doc', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), /before 2007/],
    ['broken.docx', () => docx([text]).subarray(0, 200), /is damaged/],
    ['sheet.xlsx', () => zip({ 'xl/workbook.xml': Buffer.from('<workbook/>') }), /no plain text/],
    ['bomb.docx', () => zip({ 'word/document.xml': Buffer.alloc(30 << 20, 32) }), /too large/],
    ['entities.docx', () => zip({ 'word/document.xml': Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') }), /is damaged/],
    ['large.txt', () => Buffer.alloc(11 << 20, 65), /too large/],
    ['picture.png', () => Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /no plain text/],
    ['letter.rtf', () => Buffer.from('{\\rtf1 Hello}'), /no plain text/],
    ['empty.txt', () => Buffer.from(' \n'), /is empty/],
  ]) {
    test(`${name} is refused in words`, () => visit(path, phone, async (page, faults) => {
      await choose(page, name, await make());
      await page.waitForFunction(() => document.querySelector('.check-form [role="alert"]').textContent);
      assert.match(await trouble(page).textContent(), words);
      assert.deepEqual(faults, []);
    }));
  }

  test('a file can be dropped', () => visit(path, {}, async page => {
    await ready(page);
    await area(page).evaluate(field => {
      const data = new DataTransfer();
      data.items.add(new File(['Skills: Docker, Linux'], 'a.txt'));
      field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await skill(page, 'Docker').waitFor();
  }));
});

describe('every reader', () => {
  for (const scheme of ['light', 'dark']) {
    for (const width of [320, 1280]) {
      test(`with a result, axe finds no barrier and nothing is too wide, ${scheme}, ${width} px`, () => visit(`${path}?role=data-analyst`, { width, scheme }, async page => {
        await check(page, resume);
        assert.deepEqual(await barriers(page), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
      }));
    }
  }

  test('gets through by keyboard alone, on a phone', () => visit(path, phone, async page => {
    await ready(page);
    const to = async what => {
      for (let stops = 0; stops < 80; stops++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(what => document.activeElement.matches(what), what)) return;
      }
      assert.fail(`no way to ${what}`);
    };
    await to('textarea');
    await page.keyboard.insertText(resume);
    await to('select');
    await page.keyboard.type('Data An');
    await to('.button');
    await page.keyboard.press('Enter');
    await page.locator('#_found').waitFor();
    await to('.check-lists input');
    await page.keyboard.press('Space');
    assert.match(await status(page).textContent(), /^12 skills count now/);
    await to('#_add');
    await page.keyboard.type('SQL');
    await page.keyboard.press('Enter');
    assert.ok(await skill(page, 'SQL').isChecked());
    await to('.check-fits a');
    assert.equal(await roles(page).first().locator('h4').textContent(), 'Data Analyst');
  }));

  test('without scripts, is told how to do it by hand', () => visit(path, { scripts: false }, async page => {
    assert.equal(await page.locator('.check').isVisible(), false);
    assert.ok(await page.getByRole('heading', { name: 'By hand' }).isVisible());
    await page.getByRole('link', { name: 'list of all roles' }).click();
    assert.equal(await page.locator('h1').textContent(), 'Search');
  }));
});
