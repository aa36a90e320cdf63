/* The lists of the site (practices, directory, watch, meetings): facets with their counts, chips,
   sorting, pages; the address holds the state. The list is in the page before this script runs and
   stays as it is until the reader asks for something else. */
import { readList } from './columns.js';
import { $, $$, el, fold, number, plural, renew, root, styleSheet } from './dom.js';
import { chipList, filters } from './facets.js';
import { pages, turnIn } from './pager.js';

const host = $('[data-list]');
const section = host.dataset.list;
const base = `${root}${section}/`;

/* One entry ---------------------------------------------------------------------------------- */

const describe = (data) => {
  const { read, label, place } = data;
  const text = (name, i) => {
    if (name === 'place') return place(i);
    const value = read[name](i);
    return typeof value === 'number' ? number(value) : value;
  };
  const words = new Map();
  return {
    title: read.title,
    place,
    label,
    text,
    href: (i) => (read.href ? root + read.href(i) : `${base}${data.id(i)}/`),
    /** What the words typed in the list are looked for in. */
    words: (i) => {
      if (!words.has(i)) {
        const about = data.facets.flatMap(({ key }) => label(key, i));
        words.set(i, ` ${fold([read.title(i), read.role?.(i), place(i), ...about].join(' '))}`);
      }
      return words.get(i);
    },
  };
};

const badges = (list) => (list?.length ? el('ul', { class: 'c-badges' }, ...list.map(([text, tone, why]) => el(
  'li',
  { class: `c-badge c-badge--${tone}`, title: why[0].toUpperCase() + why.slice(1) },
  text,
  el('span', { class: 'u-hidden' }, `\u00a0: ${why}`),
))) : null);

/** What puts a sheet aside to compare; one link a card, so beside it. */
const compareButton = (id, title) => el('button', { type: 'button', class: 'c-card__compare', 'data-compare-id': id, 'aria-pressed': 'false' },
  'Comparer', el('span', { class: 'u-hidden' }, `\u00a0: ${title}`));

const LOOKS = {
  cards: (data, item, i, level) => el('li', { class: 'c-card' },
    el(level, { class: 'c-card__title' }, el('a', { href: item.href(i) }, item.title(i))),
    el('dl', { class: 'c-card__meta' }, ...data.meta
      .map(([label, name]) => [label, item.text(name, i)])
      .filter(([, text]) => text)
      .map(([label, text]) => el('div', {}, el('dt', {}, label), el('dd', {}, text)))),
    badges(data.read.badges(i)), compareButton(data.id(i), item.title(i))),
  rows: (data, item, i, level) => el('li', { class: 'c-card' },
    el(level, { class: 'c-card__title' }, el('a', { href: item.href(i) }, item.title(i))),
    el('ul', { class: 'c-card__meta' }, ...data.meta
      .map(([, name]) => item.text(name, i))
      .filter(Boolean)
      .map((text) => el('li', {}, text))),
    badges(data.read.badges(i))),
  people: (data, item, i, level) => {
    const { read } = data;
    const people = read.people(i);
    const about = [...item.label('methode', i), ...item.label('theme', i)];
    return el('li', { class: 'c-person' },
      read.image(i) ? el('img', { class: 'c-person__photo', src: root + read.image(i).slice(1), alt: '', width: 56, height: 56, loading: 'lazy' }) : null,
      el(level, { class: 'c-person__name' }, el('a', { href: item.href(i) }, item.title(i))),
      el('p', { class: 'c-person__role' }, `${read.role(i)}${item.place(i) ? `, ${item.place(i)}` : ''}`,
        people == null ? null : ' ', people == null ? null : el('small', {}, `${number(people)}\u00a0hab.`)),
      about.length ? el('p', { class: 'c-person__about' }, about.join(', ')) : null,
      badges(read.badges(i)));
  },
};
const LISTS = { cards: 'c-cards', rows: 'c-cards c-cards--rows', people: 'c-people' };

/** The entries as the pages have them: by letter or year while they are in that order. */
const entries = (data, item, shown, grouped) => {
  const look = LOOKS[data.look];
  const level = data.groups && grouped ? 'h4' : 'h3';
  const list = (items) => el('ul', { class: LISTS[data.look] }, ...items.map((i) => look(data, item, i, level)));
  if (level === 'h3') return shown.length ? [list(shown)] : [];
  const blocks = [];
  let part;
  for (const i of shown) {
    const at = data.groups.findLastIndex(([start]) => start <= i);
    if (blocks.at(-1)?.at !== at) {
      const [, key, title, heading] = data.groups[at];
      blocks.push({ at, key, title, heading: heading !== part && heading, items: [] });
      part = heading;
    }
    blocks.at(-1).items.push(i);
  }
  return blocks.flatMap(({ key, title, heading, items }) => [
    heading ? el('h2', { class: 'c-list__part' }, heading) : null,
    el('section', { class: data.look === 'people' ? 'c-letter' : 'c-list__group', 'aria-labelledby': key },
      el('h3', { id: key }, title), list(items)),
  ].filter(Boolean));
};

