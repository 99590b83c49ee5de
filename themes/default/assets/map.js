// What scripts add to a career map that is complete without them: zoom, panning by
// the mouse, a look at one role among those that moves lead to and from, and a
// choice of one field. A page that has no map does not load this.

import { say } from './words.js';

/** How much one press of a button zooms, and how far it goes. */
const STEP = 1.25;
const LEAST = 0.3;
const MOST = 3;

const view = /** @type {HTMLElement | null} */ (document.querySelector('.map-view'));
const map = /** @type {SVGSVGElement | null} */ (view?.querySelector('.map'));
if (view && map) start(view, map);

/**
 * @param {HTMLElement} view the frame in which the map scrolls
 * @param {SVGSVGElement} map
 */
function start(view, map) {
  const tools = document.createElement('div');
  tools.className = 'map-tools';
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  const graph = read(map);
  const zoom = zooming(view, map);
  tools.append(
    chooser(view, graph, status),
    button(say('map.zoom_in'), () => zoom(STEP)),
    button(say('map.zoom_out'), () => zoom(1 / STEP)),
    button(say('map.reset'), () => zoom(0)),
    status,
  );
  view.before(tools);
  panning(view);
  // The captions at the left are all that a narrow frame would show at first.
  const first = map.querySelector('a[data-box] rect');
  if (first) view.scrollLeft = first.getBoundingClientRect().left - view.getBoundingClientRect().left - 16;
  captioning(view, map);
  focusing(map, graph);
}

/**
 * @typedef {object} Box a role, or a track on an overview
 * @property {SVGAElement} link
 * @property {string} group
 * @property {Set<Box>} near boxes at the other ends of its curves
 * @property {SVGPathElement[]} curves
 *
 * @typedef {object} Curve
 * @property {SVGPathElement} path
 * @property {[Box, Box]} ends
 *
 * @typedef {{ boxes: Map<SVGAElement, Box>, curves: Curve[] }} Graph
 */

/**
 * Reads the graph off the drawing.
 * @param {SVGSVGElement} map
 * @returns {Graph}
 */
function read(map) {
  /** @type {Map<string | undefined, Box>} */
  const numbered = new Map();
  /** @type {Map<SVGAElement, Box>} */
  const boxes = new Map();
  for (const link of /** @type {NodeListOf<SVGAElement>} */ (map.querySelectorAll('a[data-box]'))) {
    const lane = /** @type {SVGElement | null} */ (link.closest('[data-group]'));
    /** @type {Box} */
    const box = { link, group: lane?.dataset.group ?? '', near: new Set(), curves: [] };
    numbered.set(link.dataset.box, box);
    boxes.set(link, box);
  }
  /** @type {Curve[]} */
  const curves = [];
  for (const path of /** @type {NodeListOf<SVGPathElement>} */ (map.querySelectorAll('.curves path'))) {
    const [from, to] = (path.dataset.ends ?? '').split(' ').map(number => numbered.get(number));
    if (!from || !to) continue;
    from.near.add(to);
    to.near.add(from);
    from.curves.push(path);
    to.curves.push(path);
    curves.push({ path, ends: [from, to] });
  }
  return { boxes, curves };
}

/**
 * Shows one box with what is next to it, and the rest faintly: the one under the
 * mouse or with the focus, else the one that the address names. Escape ends it.
 * @param {SVGSVGElement} map
 * @param {Graph} graph
 */
function focusing(map, graph) {
  /** @type {Box | undefined} */
  let named;
  /** @type {Element[]} */
  let lit = [];

  /** @param {Box | undefined} box */
  const show = box => {
    for (const element of lit) element.classList.remove('lit', 'centre');
    lit = box ? [box.link, ...[...box.near].map(({ link }) => link), ...box.curves] : [];
    for (const element of lit) element.classList.add('lit');
    box?.link.classList.add('centre');
    map.classList.toggle('focused', Boolean(box));
  };
  /** @param {EventTarget | null} target */
  const boxOf = target => target instanceof Element ? graph.boxes.get(/** @type {any} */ (target.closest('a'))) : undefined;
  const fromAddress = () => {
    named = boxOf(document.getElementById(decodeURIComponent(location.hash.slice(1))));
    show(named);
    named?.link.scrollIntoView({ block: 'center', inline: 'center' });
  };

  map.addEventListener('pointerover', ({ target, buttons }) => {
    if (!buttons) show(boxOf(target) ?? boxOf(document.activeElement) ?? named);
  });
  map.addEventListener('pointerleave', () => show(boxOf(document.activeElement) ?? named));
  map.addEventListener('focusin', ({ target }) => show(boxOf(target) ?? named));
  map.addEventListener('focusout', () => show(named));
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    named = undefined;
    show(undefined);
  });
  addEventListener('hashchange', fromAddress);
  if (location.hash) fromAddress();
}

/**
 * A list of groups, of which the reader chooses one to see with the boxes that
 * moves lead to and come from. Boxes keep their places, so that what is known
 * from the whole map is found again. The list below the map follows.
 * @param {HTMLElement} view
 * @param {Graph} graph
 * @param {HTMLElement} status says what is shown
 */
