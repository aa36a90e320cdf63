/* The lists of the site (practices, directory, watch, meetings…): facets with their counts, chips, sorting, pages;
   the address holds the state. The list is in the page before this script runs and stays as it is until the reader
   asks for something else. */

import { $, $$, el, renew, root } from './core/dom.js';
import { chipList, filters } from './core/facets.js';
import { pages, turnIn } from './core/parts.js';
import { fold, number, plural, quoted } from './core/text.js';
import { readList } from './list/columns.js';
import { describe, entries, table } from './list/entries.js';
import { mapOf } from './list/map-filter.js';

const host = $('[data-list]');
const section = host.dataset.list;
const items = $('[data-items]', host);
const panel = $('[data-facets]', host);
const wide = matchMedia('(min-width: 56rem)');
/** How a list may be shown besides its own look. */
const VIEWS = {
  people: [
    ['', 'Fiches'],
    ['tableau', 'Tableau'],
  ],
};

/* What the address says ----------------------------------------------------------------------- */

const stateOf = (data, params) => {
  const page = Number.parseInt(params.get('page') ?? /\/page\/(\d+)\/$/.exec(location.pathname)?.[1], 10);
  return {
    q: params.get('q') ?? '',
    sort: data.sorts.find(([key]) => key === params.get('tri')) ?? data.sorts[0],
    page: Math.max(1, page || 1),
    view: VIEWS[data.look]?.find(([key]) => key === params.get('vue'))?.[0] ?? '',
  };
};

const addressOf = (state, filter) => {
  const params = new URLSearchParams();
  if (state.q) params.set('q', state.q);
  filter.write(params);
  if (state.sort[0]) params.set('tri', state.sort[0]);
  if (state.view) params.set('vue', state.view);
  if (state.page > 1) params.set('page', state.page);
  const text = params.toString();
  return `${root}${section}/${text ? `?${text}` : ''}`;
};

/* Which entries, in what order ---------------------------------------------------------------- */

/** The words typed in a list: Saint in full, no article or elision left alone (« l’eau »). */
const wordsOf = text => {
  const words = fold(text)
    .split(' ')
    .filter(Boolean)
    .map(word => ({ st: 'saint', ste: 'sainte' })[word] ?? word);
  const long = words.filter(word => word.length > 1 || /\d/.test(word));
  return (long.length ? long : words).map(word => ` ${word}`);
};

/** The entries that hold all the words of a text. */
const holding = (data, item, text) => {
  const asked = wordsOf(text);
  return Array.from({ length: data.count }, (_, i) => i).filter(i => asked.every(word => item.words(i).includes(word)));
};

const collator = new Intl.Collator('fr');
const sorted = (data, found, [, , by]) => {
  if (!by) return found;
  const sign = by[0] === '-' ? -1 : 1;
  const value = data.read[by.replace('-', '')];
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x == null || y == null) return (x == null) - (y == null) || a - b;
    return sign * (typeof x === 'string' ? collator.compare(x, y) : x - y) || a - b;
  };
  return [...found].sort(compare);
};

/* The page ------------------------------------------------------------------------------------ */

/** The buttons that put a sheet aside: in the page before this script, so that nothing moves. Returns what marks them. */
const comparing = async () => {
  if (section !== 'pratiques') return () => {};
  const { onChange, selection, toggle } = await import('./list/compare-bar.js');
  const mark = () => {
    const chosen = new Set(selection());
    for (const button of $$('[data-compare-id]', items)) {
      button.setAttribute('aria-pressed', chosen.has(button.dataset.compareId));
      button.removeAttribute('aria-disabled');
    }
  };
  items.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-compare-id]');
    if (button) toggle(button.dataset.compareId);
  });
  onChange(mark);
  mark();
  return mark;
};
const mark = comparing().catch(() => {
  document.documentElement.classList.add('no-compare');
  return () => {};
});

/** Words, order and view: the fields, and `show(state)`. */
const controls = (data, go) => {
  const input = el('input', { type: 'search', id: 'bloc:liste-q', autocomplete: 'off' });
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ q: input.value.trim() }, true), 150);
  });
  const sort = el(
    'select',
    { id: 'bloc:liste-tri' },
    ...data.sorts.map(([key, label]) => el('option', { value: key }, label)),
  );
  sort.addEventListener('change', () => go({ sort: data.sorts.find(([key]) => key === sort.value) }));
  const radios = (VIEWS[data.look] ?? []).map(([value, label]) => {
    const radio = el('input', { type: 'radio', name: 'vue', value });
    radio.addEventListener('change', () => go({ view: value }));
    return { radio, row: el('label', {}, radio, label) };
  });
  const field = (control, label) =>
    el('div', { class: 'c-list__field' }, el('label', { for: control.id }, label), control);
  return {
    fields: [
      field(input, 'Filtrer par mot'),
      field(sort, 'Trier par'),
      radios.length
        ? el('fieldset', { class: 'c-list__views' }, el('legend', {}, 'Présentation'), ...radios.map(({ row }) => row))
        : '',
    ],
    show: state => {
      if (document.activeElement !== input) input.value = state.q;
      sort.value = state.sort[0];
      for (const { radio } of radios) radio.checked = radio.value === state.view;
    },
  };
};

