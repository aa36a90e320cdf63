/* Words: compared, counted, made parts of addresses. Nothing here touches the page. */

export const NBSP = '\u00a0';
/** What the id of a record is. */
export const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @param {number} n */
export const number = n => n.toLocaleString('fr-FR');
/** « 1 fiche », « 2 000 fiches ». @type {(n: number, one: string, many?: string) => string} */
export const plural = (n, one, many = `${one}s`) => `${number(n)}${NBSP}${n > 1 ? many : one}`;
/** @param {string} text */
export const upper = text => text.charAt(0).toUpperCase() + text.slice(1);
/** @param {string} text */
export const quoted = text => `«${NBSP}${text}${NBSP}»`;

/** A text as it is compared: no accent, no capital, « œ » opened, one space between words. @param {string} text */
export const fold = text =>
  text
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Saint and Sainte in full, in a text that is folded. @param {string} text */
export const saints = text => text.replace(/\bst(e?s?)\b/g, 'saint$1');

/** What tells the texts (folded, after a space) that have the words of `text` or longer ones: Saint in full, no article or
 * elision left alone (« l’eau »). @type {(text: string) => (whole: string) => boolean} */
export const holding = text => {
  const words = saints(fold(text)).split(' ');
  const long = words.filter(word => word.length > 1 || /\d/.test(word));
  return whole => (long.length ? long : words).every(word => whole.includes(` ${word}`));
};

/** A text as part of an address, as `generator/exports/lists.py` makes the id of a title. @param {string} text */
export const slug = text => fold(text).replaceAll(' ', '-');

/** The slips (a letter added, lost, changed, two swapped) from `one` to each beginning of `other`, shortest first:
 * the last is to the whole. None when all are above `most`.
 * @type {(one: string, other: string, most?: number) => number[]} */
export const slips = (one, other, most = Infinity) => {
  /** @type {number[]} */
  let older = [];
  let old = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    if (Math.min(...row) > most) return [];
    [older, old] = [old, row];
  }
  return old;
};

/** How many slips are forgiven in a word: one from four letters, two from eight. @param {number} length */
export const forgiven = length => [4, 8].filter(least => length >= least).length;
