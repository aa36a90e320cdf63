/* Find one's commune among all of France as one types: accents, hyphens, articles, Saint or St, a slip
   of the finger. Names are fetched by their first letters (generator/exports/communes.py). */

/** @import { Found, Index, Load, Names, Place, Words } from './types' */

import { fold, forgiven, saints, slips } from '../core/text.js';
import { territory } from './likeness.js';

const MOST = 8;
const NAMES_BYTES = 40_000; // about 14 kB compressed: files tried for one name when its first letters are wrong
const LIKELY = 2.5; // the oddity of a slip that is worth a try even when something was found
const EXACT = 1.5; // the fit under which a place is named so
// Letters written one for the other, and that sound alike.
const SAME = 'ck cs cq kq iy sz vw'.split(' ');
const SOUNDS = 'ao ae ei ou bp dt gj fv mn'.split(' ');

const LINKS = /(?: (?:d|de|du|des|en|dans|l|le|la|les|a|sur|sous|et|departement|region|dpt|dept))+$/; // « Saint-Denis de la » Réunion
const GLUED = 'sainte saint ste st les le la'.split(' '); // « lehavre »
const GROUP = /^(?:communaute|metropole|agglomeration|agglo|cc|ca|cu|comcom|interco) /; // what only an EPCI is

/** A name as it is compared: « St-Genis 13ème » → "saint genis 13e". @param {string} text */
const plain = text =>
  saints(fold(text)).replace(/\b(\d+)(?:er|ere|e|eme|ieme)\b/g, (_, n) => (n === '1' ? '1er' : `${n}e`));

/** @type {(index: Index, text: string) => Words} */
const parse = ({ leading }, text) => {
  const whole = plain(text);
  const words = whole.split(' ');
  const start = words.findIndex(word => !leading.includes(word));
  // From the first word that tells it from others: « l’Haÿ-les-Roses » → "hay les roses".
  const own = words.slice(start < 0 ? words.length - 1 : start).join(' ');
  return { whole, own, saint: /\bsainte?s? $/.test(whole.slice(0, whole.length - own.length)) };
};

/** @type {(pairs: string[], a: string, b: string) => boolean} */
const paired = (pairs, a, b) => pairs.includes(a + b) || pairs.includes(b + a);

/** How odd it would be to type `first` for a name under the key `k`: lower is likelier, Infinity is no single slip.
 * @type {(k: string, first: string) => number} */
const oddity = (k, first) => {
  if (first.startsWith(k)) return 0;
  const far = slips(k, first);
  const [lost, changed, added] = [-1, 0, 1].map(n => far[k.length + n] === 1);
  const at = [...k].findIndex((letter, n) => letter !== first[n]);
  const [meant, typed] = [k[at], first[at]];
  if (changed && meant === first[at + 1] && typed === k[at + 1]) return 1;
  if (added) return 2;
  if (changed && paired(SAME, meant, typed)) return 2.2;
  if (changed && paired(SOUNDS, meant, typed)) return 3;
  if (lost) return k.length > 2 ? LIKELY : 5;
  return changed ? 6 : Infinity;
};

/** @param {string} code */
const departementOf = code => code.slice(0, /^9[78]/.test(code) ? 3 : 2);

/** @type {(index: Index, area: string, name: string, population: number | null, epci: string, departement: string, once?: string) => Place} */
const place = (index, area, name, population, epci, departement, once = '') => {
  const found = territory(index, area, name, population, epci, departement);
  return { ...found, once, words: parse(index, once || name) };
};

/** The places of a file. @type {(index: Index, names: Names) => Place[]} */
const places = (index, { epci, places: rows }) =>
  rows.map(([code, name, population, rank, more]) =>
    code.includes(':')
      ? place(index, code, name, population, epci[rank], more ?? '')
      : place(index, `commune:${code}`, name, population, epci[rank], departementOf(code), more),
  );

/** Départements et régions, which the index holds itself. @param {Index} index */
const wide = index => [
  ...index.departements.map(([code, name, size]) => place(index, `departement:${code}`, name, size, '', code)),
  ...index.regions.map(([code, name, size]) => place(index, `region:${code}`, name, size, '', '')),
];

