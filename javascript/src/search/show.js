/* What the panel and the page of the search both show: excerpts, addresses, messages, doors. */

import { el, root } from '../core/dom.js';
import { fold, number, plural } from '../core/text.js';
import { splitContent } from './engine.js';
import { stem, typeset, wordsOf } from './query.js';

export const FAILED =
  'La recherche n’a pas pu se charger. Vérifiez votre connexion, puis lancez-la de nouveau par la touche Entrée.';
export const NOTHING = 'Aucun résultat. Essayez un seul mot, ou un mot plus général.';

const LENGTH = 26; // words of an excerpt

/** Where a page is; Pagefind's own `url` may be changed by its options. */
export const address = data => new URL((data.raw_url || data.url).replace(/^\//, ''), root).href;
export const titleOf = data => typeset(data.meta.title || data.url);

/** Where the record is, when its title does not say it. */
export const placeOf = ({ meta: { lieu, title } }) =>
  lieu && !title.includes(lieu.split(' (')[0]) ? lieu.replace(/'/g, '’') : '';

/** The words of a page where most of the query is said, what was found marked. */
export const excerpt = ({ data, places }, asked) => {
  const words = splitContent(data);
  const marks = new Map(places.map(({ at, weight }) => [at, weight]));
  // The index of a large site only has the first places of a common word.
  const stems = new Set(asked.map(({ word }) => stem(word)));
  if (stems.size)
    words.forEach((word, at) => {
      if (
        !marks.has(at) &&
        fold(word)
          .split(' ')
          .some(one => stems.has(stem(one)))
      )
        marks.set(at, 1);
    });
  // The title is read just above: an excerpt that repeats it says nothing.
  const skip = (data.meta.title || '').split(/\s+/).length;
  let [start, best] = [skip, -1];
  for (const from of [...marks.keys()].sort((a, b) => a - b)) {
    if (from < skip) continue;
    const seen = new Set();
    let worth = 0;
    for (let at = from; at < from + LENGTH - 6; at += 1) {
      const word = marks.has(at) ? words[at]?.toLowerCase().slice(0, 5) : null;
      if (!word) continue;
      worth += marks.get(at) * (seen.has(word) ? 0.1 : 1);
      seen.add(word);
    }
    if (worth > best) [start, best] = [from, worth];
  }
  const from = best < 0 ? skip : Math.max(skip, start - 6);
  const cut = words.slice(from, from + LENGTH);
  const nodes = [from > skip ? '… ' : ''];
  cut.forEach((word, n) => {
    const [, before, core, after] = typeset(word).match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
    nodes.push(before, marks.has(from + n) && core ? el('mark', {}, core) : core, after, n < cut.length - 1 ? ' ' : '');
  });
  return [...nodes, /[.!?…]$/.test(cut.at(-1) || '.') ? '' : '…'];
};

/** The address of the search page for a query. */
export const pageAddress = (query, exact = false) =>
  `${root}recherche/?${new URLSearchParams({ q: query, ...(exact ? { exact: 1 } : {}) })}`;

const quoted = words => words.map(word => `« ${word} »`).join(' ni ');

/** What is said of an answer: how many, for what; `total` is what the facets leave of it. */
export const summary = ({ results, complete, without, corrected, asked }, total = results.length) => {
  const count = plural(total, 'résultat');
  const first = corrected ? `Résultats pour « ${corrected} » : ${count}` : count;
  if (without.length)
    return `${first}. Aucune page ne réunit tous les mots : les premières vont sans ${quoted(without)}`;
  const some = asked.length > 1 && complete < total && total === results.length;
  return some ? `${first}, dont ${number(complete)} avec tous les mots` : first;
};

/** The finder of territories, asked for `query`; nothing when that cannot be a name. */
export const places = query =>
  !query || /\d/.test(query) || wordsOf(query).length > 5
    ? []
    : [
        el(
          'a',
          { href: `${root}territoires/?${new URLSearchParams({ lieu: query })}` },
          `Chercher « ${query} » parmi les communes`,
        ),
      ];

/** The themes and methods nearest to `query`, and the doors of the territories and of the club: for
    when nothing is found. */
export const elsewhere = async (query, most) => {
  let near = [];
  try {
    const { doors } = await import('./spelling.js');
    near = await doors(query, most);
  } catch {
    /* the door of the club stays */
  }
  const items = near.map(({ label, url }) =>
    el('li', {}, el('a', { href: new URL(url.replace(/^\//, ''), root).href }, typeset(label))),
  );
  return [
    ...items,
    ...places(query).map(link => el('li', {}, link)),
    el('li', {}, el('a', { href: `${root}contact/` }, 'Poser la question au club')),
  ];
};
