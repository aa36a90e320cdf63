/* Find one's commune among all of France as one types: accents, hyphens, articles, Saint or St, a slip
   of the finger. Names are fetched by their first letters (generator/exports/communes.py). */

import { fold, slips } from '../core/text.js';
import { territory } from './likeness.js';

const MOST = 8;
const NAMES_BYTES = 40_000; // about 14 kB compressed: files tried for one name when its first letters are wrong
const LIKELY = 2.5; // the oddity of a slip that is worth a try even when something was found
const SHORT = { st: 'saint', ste: 'sainte', sts: 'saints', stes: 'saintes' };
// What is written one for the other, what sounds alike, and the keys that touch on a French keyboard.
const SAME = ['ck', 'cs', 'cq', 'kq', 'iy', 'sz', 'vw'];
const SOUNDS = ['ao', 'ae', 'ei', 'ou', 'bp', 'dt', 'gj', 'fv', 'mn'];
const KEYS = ['azertyuiop', 'qsdfghjklm', 'wxcvbn', 'aqw', 'zsx', 'edc', 'rfv', 'tgb', 'yhn', 'uj', 'ik', 'ol', 'pm'];

const MISSPELT = /^(s(?:ain|int|ant|iant|anit|aitn|ait|ainy|aint?t)e?)(?= )/; // « sint brieuc »
const GLUED = /^(?:sainte?s?|ste?|les|la|le|l)(?=[a-z]{3})/; // « larochelle »
const LINKS = /(?: (?:d|de|du|des|en|dans|l|le|la|les|a|sur|sous|et|departement|region|dpt|dept))+$/; // « Saint-Denis de la » Réunion
const BEFORE = /^(?:la |une? )?(?:ville|commune|mairie|municipalite|village|elue?s?|maires?) d(?:e|u|es)? /; // « ville de Grenoble »

/** A name as it is compared: « St-Genis 13ème » → "saint genis 13e". */
export const plain = text =>
  fold(text)
    .split(' ')
    .map(word => (SHORT[word] ?? word).replace(/^(\d+)(?:er|ere|e|eme|ieme)$/, (_, n) => (n === '1' ? '1er' : `${n}e`)))
    .join(' ');

/** The name from the first word that tells it from others: « l’Haÿ-les-Roses » → "hay les roses". */
export const telling = (index, text) => {
  const words = plain(text).split(' ');
  const start = words.findIndex(word => !index.leading.includes(word));
  return words.slice(start < 0 ? words.length - 1 : start).join(' ');
};

/** The key of the file that holds a name, undefined when there is none. */
export const key = (index, text) => {
  const [first] = telling(index, text).split(' ');
  return [5, 4, 3, 2, 1].map(n => first.slice(0, n)).find(start => start && start in index.shards);
};

const touch = (a, b) => KEYS.some(row => row.includes(a + b) || row.includes(b + a));
const paired = (pairs, a, b) => pairs.some(pair => pair === a + b || pair === b + a);
const without = text => [...text].map((_, n) => text.slice(0, n) + text.slice(n + 1));

/** How odd it would be to type `first` for a name under the key `k`: lower is likelier, Infinity is no single slip. */
const oddity = (k, first) => {
  const start = first.slice(0, k.length);
  if (start === k) return 0;
  const wrong = [...k].flatMap((letter, n) => (letter === start[n] ? [] : [n]));
  if (
    wrong.length === 2 &&
    wrong[1] === wrong[0] + 1 &&
    k[wrong[0]] === start[wrong[1]] &&
    k[wrong[1]] === start[wrong[0]]
  )
    return 1;
  if (without(first.slice(0, k.length + 1)).includes(k)) return 2;
  if (wrong.length === 1 && paired(SAME, k[wrong[0]], start[wrong[0]])) return 2.2;
  if (wrong.length === 1 && paired(SOUNDS, k[wrong[0]], start[wrong[0]])) return 3;
  if (k.startsWith('h') && k.slice(1) === first.slice(0, k.length - 1)) return 3;
  if (wrong.length === 1 && touch(k[wrong[0]], start[wrong[0]])) return 4;
  if (without(k.slice(0, -1)).includes(first.slice(0, k.length - 2)) && k.at(-1) === first[k.length - 2])
    return k.length > 2 ? 2 : 5;
  if (k.slice(0, -1) === first.slice(0, k.length - 1)) {
    // its last letter may be the one that is missing
    const plausible = k.length > 2 || ('aeiouy'.includes(first[1]) ? 'hlr' : 'aeiouy').includes(k[1]);
    return plausible ? LIKELY : 5;
  }
  return wrong.length === 1 ? 6 : Infinity;
};

