/* What a reader typed, as words to look for; what the index holds, as text to read. No request here. */

/** @import { Word } from './types' */

import { fold } from '../core/text.js';

/** Words that say nothing of what is looked for: articles, auxiliaries, the body of a question. */
const SMALL = new Set(
  fold(`a à afin ai ainsi alors après as au aucun aussi aux avec avez avoir avons bien c ça ce cela celle celles celui
  ces cet cette ceux chez ci comme comment d dans de des deux doit doivent donc dont du elle elles en entre es est et étaient était été être
  eu eux existe existe-t-il faire fais fait faites faut font il ils j je l là la le les leur leurs lors lui m ma mais me mes mettre
  mieux moi mon n ne ni nos notre nous on ont ou où par parmi pas peut peut-on peuvent peux plus pour pourquoi pouvez
  puis-je quand que quel quelle quelles quels qu qui quoi s sa sans se sera ses si son sont soit sur t ta te tes
  toi ton tous tout toute toutes très tu un une veut veux vos votre vous vs y
  trouver chercher cherche recherche savoir connaître quelqu quelque quelques exemple exemples combien coûte lequel laquelle`).split(
    ' ',
  ),
);

const ELISION = /(^|[^\p{L}\p{N}])(?:[ldjnscmt]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)'(?=[\p{L}\p{N}])/giu;

/** The words of a text, in order. @type {(text: string) => Word[]} */
const split = text =>
  text
    .replace(/[’ʼ‘`´]/g, "'")
    .replace(ELISION, '$1')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .replace(/\b[LRD](?=\d{3,})/gi, '') // an article of a code: « L1112-15 » is written « L. 1112-15 »
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map(text => ({ text: text.toLowerCase(), word: fold(text) }))
    .filter(({ word }) => word);

/** Saint and Sainte are written in full in the index. @type {(one: Word, at: number, all: Word[]) => Word} */
const full = (one, at, all) => {
  if (at === all.length - 1 || !/^ste?$/.test(one.word)) return one;
  const word = one.word.replace('st', 'saint');
  return { text: word, word };
};

/** The words of a query worth looking for, each once; all of them when none is. @type {(query: string) => Word[]} */
export const wordsOf = query => {
  const all = split(query).map(full);
  const long = all.filter(({ word }) => word.length > 1);
  const meant = long.filter(({ word }) => !SMALL.has(word));
  const kept = meant.length ? meant : long;
  return kept.filter(({ word }, at) => kept.findIndex(other => other.word === word) === at);
};

/** A word without its ending: « participer », « participation », « participatifs » are one. @param {string} word */
export const stem = word => {
  const plain = word.replace(/(?<=...)aux$/, 'al').replace(/(?<=...)[sx]$/, '');
  return plain.replace(/(?<=...)(?:ation|atrice|ateur|ement|ante?|ive|if|euse|eur|ee|er|ez|ent|ale?|elle|el|e)$/, '');
};

/** How much of a title (or of another name) the words of a query are: 0 to 1.
 * @type {(query: Word[], title: string) => number} */
export const share = (query, title) => {
  const asked = new Set(query.map(({ word }) => stem(word)));
  const named = wordsOf(title).map(({ word }) => stem(word));
  return named.length ? named.filter(word => asked.has(word)).length / named.length : 0;
};

/** How much a query and a sentence say the same: 0 to 1. @type {(query: Word[], sentence: string) => number} */
export const alike = (query, sentence) => {
  const asked = query.map(({ text }) => text).join(' ');
  return Math.sqrt(share(query, sentence) * share(wordsOf(sentence), asked));
};

/** The index is made with straight apostrophes and open ligatures: back to type. @param {string} text */
export const typeset = text =>
  text
    .replace(/(\p{L})'(?=\p{L})/gu, '$1’')
    .replace(/oe(?=u|il)/g, 'œ')
    .replace(/\b(O|o)e(?=[cdn][uoè])/g, (_, o) => (o === 'O' ? 'Œ' : 'œ'))
    .replace(/\bOe(?=u|il|ting)/g, 'Œ');