const nothing = forget => {
  const button = el('button', { type: 'button', class: 'c-button' }, 'Effacer les filtres');
  button.addEventListener('click', forget);
  return el(
    'div',
    { class: 'c-empty' },
    el('h3', {}, 'Rien ne correspond à tous ces filtres'),
    el(
      'p',
      {},
      'Retirez-en un, ou posez la question au club\u00a0: quelqu’un a peut-être la réponse sans l’avoir encore écrite.',
    ),
    el(
      'p',
      {},
      button,
      ' ',
      el('a', { class: 'c-button c-button--quiet', href: `${root}contact/` }, 'Demander au club'),
    ),
  );
};

const start = data => {
  const item = describe(data);
  const title = $('[data-count]', host);
  const pager = $('[data-pager]', host);
  const around = $$('[data-without-filter]');
  const status = el('p', { class: 'u-hidden', role: 'status' });
  const chips = chipList(title);
  let state;

  const go = (change = {}, replace = false) => {
    state = { ...state, page: 'view' in change ? state.page : 1, ...change };
    history[replace ? 'replaceState' : 'pushState'](null, '', addressOf(state, filter));
    show();
  };
  const goUnfiltered = () => {
    filter.clear();
    go({ q: '' });
  };
  const filter = filters(data.facets, () => go());
  const asked = controls(data, go);
  const showMap = mapOf(filter, items, data.words, go);

  const list = ({ view, sort }, shown) => {
    if (!shown.length)
      return [
        nothing(() => {
          goUnfiltered();
          title.focus();
        }),
      ];
    return view === 'tableau' ? [table(data, item, shown)] : entries(data, item, shown, !sort[2]);
  };
  const showFields = ({ kept, counts }) => {
    filter.show(counts, kept.length, 2);
    showMap(counts);
    asked.show(state);
  };
  const show = () => {
    const found = filter.narrow(holding(data, item, state.q));
    const total = found.kept.length;
    const last = Math.max(1, Math.ceil(total / data.size));
    state.page = Math.min(state.page, last);
    const from = (state.page - 1) * data.size;
    const narrowed = filter.chosen.size > 0 || Boolean(state.q);
    const plain = !narrowed && !state.sort[0] && !state.view && state.page === 1;
    for (const node of around) node.hidden = !plain;
    items.replaceChildren(...list(state, sorted(data, found.kept, state.sort).slice(from, from + data.size)));
    mark.then(again => again());
    title.textContent = plural(total, ...data.words) + (narrowed ? ` sur ${number(data.count)}` : '');
    status.textContent = title.textContent + (last > 1 ? `, page ${state.page} sur ${last}` : '');
    const typed = state.q ? [[quoted(state.q), () => go({ q: '' })]] : [];
    chips.draw([...filter.chips(() => go()), ...typed], goUnfiltered);
    pager.replaceChildren(...pages(state.page, last, page => addressOf({ ...state, page }, filter)));
    showFields(found);
  };
  const read = () => {
    const params = new URLSearchParams(location.search);
    filter.read(params);
    state = stateOf(data, params);
  };

  title.after(status, chips.list);
  panel.append(
    el('div', { class: 'c-list__panel' }, ...asked.fields, ...[...filter.fields.values()].map(({ part }) => part)),
  );
  wide.addEventListener('change', () => {
    panel.open = wide.matches;
  });
  if (wide.matches) panel.open = true;
  turnIn(pager, page => go({ page }), title);
  addEventListener('popstate', () => {
    read();
    show();
  });
  // What the page already shows is left alone: only its facets come.
  read();
  if (location.search) show();
  else showFields(filter.narrow(holding(data, item, '')));
  host.dataset.ready = '';
};

/* The data comes when it is of use: at once beside the list on a desk, or for an address that asks for something;
   on a phone, when the reader opens the facets. */
let begun = false;
const begin = () => {
  if (begun) return;
  begun = true;
  readList(section).then(start, error => renew(error) || panel.remove());
};
if (location.search || wide.matches) begin();
else {
  panel.addEventListener('toggle', begin, { once: true });
  wide.addEventListener('change', begin, { once: true });
}