const departementOf = code => code.slice(0, /^9[78]/.test(code) ? 3 : 2);

/** The places of a file; `once` is the name that a part of a commune had before it became so. */
const places = (index, { epci, places: rows }) =>
  rows.map(([code, name, population, rank, more]) =>
    code.includes(':')
      ? territory(index, code, name, population, epci[rank], more)
      : { ...territory(index, `commune:${code}`, name, population, epci[rank], departementOf(code)), once: more ?? '' },
  );

/** Départements and régions, which the index holds itself. */
const wide = index => [
  ...index.departements.map(([code, name, population]) =>
    territory(index, `departement:${code}`, name, population, '', code),
  ),
  ...index.regions.map(([code, name, population]) => territory(index, `region:${code}`, name, population, '', '')),
];

/** Whether « Saint » comes before the word that tells a name apart. */
const saintly = (whole, own) => /\bsainte?s? $/.test(whole.slice(0, whole.length - own.length));
const GROUP = /^(?:communaute|metropole|agglomeration|agglo|cc|ca|cu|comcom|interco) /; // what only an EPCI is

/** How well a place answers: lower is better, under EXACT it is named so, Infinity is not at all. */
const EXACT = 1.5;
const fit = (index, asked, tellingAsked, short, name, kind) => {
  const whole = plain(name);
  if (whole === asked) return 0;
  const own = telling(index, name);
  const [meant, named] = [saintly(asked, tellingAsked), saintly(whole, own)];
  if (meant && !named) return Infinity; // « Saint-Dié » is not Die
  if (GROUP.test(asked) && kind === 'commune') return Infinity;
  if (own === tellingAsked) return meant === named ? 1 : 1.9;
  if (short) return whole.startsWith(`${asked} `) ? 2 : Infinity;
  if (whole.startsWith(asked)) return 2;
  if (own.startsWith(tellingAsked)) return 3;
  if (` ${own}`.includes(` ${tellingAsked}`)) return 4;
  return inOrder(tellingAsked.split(' '), own.split(' ')) ? 5 : Infinity;
};

/** Whether each word begins one of `own`, in their order: « neuilly seine » in "neuilly sur seine". */
const inOrder = (words, own) => {
  let at = 0;
  return (
    words.length > 1 &&
    words.every(word => {
      const found = own.findIndex((other, n) => n >= at && other.startsWith(word));
      at = found + 1;
      return found >= 0;
    })
  );
};

/** The slips between what was typed and a name, Infinity when they are too many. */
const fitWithSlips = (index, asked, meant, name) => {
  const own = telling(index, name);
  if (saintly(asked, meant) && !saintly(plain(name), own)) return Infinity;
  const allowed = meant.length < 4 ? 0 : 1 + (meant.length > 7);
  const found = Math.min(...slips(meant, own));
  return found > allowed ? Infinity : found;
};

/** Each place once, the first time it comes: under its own name before one that a part of it had. */
const once = list => [...new Map([...list].reverse().map(one => [one[1].area, one])).values()].reverse();

const best = (candidates, measure) =>
  once(
    candidates
      .map(place => [measure(place.once || place.name, place.kind) + (place.once ? 0.4 : 0), place])
      .filter(([worth]) => worth < Infinity)
      .sort(
        ([a, one], [b, other]) =>
          a - b ||
          (other.kind === 'commune') - (one.kind === 'commune') ||
          (other.population ?? 0) - (one.population ?? 0) ||
          (one.area < other.area ? -1 : 1),
      ),
  ).slice(0, MOST);

/** « La Réunion » without its article, « Côte-d’Or » as "cote dor" too. */
const spellings = name => [plain(name), plain(name).replace(/^l[ae]s? /, ''), plain(name).replace(/ ([dl]) /g, ' $1')];

/** A name and the département or the région said after it, by name or number: { name, within }. */
const located = (index, asked) => {
  const within = [
    ...index.departements.map(([code, name]) => ({
      departement: code,
      said: [code.toLowerCase(), ...spellings(name)],
    })),
    ...index.regions.map(([code, name]) => ({ region: code, said: spellings(name) })),
  ];
  for (const { said, ...where } of within) {
    const end = said.find(word => asked.endsWith(` ${word}`));
    const name = end && asked.slice(0, -end.length - 1).replace(LINKS, '');
    if (name) return { name, within: where };
  }
  return null;
};

