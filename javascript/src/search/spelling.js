/* Slips of the fingers, and what to try when nothing is found. */

/** @import { Vocabulary } from './types' */

import { json, once } from '../core/dom.js';
import { fold, forgiven, slips } from '../core/text.js';

/** The words of the site, most frequent first, and its themes and methods: fetched when a query needs them. */
const known = once(async () => {
  /** @type {Vocabulary} */
  const { mots, portes } = await json('pagefind/mots.json');
  return { words: new Map(mots.split(' ').map(shown => [fold(shown), shown])), hubs: portes };
});

/** The word that was meant by `word` (folded), or nothing when it exists or none is near.
 * @type {(word: string) => Promise<string>} */
export const correct = async word => {
  const { words } = await known();
  if (words.has(word)) return '';
  let best = '';
  let least = forgiven(word.length) + 1;
  for (const [other, shown] of words) {
    if (Math.abs(word.length - other.length) >= least) continue;
    const found = slips(word, other, least - 1).at(-1) ?? least;
    // « vaillant » is not « saillans »
    if (found < least && (found < 2 || other[0] === word[0])) [best, least] = [shown, found];
  }
  return best || parted(word, words);
};

/** « budgetparticipatif » in two words. @type {(word: string, words: Map<string, string>) => string} */
const parted = (word, words) => {
  for (let at = word.length - 3; at >= 3; at -= 1)
    if (words.has(word.slice(0, at)) && words.has(word.slice(at))) return `${word.slice(0, at)} ${word.slice(at)}`;
  return '';
};

/** The themes and methods whose names look most like `query`: address and label, best first.
 * @type {(query: string, most: number) => Promise<[path: string, label: string][]>} */
export const nearest = async (query, most) => {
  const { hubs } = await known();
  const asked = fold(query);
  /** How many slips a letter make `query` of a name. @param {string} name */
  const apart = name => (slips(asked, fold(name)).at(-1) ?? 0) / Math.max(asked.length, name.length);
  return hubs
    .map(([label, url, names]) => {
      const far = Math.min(...[label, ...names.split(', ')].filter(Boolean).map(apart));
      return { label, path: url.replace(/^\//, ''), far };
    })
    .sort((a, b) => a.far - b.far || a.label.localeCompare(b.label, 'fr'))
    .slice(0, most)
    .map(({ path, label }) => [path, label]);
};
