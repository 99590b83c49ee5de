// What the preview server adds to every page: it keeps the page up to date, shows
// what is wrong with the site, and shows authors what rolebook makes of their file.
// It never changes the layout of the page, and is never part of a built site.

(() => {
  const { page: fingerprint, assets, margin: marginSwitch } = document.currentScript.dataset;
  const path = location.pathname;

  /** What `action` gives, or null where the browser forbids it: storage often is. */
  function attempt(action) {
    try {
      return action();
    } catch {
      return null;
    }
  }

  // -- Hearing of changes --

  const pending = new Set();
  let anything = false;
  let checking = false;
  let again = false;
  let leaving = false;

  /** Takes note of changed files (null: it may have been any) and asks what this page is now. */
  async function check(files) {
    if (files) for (const file of files) pending.add(new URL(file, location.origin).pathname);
    else anything = true;
    again = true;
    if (checking) return;
    checking = true;
    try {
      while (again && !leaving) {
        again = false;
        const state = await ask();
        // Nothing is lost where the server is gone: its next hello comes here again.
        if (state) apply(state);
      }
    } finally {
      checking = false;
    }
  }

  // A page that may open no connection cannot ask, and is reloaded by hand.
  const isCut = document.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null;

  async function ask() {
    if (isCut) return null;
    try {
      const response = await fetch(`/_rolebook/state?path=${encodeURIComponent(path)}`, { cache: 'no-store' });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  function apply(state) {
    const files = anything ? null : new Set(pending);
    pending.clear();
    anything = false;
    if (state.page !== fingerprint && reload(state)) return;
    if (refresh(files)) {
      reload(state);
      return;
    }
    showReport(state.report);
    if (marginSwitch === 'on') showMargin(state.margin);
  }

  async function connect() {
    const channel = new BroadcastChannel('rolebook');
    channel.onmessage = ({ data }) => check(data);
    const worker = new SharedWorker('/_rolebook/events.js', { type: 'module', name: 'rolebook' });
    worker.onerror = () => {
      worker.onerror = null;
      listenAlone();
    };
  }

  // Hidden tabs let go of their stream, because a browser opens only six.
  async function listenAlone() {
    const { listen } = await import('/_rolebook/events.js');
    let stop = null;
    const follow = () => {
      stop?.();
      stop = document.hidden ? null : listen(check);
    };
    document.addEventListener('visibilitychange', () => {
      follow();
      if (!document.hidden) check(null);
    });
    follow();
  }

  // -- Reloading, so that the author hardly notices --

  const left = attempt(() => JSON.parse(sessionStorage.getItem('rolebook:reload')));
  attempt(() => sessionStorage.removeItem('rolebook:reload'));
  const resumed = left?.path === path ? left : {};

  /** Reloads, unless that was tried for the same page and gave another one each time. */
  function reload(state) {
    const tries = state.page !== fingerprint && resumed.wanted === state.page ? resumed.tries + 1 : 1;
    if (tries > 3) return false;
    leaving = true;
    const leave = {
      path, tries, wanted: state.page, x: scrollX, y: scrollY, focus: document.activeElement?.id,
      details: [...document.querySelectorAll('details')].map(({ open }) => open),
      margin: state.margin, marginTop: margin?.panel.scrollTop, reportChoice,
    };
    attempt(() => sessionStorage.setItem('rolebook:reload', JSON.stringify(leave)));
    location.reload();
    return true;
  }

  function resume() {
    const details = document.querySelectorAll('details');
    if (details.length === resumed.details.length) details.forEach((element, index) => { element.open = resumed.details[index]; });
    if (resumed.focus) document.getElementById(resumed.focus)?.focus({ preventScroll: true });
    let moved = false;
    for (const kind of ['wheel', 'touchmove', 'pointerdown', 'keydown']) {
      addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
    }
    // Browsers scroll by themselves, but not always on pages that grow late.
    addEventListener('load', () => requestAnimationFrame(() => {
      if (!moved) scrollTo({ left: resumed.x, top: resumed.y, behavior: 'instant' });
    }), { once: true });
  }

  // -- Files that change while the page stays the same --

  /** What news call a file: they leave out the version in the address of the theme's assets. */
  const named = pathname => (assets && pathname.startsWith(assets)
    ? new URL('..', location.origin + assets).pathname + pathname.slice(assets.length) : pathname);

  const successors = new Map();

  /** Shows the changed files (null: any) where the page uses them. Returns whether only a reload can. */
  function refresh(files) {
    const isChanged = address => {
      if (!URL.canParse(address, document.baseURI)) return false;
      const { origin, pathname } = new URL(address, document.baseURI);
      return origin === location.origin && pathname !== path && (!files || files.has(named(pathname)));
    };
    const renew = address => (isChanged(address) ? stamp(address) : address);

    const sheets = [...document.querySelectorAll('link[rel~=stylesheet][href]')];
    const linked = new Set(sheets.map(({ href }) => new URL(href).pathname));
    // What was loaded by no element that could load it again. A new copy of a style
    // sheet makes browsers ask for what it imports, but not for its images.
    const inner = !files ? [] : performance.getEntriesByType('resource')
      .filter(({ name, initiatorType }) => ['css', 'link', 'script', 'other'].includes(initiatorType) && isChanged(name))
      .map(({ name }) => new URL(name).pathname)
      .filter(name => !linked.has(name));
    if (inner.some(name => !name.endsWith('.css'))) return true;

    // A copy that is still on its way has left with the first of the two that are listed.
    for (const link of sheets) if (link.isConnected && (inner.length || isChanged(link.href))) replace(link, 2);
    for (const image of document.querySelectorAll('img, picture source, input[type=image], video[poster], image, use')) {
      for (const name of ['src', 'poster', 'href', 'xlink:href', 'srcset']) {
        const old = image.getAttribute(name);
        if (!old) continue;
        const now = name !== 'srcset' ? renew(old)
          : old.replace(/([^\s,]\S*[^\s,]|[^\s,])([^,]*(?:,|$))/g, (_, address, size) => renew(address) + size);
        if (now !== old) image.setAttribute(name, now);
      }
    }
    return false;
  }

  // The time, because the versions of a server that was started again repeat.
  function stamp(address) {
    const url = new URL(address, document.baseURI);
    url.searchParams.set('rolebook', Date.now());
    return url.href;
  }

  /** Puts a new copy of a style sheet in the place of the old one, which stays until the new one is there. */
  function replace(old, tries) {
    successors.get(old)?.remove();
    const link = old.cloneNode();
    link.href = stamp(old.href);
    link.onload = () => {
      old.remove();
      successors.delete(old);
    };
    link.onerror = () => {
      link.remove();
      successors.delete(old);
      if (tries > 1) replace(old, tries - 1);
    };
    successors.set(old, link);
    old.after(link);
  }

  // -- The parts that are shown over the page --

  /** An element with text, which is never read as HTML. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value != null) element.setAttribute(key, value);
    element.append(...children.filter(Boolean));
    return element;
  }

  const count = (number, thing) => `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;

  /** A button in a corner of the window and a panel that it opens. */
  function part(host, landmark, label, toggled) {
    // The page may be in another language, and written from right to left.
    host.lang = 'en';
    host.dir = 'ltr';
    const button = make('button', { type: 'button', 'aria-controls': 'panel' });
    const panel = make('div', { id: 'panel', role: 'group', 'aria-label': label, tabindex: 0 });
    const frame = make(landmark, { 'aria-label': label }, button, panel);
    const status = make('p', { role: 'status' });
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [style];
    shadow.append(frame, status);
    const open = value => {
      button.setAttribute('aria-expanded', value);
      panel.hidden = !value;
    };
    const choose = value => {
      open(value);
      toggled(value);
    };
    button.onclick = () => choose(panel.hidden);
    frame.onkeydown = event => {
      if (event.key !== 'Escape' || panel.hidden) return;
      choose(false);
      button.focus();
    };
    return { frame, button, panel, status, shadow, open };
  }

  /** Fills a panel without losing the focus, if it was inside. */
  function fill({ panel, shadow }, put) {
    const inside = panel.contains(shadow.activeElement);
    put();
    if (inside) panel.focus({ preventScroll: true });
  }

  // -- What is wrong with the site --

  let report = null;
  let reportShown = null;
  let reportChoice = resumed.reportChoice ?? null;

  function showReport(state) {
    if (!state && !report) return;
    const host = () => document.querySelector('rolebook-report') ?? document.body.appendChild(make('rolebook-report', {}));
    report ??= part(host(), 'section', 'Errors', open => { reportChoice = open; });
    const errors = state ? count(state.errors, 'error') : 'No errors';
    const warnings = state?.warnings ? `, ${count(state.warnings, 'warning')}` : '';
    // A live region is heard only if it was there before its text.
    setTimeout(() => { if (report.status.textContent !== errors + warnings) report.status.textContent = errors + warnings; }, 100);
    report.frame.hidden = !state;
    report.button.replaceChildren(errors, make('span', { class: 'wide' }, warnings), ...(state?.concerns === false
      ? [' elsewhere', make('span', { class: 'wide' }, ' in the site')] : []));
    // What the author chose holds until there is something else to choose about.
    if (reportShown && state?.concerns !== reportShown.concerns) reportChoice = null;
    report.open(reportChoice ?? Boolean(state?.concerns));
    if (state?.html !== reportShown?.html) {
      fill(report, () => {
        // The server has escaped it; nothing else is ever taken as HTML.
        report.panel.innerHTML = state?.html ?? '';
        for (const source of report.panel.querySelectorAll('pre')) source.tabIndex = 0;
      });
    }
    reportShown = state ?? {};
  }

  // -- What rolebook makes of the author's file --

  let margin = null;
  let marginShown = 'null';

  function showMargin(state) {
    const text = JSON.stringify(state);
    if (text === marginShown) return;
    marginShown = text;
    if (!margin) {
      margin = part(document.body.appendChild(make('rolebook-margin', {})), 'aside', "Author's notes",
        open => attempt(() => localStorage.setItem('rolebook:margin', open ? 'open' : 'closed')));
      margin.open(attempt(() => localStorage.getItem('rolebook:margin')) === 'open');
    }
    margin.frame.hidden = !state;
    if (!state) return;
    const problems = state.diagnostics.length;
    margin.button.replaceChildren(make('span', { class: 'wide' }, "Author's "), make('span', { class: 'word' }, 'notes'),
      problems ? make('b', {}, ` ${problems}`, make('span', { class: 'hush' }, problems === 1 ? ' problem' : ' problems')) : '');
    fill(margin, () => margin.panel.replaceChildren(...notes(state)));
  }

  function notes(state) {
    const muted = text => make('span', { class: 'muted' }, text);
    // A place in a file: a link where rolebook knows the author's editor.
    const at = ({ file, line, edit }) => {
      const elsewhere = file && file !== state.file ? [file, line].filter(Boolean).join(':') : null;
      const place = elsewhere ?? (line ? `line ${line}` : edit ? 'open' : null);
      return place && make(edit ? 'a' : 'span', { class: 'at', href: edit }, place);
    };
    const coded = text => text.split(/`([^`]+)`/).map((piece, index) => (index % 2 ? make('code', {}, piece) : piece));
    const named = ({ title, href }) => (href ? make('a', { href }, title) : title);
    const item = (...children) => make('li', {}, ...children.flatMap(child => (child ? [child, ' '] : [])));
    // Null is what does not apply to a page, as moves to one that is no guide.
    const list = (title, entries, show, none) => (entries?.length ? [make('h3', {}, title), make('ul', {}, ...entries.map(show))]
      : entries && none ? [make('h3', {}, title), make('p', { class: 'muted' }, none)] : []);

    const problem = entry => item(
      make('b', { class: entry.severity }, `${entry.severity}[${entry.code}]:`), make('span', {}, ...coded(entry.message)), at(entry),
      entry.help && make('p', { class: 'muted' }, 'help: ', ...coded(entry.help)));
    const section = entry => (entry.present ? make('li', { class: 'present' }, entry.title, ' ', at(entry))
      : entry.required ? make('li', { class: 'missing' }, make('b', {}, entry.title, ' is missing'), ' (required)')
        : make('li', { class: 'muted absent' }, entry.title, ' is missing (optional)'));
    const move = entry => item(named(entry), !entry.href && muted('(no guide yet)'),
      make('ul', {}, ...entry.declared.map(place => item(at(place), muted(place.how === 'prose' ? 'in the text' : `in the ${place.how}`)))));
    const mention = entry => item(named(entry), entry.text.toLowerCase() !== entry.title.toLowerCase() && muted(`as “${entry.text}”`), at(entry));

    return [
      make('h2', {}, "Author's notes"),
      make('p', {}, make('code', { class: 'muted' }, state.file), ' ', state.edit && make('a', { class: 'at', href: state.edit }, 'Open in editor')),
      state.draft && make('p', { class: 'draft' }, make('b', { class: 'warning' }, 'Draft: '), 'the published site leaves it out.'),
      make('p', {}, `${count(state.words, 'word')}, ${count(state.minutes, 'minute')} to read`),
      ...list('Problems', state.diagnostics, problem),
      ...list('Sections', state.sections, section),
      ...list('Mentioned but not linked', state.roles_not_linked, mention),
      ...list('Mentioned but not tagged', state.skills_not_tagged, mention),
      ...list('No guide yet', state.wanted, entry => item(entry.title, at(entry))),
      ...list('Moves into this role', state.moves_in, move, 'None is declared.'),
      ...list('Moves out of this role', state.moves_out, move, 'None is declared.'),
    ].filter(Boolean);
  }

  // -- How these parts look; the page's own style sheets do not reach them --

  const hush = 'position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap';
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host {
      all: initial !important; position: fixed !important; bottom: 0 !important; z-index: 2147483647 !important;
      max-width: 100% !important; pointer-events: none !important;
      color-scheme: inherit !important; /* what the page has chosen, or the system */
    }
    :host(rolebook-report) { left: 0 !important }
    :host(rolebook-margin) { right: 0 !important }
    @media print { :host { display: none !important } }
    *, ::before, ::after { box-sizing: border-box }
    [hidden] { display: none !important }

    section, aside {
      --paper: light-dark(#fff, #1b1e23); --sunken: light-dark(#f3f1eb, #101215); --ink: light-dark(#1c1b19, #e9e6df);
      --muted: light-dark(#5a564e, #aaa59a); --line: light-dark(#dcd8ce, #33373e); --control: light-dark(#86816f, #7d818a);
      --accent: light-dark(#0b5a6b, #6fc7d8); --soft: light-dark(#e2f0f2, #17343b); --focus: light-dark(#0b5a6b, #8fdcea);
      --error: light-dark(#a3231f, #ff9a92); --warning: light-dark(#8f4a00, #f0b56b); --there: light-dark(#1d6b3c, #7fd39b);
      display: flex; flex-direction: column-reverse; gap: .5em; padding: .75em; color: var(--ink);
      font: .9375em/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere;
    }
    section { --tone: var(--error); align-items: start }
    aside { --tone: var(--control); align-items: end }
    button, #panel { pointer-events: auto; border: 1px solid var(--tone); border-radius: .5em; background: var(--paper); box-shadow: 0 .3em 1.2em rgb(0 0 0 / .2) }
    button { min-height: 2.75em; padding: .4em 1em; font: inherit; font-weight: 600; color: inherit; text-align: start; cursor: pointer }
    button:hover { background: var(--soft) }
    button::after { content: "\\25b4" / ""; margin-left: .6em; color: var(--muted) }
    button[aria-expanded=true]::after { content: "\\25be" / "" }
    section button { border-left-width: .4em }
    button b { margin-left: .4em; padding: .1em .5em; border: 1px solid var(--error); border-radius: 1em; color: var(--error) }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
    #panel { max-width: 100%; overflow: auto; overscroll-behavior: contain; padding: 1em 1.25em }
    section #panel { width: 56em; max-height: 60vh; border-top-width: .4em }
    aside #panel { width: 25em; max-height: calc(100dvh - 5em) }
    /* What a narrow window has no room for is still read out. */
    @media (max-width: 32em) { .wide { ${hush} } }
    .hush, [role=status] { ${hush} }

    h2, h3, p, ul, ol, li, pre { margin: 0; padding: 0 }
    ul, ol { list-style: "" }
    h2 { font-size: 1.2em; line-height: 1.3 }
    h3 { margin: 1.2em 0 .25em; padding-top: .75em; border-top: 1px solid var(--line); font-size: 1em }
    a { color: var(--accent); text-underline-offset: .18em }
    code, pre, .place { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .9em }
    .muted, .place { color: var(--muted) }
    .error b, b.error, .missing { color: var(--error) }
    .warning b, b.warning { color: var(--warning) }

    ol > li + li { margin-top: 1.25em; padding-top: 1.25em; border-top: 1px solid var(--line) }
    ol > li > * + * { margin-top: .5em }
    ol > li > .place { margin-top: .2em }
    ol pre { padding: .6em .8em; overflow-x: auto; border: 1px solid var(--line); border-radius: .4em; background: var(--sunken); line-height: 1.45; overflow-wrap: normal }
    ol pre code { font-size: .95em }

    .draft { margin: .6em 0; padding: .3em .7em; border: 1px dashed var(--warning); border-radius: .4em }
    aside li { padding: .15em 0 }
    aside li p { margin-bottom: .5em }
    aside li ul { padding-left: 1em }
    .place a, aside li a, .at { display: inline-block; min-height: 1.85em }
    .at { color: var(--muted); font-size: .9em }
    a.at { color: var(--accent) }
    .present::before { content: "\\2713\\a0" / ""; color: var(--there) }
    .missing::before { content: "\\2717\\a0" / "" }
    .absent::before { content: "\\2013\\a0" / "" }
    @media (max-width: 32em) {
      button { padding-inline: .75em }
      .word { display: inline-block; text-transform: capitalize }
      section button { max-width: calc(100vw - 10.4em) }
    }
  `);

  // -- Beginning --

  if (resumed.path) resume();
  const given = document.querySelector('rolebook-report');
  if (given) {
    const { innerHTML: html } = given;
    given.replaceChildren();
    const [errors, warnings] = ['errors', 'warnings'].map(name => Number(given.getAttribute(name)));
    showReport({ errors, warnings, concerns: given.hasAttribute('concerns'), html });
  }
  if (marginSwitch === 'on' && resumed.margin) {
    showMargin(resumed.margin);
    margin.panel.scrollTop = resumed.marginTop;
  }
  // A page that the browser had put away has heard nothing meanwhile.
  addEventListener('pageshow', ({ persisted }) => { if (persisted) check(null); });
  connect().catch(listenAlone);
  check([]);
})();
