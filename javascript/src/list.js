/* The lists of the site (practices, directory, watch, meetings…): facets with their counts, chips, sorting, pages.
   A form holds what is asked, as does the address. The list is in the page before this script runs and stays as it is
   until the reader asks for something else. */
import { $, $$, clone, renew } from './core/dom.js';
import { chipList, filters } from './core/facets.js';
import { addressed, pageIn, pages, unfold } from './core/parts.js';
import { holding, number, plural, quoted } from './core/text.js';
import { mark } from './list/compare-bar.js';
import { readList, sorted } from './list/data.js';
import { mapOf } from './list/map.js';
import { entries } from './list/render.js';

const host = $('[data-list]');
const section = host.dataset.list ?? '';
const items = $('[data-items]', host);
const panel = $('details[data-facets]', host);

/** @param {ListData} data */
const start = data => {
  const title = $('[data-count]', host);
  const status = $('[data-status]', host);
  const pager = $('[data-pager]', host);
  const form = $('form', panel);
  const words = $('input[type="search"]', form);
  const order = $('select', form);
  const views = $$('input[name="vue"]', form);
  const chips = chipList(title);
  const filter = filters(data.facets, form, 2, () => go());
  const byDepartement = filter.facets.find(({ key }) => key === 'departement');
  const showMap = mapOf(byDepartement, $('.c-list__map', host), data.words);
  /** What the page came with, and the number it has among those of its list. */
  const served = [[...items.childNodes], [...pager.childNodes]];
  const leaf = pageIn(/\/page\/(\d+)\/$/.exec(location.pathname)?.[1]);
  let page = leaf;

  /** The page that an address need not say. */
  const first = () => (asked().size ? 1 : leaf);
  /** Put what the address asks in the form. */
  const read = () => {
    const params = new URLSearchParams(location.search);
    filter.read(params);
    if (document.activeElement !== words) words.value = params.get('q') ?? '';
    order.value = params.get('tri') ?? '';
    if (order.selectedIndex < 0) order.selectedIndex = 0;
    for (const view of views) view.checked = view.value === (params.get('vue') ?? '');
    page = pageIn(params.get('page') ?? first());
  };
  /** What the form asks. */
  const asked = () => {
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
    return new URLSearchParams(fields.filter(([, text]) => text));
  };
  /** The address of page `n` of what is asked. Its path stays: the links of the page are relative to it. */
  const address = (n = first()) => {
    const params = asked();
    if (n !== first()) params.set('page', String(n));
    return location.pathname + (params.size ? `?${params}` : '');
  };
  const forgetWords = () => {
    words.value = '';
    go();
  };
  const forget = () => {
    filter.clear();
    forgetWords();
  };
  /** The entries that are asked, and what the other answers would leave. */
  const found = () => {
    const holds = holding(words.value);
    const named = data.entries.filter(entry => holds(entry.words()));
    const { kept, counts } = filter.narrow(named, ({ at }) => at);
    filter.show(counts, kept.length);
    showMap(counts.departement);
    return kept;
  };

  const show = () => {
    read();
    const kept = found();
    const last = Math.max(1, Math.ceil(kept.length / data.size));
    page = Math.min(page, last);
    const from = (page - 1) * data.size;
    const params = asked();
    const column = order.selectedOptions[0].dataset.column ?? '';
    const shown = sorted(kept, column).slice(from, from + data.size);
    const table = params.get('vue') === 'tableau';
    const own = !params.size && page === leaf;
    const [list, turns] = own
      ? served
      : [[shown.length ? entries(data, shown, table) : clone('liste:rien')], pages(page, last, address)];
    if (items.firstChild !== list[0]) items.replaceChildren(...list);
    pager.replaceChildren(...turns);
    mark();
    for (const node of $$('[data-without-filter]')) node.hidden = !own;
    const query = params.get('q');
    const chosen = filter.chips();
    if (query) chosen.push([quoted(query), forgetWords]);
    chips.draw(chosen, forget);
    title.textContent = plural(kept.length, ...data.words) + (chosen.length ? ` sur ${number(data.count)}` : '');
    status.textContent = title.textContent + (last > 1 ? `, page ${page} sur ${last}` : '');
  };

  const go = addressed({ words, order, pager, head: title }, address, show);
  status.after(chips.list);
  form.hidden = false;
  for (const view of views) view.addEventListener('change', () => go(page));
  form.addEventListener('submit', event => event.preventDefault());
  items.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element && target.closest('[data-clear]'))) return;
    forget();
    title.focus();
  });
  // What the page already shows is left alone: only its facets come.
  if (location.search) show();
  else {
    read();
    found();
  }
  host.dataset.ready = '';
};

/* The data comes when it is of use: at once beside the list on a desk, or for an address that asks for something;
   on a phone, when the reader opens the facets. */
const begin = () => readList(section).then(start, error => renew(error) || panel.remove());
if (location.search) begin();
else panel.addEventListener('toggle', begin, { once: true });
unfold(panel); // heard as any opening
