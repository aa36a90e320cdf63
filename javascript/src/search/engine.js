/* A query in, pages out. Pagefind finds the pages of one word; what several words are worth together
   is decided here: pages that hold them all first, then those that hold the ones that tell most. */

import { internal, root } from '../core/dom.js';
import { fold } from '../core/text.js';
import { share, stem, wordsOf } from './query.js';

/* The title and the place say what a page is; its other words, what it may also be found by. */
const RANKING = {
  termFrequency: 0.8,
  termSimilarity: 3,
  pageLength: 0.4,
  metaWeights: { title: 4, noms: 3, lieu: 3, ou: 0.6, aussi: 0.6, kind: 0.1, group: 0 },
};
const PAGES = 4000; // an order of magnitude: only the ratio of two words counts
const PREFIX = 0.15; // what a longer word is worth when the word itself exists (« loi » in « Loire »)
const PARTIAL = 0.3; // share of the query a page must hold to be shown among incomplete ones
const ENOUGH = 5; // complete results under which incomplete ones are worth showing
const NAMED = 2; // pages looked at closely because their title says part of the query
const OTHER = 0.5; // what a word is worth where only another of the same root is said (« petit » for « pétition »)

let engine;

/** Pagefind, fetched once; asked again after a failure. */
export const start = () => {
  engine ??= import(`${internal}pagefind/pagefind.js`).then(async module => {
    // Without its worker: 12 kB less, and an answer in a few milliseconds either way.
    const instance = module.createInstance({ baseUrl: root, noWorker: true, ranking: RANKING });
    await instance.init();
    return instance;
  });
  engine.catch(() => {
    engine = undefined;
  });
  return engine;
};

const looked = new Map();

/** The pages of one word: { pages: id → hit, count }, with the pages of longer words for less. */
const look = ({ said, word }, typing) => {
  const key = `${said} ${typing}`;
  if (!looked.has(key)) looked.set(key, lookUp(said, word, typing));
  return looked.get(key).catch(error => {
    looked.delete(key);
    throw error;
  });
};

const lookUp = async (said, word, typing) => {
  const index = await start();
  const [exact, loose] = await Promise.all([index.search(`"${said}"`), index.search(said)]);
  const known = new Set(exact.results.map(result => result.id));
  const longer = known.size ? (typing ? 0.5 : PREFIX) : 1;
  const pages = new Map();
  for (const result of loose.results) {
    const isExact = known.has(result.id);
    if (!isExact && known.size && word.length < 4 && !typing) continue;
    pages.set(result.id, {
      score: result.score * (isExact ? 1 : longer),
      named: isExact || !known.size ? (result.matchedMetaFields || []).some(f => f === 'title' || f === 'noms') : false,
      places: result.words,
      result,
    });
  }
  const count = known.size || pages.size;
  const found = known.size > 0 || (await begins(loose.results, word));
  return {
    word,
    said,
    pages: found ? pages : new Map(),
    exact: known.size > 0,
    weight: Math.log(1 + PAGES / (1 + count)),
  };
};

/** The words of a page as Pagefind counts them. */
export const splitContent = data => data.content.split(/[\r\n\s]+/g);

/** Whether what was found begins with `word`: Pagefind otherwise answers with a shorter one. */
const begins = async (results, word) => {
  if (!results.length) return false;
  const data = await results[0].data();
  const content = splitContent(data);
  const said = results[0].words.map(at => content[at] || '').join(' ');
  return ` ${fold(`${said} ${Object.values(data.meta).join(' ')}`)}`.includes(` ${word}`);
};

/** The words a page says where `word` was found. */
const forms = ({ pages }, { id, data }) => {
  const hit = pages.get(id);
  if (!hit) return [];
  const content = splitContent(data);
  return fold([...hit.places.map(at => content[at] || ''), ...Object.values(data.meta)].join(' ')).split(' ');
};

/** Whether a page says `word` or one of its family, as opposed to another word of the same root. */
const says = (word, result) => forms(word, result).some(form => form === word.word || stem(form) === stem(word.word));

/** The words of a query that no page at hand really says, nor begins to. */
const doubtful = (words, shown) =>
  words.filter(
    word =>
      word.word.length >= 4 &&
      !/\d/.test(word.word) &&
      (!word.pages.size ||
        (word.exact &&
          !shown.some(result => says(word, result) || forms(word, result).some(form => form.startsWith(word.word))))),
  );

/** Pages in order, from the pages of each word. */
const rank = words => {
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  const ids = new Set(words.flatMap(({ pages }) => [...pages.keys()]));
  return [...ids]
    .map(id => {
      let score = 0;
      let held = 0;
      let named = 0;
      let all = true;
      words.forEach(({ pages, weight }, at) => {
        const hit = pages.get(id);
        if (!hit) {
          all = false;
          return;
        }
        score += hit.score;
        held += weight;
        if (hit.named) named += weight;
        const next = words[at + 1]?.pages.get(id);
        if (next && beside(hit.places, next.places)) score += 0.5 * Math.min(hit.score, next.score);
      });
      const coverage = held / total;
      return { id, all, named, coverage, score: score * coverage ** 2 + 3 * named * (named / total) ** 2 };
    })
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
};

/** Whether two words are said side by side, an article apart. */
const beside = (places, others) => {
  const near = new Set(others);
  return places.some(at => near.has(at + 1) || near.has(at + 2) || near.has(at + 3));
};