/** The directory as a table, for those who print or compare. */
const table = (data, item, shown) => {
  const heads = ['Nom', 'Fonction', 'Territoire', 'Habitants', 'Peut parler de'];
  const rows = shown.map((i) => el('tr', {},
    el('th', { scope: 'row' }, el('a', { href: item.href(i) }, item.title(i))),
    el('td', {}, data.read.role(i)),
    el('td', {}, item.place(i)),
    el('td', { class: 'u-num' }, data.read.people(i) == null ? '' : number(data.read.people(i))),
    el('td', {}, [...item.label('methode', i), ...item.label('theme', i)].join(', '))));
  return el('div', { class: 'c-table', role: 'region', 'aria-label': 'Tableau des membres', tabindex: 0 },
    el('table', {}, el('caption', { class: 'u-hidden' }, 'Tableau des membres'),
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col', class: head === 'Habitants' ? 'u-num' : null }, head)))),
      el('tbody', {}, ...rows)));
};

/* The buttons are in the page before this script, so that nothing moves; they work without the filters. */
let markChosen = () => {};
if (section === 'pratiques') {
  const items = $('[data-items]', host);
  import('./compare-bar.js').then(({ onChange, selection, toggle }) => {
    markChosen = () => {
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
    onChange(markChosen);
    markChosen();
  }, () => { document.documentElement.classList.add('no-compare'); });
}

/* The state: what the address says ----------------------------------------------------------- */

/** How a list may be shown besides its own look. */
const VIEWS = { people: [['', 'Fiches'], ['tableau', 'Tableau']] };

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
  return text ? `${base}?${text}` : base;
};

/* The core: which entries, in what order ------------------------------------------------------ */

/** The words typed in a list: Saint in full, no article or elision left alone (« l’eau »). */
const wordsOf = (text) => {
  const words = fold(text).split(' ').filter(Boolean).map((word) => ({ st: 'saint', ste: 'sainte' }[word] ?? word));
  const long = words.filter((word) => word.length > 1 || /\d/.test(word));
  return (long.length ? long : words).map((word) => ` ${word}`);
};

