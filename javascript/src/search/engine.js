/* A query in, pages out. Pagefind finds the pages of one word; what several words are worth together
   is decided here: pages that hold them all first, then those that hold the ones that tell most. */

/** @import { Answer, Hit, Loaded, Looked, PageData, Pagefind, Result, Word } from './types' */

import { internal, once, root } from '../core/dom.js';
import { fold } from '../core/text.js';
import { alike, share, stem, wordsOf } from './query.js';
import { correct } from './spelling.js';

/* The title and the place say what a page is; its other words, what it may also be found by; its problems, what it
 * answers. */
const RANKING = {
  termFrequency: 0.8,
  termSimilarity: 3,
  pageLength: 0.4,
  metaWeights: { title: 4, noms: 3, lieu: 3, ou: 0.6, aussi: 0.6, problemes: 1.5, kind: 0.1, group: 0 },
};
const PAGES = 1000; // an order of magnitude: only the ratio of two words counts
const PREFIX = 0.15; // what a longer word is worth when the word itself exists (« loi » in « Loire »)
const TYPED = 0.5; // the same, while the word is being typed
const TOLD = 4; // the most a word of a problem is worth: Pagefind adds up longer ones (« plus », « plusieurs » for « PLU »)
const PARTIAL = 0.3; // share of the query a page must hold to be shown among incomplete ones
const ENOUGH = 5; // complete results under which incomplete ones are worth showing
const OTHER = 0.5; // what a word is worth where only another of the same root is said (« petit » for « pétition »)

/** Pagefind, fetched once. */
export const start = once(async () => {
  const module = await import(`${internal}pagefind/pagefind.js`);
  // Without its worker: 12 kB less, and an answer in a few milliseconds either way.
  /** @type {Pagefind} */
  const instance = module.createInstance({ baseUrl: root, noWorker: true, ranking: RANKING });
  await instance.init();
  return instance;
});

/** The words of a page as Pagefind counts them. @param {PageData} data */
export const splitContent = data => data.content.split(/[\r\n\s]+/g);

/** What a page says where a word was found, and its names. @type {(data: PageData, places: number[]) => string} */
const saying = (data, places) => {
  const content = splitContent(data);
  return fold([...places.map(at => content[at] ?? ''), ...Object.values(data.meta)].join(' '));
};

/** @param {Hit} hit */
const isNamed = ({ matchedMetaFields = [] }) =>
  matchedMetaFields.some(field => ['title', 'noms', 'lieu'].includes(field));

/** @type {(a: { score: number, id: string }, b: { score: number, id: string }) => number} */
const before = (a, b) => b.score - a.score || (a.id < b.id ? -1 : 1);

/** The pages of one word, those of longer words for less. @type {(word: Word, typing: boolean) => Promise<Looked>} */
const look = async ({ text, word }, typing) => {
  const index = await start();
  const [{ results: exact }, { results: loose }] = await Promise.all([index.search(`"${text}"`), index.search(text)]);
  const known = new Set(exact.map(({ id }) => id));
  const weight = Math.log(1 + PAGES / (1 + (known.size || loose.length)));
  const looked = { text, word, exact: known.size > 0, weight, pages: new Map(loose.map(hit => [hit.id, hit])) };
  if (!known.size) {
    // Pagefind answers with a shorter word when none begins so.
    const begins = loose.length > 0 && ` ${saying(await loose[0].data(), loose[0].words)}`.includes(` ${word}`);
    return { ...looked, pages: begins ? looked.pages : new Map() };
  }
  for (const hit of loose.filter(({ id }) => !known.has(id))) {
    if (word.length < 4 && !typing) looked.pages.delete(hit.id);
    else looked.pages.set(hit.id, { ...hit, score: hit.score * (typing ? TYPED : PREFIX), matchedMetaFields: [] });
  }
  return looked;
};

/** Whether two words are said side by side, an article apart. @type {(one: Hit, other: Hit) => boolean} */
const beside = (one, other) => {
  const places = new Set(other.words);
  return one.words.some(at => [1, 2, 3].some(step => places.has(at + step)));
};

/** The pages of the words of a query asked one by one, best first.
 * @type {(asked: Word[], typing: boolean) => Promise<Answer>} */
