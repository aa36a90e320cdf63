/* The search page: a form, facets, results 20 a page. The address holds the whole state. */

import { $, $$, el, json, number, renew } from './dom.js';
import { ask, listed, load } from './search-engine.js';
import { wordsOf } from './search-query.js';
import { address, elsewhere, excerpt, FAILED, NOTHING, pageAddress, places, summary, titleOf } from './search-show.js';

const SIZE = 20;
const LOOKING = 'Recherche…';
const TOO_SHORT = 'Tapez un mot d’au moins deux lettres.';
const FOLDED = 8; // values of a facet under which none is hidden
const LABELS = new Map([
  ['type', 'Type'], ['theme', 'Thème'], ['methode', 'Méthode'], ['niveau', 'Niveau de participation'], ['statut', 'État'],
  ['region', 'Région'], ['departement', 'Département'], ['strate', 'Population'], ['collectivite', 'Collectivité'],
  ['mandat', 'Mandat'], ['situation', 'Situation'], ['temoigne', 'Témoignage'], ['annee', 'Année'],
]);

/** The facets of each page, by its id in the index: { name → [values] }, and its day under `date`. */
let facets;
const facetsOfPages = () => {
  facets ??= json('pagefind/facettes.json').then(({ pages, facets: all }) => {
    const found = new Map();
    for (const [name, values] of all) {
      for (const [value, numbers] of values) {
        for (const number of numbers) {
          const id = pages[number];
          if (!found.has(id)) found.set(id, {});
          (found.get(id)[name] ??= []).push(value);
        }
      }
    }
    return found;
  });
  facets.catch(() => { facets = undefined; });
  return facets;
};

/** Results that pass every facet, and how many each value would leave: its own facet set aside. */
const narrow = (results, chosen, byPage) => {
  const counts = new Map([...LABELS.keys()].map((name) => [name, new Map()]));
  const count = (name, values) => {
    for (const value of values || []) counts.get(name).set(value, (counts.get(name).get(value) || 0) + 1);
  };
  const kept = results.filter(({ id }) => {
    const own = byPage.get(id) || {};
    const refused = [...chosen].filter(([name, values]) => !(own[name] || []).some((value) => values.has(value)));
    if (!refused.length) for (const name of LABELS.keys()) count(name, own[name]);
    else if (refused.length === 1) count(refused[0][0], own[refused[0][0]]);
    return !refused.length;
  });
  return { kept, counts };
};

const size = (label) => (/^\D*moins/.test(label) ? -1 : Number(label.replace(/\s/g, '').match(/\d+/)?.[0] ?? Infinity));
/** The values of a facet in the order a reader expects. */
const ordered = (name, values) => {
  if (name === 'annee') return values.sort((a, b) => b[0].localeCompare(a[0]));
  if (name === 'strate') return values.sort((a, b) => size(a[0]) - size(b[0]));
  return values.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'fr'));
};

