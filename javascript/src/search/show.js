/* What the panel and the page of the search both show: excerpts, addresses, messages, ways on. */

/** @import { Answer, Loaded, PageData, Word } from './types' */

import { el, root } from '../core/dom.js';
import { fold, plural } from '../core/text.js';
import { splitContent } from './engine.js';
import { stem, typeset, wordsOf } from './query.js';
import { nearest } from './spelling.js';

export const FAILED =
  'La recherche n’a pas pu se charger. Vérifiez votre connexion, puis lancez-la de nouveau par la touche Entrée.';
export const NOTHING = 'Aucun résultat. Essayez un seul mot, ou un mot plus général.';

const LENGTH = 26; // words of an excerpt
const BEFORE = 6; // of which before the first that was found

/** Where the record is, when its title does not say it. @param {PageData} data */
const placeOf = ({ meta: { lieu = '', title } }) =>
  title.includes(lieu.split(' (')[0]) ? '' : lieu.replace(/'/g, '’');

/** What fills the template of a result.
 * @type {(result: Loaded, asked: Word[]) => { link: { href: string }, title: string, place: string, excerpt: Child[] }} */
export const slots = (result, asked) => {
  const { url, raw_url = url, meta } = result.data;
  return {
    link: { href: new URL(raw_url.replace(/^\//, ''), root).href },
    title: typeset(meta.title ?? url),
    place: placeOf(result.data),
    excerpt: excerpt(result, asked),
  };
};

/** The words of a page where most of the query is said, what was found marked.
 * @type {(result: Loaded, asked: Word[]) => Child[]} */
const excerpt = ({ data, places }, asked) => {
  const words = splitContent(data);
  // The index of a large site only has the first places of a common word.
  const stems = new Set(asked.map(({ word }) => stem(word)));
  const forms = words.map(word => fold(word).split(' '));
  const weights = forms.map(parts => Number(parts.some(one => stems.has(stem(one)))));
  for (const { at, weight } of places) weights[at] = weight;
  // The title is read just above: an excerpt that repeats it says nothing.
  const skip = (data.meta.title ?? '').split(/\s+/).length;
  /** @param {number} from */
  const worth = from => weights.slice(from, from + LENGTH - BEFORE).reduce((sum, weight) => sum + weight, 0);
  const starts = [...words.keys()].filter(at => at >= skip && weights[at]).map(at => ({ at, worth: worth(at) }));
  const best = starts.reduce((a, b) => (b.worth > a.worth ? b : a), { at: skip, worth: 0 });
  const from = Math.max(skip, best.at - BEFORE);
  const cut = words.slice(from, from + LENGTH);
  const nodes = cut.flatMap((word, n) => {
    const [, before, core, after] = typeset(word).match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u) ?? [];
    return [n ? ' ' : '', before, weights[from + n] && core ? el('mark', {}, core) : core, after];
  });
  return [from > skip ? '… ' : '', ...nodes, /[.!?…]$/.test(cut.at(-1) || '.') ? '' : '…'];
};

/** The address of the search page for a query. @param {string} query */
export const pageAddress = query => `${root}recherche/?${new URLSearchParams({ q: query })}`;

/** What is said of an answer: how many, for what; `total` is what the facets leave of it.
 * @type {(answer: Answer, total?: number) => string} */
export const summary = ({ results, without, corrected }, total = results.length) => {
  const count = plural(total, 'résultat');
  const first = corrected ? `Résultats pour « ${corrected} » : ${count}` : count;
  const lacking = without.map(word => `« ${word} »`).join(' ni ');
  return lacking ? `${first}. Aucune page ne réunit tous les mots : les premières vont sans ${lacking}` : first;
};

/** The finder of territories, asked for `query`; nothing when that cannot be a name.
 * @type {(query: string) => HTMLAnchorElement[]} */
export const places = query => {
  if (!query || /\d/.test(query) || wordsOf(query).length > 5) return [];
  const href = `${root}territoires/?${new URLSearchParams({ lieu: query })}`;
  return [el('a', { href }, `Chercher « ${query} » parmi les communes`)];
};

/** Items for when nothing is found: the themes and methods nearest to `query`, the territories, the club.
 * @type {(query: string, most: number) => Promise<HTMLLIElement[]>} */
export const elsewhere = async (query, most) => {
  const near = await nearest(query, most).catch(() => []);
  const hubs = near.map(([path, label]) => el('a', { href: root + path }, typeset(label)));
  const club = el('a', { href: `${root}contact/` }, 'Poser la question au club');
  return [...hubs, ...places(query), club].map(link => el('li', {}, link));
};