/** The pages that hold all the words, as Pagefind finds and orders them: one question, most often enough. */
const together = async (asked, typing) => {
  // A short word is also the beginning of many: only the word itself counts then.
  if (asked.some(({ word }) => word.length < 4 && !/\d/.test(word)) && !typing) return null;
  const { results } = await (await start()).search(asked.map(({ said }) => said).join(' '));
  if (results.length < (asked.length < 2 ? 1 : ENOUGH)) return null;
  const pages = new Map(results.map(result => [result.id, { places: result.words }]));
  return {
    asked,
    words: asked.map(({ said, word }) => ({ said, word, exact: true, pages })),
    results: results.map(result => ({
      id: result.id,
      score: result.score,
      all: true,
      named: (result.matchedMetaFields || []).some(field => field === 'title' || field === 'noms') ? 1 : 0,
      load: result.data,
      places: result.words.map(at => ({ at, weight: 1 })),
    })),
    complete: results.length,
  };
};

/** The pages of the words of a query asked one by one, best first. */
const apart = async (asked, typing) => {
  const words = await Promise.all(asked.map((word, at) => look(word, typing && at === asked.length - 1)));
  const known = words.filter(({ pages }) => pages.size);
  const ranked = known.length ? rank(known) : [];
  const complete = known.length === words.length ? ranked.filter(({ all }) => all) : [];
  const kept =
    complete.length >= ENOUGH || words.length < 2
      ? complete
      : ranked.filter(({ all, coverage }) => all || coverage >= PARTIAL);
  const results = kept.map(({ id, score, all, named }) => ({
    id,
    score,
    all,
    named,
    load: () =>
      known
        .find(({ pages }) => pages.has(id))
        .pages.get(id)
        .result.data(),
    places: known.flatMap(({ pages, weight }) => (pages.get(id)?.places || []).map(at => ({ at, weight }))),
  }));
  return { asked, words, results, complete: complete.length };
};

const loaded = results => Promise.all(results.map(async result => ({ ...result, data: await result.load() })));

/** The data of results of an answer, in their order. */
export const load = (results, from, size) => loaded(results.slice(from, from + size));

/** An answer with its first results read and put in order: what their titles are, what they really say. */
const read = async (found, size) => {
  const { asked, words, results } = found;
  const titled = results
    .slice(size)
    .filter(({ named }) => named)
    .sort((a, b) => b.named - a.named || b.score - a.score);
  const window = await loaded([...results.slice(0, size), ...titled.slice(0, NAMED)]);
  const worth = result => {
    const { title = '', noms = '', lieu = '' } = result.data.meta;
    const names = [...noms.split(', '), lieu.split(' (')[0]];
    const name = Math.max(share(asked, title), ...names.map(other => 0.9 * share(asked, other)));
    const others = words.filter(word => word.exact && word.pages.has(result.id) && !says(word, result)).length;
    return result.score * (1 + name) * OTHER ** others;
  };
  const ordered = window
    .map(result => ({ ...result, score: worth(result) }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const seen = new Set(ordered.map(({ id }) => id));
  const all = [...ordered, ...results.filter(({ id }) => !seen.has(id))];
  const [best] = all;
  const without =
    found.complete || !best ? [] : words.filter(({ pages }) => !pages.has(best.id)).map(({ said }) => said);
  return { ...found, results: all, window: ordered, first: ordered.slice(0, size), without };
};

/** A page of the index, read without its engine: JSON after a signature, zipped. */
const fragment = async id => {
  const { body } = await fetch(`${internal}pagefind/fragment/${id}.pf_fragment`);
  const text = await new Response(body.pipeThrough(new DecompressionStream('gzip'))).text();
  return JSON.parse(text.slice(text.indexOf('{')));
};

/** The pages called `ids`, in no order that matters: what facets alone narrow. No word is looked for, so
    nothing of the index is fetched but the pages shown. */
export const listed = ids => ({
  asked: [],
  words: [],
  results: ids.map(id => ({ id, score: 0, all: true, named: 0, load: () => fragment(id), places: [] })),
  complete: ids.length,
  without: [],
  corrected: null,
  first: null,
});

/** What answers `query`: { asked, results, complete, without, corrected, first }.
    `first` is the `size` first results with their data; `corrected` the query understood instead. */
export const ask = async (query, { size, typing = false, exact = false }) => {
  const asked = wordsOf(query);
  const quick = exact ? null : await together(asked, typing); // which takes one word for another
  let found = quick && (await read(quick, size));
  let slips = found && !exact ? doubtful(found.words, found.window) : [];
  if (!found || slips.length) {
    found = await read(await apart(asked, typing), size);
    slips = exact ? [] : doubtful(found.words, found.window);
  }
  found.corrected = null;
  if (!slips.length) return found;
  const { correct } = await import('./spelling.js');
  const better = new Map();
  for (const { said, word } of slips) {
    const instead = await correct(word);
    if (instead) better.set(said, instead);
  }
  if (!better.size) return found;
  const understood = wordsOf(asked.map(({ said }) => better.get(said) || said).join(' '));
  const second = await read((await together(understood, typing)) || (await apart(understood, typing)), size);
  if (!second.results.length) return found;
  const corrected = query.replace(
    /[\p{L}\p{M}\p{N}]+/gu,
    said => better.get(said.toLowerCase().replace(/œ/g, 'oe')) || said,
  );
  return { ...second, corrected };
};
