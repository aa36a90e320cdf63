/* The search page: a form, facets, results 20 a page. The address holds the whole state. */

/** @import { Answer, Loaded, Result } from './search/types' */

import { $, clone, el, json, once, renew, turns } from './core/dom.js';
import { chipList, filters } from './core/facets.js';
import { addressed, pageIn, pages, unfold } from './core/parts.js';
import { ask, load } from './search/engine.js';
import { wordsOf } from './search/query.js';
import { elsewhere, FAILED, NOTHING, places, slots, summary } from './search/show.js';

const SIZE = 20;
const LOOKING = 'Recherche…';
const TOO_SHORT = 'Tapez un mot d’au moins deux lettres.';
const NARROWED = 'Aucun résultat avec ces filtres. Retirez-en un, ou cherchez autre chose.';

/** What the address asks. */
const read = () => {
  const params = new URLSearchParams(location.search);
  return {
    params,
    query: (params.get('q') ?? '').trim(),
    latest: params.get('tri') === 'recent',
    page: pageIn(params.get('page')),
  };
};

const host = $('[data-recherche]');
const form = $('form', host);
const input = $('input', form);
const panel = $('details.c-facets', host);
const fields = $('form', panel);
const status = $('.c-results__status', host);
const sorting = $('.c-results__sort', host);
const sort = $('select', sorting);
const advice = $('.c-advice', host);
const list = $('ol.c-results', host);
const pager = $('nav', host);
const chips = chipList(status);
$('.c-results__head', host).after(chips.list);

/** The facets, the number of each page by its id, and its day. */
const fetchFacets = once(async () => {
  /** @type {{ pages: string[], days: string[], facets: Parameters<typeof filters>[0] }} */
  const { pages: ids, days, facets } = await json('pagefind/facettes.json');
  const filter = filters(facets, fields, 1, () => go());
  return { filter, days, number: new Map(ids.map((id, n) => [id, n])) };
});
/** @type {Awaited<ReturnType<typeof fetchFacets>> | undefined} */
let narrowing; // once they have come

/** The address of page `n` of what is asked: the first is not said, nor filters that are not seen without a word. */
const address = (n = 1) => {
  const query = input.value.trim();
  if (!wordsOf(query).length) return `${location.pathname}?${new URLSearchParams({ q: query })}`;
  const { params } = read();
  narrowing?.filter.write(params);
  params.set('q', query);
  params.delete('tri');
  if (sort.value) params.set('tri', sort.value);
  params.delete('page');
  if (n > 1) params.set('page', String(n));
  return `${location.pathname}?${params}`;
};

/** @type {(message: string, ...ways: Node[]) => void} */
const clear = (message, ...ways) => {
  status.textContent = message;
  advice.replaceChildren(...ways);
  list.replaceChildren();
  pager.replaceChildren();
  pager.hidden = true;
  sorting.hidden = true;
};

/** The page before a question, and nothing to fetch. @type {(message: string) => void} */
const blank = message => {
  document.documentElement.classList.toggle('asked', Boolean(message));
  clear(message);
  panel.classList.add('is-empty');
  chips.draw([]);
};

/** What the facets leave of an answer, their counts shown.
 * @type {(state: ReturnType<typeof read>, found: Answer, ready: NonNullable<typeof narrowing>) => Result[]} */
const narrow = ({ latest }, { results }, { filter, number, days }) => {
  /** @param {Result} result */
  const numberOf = ({ id }) => number.get(id) ?? 0;
  const { kept, counts } = filter.narrow(results, numberOf);
  filter.show(counts, kept.length);
  panel.classList.remove('is-empty');
  if (!latest) return kept;
  /** @type {(a: Result, b: Result) => number} */
  const latestFirst = (a, b) => days[numberOf(b)].localeCompare(days[numberOf(a)]) || b.score - a.score;
  return kept.sort(latestFirst);
};

/** Show page `current` of the `total` results, `shown`.
 * @type {(state: ReturnType<typeof read>, found: Answer, shown: Loaded[], total: number, current: number) => void} */
const draw = ({ query }, found, shown, total, current) => {
  const last = Math.ceil(total / SIZE);
  const ways = found.without.length ? places(query) : [];
  clear(
    summary(found, total) + (last > 1 ? `, page ${current} sur ${last}` : ''),
    ...ways.map(link => el('p', {}, link)),
  );
  list.start = (current - 1) * SIZE + 1;
  list.append(
    ...shown.map(result => {
      const { kind } = result.data.meta;
      const { place, ...rest } = slots(result, found.asked);
      return clone('bloc:resultat', { ...rest, kind: kind ?? '', place: kind && place ? ` · ${place}` : place });
    }),
  );
  sorting.hidden = total < 2;
  pager.hidden = last < 2;
  pager.append(...pages(current, last, address));
};

const begin = turns();
/** @type {{ query?: string, found?: Answer }} */
let previous = {};

/** Answer what the address asks, as long as `isLast`. @type {(state: ReturnType<typeof read>, isLast: () => boolean) => Promise<void>} */
const answer = async (state, isLast) => {
  const { query, page, params } = state;
  const known = query === previous.query && previous.found;
  const [ready, found] = await Promise.all([fetchFacets(), known || ask(query, { size: SIZE })]);
  if (!isLast()) return;
  narrowing = ready;
  previous = { query, found };
  const { filter } = ready;
  filter.read(params);
  const results = narrow(state, found, ready);
  const chosen = filter.chips();
  chips.draw(chosen, () => {
    filter.clear();
    go();
  });
  const current = Math.min(page, Math.ceil(results.length / SIZE));
  const shown = await load(results.slice((current - 1) * SIZE, current * SIZE));
  const doors = shown.length ? [] : await elsewhere(query, 5);
  if (!isLast()) return;
  if (shown.length) return draw(state, found, shown, results.length, current);
  const ways = el('ul', { class: 'c-tags c-tags--large' }, ...doors);
  clear(chosen.length ? NARROWED : NOTHING, el('p', {}, 'Ce que vous cherchez est peut-être ici :'), ways);
};

const show = async () => {
  const state = read();
  const isLast = begin();
  narrowing?.filter.read(state.params);
  if (document.activeElement !== input) input.value = state.query;
  sort.value = state.latest ? 'recent' : '';
  if (!wordsOf(state.query).length) return blank(state.query && TOO_SHORT);
  document.documentElement.classList.add('asked');
  status.textContent ||= LOOKING;
  await answer(state, isLast).catch(async () => {
    const why = await json('pagefind/pagefind-entry.json').catch(error => error);
    if (isLast() && !renew(why)) clear(FAILED);
  });
};

const go = addressed({ words: input, order: sort, pager, head: status }, address, show);
form.addEventListener('submit', event => {
  event.preventDefault();
  go();
});
fields.addEventListener('submit', event => event.preventDefault());
unfold(panel);
show();
if (!input.value) input.focus({ preventScroll: true });