/** How well a place answers: lower is better, under EXACT it is named so, Infinity is not at all.
 * @type {(asked: Words, place: Place) => number} */
const fit = (asked, { words: { whole, own, saint }, kind, area }) => {
  if (whole === asked.whole || area.toLowerCase() === `departement:${asked.whole}`) return 0;
  if (asked.saint && !saint) return Infinity; // « Saint-Dié » is not Die
  if (GROUP.test(asked.whole) && kind === 'commune') return Infinity;
  if (own === asked.own) return asked.saint === saint ? 1 : 1.9;
  if (asked.whole.length < 3) return whole.startsWith(`${asked.whole} `) ? 2 : Infinity;
  if (whole.startsWith(asked.whole)) return 2;
  if (own.startsWith(asked.own)) return 3;
  if (` ${own}`.includes(` ${asked.own}`)) return 4;
  // « neuilly seine » in "neuilly sur seine"
  const inOrder = new RegExp(`\\b${asked.own.replaceAll(' ', '.* ')}`);
  return asked.own.includes(' ') && inOrder.test(own) ? 5 : Infinity;
};

/** The slips between what was typed and a name, Infinity when they are too many.
 * @type {(asked: Words, place: Place) => number} */
const fitWithSlips = (asked, { words: { own, saint } }) => {
  if (asked.saint && !saint) return Infinity;
  const found = Math.min(...slips(asked.own, own));
  return found > forgiven(asked.own.length) ? Infinity : found;
};

/** The first eight, each once: under its own name before one that a part of it had.
 * @template {Place} P @param {P[]} list */
const distinct = list => {
  const seen = new Set();
  return list.filter(({ area }) => !seen.has(area) && seen.add(area)).slice(0, MOST);
};

/** @type {(candidates: Place[], asked: Words, measure: (asked: Words, place: Place) => number) => (Place & { worth: number })[]} */
const best = (candidates, asked, measure) =>
  distinct(
    candidates
      .map(one => ({ ...one, worth: measure(asked, one) + (one.once ? 0.4 : 0) }))
      .filter(({ worth }) => worth < Infinity)
      .sort(
        (a, b) =>
          a.worth - b.worth ||
          Number(b.kind === 'commune') - Number(a.kind === 'commune') ||
          (b.population ?? 0) - (a.population ?? 0) ||
          (a.area < b.area ? -1 : 1),
      ),
  );

/** « La Réunion » without its article, « Côte-d’Or » as "cote dor" too. @param {string} name */
const spellings = name => [plain(name), plain(name).replace(/^l[ae]s? /, ''), plain(name).replace(/ ([dl]) /g, ' $1')];

/** A name and the département or the région that follows it, by name or number.
 * @type {(index: Index, asked: string) => { name: string, within: Partial<Place> } | null} */
const located = (index, asked) => {
  for (const { area, kind, name } of wide(index)) {
    const code = area.replace(/.*:/, '');
    const names = [...(kind === 'departement' ? [code.toLowerCase()] : []), ...spellings(name)];
    const end = names.find(one => asked.endsWith(` ${one}`));
    const before = end && asked.slice(0, -end.length - 1).replace(LINKS, '');
    if (before) return { name: before, within: { [kind]: code } };
  }
  return null;
};

/** The keys of the files where a name whose first letters are wrong may be, the likeliest first, within the budget.
 * @type {(index: Index, first: string, own: string | undefined, most: number) => string[]} */
const otherKeys = ({ shards }, first, own, most) => {
  let budget = NAMES_BYTES - (own ? shards[own] : 0);
  return Object.entries(shards)
    .map(([key, bytes]) => ({ key, bytes, odd: oddity(key, first) }))
    .filter(({ key, odd }) => key !== own && odd <= most)
    .sort((a, b) => a.odd - b.odd || b.bytes - a.bytes) // the more names, the likelier
    .filter(({ bytes }) => {
      if (bytes > budget) return false;
      budget -= bytes;
      return true;
    })
    .map(({ key }) => key);
};

