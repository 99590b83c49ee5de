// Whether words that name a skill mean it, and mean that the writer has it. "Go" may be
// a language or a verb: it counts in a list of other skills, after "Languages:" or in a
// phrase like "written in Go". What is only hoped for, or denied, counts for nothing.
// Turns of phrase are English; lists, and most labels of lists, are found in any language.

/**
 * @typedef {import('./finding.js').Hit} Hit
 *
 * What a name was found at, before it is weighed.
 * @typedef {{ skill: number, start: number, end: number, doubtful: boolean, isAcronym: boolean }} Raw
 */

/** Products and languages that are called like ordinary words, people or weather. */
const ordinary = new Set(`
  access alloy ambassador angular ant apex argo assembly astro atom bard basic bash beam beats bolt box brew bun cargo celery chef clarity
  classic compass compose confluence consul copilot coral core crowd crystal cucumber dart deck delphi drill drone dust edge elixir elm
  ember envoy excel express falcon fiber firefly flame flask flow flux forms foundry fusion gatsby glue go groovy gulp harbor hive helm
  horizon hugo impala ink insight insomnia ionic jasmine jest julia keep lambda less lens linear locust loom looker lotus make maple matter
  maven meteor mocha motion nest neon next node nomad notion nova numbers ocean office oracle outlook packer pages pascal phoenix pig play
  power prefect presto prism processing processor project pulsar puppet query racket rails ray react redwood remix requests rest robot ruby
  rust sage salt scheme scratch script sentry shell shiny sketch slack slim snowflake solid spark spring stencil storm stripe swift tableau
  tailwind teams tempo term tower trace twig unity vault velocity visual wave weaver word workday zig zoom
`.trim().split(/\s+/));

/**
 * Whether a name by itself proves nothing: one or two letters, or an ordinary word.
 * @param {string} name
 */
export function isDoubtful(name) {
  return /^\p{L}{1,2}$/u.test(name) && !/[\p{Lo}]/u.test(name) || ordinary.has(name.toLowerCase());
}

