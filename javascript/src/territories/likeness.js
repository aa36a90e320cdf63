/* How much one territory is like another: the sums of generator/territory/likeness.py, with the points and the
   words it gives in territoires/donnees/index.json. And how to find the most alike while fetching little. */

/** @import { Alike, Answer, Cut, Head, Index, Kind, Load, Part, PartRow, Rows, Scored, Shelf, ShelfFile, Territory } from './types' */

import { number } from '../core/text.js';

const MOST = 10;
const BATCH = 2; // files asked for at the same time
const CLOSE = /** @type {const} */ (['epci', 'departement', 'region']);

/** Two digits that count: 17982 → "18 000". @param {number} population */
const rounded = population => {
  const unit = 10 ** Math.max(String(population).length - 2, 0);
  return number(Math.round(population / unit) * unit);
};

/** @type {(index: Index, area: string, name: string, population: number | null, epci: string, departement: string) => Territory} */
export const territory = (index, area, name, population, epci, departement) => {
  const [kind, code] = /** @type {[Kind, string]} */ (area.split(':'));
  const region = kind === 'region' ? code : (index.departements.find(([d]) => d === departement)?.[3] ?? '');
  const stratum = population == null ? null : index.strata.findLastIndex(bound => population >= bound);
  return { area, kind, name, population, stratum, epci, departement, region };
};

/** @type {(index: Index, a: number | null, b: number | null) => number} */
const size = ({ points }, a, b) => (a == null || b == null ? 0 : (points.stratum[Math.abs(a - b)] ?? 0));

/** @type {(index: Index, a: Territory, b: Territory) => number} */
const score = (index, a, b) =>
  (a.area === b.area ? index.points.place : 0) +
  size(index, a.stratum, b.stratum) +
  [/** @type {const} */ ('kind'), ...CLOSE]
    .filter(name => a[name] && a[name] === b[name])
    .reduce((sum, name) => sum + index.points[name], 0);

/** @type {(index: Index, a: Territory, b: Territory) => number} */
const gap = ({ unknown }, a, b) =>
  a.population == null || b.population == null ? unknown : Math.abs(a.population - b.population);

/** Why `b` may interest someone from `a`, in words: a likeness first (generator/kinds/comparable.py). @type {(index: Index, a: Territory, b: Territory) => string[]} */
export const reasons = ({ words }, a, b) => {
  if (a.area === b.area) return [words.place];
  const close = words[CLOSE.find(name => a[name] && a[name] === b[name]) ?? 'elsewhere'];
  if (a.population == null || b.population == null || a.stratum == null || b.stratum == null) return [close];
  const apart = Math.abs(a.stratum - b.stratum);
  const alike = apart === 0 && 4 * Math.max(a.population, b.population) <= 5 * Math.min(a.population, b.population);
  const word = alike ? 'alike' : ['same', 'next', 'far'][Math.min(apart, 2)];
  const size = words[word].replace('{n}', rounded(b.population));
  return apart > 1 && close !== words.elsewhere ? [close, size] : [size, close];
};

/** @type {(a: Scored, b: Scored) => number} */
const before = (a, b) => b.score - a.score || a.gap - b.gap || (a.id < b.id ? -1 : Number(a.id > b.id));

/** The rows of a file, compared with where one asks from.
 * @type {<R extends unknown[]>(index: Index, asker: Territory, file: Rows<R>) => Alike<R>[]} */
const compared = (index, asker, { places, rows }) => {
  const known = places.map(place => territory(index, ...place));
  return rows.map(([rank, id, ...row]) => {
    const place = known[rank];
    return { id, row, place, score: score(index, asker, place), gap: gap(index, asker, place) };
  });
};

/** The parts of a shelf worth fetching: the best score and the least gap each may hold, best first.
 * @type {(index: Index, asker: Territory, head: Cut, collection: string) => Part[]} */
const parts = (index, asker, head, collection) => {
  const { points, unknown } = index;
  const { population, stratum, departement, region, epci } = asker;
  /** @type {(table: 'near' | 'far') => (row: PartRow) => Part} */
  const part =
    table =>
    ([rank, codes, slice, fewest, most, kilobytes]) => {
      const near = table === 'near';
      const least = population == null ? unknown : Math.max(fewest - population, population - most, 0);
      // A part may hold every stratum (null), or those that have none (x, and no points).
      let best = points.kind + size(index, stratum, rank == null ? stratum : Number(rank));
      if (region && (near || codes.includes(region))) best += points.region;
      if (near) best += points.departement + (epci ? points.epci : 0);
      if (least === 0 && (near || !departement)) best += points.place;
      const path = `${collection}-${table}-${rank ?? 'all'}-${codes[0] || '0'}-${slice}`;
      return { id: path, path, kilobytes, score: best, gap: least };
    };
  const near = head.near.filter(([, codes]) => codes.includes(departement));
  return [...near.map(part('near')), ...head.far.map(part('far'))].sort(before);
};

/** The practices or the people of a shelf most like `asker`. When the rest is too much to fetch, it is not `sure`.
 * @template {keyof Shelf} C @param {Index} index @param {Territory} asker @param {string} shelf
 * @param {C} collection @param {Load} load @returns {Promise<Answer<Shelf[C]>>} */
export const ask = async (index, asker, shelf, collection, load) => {
  /** @type {ShelfFile} */
  const file = await load(`sujets/${shelf}.json`);
  const head = /** @type {Head<Shelf[C]>} */ (file[collection]);
  if (head.rows) return { found: compared(index, asker, head).sort(before).slice(0, MOST), sure: true };
  const all = parts(index, asker, head, collection);
  let budget = file.budget; // kilobytes
  const affordable = new Set(
    all.filter(({ kilobytes }) => {
      budget -= kilobytes;
      return budget >= 0;
    }),
  );
  /** @type {Alike<Shelf[C]>[]} */
  let found = [];
  /** @param {Part} part */
  const useful = part => {
    const last = found[MOST - 1];
    return !last || part.score > last.score || (part.score === last.score && part.gap <= last.gap);
  };
  for (let at = 0; at < all.length && useful(all[at]); ) {
    const batch = all.slice(at, at + BATCH).filter(part => useful(part) && affordable.has(part));
    if (!batch.length) return { found, sure: false };
    at += batch.length;
    const files = await Promise.all(batch.map(({ path }) => load(`sujets/${shelf}/${path}.json`)));
    const met = [...found, ...files.flatMap(file => compared(index, asker, /** @type {Rows<Shelf[C]>} */ (file)))];
    found = [...new Map(met.map(one => [one.id, one])).values()].sort(before).slice(0, MOST);
  }
  return { found, sure: true };
};