/** The places one may mean: `{found, exact, more}`. `exact` is how many have that very name;
    `more`: letters are missing. `strict` forgives no slip; `within` is where they must be. */
export const search = async (index, text, load, { strict = false, within = {} } = {}) => {
  const asked = plain(text);
  const meant = telling(index, text);
  const none = { found: [], exact: 0, more: false };
  if (!meant) return none;
  const [first] = meant.split(' ');
  const short = asked.length < 3;
  const loaded = new Map();
  const fetchAll = keys =>
    Promise.all(
      keys.map(async k => {
        loaded.set(k, places(index, await load(`communes/n-${k}.json`)));
      }),
    );
  const own = key(index, text);
  if (own) await fetchAll([own]);
  const inside = place => Object.entries(within).every(([name, code]) => place[name] === code);
  const known = () => [...wide(index), ...[...loaded.values()].flat()].filter(inside);
  const more = !own && Object.keys(index.shards).some(k => k.startsWith(first));
  const ranked = best(known(), (name, kind) => fit(index, asked, meant, short, name, kind));
  const slipped = () => best(known(), name => fitWithSlips(index, asked, meant, name)).map(([, place]) => place);
  const several = (...lists) => [...new Map(lists.flat().map(place => [place.area, place])).values()].slice(0, MOST);
  if (ranked.length) {
    const found = ranked.map(([, place]) => place);
    const exact = ranked.filter(([worth]) => worth === ranked[0][0] && worth < EXACT).length;
    return { found: exact || strict || meant.length < 5 ? found : several(found, slipped()), exact, more };
  }
  const number = index.departements.find(([code]) => code.toLowerCase() === asked);
  if (number)
    return { found: wide(index).filter(({ area }) => area === `departement:${number[0]}`), exact: 1, more: false };
  if (short || more) return { ...none, more: true };
  const there = located(index, asked);
  if (there) {
    const answer = await search(index, there.name, load, { strict, within: there.within });
    if (answer.found.length) return answer;
  }
  if (strict) return none;
  const spelt = asked.replace(BEFORE, '').replace(MISSPELT, word => (word.endsWith('e') ? 'sainte' : 'saint'));
  if (spelt !== asked) return search(index, spelt, load, { within });
  const close = slipped();
  const [glued] = asked.match(GLUED) ?? [];
  if (glued) {
    const apart = await search(index, `${glued} ${asked.slice(glued.length)}`, load, { strict: true, within });
    if (apart.found.length) return { ...apart, found: several(apart.found.slice(0, MOST / 2), close, apart.found) };
  }
  if (first.length < 3) return { ...none, found: close };
  let budget = NAMES_BYTES - (index.shards[own] ?? 0);
  const others = Object.entries(index.shards)
    .filter(([k]) => k !== own)
    .map(([k, bytes]) => ({ k, bytes, odd: oddity(k, first) }))
    .filter(({ odd }) => odd <= (close.length ? LIKELY : 9))
    .sort((a, b) => a.odd - b.odd || b.bytes - a.bytes) // the more names, the likelier
    .filter(({ bytes }) => {
      if (bytes > budget) return false;
      budget -= bytes;
      return true;
    });
  await fetchAll(others.map(({ k }) => k));
  const found = slipped();
  if (found.length || !asked.includes(' ')) return { ...none, found };
  // « Montreuil-sous-Bois » is Montreuil, « le Grand Lyon » Lyon: a word less, at the end or at the start.
  for (const fewer of [asked.replace(/ \S+$/, '').replace(LINKS, ''), asked.replace(/^\S+ /, '')]) {
    if (index.leading.includes(telling(index, fewer))) continue; // « saint » tells nothing
    const answer = await search(index, fewer, load, { strict: true, within });
    if (answer.found.length) return { ...answer, exact: 0 };
  }
  return none;
};

/** The place of an area (`commune:68224`), null when there is none. */
export const byArea = async (index, area, load) => {
  const [kind, code] = area.split(':');
  if (kind === 'departement' || kind === 'region') return wide(index).find(place => place.area === area) ?? null;
  if (!/^\d[\dAB]\d{3,7}$/.test(code)) return null;
  const departement = departementOf(code);
  if (kind === 'commune' && !index.departements.some(([d]) => d === departement)) return null;
  const keys = await load(`codes/${kind === 'epci' ? 'epci' : departement}.json`);
  const found = Object.entries(keys).find(([, codes]) => codes.includes(code));
  if (!found) return null;
  return places(index, await load(`communes/n-${found[0]}.json`)).find(place => place.area === area) ?? null;
};
