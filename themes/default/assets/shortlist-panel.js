// The shortlist as the tools show it: what is kept, a button that forgets it, and one
// that saves it as a file.

import { clear, kept, remove } from './shortlist.js';
import { element, link } from './tools.js';
import { say } from './words.js';

/** @import { Graph } from './graph.js' */

/**
 * @param {HTMLElement} place
 * @param {Graph} graph
 */
export function showShortlist(place, graph) {
  const list = kept();
  const guides = list.guides.flatMap(slug => graph.roles.filter(role => role.slug === slug));
  const skills = list.skills.map(name => graph.skills.find(({ title }) => title === name) ?? { title: name, href: '' });
  const isEmpty = !guides.length && !skills.length;
  const focused = place.contains(document.activeElement);

  /** @param {'guides' | 'skills'} kind @param {string} label @param {{ title: string, href: string, name: string }[]} things */
  const group = (kind, label, things) => things.length ? [
    element('h3', {}, label),
    element('ul', { className: 'chips' }, ...things.map(({ name, ...page }) => {
      const button = element('button', { type: 'button', ariaLabel: say('shortlist.remove', { name: page.title }) }, '\u00d7');
      button.addEventListener('click', () => remove(kind, name));
      return element('li', { className: 'chip' }, link(page), button);
    })),
  ] : [];

  const forget = element('button', { type: 'button', className: 'quiet' }, say('shortlist.clear'));
  forget.addEventListener('click', clear);
  const save = element('button', { type: 'button', className: 'quiet' }, say('shortlist.save'));
  save.addEventListener('click', () => {
    const content = { guides: guides.map(role => ({ title: role.title, url: link(role).getAttribute('href') })), skills: list.skills };
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }));
    element('a', { href: url, download: 'shortlist.json' }).click();
    URL.revokeObjectURL(url);
  });
  const heading = element('h2', { id: '_shortlist', tabIndex: -1 }, say('shortlist.title'));
  place.replaceChildren(element('section', { className: 'band shortlist', ariaLabel: say('shortlist.title') },
    element('header', {}, heading),
    element('div', {},
      element('p', { className: 'aside' }, isEmpty ? say('shortlist.none') : say('shortlist.where')),
      ...group('guides', say('shortlist.guides'), guides.map(({ title, href, slug }) => ({ title, href, name: slug }))),
      ...group('skills', say('shortlist.skills'), skills.map(({ title, href }) => ({ title, href, name: title }))),
      ...isEmpty ? [] : [element('div', { className: 'check-row' }, save, forget)])));
  // What had the focus is gone.
  if (focused) heading.focus();
}
