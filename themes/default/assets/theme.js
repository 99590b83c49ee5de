// Runs in the head and blocks, because both of its effects must be there before
// the first paint: the class `js`, which shows controls that need a script, and
// the reader's own choice of theme, which would otherwise flash.
// It is a file of its own so that a strict Content-Security-Policy needs no
// exception for inline scripts.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  try {
    const theme = localStorage.getItem('rolebook-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage can be forbidden. The system's preference, which the style sheet
    // follows by itself, is then the right answer.
  }
})();
