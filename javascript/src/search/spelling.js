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

/** The pairs of letters of each word. @type {(text: string) => string[]} */
const pairs = text => text.split(' ').flatMap(word => [...word.slice(1)].map((letter, at) => word[at] + letter));

/** How alike two texts are, by their pairs of letters: 0 to 1. @type {(one: string, other: string) => number} */
const alike = (one, other) => {
  const [a, b] = [pairs(one), pairs(other)];
  const size = a.length + b.length;
  const common = a.filter(pair => {
    const at = b.indexOf(pair);
    if (at >= 0) b.splice(at, 1);
    return at >= 0;
  });
  return size ? (2 * common.length) / size : 0;
};

/** The themes and methods whose names look most like `query`: address and label, best first.
 * @type {(query: string, most: number) => Promise<[path: string, label: string][]>} */
export const nearest = async (query, most) => {
  const { hubs } = await known();
  const asked = fold(query);
  return hubs
    .map(([label, url, names]) => {
      const near = Math.max(...[label, ...names.split(', ')].map(name => alike(asked, fold(name))));
      return { label, path: url.replace(/^\//, ''), near };
    })
    .sort((a, b) => b.near - a.near || a.label.localeCompare(b.label, 'fr'))
    .slice(0, most)
    .map(({ path, label }) => [path, label]);
};
