/* The search page: a form, facets, results 20 a page. The address holds the whole state. */

import { $, $$, el, json, opensElsewhere, renew } from './core/dom.js';
import { chipList, filters } from './core/facets.js';
import { pages, turnIn } from './core/parts.js';
import { ask, listed, load } from './search/engine.js';
import { wordsOf } from './search/query.js';
import { address, elsewhere, excerpt, FAILED, NOTHING, placeOf, places, summary, titleOf } from './search/show.js';

const SIZE = 20;
const LOOKING = 'Recherche…';
const TOO_SHORT = 'Tapez un mot d’au moins deux lettres.';
const OWN = new Set(['q', 'exact', 'tri', 'page']); // what an address holds besides facets

/** What the address asks; `narrowed`: facets too, perhaps. */
const read = () => {
  const params = new URLSearchParams(location.search);
  return {
    query: (params.get('q') ?? '').trim(),
    exact: params.has('exact'),
    latest: params.get('tri') === 'recent',
    page: Math.max(1, Number.parseInt(params.get('page'), 10) || 1),
    narrowed: [...params.keys()].some(key => !OWN.has(key)),
  };
};

const build = host => {
  const form = $('form', host);
  const input = $('input', form);
  const fields = el('form', { 'aria-label': 'Affiner les résultats' });
  const panel = el('details', { class: 'c-facets is-empty' }, el('summary', {}, 'Affiner'), fields);
  const status = el('p', { class: 'c-results__status', role: 'status', tabindex: '-1' });
  const sort = el(
    'select',
    { id: 'bloc:q-tri' },
    el('option', { value: '' }, 'Pertinence'),
    el('option', { value: 'recent' }, 'Plus récent'),
  );
  const sorting = el(
    'p',
    { class: 'c-results__sort', hidden: true },
    el('label', { for: 'bloc:q-tri' }, 'Trier par'),
    sort,
  );
  const chips = chipList(status);
  const advice = el('div', { class: 'c-advice' });
  const list = el('ol', { class: 'c-results' });
  const pager = el('nav', { 'aria-label': 'Pages de résultats', hidden: true });
  const wide = matchMedia('(min-width: 56rem)');
  panel.open = wide.matches;
  wide.addEventListener('change', () => {
    panel.open = wide.matches;
  });
  $('[data-found]', host).append(
    panel,
    el('div', {}, el('div', { class: 'c-results__head' }, status, sorting), chips.list, advice, list, pager),
  );
  return { input, form, fields, panel, status, sort, sorting, chips, advice, list, pager };
};

const resultItem = (result, asked) => {
  const { meta } = result.data;
  const place = placeOf(result.data);
  return el(
    'li',
    {},
    el('h2', {}, el('a', { href: address(result.data) }, titleOf(result.data))),
    meta.kind ? el('span', { class: 'c-kind' }, meta.kind) : null,
    place ? el('span', { class: 'c-results__place' }, meta.kind ? ` · ${place}` : place) : null,
    el('p', {}, ...excerpt(result, asked)),
  );
};

