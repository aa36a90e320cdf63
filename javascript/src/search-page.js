/* The search page: a form, facets, results 20 a page. The address holds the whole state. */

/** @import { Answer, Result } from './search/types' */

import { $, clone, el, json, once, renew } from './core/dom.js';
import { chipList, filters } from './core/facets.js';
import { pages, turnIn } from './core/parts.js';
import { ask, listed, load } from './search/engine.js';
import { wordsOf } from './search/query.js';
import { elsewhere, FAILED, NOTHING, places, slots, summary } from './search/show.js';

const SIZE = 20;
const PAUSE = 200; // ms without a key before asking
const LOOKING = 'Recherche…';
const TOO_SHORT = 'Tapez un mot d’au moins deux lettres.';
const NARROWED = 'Aucun résultat avec ces filtres. Retirez-en un, ou cherchez autre chose.';
const OWN = ['q', 'exact', 'tri', 'page']; // what an address holds besides facets

/** What the address asks; `narrowed`: facets too, perhaps. */
const read = () => {
  const params = new URLSearchParams(location.search);
  return {
    params,
    query: (params.get('q') ?? '').trim(),
    exact: params.has('exact'),
    latest: params.get('tri') === 'recent',
    page: Math.max(1, Number.parseInt(params.get('page') ?? '', 10) || 1),
    narrowed: [...params.keys()].some(key => !OWN.includes(key)),
  };
};

/** The parameter of page `n`: the first has none. @param {number} n */
const toPage = n => ({ page: n > 1 ? String(n) : '' });

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
  const filter = filters(facets, () => go());
  fields.replaceChildren(...[...filter.fields.values()].map(({ part }) => part));
  return { filter, ids, days, number: new Map(ids.map((id, n) => [id, n])) };
});
/** @type {Awaited<ReturnType<typeof fetchFacets>> | undefined} */
let narrowing; // once they have come

/** The address of this page with other parameters; an empty one goes, and the first page is meant.
 * @param {Record<string, string>} change */
const addressWith = change => {
  const { params } = read();
  narrowing?.filter.write(params);
  for (const [name, value] of Object.entries({ page: '', ...change })) {
    if (value || name === 'q') params.set(name, value);
    else params.delete(name);
  }
  return `${location.pathname}?${params}`;
};
const go = (change = {}, replace = false) => {
  history[replace ? 'replaceState' : 'pushState'](null, '', addressWith(change));
  return show();
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
const narrow = ({ latest, query }, { results }, { filter, number, days }) => {
  /** @param {Result} result */
  const numberOf = ({ id }) => number.get(id) ?? 0;
  const { kept, counts } = filter.narrow(results, numberOf);
  filter.show(counts, kept.length, 1);
  panel.classList.remove('is-empty');
  if (!latest && query) return kept;
  /** @type {(a: Result, b: Result) => number} */
  const latestFirst = (a, b) => days[numberOf(b)].localeCompare(days[numberOf(a)]) || b.score - a.score;
  return kept.sort(latestFirst);
};

/** @type {(state: ReturnType<typeof read>, found: Answer, results: Result[], signal: AbortSignal) => Promise<void>} */
const draw = async ({ query, latest, page }, found, results, signal) => {
  const filter = narrowing?.filter;
  const removeAll = () => {
    filter?.clear();
    return go();
  };
  chips.draw(filter?.chips(() => go()) ?? [], removeAll);
  const total = results.length;
  if (!total) {
    const links = await elsewhere(query, 5);
    signal.throwIfAborted();
    const ways = el('ul', { class: 'c-tags c-tags--large' }, ...links);
    return clear(
      filter?.chosen.size ? NARROWED : NOTHING,
      el('p', {}, 'Ce que vous cherchez est peut-être ici :'),
      ways,
    );
  }
  const last = Math.ceil(total / SIZE);
  const current = Math.min(page, last);
  const from = (current - 1) * SIZE;
  const shown = await load(results.slice(from, from + SIZE));
  signal.throwIfAborted();
  const ways = found.without.length ? places(query) : [];
  const exact = { href: addressWith({ exact: '1' }) };
  if (found.corrected) ways.push(el('a', exact, `Chercher « ${query} » tel quel`));
  clear(
    summary(found, total) + (last > 1 ? `, page ${current} sur ${last}` : ''),
    ...ways.map(link => el('p', {}, link)),
  );
  list.start = from + 1;
  list.append(
    ...shown.map(result => {
      const { kind } = result.data.meta;
      const { place, ...rest } = slots(result, found.asked);
      return clone('bloc:resultat', { ...rest, kind: kind ?? '', place: kind && place ? ` · ${place}` : place });
    }),
  );
  sorting.hidden = total < 2 || !query;
  sort.value = latest ? 'recent' : '';
  pager.hidden = last < 2;
  pager.append(...pages(current, last, n => addressWith(toPage(n))));
};

let pending = new AbortController();
/** @type {{ key?: string, found?: Answer }} */
let previous = {};

/** @type {(state: ReturnType<typeof read>, asked: boolean, signal: AbortSignal) => Promise<void>} */
const answer = async (state, asked, signal) => {
  const facets = async () => {
    narrowing = await fetchFacets();
    signal.throwIfAborted();
    narrowing.filter.read(state.params);
    return narrowing;
  };
  // The first results do not wait for the facets, unless the address asks for some; nor do they change.
  const early = !narrowing && !state.narrowed && !state.latest;
  const ready = early ? null : await facets();
  if (!asked && !ready?.filter.chosen.size) return blank('');
  const key = `${state.exact} ${state.query}`;
  const find = () => (asked ? ask(state.query, { size: SIZE, exact: state.exact }) : listed(ready?.ids ?? []));
  const found = (key === previous.key && previous.found) || (await find());
  signal.throwIfAborted();
  previous = { key, found };
  if (early) await draw(state, found, found.results, signal);
  const results = narrow(state, found, await facets());
  if (!early) await draw(state, found, results, signal);
};

const show = async () => {
  const state = read();
  pending.abort();
  pending = new AbortController();
  const { signal } = pending;
  narrowing?.filter.read(state.params);
  if (document.activeElement !== input) input.value = state.query;
  const asked = wordsOf(state.query).length > 0;
  if (!asked && (state.query || !state.narrowed)) return blank(state.query && TOO_SHORT);
  document.documentElement.classList.add('asked');
  status.textContent ||= LOOKING;
  try {
    await answer(state, asked, signal);
  } catch {
    if (signal.aborted) return;
    const why = await json('pagefind/pagefind-entry.json').catch(error => error);
    if (!signal.aborted && !renew(why)) clear(FAILED);
  }
};

let timer = 0;
const search = (replace = false) => {
  clearTimeout(timer);
  go({ q: input.value.trim(), exact: '' }, replace);
};
input.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE, true);
});
form.addEventListener('submit', event => {
  event.preventDefault();
  search();
});
fields.addEventListener('submit', event => event.preventDefault());
sort.addEventListener('change', () => go({ tri: sort.value }));
turnIn(pager, page => go(toPage(page)), status);
window.addEventListener('popstate', show);
const wide = matchMedia('(min-width: 56rem)');
const unfold = () => {
  panel.open = wide.matches;
};
wide.addEventListener('change', unfold);
unfold();
show();
if (!input.value) input.focus({ preventScroll: true });