function chooser(view, graph, status) {
  const label = document.createElement('label');
  const select = document.createElement('select');
  const all = view.dataset.all ?? '';
  const [inAll, inSome] = view.dataset.boxes === 'roles' ? ['map.all_roles', 'map.some_roles'] : ['map.all_tracks', 'map.some_tracks'];
  select.append(new Option(all, ''));
  const lists = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('div[data-group]'));
  for (const list of lists) {
    select.append(new Option(list.querySelector('h3')?.textContent ?? '', list.dataset.group));
  }
  label.append(`${say('map.show')} `, select);
  select.addEventListener('change', () => {
    const chosen = select.value;
    const isOut = (/** @type {string | undefined} */ group) => chosen !== '' && group !== chosen;
    let boxes = 0;
    let moves = 0;
    for (const { path, ends } of graph.curves) {
      const out = ends.every(({ group }) => isOut(group));
      path.classList.toggle('out', out);
      moves += out ? 0 : 1;
    }
    for (const { link, group, near } of graph.boxes.values()) {
      boxes += isOut(group) ? 0 : 1;
      link.classList.toggle('out', isOut(group) && [...near].every(other => isOut(other.group)));
    }
    for (const lane of /** @type {NodeListOf<SVGElement>} */ (view.querySelectorAll('.lane, .caption'))) lane.classList.toggle('out', isOut(lane.dataset.group));
    for (const list of lists) list.hidden = isOut(list.dataset.group);
    status.textContent = chosen === ''
      ? say(inAll, { name: all, count: boxes })
      : say(inSome, { name: select.selectedOptions[0].text, shown: boxes, count: graph.boxes.size, moves });
    const lanes = view.querySelectorAll(`.lane[data-group="${chosen}"]`);
    lanes[Math.floor(lanes.length / 2)]?.scrollIntoView({ block: 'center', inline: 'nearest' });
  });
  return label;
}

/**
 * Keeps the captions that have a row of their own in sight.
 * @param {HTMLElement} view
 * @param {SVGSVGElement} map
 */
function captioning(view, map) {
  const captions = map.querySelectorAll('.caption');
  const follow = () => {
    const x = view.scrollLeft * map.viewBox.baseVal.width / map.getBoundingClientRect().width;
    for (const caption of captions) caption.setAttribute('transform', `translate(${Math.round(x)})`);
  };
  view.addEventListener('scroll', follow, { passive: true });
  follow();
}

/**
 * Zooms by setting the width of the drawing, which scrolls in its frame as
 * anything too large does. The wheel does it only with the key that zooms pages,
 * so that it still scrolls the page.
 * @param {HTMLElement} view
 * @param {SVGSVGElement} map
 * @returns {(factor: number) => void} zooms on the middle of what is seen; by 0, back to the beginning
 */
function zooming(view, map) {
  const width = parseFloat(map.getAttribute('width') ?? '');
  let scale = 1;

  const zoom = (/** @type {number} */ factor, /** @type {number} */ x, /** @type {number} */ y) => {
    const next = factor === 0 ? 1 : Math.min(MOST, Math.max(LEAST, scale * factor));
    const grown = next / scale;
    const { scrollLeft, scrollTop } = view;
    scale = next;
    map.setAttribute('width', `${width * scale}rem`);
    view.classList.toggle('zoomed', scale > 1);
    view.scrollTo({ left: (scrollLeft + x) * grown - x, top: (scrollTop + y) * grown - y, behavior: 'instant' });
  };
  /**
   * @param {{ clientX: number, clientY: number }} point
   * @returns {[number, number]}
   */
  const at = ({ clientX, clientY }) => {
    const { left, top } = view.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };

  view.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...at(event));
  }, { passive: false });

  let apart = 0;
  const distance = (/** @type {TouchList} */ { 0: one, 1: other }) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  view.addEventListener('touchstart', ({ touches }) => {
    apart = touches.length === 2 ? distance(touches) : 0;
  }, { passive: true });
  view.addEventListener('touchmove', event => {
    if (!apart || event.touches.length !== 2) return;
    event.preventDefault();
    const next = distance(event.touches);
    const [[x1, y1], [x2, y2]] = [...event.touches].map(at);
    zoom(next / apart, (x1 + x2) / 2, (y1 + y2) / 2);
    apart = next;
  }, { passive: false });

  return factor => zoom(factor, view.clientWidth / 2, view.clientHeight / 2);
}

/**
 * Lets the mouse drag the map. Fingers and keys scroll it as they do any frame.
 * @param {HTMLElement} view
 */
function panning(view) {
  let isDragged = false;
  view.addEventListener('dragstart', event => event.preventDefault());
  view.addEventListener('pointerdown', ({ pointerType, button }) => {
    isDragged = false;
    if (pointerType !== 'mouse' || button !== 0) return;
    let moved = 0;
    const move = (/** @type {PointerEvent} */ { movementX, movementY }) => {
      moved += Math.abs(movementX) + Math.abs(movementY);
      // A click may tremble a little.
      if (moved < 5) return;
      isDragged = true;
      view.classList.add('dragged');
      view.scrollBy({ left: -movementX, top: -movementY, behavior: 'instant' });
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', () => {
      removeEventListener('pointermove', move);
      view.classList.remove('dragged');
    }, { once: true });
  });
  // The click that ends a drag on a box is not meant for it.
  view.addEventListener('click', event => {
    if (isDragged) event.preventDefault();
    isDragged = false;
  }, { capture: true });
}

/**
 * @param {string} words
 * @param {() => void} press
 */
function button(words, press) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words;
  button.addEventListener('click', press);
  return button;
}