const read = () => {
  const params = new URLSearchParams(location.search);
  const chosen = new Map([...LABELS.keys()].map((name) => [name, new Set(params.getAll(name).map((value) => value.replace(/'/g, '’')))]).filter(([, values]) => values.size));
  return {
    query: (params.get('q') || '').trim(),
    exact: params.has('exact'),
    facets: chosen,
    sort: params.get('tri') === 'recent' ? 'recent' : '',
    page: Math.max(1, Number.parseInt(params.get('page'), 10) || 1),
  };
};

const build = (host) => {
  const form = $('form', host);
  const input = $('input', form);
  const fields = el('div', { class: 'c-facets__fields' });
  const narrowed = el('details', { class: 'c-facets is-empty' }, el('summary', {}, 'Affiner'), el('form', { 'aria-label': 'Affiner les résultats' }, fields));
  const status = el('p', { class: 'c-results__status', role: 'status', tabindex: '-1' });
  const sort = el('select', { id: 'bloc:q-tri' }, el('option', { value: '' }, 'Pertinence'), el('option', { value: 'recent' }, 'Plus récent'));
  const sorting = el('p', { class: 'c-results__sort', hidden: true }, el('label', { for: 'bloc:q-tri' }, 'Trier par'), sort);
  const chips = el('ul', { class: 'c-chips', 'aria-label': 'Filtres actifs', hidden: true });
  const advice = el('div', { class: 'c-advice' });
  const list = el('ol', { class: 'c-results' });
  const pages = el('nav', { 'aria-label': 'Pages de résultats', hidden: true });
  const wide = matchMedia('(min-width: 56rem)');
  narrowed.open = wide.matches;
  wide.addEventListener('change', () => { narrowed.open = wide.matches; });
  $('[data-found]', host).append(narrowed,
    el('div', {}, el('div', { class: 'c-results__head' }, status, sorting), chips, advice, list, pages));
  return { input, form, fields, narrowed, status, sort, sorting, chips, advice, list, pages };
};

const facetFields = (ui, counts, chosen, total) => {
  const focused = ui.fields.contains(document.activeElement) ? document.activeElement : null;
  const open = new Set($$('details[open]', ui.fields).map((fold) => fold.dataset.name));
  const groups = [...counts].map(([name, values]) => {
    const picked = chosen.get(name) || new Set();
    for (const value of picked) if (!values.has(value)) values.set(value, 0);
    // A single value that every page at hand has narrows nothing.
    if (!picked.size && (!values.size || (values.size === 1 && [...values.values()][0] === total))) return null;
    const boxes = ordered(name, [...values]).map(([value, count]) => el('label', {},
      el('input', { type: 'checkbox', name, value, checked: picked.has(value) }),
      el('span', {}, `${name === 'strate' ? `${value} hab.` : value} `, el('small', {}, `(${number(count)})`))));
    const fold = el('details', { 'data-name': name },
      el('summary', {}, LABELS.get(name), picked.size ? el('small', {}, ` (${picked.size})`) : null),
      el('fieldset', { class: boxes.length > FOLDED ? 'c-facets__many' : null },
        el('legend', { class: 'u-hidden' }, LABELS.get(name)), ...boxes));
    fold.open = open.has(name) || picked.size > 0 || (!ui.fields.childElementCount && name === 'type');
    return fold;
  });
  ui.fields.replaceChildren(...groups.filter(Boolean));
  if (!focused) return;
  const again = focused.matches('input')
    ? $$('input', ui.fields).find((box) => box.name === focused.name && box.value === focused.value)
    : $(`details[data-name="${focused.parentElement.dataset.name}"] > summary`, ui.fields);
  again?.focus({ preventScroll: true });
};

const chipItems = (chosen) => {
  const items = [...chosen].flatMap(([name, values]) => [...values].map((value) => el('li', {},
    el('button', { type: 'button', 'data-name': name, 'data-value': value },
      el('span', { class: 'u-hidden' }, 'Retirer le filtre '), `${LABELS.get(name)} : ${value}`, el('span', { 'aria-hidden': 'true' }, ' ×')))));
  if (items.length > 1) items.push(el('li', {}, el('button', { type: 'button', 'data-all': true }, 'Tout effacer')));
  return items;
};

const resultItem = (result, asked) => {
  const { meta } = result.data;
  const place = meta.lieu && !meta.title.includes(meta.lieu.split(' (')[0]) ? meta.lieu.replace(/'/g, '’') : '';
  return el('li', {},
    el('h2', {}, el('a', { href: address(result.data) }, titleOf(result.data))),
    meta.kind ? el('span', { class: 'c-kind' }, meta.kind) : null,
    place ? el('span', { class: 'c-results__place' }, meta.kind ? ` · ${place}` : place) : null,
    el('p', {}, ...excerpt(result, asked)));
};

const pageLinks = (state, current, last) => {
  const near = [...new Set([1, current - 1, current, current + 1, last])].filter((n) => n >= 1 && n <= last);
  return el('ul', { class: 'c-pages' }, ...near.map((n) => el('li', {}, el('a', {
    href: pageAddress({ ...state, page: n }), 'aria-label': `Page ${n}`, 'aria-current': n === current ? 'page' : null,
  }, String(n)))));
};

const searchPage = (host) => {
  const ui = build(host);
  let turn = 0;
  let last = { key: null };

  const go = (change, replace = false) => {
    history[replace ? 'replaceState' : 'pushState'](null, '', pageAddress({ ...read(), page: 1, ...change }));
    return show();
  };
  const clear = (message) => {
    ui.status.textContent = message;
    ui.advice.replaceChildren();
    ui.list.replaceChildren();
    ui.pages.replaceChildren();
    ui.pages.hidden = true;
    ui.sorting.hidden = true;
  };

  const nothing = async (state, mine) => {
    const chosen = state.facets.size > 0;
    const doors = await elsewhere(state.query, 5);
    if (mine !== turn) return;
    clear(chosen ? 'Aucun résultat avec ces filtres. Retirez-en un, ou cherchez autre chose.' : NOTHING);
    ui.advice.replaceChildren(el('p', {}, 'Ce que vous cherchez est peut-être ici :'), el('ul', { class: 'c-tags c-tags--large' }, ...doors));
  };

  const narrowedBy = (state, found, byPage) => {
    const { kept, counts } = narrow(found.results, state.facets, byPage);
    facetFields(ui, counts, state.facets, kept.length);
    ui.narrowed.classList.toggle('is-empty', !ui.fields.childElementCount);
    if (!state.sort && state.query) return kept;
    const day = ({ id }) => byPage.get(id)?.date?.[0] || '';
    return kept.sort((a, b) => day(b).localeCompare(day(a)) || b.score - a.score);
  };

  const draw = async (state, found, results, mine) => {
    ui.chips.replaceChildren(...chipItems(state.facets));
    ui.chips.hidden = !state.facets.size;
    const total = results.length;
    if (!total) return nothing(state, mine);
    const lastPage = Math.ceil(total / SIZE);
    const current = Math.min(state.page, lastPage);
    const from = (current - 1) * SIZE;
    const plain = found.first && results.length === found.results.length && !state.sort && current === 1;
    const shown = plain ? found.first : await load(results, from, SIZE);
    if (mine !== turn) return undefined;
    clear(summary(found, total) + (lastPage > 1 ? `, page ${current} sur ${lastPage}` : ''));
    if (found.without.length) ui.advice.append(...places(state.query).map((link) => el('p', {}, link)));
    if (found.corrected) {
      ui.advice.append(el('p', {}, el('a', { href: pageAddress({ ...state, exact: true, page: 1 }), 'data-state': true }, `Chercher « ${state.query} » tel quel`)));
    }
    ui.list.setAttribute('start', from + 1);
    ui.list.append(...shown.map((result) => resultItem(result, found.asked)));
    ui.sorting.hidden = total < 2 || !state.query;
    ui.sort.value = state.sort;
    ui.pages.hidden = lastPage < 2;
    if (lastPage > 1) ui.pages.append(pageLinks(state, current, lastPage));
    return undefined;
  };

  const show = async () => {
    const state = read();
    const mine = turn += 1;
    if (document.activeElement !== ui.input) ui.input.value = state.query;
    const asked = wordsOf(state.query).length > 0;
    // Nothing is asked: the doors of the page, and nothing to fetch.
    document.documentElement.classList.toggle('asked', Boolean(state.query || state.facets.size));
    if (!asked && (state.query || !state.facets.size)) {
      clear(state.query ? TOO_SHORT : '');
      ui.narrowed.classList.add('is-empty');
      ui.chips.hidden = true;
      return;
    }
    if (!ui.status.textContent) ui.status.textContent = LOOKING;
    try {
      const key = `${state.exact} ${state.query}`;
      const found = last.key === key ? last.found
        : asked ? await ask(state.query, { size: SIZE, exact: state.exact }) : listed([...(await facetsOfPages()).keys()]);
      if (mine !== turn) return;
      last = { key, found };
      // The first results do not wait for the facets, unless the address asks for some; nor do they change.
      const early = !facets && asked && !state.facets.size && !state.sort;
      if (early) await draw(state, found, found.results, mine);
      const byPage = await facetsOfPages();
      if (mine !== turn) return;
      const results = narrowedBy(state, found, byPage);
      if (!early) await draw(state, found, results, mine);
    } catch {
      const why = await json('pagefind/pagefind-entry.json').catch((error) => error);
      if (mine === turn && !renew(why)) clear(FAILED);
    }
  };

  let timer;
  ui.input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ query: ui.input.value.trim(), exact: false }, true), 200);
  });
  ui.form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    go({ query: ui.input.value.trim(), exact: false });
  });
  ui.fields.closest('form').addEventListener('submit', (event) => event.preventDefault());
  ui.fields.addEventListener('change', ({ target }) => {
    const { facets: chosen } = read();
    const values = chosen.get(target.name) || new Set();
    if (target.checked) values.add(target.value);
    else values.delete(target.value);
    if (values.size) chosen.set(target.name, values);
    else chosen.delete(target.name);
    go({ facets: chosen });
  });
  ui.chips.addEventListener('click', async ({ target }) => {
    const button = target.closest('button');
    if (!button) return;
    const { facets: chosen } = read();
    const { name, value } = button.dataset;
    if (name) {
      chosen.get(name)?.delete(value);
      if (!chosen.get(name)?.size) chosen.delete(name);
    } else chosen.clear();
    await go({ facets: chosen });
    ($('button', ui.chips) || ui.status).focus();
  });
  ui.sort.addEventListener('change', () => go({ sort: ui.sort.value }));
  host.addEventListener('click', async (event) => {
    const link = event.target.closest('.c-pages a, a[data-state]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, '', link.href);
    await show();
    ui.status.focus();
    ui.status.scrollIntoView({ block: 'center' });
  });
  window.addEventListener('popstate', show);
  show();
  if (!ui.input.value) ui.input.focus({ preventScroll: true });
};

$$('[data-recherche]').forEach(searchPage);