const apart = async (asked, typing) => {
  const words = await Promise.all(asked.map((word, at) => look(word, typing && at === asked.length - 1)));
  const known = words.filter(({ pages }) => pages.size);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const ids = new Set(known.flatMap(({ pages }) => [...pages.keys()]));
  const ranked = [...ids].map(id => {
    const hits = known.flatMap(({ pages, weight }, at) => {
      const hit = pages.get(id);
      return hit ? [{ hit, weight, next: known[at + 1]?.pages.get(id) }] : [];
    });
    let [score, held, named, told] = [0, 0, 0, 0];
    for (const { hit, weight, next } of hits) {
      const problem = hit.matchedMetaFields?.includes('problemes') && !isNamed(hit);
      score += problem ? Math.min(hit.score, TOLD) : hit.score;
      held += weight;
      if (isNamed(hit)) named += weight;
      if (problem) told += weight;
      if (next && beside(hit, next)) score += 0.5 * Math.min(hit.score, next.score);
    }
    const coverage = held / total;
    return {
      id,
      coverage,
      whole: hits.length === words.length,
      score: score * coverage ** 2 + (3 * named ** 3 + 0.5 * told ** 3) / total ** 2,
      places: hits.flatMap(({ hit, weight }) => hit.words.map(at => ({ at, weight }))),
      load: hits[0].hit.data,
    };
  });
  const complete = ranked.filter(({ whole }) => whole);
  const enough = complete.length >= ENOUGH || words.length < 2;
  const results = (enough ? complete : ranked.filter(({ coverage }) => coverage >= PARTIAL)).sort(before);
  return { asked, words, results, complete: complete.length, without: [], corrected: '' };
};

/** Results with their data. @type {(results: Result[]) => Promise<Loaded[]>} */
export const load = results =>
  Promise.all(results.map(async result => ({ ...result, data: result.data ?? (await result.load()) })));

/** The words a page says where a word was found. @type {(word: Looked, result: Loaded) => string[]} */
const forms = ({ pages }, { id, data }) => {
  const hit = pages.get(id);
  return hit ? saying(data, hit.words).split(' ') : [];
};

/** Whether a page says a word or one of its family, as opposed to another word of the same root.
 * @type {(looked: Looked, result: Loaded) => boolean} */
const says = (looked, result) => forms(looked, result).some(form => stem(form) === stem(looked.word));

/** An answer with its first results read and put in order: what their titles are, what they really say. And the
 * words of the query that no page read really says, nor begins to.
 * @type {(found: Answer, size: number) => Promise<{ found: Answer, doubtful: Looked[] }>} */
const read = async (found, size) => {
  const { asked, words, results } = found;
  const first = await load(results.slice(0, size));
  /** @param {Loaded} result */
  const worth = result => {
    const { title = '', noms = '', lieu = '', problemes = '' } = result.data.meta;
    const names = [...noms.split(', '), lieu.split(' (')[0]];
    const told = problemes.split('; ').map(said => alike(asked, said));
    const name = Math.max(share(asked, title), ...names.map(other => 0.9 * share(asked, other)), ...told);
    const others = words.filter(word => word.exact && word.pages.has(result.id) && !says(word, result));
    return result.score * (1 + name) * OTHER ** others.length;
  };
  const ordered = first.map(result => ({ ...result, score: worth(result) })).sort(before);
  const seen = new Set(ordered.map(({ id }) => id));
  const all = [...ordered, ...results.filter(({ id }) => !seen.has(id))];
  const lacking = found.complete || !all.length ? [] : words.filter(({ pages }) => !pages.has(all[0].id));
  const doubtful = words.filter(
    looked =>
      looked.word.length >= 4 &&
      !/\d/.test(looked.word) &&
      (!looked.pages.size || looked.exact) &&
      !ordered.some(one => says(looked, one) || forms(looked, one).some(form => form.startsWith(looked.word))),
  );
  return { found: { ...found, results: all, without: lacking.map(({ text }) => text) }, doubtful };
};

/** What answers `query`, its first `size` results read. While `typing`, the last word may be unfinished.
 * @type {(query: string, options: { size: number, typing?: boolean }) => Promise<Answer>} */
export const ask = async (query, { size, typing = false }) => {
  const asked = wordsOf(query);
  const answer = await read(await apart(asked, typing), size);
  /** @type {Map<string, string>} */
  const better = new Map();
  for (const { text, word } of answer.doubtful) {
    const instead = await correct(word);
    if (instead) better.set(text, instead);
  }
  if (!better.size) return answer.found;
  const understood = wordsOf(asked.map(({ text }) => better.get(text) ?? text).join(' '));
  const second = await read(await apart(understood, typing), size);
  if (!second.found.results.length) return answer.found;
  const corrected = query.replace(
    /[\p{L}\p{M}\p{N}]+/gu,
    text => better.get(text.toLowerCase().replace(/œ/g, 'oe')) ?? text,
  );
  return { ...second.found, corrected };
};
