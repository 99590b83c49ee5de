// What scripts add to a page that is complete without them: a switch for the
// colour theme, the search without leaving the page, and a mark in the list of
// contents for the section being read.

(() => {
  // The switch goes round auto, light and dark. `auto` removes the attribute, and
  // with it the style sheet's only reason not to follow the system.
  const root = document.documentElement;
  const themes = ['auto', 'light', 'dark'];

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} label
   */
  function showTheme(button, label) {
    const theme = root.dataset.theme ?? 'auto';
    label.textContent = button.dataset[theme] ?? '';
    button.title = label.textContent;
    // The bars of a phone's browser take their colour from these two elements,
    // each of which is meant for one scheme. A chosen theme overrules the system
    // for them too.
    for (const meta of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('meta[name="theme-color"]'))) {
      const { scheme } = meta.dataset;
      meta.media = theme === 'auto' ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? 'all' : 'not all';
    }
  }

  const button = /** @type {HTMLElement | null} */ (document.querySelector('.theme-switch'));
  const label = button?.querySelector('span');
  if (button && label) {
    showTheme(button, label);
    button.addEventListener('click', () => {
      const theme = themes[(themes.indexOf(root.dataset.theme ?? 'auto') + 1) % themes.length];
      if (theme === 'auto') delete root.dataset.theme;
      else root.dataset.theme = theme;
      showTheme(button, label);
      try {
        if (theme === 'auto') localStorage.removeItem('rolebook-theme');
        else localStorage.setItem('rolebook-theme', theme);
      } catch {
        // The choice then lasts as long as the page does.
      }
    });
  }

  // The search is loaded when a reader first asks for it. Where that fails, as it does
  // for pages that are opened as files, the link leads to its page as it does without
  // scripts. A page that may open no connection has no search of its own.
  const search = /** @type {HTMLAnchorElement | null} */ (document.querySelector('.search-link:not([data-leads])'));
  if (search) {
    const ask = (/** @type {Event} */ event) => {
      event.preventDefault();
      import('./search.js').then(({ open }) => open(search.href), () => { location.href = search.href; });
    };
    search.setAttribute('role', 'button');
    search.setAttribute('aria-keyshortcuts', 'Control+K Meta+K');
    search.title = search.dataset.title ?? '';
    search.addEventListener('click', event => {
      // With one of these keys, it is to open in another tab or window.
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) ask(event);
    });
    search.addEventListener('keydown', event => { if (event.key === ' ') ask(event); });
    addEventListener('keydown', event => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') ask(event);
    });
  }

  // What a reader can keep is marked by pages. The list is loaded for those who have
  // one, or begin one; to all others the button looks the same.
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.keep'))) {
    const { kind, name = '', add = '', added = '' } = place.dataset;
    const draw = async () => {
      const { star } = await import('./shortlist.js');
      const button = star(kind === 'skills' ? 'skills' : 'guides', name, { add, added });
      place.replaceChildren(button);
      return button;
    };
    const first = document.createElement('button');
    first.type = 'button';
    first.className = 'star';
    first.ariaPressed = 'false';
    first.textContent = add;
    first.addEventListener('click', async () => {
      const button = await draw();
      button.focus();
      button.click();
    });
    place.append(first);
    // Another tab may begin one.
    addEventListener('storage', draw, { once: true });
    try {
      if (Object.keys(localStorage).some(key => key.startsWith('rolebook-shortlist'))) draw();
    } catch {
      // Storage is forbidden, so nothing is kept.
    }
  }

  // The current section is the one whose heading was the last to pass the upper
  // third of the window: that is about where the eyes are. An IntersectionObserver
  // answers another question (what is visible), and after a jump past several
  // headings it would leave us to guess; reading a dozen positions once per frame
  // costs next to nothing.
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('.contents a[href^="#"]'));
  const entries = [...links].flatMap(link => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });

  if (entries.length) {
    /** @type {typeof entries[number] | undefined} */
    let current;
    let waiting = false;

    const mark = () => {
      waiting = false;
      const third = innerHeight / 3;
      // The last sections may be too short to ever reach the upper third.
      const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
      const next = atEnd
        ? entries.at(-1)
        : entries.findLast(({ heading }) => heading.getBoundingClientRect().top <= third) ?? entries[0];
      if (!next || next === current) return;
      current?.link.removeAttribute('aria-current');
      next.link.setAttribute('aria-current', 'location');
      current = next;
    };
    const later = () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    };

    addEventListener('scroll', later, { passive: true });
    addEventListener('resize', later, { passive: true });
    mark();
  }

  // What a skill opens is told for each role that readers may come from. With a
  // list to pick from they see theirs alone.
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.origins'))) {
    const origins = [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('.origin'))];
    if (origins.length < 2) continue;
    const rest = list.querySelector('details');
    const select = document.createElement('select');
    select.append(new Option(list.dataset.all, ''), ...origins
      .map(origin => new Option(origin.querySelector('h3 a')?.textContent ?? '', origin.getAttribute('aria-labelledby') ?? ''))
      .sort((one, other) => one.text.localeCompare(other.text, root.lang)));
    const label = document.createElement('label');
    label.className = 'pick';
    label.append(list.dataset.label ?? '', select);
    select.addEventListener('change', () => {
      for (const origin of origins) origin.hidden = select.value !== '' && origin.getAttribute('aria-labelledby') !== select.value;
      if (!rest) return;
      rest.open = select.value !== '';
      rest.querySelector('summary')?.toggleAttribute('hidden', rest.open);
      rest.hidden = rest.open && [...rest.querySelectorAll('.origin')].every(origin => origin.hasAttribute('hidden'));
    });
    list.prepend(label);
  }
})();
