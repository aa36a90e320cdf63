/* Slips of the fingers, and the doors to try when nothing is found. Loaded when a query needs it. */

import { json } from '../core/dom.js';
import { fold, slips } from '../core/text.js';

let list;

/** The words of the site, most frequent first, and its themes and methods. */
const known = () => {
  list ??= json('pagefind/mots.json').then(({ mots, portes }) => {
    const words = mots.split(' ').map(shown => ({ shown, word: fold(shown) }));
    return { words, set: new Set(words.map(({ word }) => word)), doors: portes };
  });
  list.catch(() => {
    list = undefined;
  });
  return list;
};

/** How many slips a word of that length may hold. */
const allowed = length => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** The word that was meant by `word` (folded), or null when it exists or nothing is near. */
export const correct = async word => {
  const { words, set } = await known();
  if (set.has(word)) return null;
  let best = null;
  let least = allowed(word.length) + 1;
  for (const { shown, word: other } of words) {
    if (Math.abs(word.length - other.length) >= least) continue;
    const d = slips(word, other, least - 1).at(-1) ?? least;
    if (d > 1 && other[0] !== word[0]) continue; // « vaillant » is not « saillans »
    if (d < least) [best, least] = [shown, d];
    if (least === 1) break;
  }
  return best || parted(word, set);
};

/** « budgetparticipatif » in two words. */
const parted = (word, set) => {
  for (let at = word.length - 3; at >= 3; at -= 1) {
    const [one, other] = [word.slice(0, at), word.slice(at)];
    if (set.has(one) && set.has(other)) return `${one} ${other}`;
  }
  return null;
};

const pairs = text => {
  const found = new Map();
  for (const word of text.split(' ')) {
    for (let at = 0; at < word.length - 1; at += 1) {
      const pair = word.slice(at, at + 2);
      found.set(pair, (found.get(pair) || 0) + 1);
    }
  }
  return found;
};

/** How alike two texts are, by their pairs of letters: 0 to 1. */
const alike = (one, other) => {
  const [a, b] = [pairs(one), pairs(other)];
  let common = 0;
  for (const [pair, count] of a) common += Math.min(count, b.get(pair) || 0);
  const size = [...a.values(), ...b.values()].reduce((sum, count) => sum + count, 0);
  return size ? (2 * common) / size : 0;
};

/** The themes and methods whose names look most like `query`: [{ label, url }], best first. */
export const doors = async (query, most) => {
  const { doors: all } = await known();
  const asked = fold(query);
  return all
    .map(([label, url, names]) => ({
      label,
      url,
      near: Math.max(...[label, ...names.split(', ')].map(name => alike(asked, fold(name)))),
    }))
    .sort((a, b) => b.near - a.near || a.label.localeCompare(b.label, 'fr'))
    .slice(0, most);
};