// What may stand before the first word of a line or of an item.
const opening = '[ \\t"\'\u201c\u2018*_]*';
const bullets = '(?:^|\\n)[ \\t]*(?:[-*\u2022\u25aa\u25cf\u25e6\u2013\u2014+>]|\\d+[.)])?';
const beforeItem = new RegExp(`(?:${bullets}|[,;|/\u2022\u00b7(:&+\u3001\u30fb\u2013\u2014\\t]|[ \\t](?:and|or|und|oder|et|ou|y|e|o)[ \\t])${opening}$`, 'iu');
const afterItem = /^["'\u201d\u2019*_]*(?: ?v?\d[\d.]*\+?)?(?: ?\([^()\n]{0,40}\))?[ \t]*(?:$|[\n,;|/\u2022\u00b7)&+\u3001\u30fb\u2013\u2014\t]|\.(?=\s|$)|(?:and|or|und|oder|et|ou|y|e|o)\s)/iu;
const separator = /[,;|/\u2022\u00b7\n&+\u3001\u30fb]|\b(?:and|or|und|oder|et|ou|y|e|o)\b/iu;
const sentence = /[.!?]\s+\p{Lu}|\n[ \t]*\n[ \t]*\n/u;

// A label of a list. Words of other languages stand beside the English ones.
const label = new RegExp(`^[ \\t]*[-*\u2022]?[ \\t]*[^:\\n]{0,40}(?:${[
  'skills?', 'languages?', 'technolog(?:y|ies)', 'tools?', 'tooling', 'stack', 'frameworks?', 'software', 'platforms?', 'databases?',
  'programming', 'coding', 'environments?', 'proficient', 'expertise', 'competenc(?:y|ies|es)', 'used', 'familiar', 'knowledge', 'libraries',
  'kenntnisse', 'f\u00e4higkeiten', 'sprachen', 'werkzeuge', 'technologien', 'comp\u00e9tences', 'langages', 'outils', 'logiciels',
  'habilidades', 'competencias', 'lenguajes', 'herramientas', 'tecnolog\u00edas', 'compet\u00eancias', 'linguagens', 'ferramentas', 'tecnologias',
  '\u30b9\u30ad\u30eb', '\u8a00\u8a9e', '\u6280\u80fd', '\u6280\u672f', '\u8bed\u8a00',
].join('|')})[^:\\n]{0,20}[:\uff1a]`, 'iu');

const phraseBefore = /(?:^|[^\p{L}])(?:in|with|using|used?|uses|knows?|learned|learnt|write|wrote|knowledge of|experience of|command of|years? of|advanced|fluent|certified) $/iu;
const phraseAfter = /^(?:[ -](?:program(?:ming|mer|s)?|language|developer|development|engineer|code|codebase|coding|scripts?|scripting|services?|microservices?|backends?|back-ends?|apps?|applications?|apis?|bots?|channels?|workspaces?|cookbooks?|recipes|manifests|modules?|packages|macros?|spreadsheets?|workbooks|formulas?|pivot|dashboards?|pipelines?|jobs|clusters?|sdk|cli|framework|libraries|components|front-?ends?|hooks|server|servers|states|admin|administration|administrator|certified|certification)\b| ?\(|\/\p{L}|[ -]based\b)/iu;

/** How much of a text is looked at before and after a name. */
const NEAR = 80;

// The clause before a name says so. A "but" begins a new one.
const clauseStart = /[.!?;]\s|(?<![,&/])\n[ \t]*(?=\n|[-*\u2022]|\p{Lu})|\b(?:[Bb]ut|[Hh]owever|[Aa]lthough|though|yet|instead|whereas)\b/gu;
const some = '(?:[\\p{L}\'\u2019-]+ ){0,3}';
const denied = new RegExp(`\\bno(?! (?:longer|code))(?: ${some})(?:experience|knowledge|exposure|background|training|familiarity|skills?)\\b|\\b(?:not|never|n['\u2019]t)(?! only| just) ${some}(?:us(?:ed?|ing)|work(?:ed|ing)?|kno?wn?|familiar|proficient|experienced|touch(?:ed)?|learn(?:ed|t)?|tried|an expert)\\b|\\b(?:lack(?:s|ing)?|without (?:any |much )?(?:experience|knowledge|background)|unfamiliar with|inexperienced|zero experience|little (?:or no )?(?:experience|knowledge))\\b`, 'iu');
const wanted = new RegExp(`\\b(?:wants?|wanting|like|love|hop(?:e|es|ing)|keen|eager|plan(?:s|ning)?|aim(?:s|ing)?|looking|willing|ready|excited|intend(?:s|ing)?|wish(?:es)?|aspir(?:e|es|ing)) (?:to|on) ${some}(?:learn(?:ing)?|try|explore|study(?:ing)?|grow|pick|get|improve|move|work|becom(?:e|ing)|deepen)\\b|\\b(?:interested in|curious about|currently (?:learning|studying|reading|teaching myself)|start(?:ed|ing) (?:to learn|learning)|new to|next on my list)\\b|(?:^|[.\\n:] *)(?:learning|to learn)\\b`, 'iu');
const deniedAfter = /^ ?[(:,\u2013-] ?(?:none|no experience|not yet|never)\b/i;
const wantedAfter = /^ ?[(:,\u2013-] ?(?:currently )?(?:learning|to learn|in progress|studying|planned)\b/i;

/**
 * @param {string} text
 * @param {Raw[]} raws in their order
 * @returns {Hit[]} those that may be meant
 */
export function doubt(text, raws) {
  const places = raws.map(raw => ({ ...raw, isItem: isItem(text, raw) }));
  return places.flatMap((place, at) => {
    const { skill, start, end, doubtful } = place;
    const sense = doubtful ? sensed(text, places, at) : 'meant';
    if (sense === 'not') return [];
    return [{ skill, start, end, doubt: said(text, start, end) || (sense === 'meant' ? '' : 'word') }];
  });
}

/**
 * Whether what stands around a name leaves it alone in a list.
 * @param {string} text
 * @param {{ start: number, end: number }} place
 */
function isItem(text, { start, end }) {
  return beforeItem.test(text.slice(Math.max(0, start - NEAR), start)) && afterItem.test(text.slice(end, end + NEAR));
}

/**
 * Whether a name that is also a word means the skill.
 * @param {string} text
 * @param {(Raw & { isItem: boolean })[]} places
 * @param {number} at
 * @returns {'meant' | 'unclear' | 'not'}
 */
function sensed(text, places, at) {
  const { start, end, isItem, isAcronym } = places[at];
  const before = text.slice(Math.max(0, start - NEAR), start);
  const after = text.slice(end, end + NEAR);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const written = text.slice(start, end);
  const rest = after.slice(0, (after.indexOf('\n') + 1 || after.length + 1) - 1);
  const isShouted = /\p{Lu}{3}/u.test(line + rest) && !/\p{Ll}/u.test(line + rest);
  const isNamed = /^\p{Lu}/u.test(written) && !isShouted;
  // R&D, C-level, T-shaped; but "Go-based" is Go.
  if (/[&'\u2019-]$/.test(before) || /^[&'\u2019]\p{L}/u.test(after) || /^-/.test(after) && !/^-based/.test(after)) return 'not';
  if (isItem) {
    if (hasCompany(text, places, at)) return 'meant';
    if (label.test(line)) return 'meant';
  }
  if (isAcronym && !isShouted) return 'meant';
  if (!isNamed) return 'not';
  // R. Smith.
  if (/^\.[ \t]*\p{Lu}/u.test(after) && written.length === 1) return 'not';
  // "with Chef Paul" and "in Spring 2020" are neither.
  if (phraseAfter.test(after) || phraseBefore.test(before) && !/^ (?:\p{Lu}\p{Ll}|\d{4})/u.test(after)) return 'meant';
  // A capital at the start of a sentence proves nothing.
  const isFirst = /(?:^|[.!?:]\s+|\n)[^\p{L}\p{N}]*$/u.test(before);
  return isFirst && !isItem ? 'not' : 'unclear';
}

/**
 * Whether another skill stands beside a name in its list; where all of them are words,
 * two others.
 * @param {string} text
 * @param {(Raw & { isItem: boolean })[]} places
 * @param {number} at
 */
function hasCompany(text, places, at) {
  let doubtful = 0;
  for (const step of [-1, 1]) {
    for (let other = at + step, last = at; Math.abs(other - at) <= 3; last = other, other += step) {
      const [one, two] = step < 0 ? [places[other], places[last]] : [places[last], places[other]];
      if (!one || !two || two.start - one.end > NEAR / 2) break;
      const between = text.slice(one.end, two.start);
      if (!separator.test(between) || sentence.test(between) || !places[other].isItem) break;
      if (!places[other].doubtful) return true;
      doubtful++;
    }
  }
  return doubtful >= 2;
}

/**
 * What the clause around a name says of it.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {'' | 'denied' | 'wanted'}
 */
function said(text, start, end) {
  const near = text.slice(Math.max(0, start - 2 * NEAR), start + 1);
  const clause = near.slice([...near.matchAll(clauseStart)].at(-1)?.index ?? 0, -1);
  const after = text.slice(end, end + NEAR);
  if (denied.test(clause) || deniedAfter.test(after)) return 'denied';
  return wanted.test(clause) || wantedAfter.test(after) ? 'wanted' : '';
}
