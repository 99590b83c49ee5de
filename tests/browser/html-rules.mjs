// What html-validate asks of a page: all that it recommends, with an exception
// only where it has a reason.

export default {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // `<!doctype html>` in small letters means the same and is how the standard
    // itself writes it.
    'doctype-style': 'off',
    // Integrity checksums guard against a host that somebody else runs. Every file
    // of a site comes from where its pages come from.
    'require-sri': ['error', { target: 'crossorigin' }],
    // An id may begin with anything. Those of the theme begin with `_`, which
    // keeps them apart from the ids that headings get from authors' words.
    'valid-id': ['error', { relaxed: true }],
    // A list may have a name, though it need not: two lists of chips in a row are
    // told apart by theirs.
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
  },
};