const searchPage = host => {
  const ui = build(host);
  let turn = 0;
  let last = { key: null };
  /** The facets, once they have come: `filter`, the number of each page by its id, and its day. */
  let narrowing;

  const facets = async () => {
    if (!narrowing) {
      const { pages: ids, days, facets: all } = await json('pagefind/facettes.json');
      narrowing ??= { filter: filters(all, () => go()), ids, days, number: new Map(ids.map((id, n) => [id, n])) };
      ui.fields.replaceChildren(...[...narrowing.filter.fields.values()].map(({ part }) => part));
    }
    narrowing.filter.read(new URLSearchParams(location.search));
    return narrowing;
  };

  /** The address of this page with other parameters; an empty one goes, and the first page is meant. */
  const addressWith = change => {
    const params = new URLSearchParams(location.search);
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
  const clear = message => {
    ui.status.textContent = message;
    ui.advice.replaceChildren();
    ui.list.replaceChildren();
    ui.pager.replaceChildren();
    ui.pager.hidden = true;
    ui.sorting.hidden = true;
  };

  const nothing = async (query, mine) => {
    const doors = await elsewhere(query, 5);
    if (mine !== turn) return;
    clear(
      narrowing?.filter.chosen.size
        ? 'Aucun résultat avec ces filtres. Retirez-en un, ou cherchez autre chose.'
        : NOTHING,
    );
    ui.advice.replaceChildren(
      el('p', {}, 'Ce que vous cherchez est peut-être ici :'),
      el('ul', { class: 'c-tags c-tags--large' }, ...doors),
    );
  };

  const narrow = ({ latest, query }, { results }, { filter, number, days }) => {
    const { kept, counts } = filter.narrow(results, ({ id }) => number.get(id));
    filter.show(counts, kept.length, 1);
    ui.panel.classList.remove('is-empty');
    if (!latest && query) return kept;
    const day = ({ id }) => days[number.get(id)];
    return kept.sort((a, b) => day(b).localeCompare(day(a)) || b.score - a.score);
  };

  const draw = async (state, found, results, mine) => {
    const filter = narrowing?.filter;
    ui.chips.draw(filter?.chips(() => go()) ?? [], () => {
      filter.clear();
      return go();
    });
    const total = results.length;
    if (!total) return nothing(state.query, mine);
    const lastPage = Math.ceil(total / SIZE);
    const current = Math.min(state.page, lastPage);
    const from = (current - 1) * SIZE;
    const plain = found.first && results.length === found.results.length && !state.latest && current === 1;
    const shown = plain ? found.first : await load(results, from, SIZE);
    if (mine !== turn) return undefined;
    clear(summary(found, total) + (lastPage > 1 ? `, page ${current} sur ${lastPage}` : ''));
    if (found.without.length) ui.advice.append(...places(state.query).map(link => el('p', {}, link)));
    if (found.corrected) {
      const exact = el('a', { href: addressWith({ exact: 1 }) }, `Chercher « ${state.query} » tel quel`);
      exact.addEventListener('click', event => {
        if (opensElsewhere(event)) return;
        event.preventDefault();
        go({ exact: 1 }).then(() => ui.status.focus());
      });
      ui.advice.append(el('p', {}, exact));
    }
    ui.list.setAttribute('start', from + 1);
    ui.list.append(...shown.map(result => resultItem(result, found.asked)));
    ui.sorting.hidden = total < 2 || !state.query;
    ui.sort.value = state.latest ? 'recent' : '';
    ui.pager.hidden = lastPage < 2;
    ui.pager.append(...pages(current, lastPage, page => addressWith({ page: page > 1 ? page : '' })));
    return undefined;
  };

  const show = async () => {
    const state = read();
    const mine = (turn += 1);
    narrowing?.filter.read(new URLSearchParams(location.search));
    if (document.activeElement !== ui.input) ui.input.value = state.query;
    const asked = wordsOf(state.query).length > 0;
    const blank = message => {
      document.documentElement.classList.toggle('asked', Boolean(state.query));
      clear(message);
      ui.panel.classList.add('is-empty');
      ui.chips.draw([]);
    };
    // Nothing is asked: the doors of the page, and nothing to fetch.
    if (!asked && (state.query || !state.narrowed)) return blank(state.query ? TOO_SHORT : '');
    document.documentElement.classList.add('asked');
    if (!ui.status.textContent) ui.status.textContent = LOOKING;
    try {
      // The first results do not wait for the facets, unless the address asks for some; nor do they change.
      const early = !narrowing && !state.narrowed && !state.latest;
      if (!early) {
        const { filter } = await facets();
        if (mine !== turn) return undefined;
        if (!asked && !filter.chosen.size) return blank('');
      }
      const key = `${state.exact} ${state.query}`;
      const found =
        last.key === key
          ? last.found
          : asked
            ? await ask(state.query, { size: SIZE, exact: state.exact })
            : listed(narrowing.ids);
      if (mine !== turn) return undefined;
      last = { key, found };
      if (early) await draw(state, found, found.results, mine);
      const ready = await facets();
      if (mine !== turn) return undefined;
      const results = narrow(state, found, ready);
      if (!early) await draw(state, found, results, mine);
    } catch {
      const why = await json('pagefind/pagefind-entry.json').catch(error => error);
      if (mine === turn && !renew(why)) clear(FAILED);
    }
    return undefined;
  };

  let timer;
  const search = replace => {
    clearTimeout(timer);
    go({ q: ui.input.value.trim(), exact: '' }, replace);
  };
  ui.input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 200, true);
  });
  ui.form.addEventListener('submit', event => {
    event.preventDefault();
    search(false);
  });
  ui.fields.addEventListener('submit', event => event.preventDefault());
  ui.sort.addEventListener('change', () => go({ tri: ui.sort.value }));
  turnIn(ui.pager, page => go({ page: page > 1 ? page : '' }), ui.status);
  window.addEventListener('popstate', show);
  show();
  if (!ui.input.value) ui.input.focus({ preventScroll: true });
};

$$('[data-recherche]').forEach(searchPage);