/** The places one may mean. `strict` forgives no slip; `within` is where they must be.
 * @type {(index: Index, text: string, load: Load, where?: { strict?: boolean, within?: Partial<Place> }) => Promise<Found>} */
export const search = async (index, text, load, { strict = false, within = {} } = {}) => {
  const none = { found: [], exact: 0, more: false };
  const asked = parse(index, text);
  if (!asked.own) return none;
  /** @param {Place[]} found */
  const inside = found =>
    found.filter(one =>
      Object.entries(within).every(([name, code]) => one[/** @type {keyof Place} */ (name)] === code),
    );
  /** @param {string[]} keys */
  const fetchNames = async keys => {
    const files = await Promise.all(keys.map(key => load(`communes/n-${key}.json`)));
    return inside(files.flatMap(file => places(index, /** @type {Names} */ (file))));
  };

  const [first] = asked.own.split(' ');
  const own = [5, 4, 3, 2, 1].map(n => first.slice(0, n)).find(start => start in index.shards);
  const more = !own && Object.keys(index.shards).some(key => key.startsWith(first));
  const names = [...inside(wide(index)), ...(await fetchNames(own ? [own] : []))];
  const found = best(names, asked, fit);
  if (found.length) {
    const exact = found.filter(({ worth }) => worth === found[0].worth && worth < EXACT).length;
    const enough = exact || strict || asked.own.length < 5;
    return { found: enough ? found : distinct([...found, ...best(names, asked, fitWithSlips)]), exact, more };
  }
  if (asked.whole.length < 3 || more) return { ...none, more: true };
  const bare = asked.whole.replace(new RegExp(`^(?:l[ae]? )?${index.before}`), '');
  if (bare !== asked.whole) return search(index, bare, load, { strict, within });
  const there = located(index, asked.whole);
  if (there) {
    const answer = await search(index, there.name, load, { strict, within: there.within });
    if (answer.found.length) return answer;
  }
  if (strict) return none;

  const close = best(names, asked, fitWithSlips);
  const parts = GLUED.filter(word => first.startsWith(word)).map(word => asked.whole.replace(word, '$& '));
  const apart = await Promise.all(parts.map(name => search(index, name, load, { strict: true, within })));
  if (apart.some(one => one.found.length))
    return { ...none, found: distinct([...apart.flatMap(one => one.found), ...close]) };
  if (first.length < 3) return { ...none, found: close };
  names.push(...(await fetchNames(otherKeys(index, first, own, close.length ? LIKELY : 9))));
  const slipped = best(names, asked, fitWithSlips);
  if (slipped.length) return { ...none, found: slipped };
  // « Montreuil-sous-Bois » is Montreuil, « le Grand Lyon » Lyon: a word less, at the end or at the start.
  for (const fewer of [asked.whole.replace(/ \S+$/, '').replace(LINKS, ''), asked.whole.replace(/^\S+ /, '')]) {
    if (fewer === asked.whole || index.leading.includes(parse(index, fewer).own)) continue; // « saint » tells nothing
    const answer = await search(index, fewer, load, { strict: true, within });
    if (answer.found.length) return { ...answer, exact: 0 };
  }
  return none;
};

/** The place of an area (`commune:68224`), null when there is none.
 * @type {(index: Index, area: string, load: Load) => Promise<Place | null>} */
export const byArea = async (index, area, load) => {
  const [kind, code] = area.split(':');
  const known = wide(index);
  const found = known.find(one => one.area === area);
  if (found || !/^\d[\dAB]\d{3,7}$/.test(code)) return found ?? null;
  const file = kind === 'epci' ? kind : departementOf(code);
  if (kind !== 'epci' && !known.some(one => one.area === `departement:${file}`)) return null;
  /** @type {Record<string, string[]>} */
  const keys = await load(`codes/${file}.json`);
  const key = Object.keys(keys).find(one => keys[one].includes(code));
  if (!key) return null;
  return places(index, await load(`communes/n-${key}.json`)).find(one => one.area === area) ?? null;
};