/** The entries that hold all the words of a text. */
const holding = (data, item, text) => {
  const asked = wordsOf(text);
  return Array.from({ length: data.count }, (_, i) => i).filter((i) => asked.every((word) => item.words(i).includes(word)));
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

/* The page ----------------------------------------------------------------------------------- */

const start = (data) => {
  const item = describe(data);
  const items = $('[data-items]', host);
  const title = $('[data-count]', host);
  const pager = $('[data-pager]', host);
  const panel = $('[data-facets]', host);
  const around = $$('[data-without-filter]');
  const said = el('p', { class: 'u-hidden', role: 'status' });
  const chips = chipList(title);
  const filter = filters(data.facets, () => go());
  title.after(said, chips.list);
  let state;

  const go = (change, replace = false) => {
    state = { ...state, page: 1, ...change };
    history[replace ? 'replaceState' : 'pushState'](null, '', addressOf(state, filter));
    show();
  };
  const goUnfiltered = () => {
    filter.clear();
    go({ q: '' });
  };

  // Words, sort, view
  const input = el('input', { type: 'search', id: 'bloc:liste-q', autocomplete: 'off' });
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ q: input.value.trim() }, true), 150);
  });
  const sort = el('select', { id: 'bloc:liste-tri' }, ...data.sorts.map(([key, label]) => el('option', { value: key }, label)));
  sort.addEventListener('change', () => go({ sort: data.sorts.find(([key]) => key === sort.value) }));
  const field = (control, label) => el('div', { class: 'c-list__field' }, el('label', { for: control.id }, label), control);
  const views = VIEWS[data.look] ? el('fieldset', { class: 'c-list__views' }, el('legend', {}, 'Présentation'),
    ...VIEWS[data.look].map(([value, label]) => el('label', {},
      el('input', { type: 'radio', name: 'vue', value }), label))) : null;
  views?.addEventListener('change', (event) => go({ view: event.target.value, page: state.page }));

  panel.append(el('div', { class: 'c-list__panel' },
    field(input, 'Filtrer par mot'), field(sort, 'Trier par'), views, ...[...filter.fields.values()].map(({ part }) => part)));
  wide.addEventListener('change', () => { panel.open = wide.matches; });
  if (wide.matches) panel.open = true;

  // The map, beside the facet of départements that says the same in words
  const where = filter.facets.get('departement');
  let draw = () => {};
  if (where?.values.length > 1) {
    const map = el('div', { class: 'c-list__map', id: 'bloc:liste-carte', hidden: true });
    const open = el('button', { type: 'button', class: 'c-list__map-button', 'aria-expanded': 'false', 'aria-controls': map.id }, 'Choisir sur la carte');
    filter.fields.get('departement').part.append(open);
    items.before(map);
    const counted = (counts) => [
      Object.fromEntries(where.values.map(([code], index) => [code, counts.get('departement')[index]])),
      [...(filter.chosen.get('departement') ?? [])].map((index) => where.values[index][0]),
    ];
    let last;
    draw = (counts) => { last = counts; };
    open.addEventListener('click', async () => {
      map.hidden = !map.hidden;
      open.setAttribute('aria-expanded', String(!map.hidden));
      if (map.hidden) return;
      if (!map.firstChild) {
        document.head.append(styleSheet('map'));
        map.append(el('p', { role: 'status' }, 'La carte arrive…'));
        try {
          const { drawMap } = await import('./map.js');
          const [numbers, selected] = counted(last);
          const update = await drawMap(map, numbers, {
            selected,
            unit: data.words,
            onToggle: (code, on) => {
              if (!where.indexOf.has(code)) return;
              filter.toggle('departement', where.indexOf.get(code), on);
              go();
            },
          });
          draw = (counts) => { last = counts; update(...counted(counts)); };
        } catch { map.replaceChildren(el('p', {}, 'La carte n’a pas pu se charger. La liste des départements donne les mêmes nombres.')); }
      }
      map.scrollIntoView({ block: 'nearest' });
    });
  }

  const showFacets = ({ kept, counts }) => {
    draw(counts);
    filter.show(counts, kept.length, 2);
  };
  const nothing = () => {
    const button = el('button', { type: 'button', class: 'c-button' }, 'Effacer les filtres');
    button.addEventListener('click', () => {
      goUnfiltered();
      title.focus();
    });
    return el('div', { class: 'c-empty' }, el('h3', {}, 'Rien ne correspond à tous ces filtres'),
      el('p', {}, 'Retirez-en un, ou posez la question au club\u00a0: quelqu’un a peut-être la réponse sans l’avoir encore écrite.'),
      el('p', {}, button, ' ', el('a', { class: 'c-button c-button--quiet', href: `${root}contact/` }, 'Demander au club')));
  };

  const show = () => {
    const found = filter.narrow(holding(data, item, state.q));
    const total = found.kept.length;
    const last = Math.max(1, Math.ceil(total / data.size));
    state.page = Math.min(state.page, last);
    const from = (state.page - 1) * data.size;
    const shown = sorted(data, found.kept, state.sort).slice(from, from + data.size);
    const narrowed = filter.chosen.size > 0 || Boolean(state.q);
    const plain = !narrowed && !state.sort[0] && !state.view;
    around.forEach((node) => { node.hidden = !(plain && state.page === 1); });
    if (state.view === 'tableau' && shown.length) items.replaceChildren(table(data, item, shown));
    else items.replaceChildren(...(shown.length ? entries(data, item, shown, !state.sort[2]) : [nothing()]));
    markChosen();
    const [one, many] = data.words;
    title.textContent = plural(total, one, many) + (narrowed ? ` sur ${number(data.count)}` : '');
    said.textContent = title.textContent + (last > 1 ? `, page ${state.page} sur ${last}` : '');
    showFacets(found);
    chips.draw([...filter.chips(() => go()), ...(state.q ? [[`«\u00a0${state.q}\u00a0»`, () => go({ q: '' })]] : [])], goUnfiltered);
    pager.replaceChildren(...pages(state.page, last, (page) => addressOf({ ...state, page }, filter)));
    sync();
  };
  const sync = () => {
    if (document.activeElement !== input) input.value = state.q;
    sort.value = state.sort[0];
    if (views) $$('input', views).forEach((radio) => { radio.checked = radio.value === state.view; });
  };

  turnIn(pager, (page) => go({ page }), title);
  const read = () => {
    const params = new URLSearchParams(location.search);
    filter.read(params);
    state = stateOf(data, params);
  };
  addEventListener('popstate', () => { read(); show(); });

  // What the page already shows is left alone: only its facets come.
  read();
  if (location.search) show();
  else {
    showFacets(filter.narrow(holding(data, item, '')));
    sync();
  }
  host.dataset.ready = '';
};

/* The data comes when it is of use: at once beside the list on a desk, or for an address that asks
   for something; on a phone, when the reader opens the facets. */
const wide = matchMedia('(min-width: 56rem)');
const facets = $('[data-facets]', host);
let begun = false;
const begin = () => {
  if (begun) return;
  begun = true;
  readList(section).then(start, (error) => renew(error) || facets.remove());
};
if (location.search || wide.matches) begin();
else {
  facets.addEventListener('toggle', begin, { once: true });
  wide.addEventListener('change', begin, { once: true });
}
