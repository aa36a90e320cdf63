/* The lists of the site (practices, directory, watch, meetings): facets with their counts, chips,
   sorting, pages; the address holds the state. The list is in the page before this script runs and
   stays as it is until the reader asks for something else. */
import { readList } from './columns.js';
import { $, $$, el, fold, number, plural, renew, root, styleSheet } from './dom.js';

const host = $('[data-list]');
const section = host.dataset.list;
const base = `${root}${section}/`;

/* One entry ---------------------------------------------------------------------------------- */

const describe = (data) => {
  const { read, facets } = data;
  const { label, place } = data;
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
        const about = [...facets.keys()].flatMap((key) => label(key, i));
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
const RESERVED = new Set(['q', 'tri', 'page', 'vue']);

const stateOf = (data, search) => {
  const params = new URLSearchParams(search);
  const chosen = new Map();
  for (const [key, value] of params) {
    const facet = data.facets.get(key);
    const index = facet?.indexOf.get(value);
    if (!RESERVED.has(key) && index !== undefined) chosen.set(key, (chosen.get(key) || new Set()).add(index));
  }
  const sort = data.sorts.find(([key]) => key === (params.get('tri') || '')) || data.sorts[0];
  const page = Number.parseInt(params.get('page') ?? /\/page\/(\d+)\/$/.exec(location.pathname)?.[1], 10);
  return { q: params.get('q') || '', chosen, sort, page: Math.max(1, page || 1), view: VIEWS[data.look]?.find(([key]) => key === params.get('vue'))?.[0] ?? '' };
};

const addressOf = (data, state) => {
  const params = new URLSearchParams();
  if (state.q) params.set('q', state.q);
  for (const [key, facet] of data.facets) {
    for (const index of [...(state.chosen.get(key) || [])].sort((a, b) => a - b)) params.append(key, facet.values[index][0]);
  }
  if (state.sort[0]) params.set('tri', state.sort[0]);
  if (state.view) params.set('vue', state.view);
  if (state.page > 1) params.set('page', state.page);
  const text = params.toString();
  return text ? `${base}?${text}` : base;
};

/* The core: which entries, in what order, how many under each answer ------------------------- */

/** The words typed in a list: Saint in full, no article or elision left alone (« l’eau »). */
const wordsOf = (text) => {
  const words = fold(text).split(' ').filter(Boolean).map((word) => ({ st: 'saint', ste: 'sainte' }[word] ?? word));
  const long = words.filter((word) => word.length > 1 || /\d/.test(word));
  return (long.length ? long : words).map((word) => ` ${word}`);
};

const select = (data, item, state) => {
  const asked = wordsOf(state.q);
  const active = [...state.chosen].map(([key, set]) => [data.facets.get(key), set]);
  const counts = new Map([...data.facets].map(([key, facet]) => [key, new Uint32Array(facet.values.length)]));
  const found = [];
  for (let i = 0; i < data.count; i += 1) {
    if (asked.length && !asked.every((word) => item.words(i).includes(word))) continue;
    let missed = 0;
    let miss;
    for (const [facet, set] of active) {
      if (!facet.at(i).some((value) => set.has(value))) { missed += 1; miss = facet; }
      if (missed > 1) break;
    }
    if (missed > 1) continue;
    // An answer counts what choosing it would show: the other facets apply, its own does not.
    for (const facet of missed ? [miss] : data.facets.values()) {
      const tally = counts.get(facet.key);
      for (const value of facet.at(i)) tally[value] += 1;
    }
    if (!missed) found.push(i);
  }
  return { found, counts };
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
  const chips = el('ul', { class: 'c-chips', 'aria-label': 'Filtres actifs' });
  title.after(said, chips);
  let state;

  const go = (change, { replace = false, focus } = {}) => {
    state = { ...state, page: 1, ...change };
    history[replace ? 'replaceState' : 'pushState'](null, '', addressOf(data, state));
    show();
    focus?.();
  };
  const toggle = (key, index, on) => {
    const chosen = new Map([...state.chosen].map(([name, set]) => [name, new Set(set)]));
    const set = chosen.get(key) || new Set();
    if (on ?? !set.has(index)) set.add(index);
    else set.delete(index);
    if (set.size) chosen.set(key, set);
    else chosen.delete(key);
    return { chosen };
  };

  // Words, sort, view
  const input = el('input', { type: 'search', id: 'bloc:liste-q', autocomplete: 'off' });
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ q: input.value.trim() }, { replace: true }), 150);
  });
  const sort = el('select', { id: 'bloc:liste-tri' }, ...data.sorts.map(([key, label]) => el('option', { value: key }, label)));
  sort.addEventListener('change', () => go({ sort: data.sorts.find(([key]) => key === sort.value) }));
  const field = (control, label) => el('div', { class: 'c-list__field' }, el('label', { for: control.id }, label), control);
  const views = VIEWS[data.look] ? el('fieldset', { class: 'c-list__views' }, el('legend', {}, 'Présentation'),
    ...VIEWS[data.look].map(([value, label]) => el('label', {},
      el('input', { type: 'radio', name: 'vue', value }), label))) : null;
  views?.addEventListener('change', (event) => go({ view: event.target.value, page: state.page }));

  // Facets: built once, then only their counts and marks change, so that focus stays where it is.
  const boxes = new Map();
  const folds = [...data.facets.values()].filter((facet) => facet.values.length).map((facet, rank) => {
    const rows = facet.values.map(([value, label], index) => {
      const box = el('input', { type: 'checkbox', name: facet.key, value });
      const count = el('span', { class: 'c-facet__count' });
      box.addEventListener('change', () => go(toggle(facet.key, index, box.checked)));
      boxes.set(`${facet.key} ${index}`, { box, count });
      return el('label', { class: 'c-facet__value' }, box, el('span', {}, label), count);
    });
    const mark = el('span', { class: 'c-facet__mark' });
    const part = el('details', { class: 'c-facet', open: rank < 2 },
      el('summary', {}, facet.label, mark),
      el('fieldset', { class: 'c-facet__values' }, el('legend', { class: 'u-hidden' }, facet.label), ...rows));
    return { part, mark, key: facet.key };
  });
  panel.append(el('div', { class: 'c-list__panel' },
    field(input, 'Filtrer par mot'), field(sort, 'Trier par'), views, ...folds.map(({ part }) => part)));
  wide.addEventListener('change', () => { panel.open = wide.matches; });
  if (wide.matches) panel.open = true;

  // The map, beside the facet of départements that says the same in words
  const where = data.facets.get('departement');
  let draw = () => {};
  if (where?.values.length > 1) {
    const map = el('div', { class: 'c-list__map', id: 'bloc:liste-carte', hidden: true });
    const open = el('button', { type: 'button', class: 'c-list__map-button', 'aria-expanded': 'false', 'aria-controls': map.id }, 'Choisir sur la carte');
    folds.find(({ key }) => key === 'departement').part.append(open);
    items.before(map);
    const counted = (counts) => [
      Object.fromEntries(where.values.map(([code], index) => [code, counts.get('departement')[index]])),
      [...(state.chosen.get('departement') || [])].map((index) => where.values[index][0]),
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
            onToggle: (code, on) => where.indexOf.has(code) && go(toggle('departement', where.indexOf.get(code), on)),
          });
          draw = (counts) => { last = counts; update(...counted(counts)); };
        } catch { map.replaceChildren(el('p', {}, 'La carte n’a pas pu se charger. La liste des départements donne les mêmes nombres.')); }
      }
      map.scrollIntoView({ block: 'nearest' });
    });
  }

  const showFacets = (counts) => {
    draw(counts);
    for (const { mark, key } of folds) {
      const chosen = state.chosen.get(key);
      mark.textContent = chosen ? ` (${chosen.size})` : '';
      const tally = counts.get(key);
      data.facets.get(key).values.forEach((_, index) => {
        const { box, count } = boxes.get(`${key} ${index}`);
        const on = Boolean(chosen?.has(index));
        if (box.checked !== on) box.checked = on;
        const text = number(tally[index]);
        if (count.textContent !== text) count.textContent = text;
        box.parentElement.hidden = !tally[index] && !on && document.activeElement !== box;
      });
    }
  };
  const showChips = () => {
    const chip = (label, change) => {
      const button = el('button', { type: 'button', class: 'c-chip' }, el('span', { class: 'u-hidden' }, 'Retirer le filtre '), label,
        el('span', { 'aria-hidden': 'true' }, '×'));
      button.addEventListener('click', () => go(change(), { focus: () => ($('button', chips) || title).focus() }));
      return el('li', {}, button);
    };
    const list = [...state.chosen].flatMap(([key, set]) => {
      const facet = data.facets.get(key);
      return [...set].map((index) => chip(`${facet.label}\u00a0: ${facet.values[index][1]}`, () => toggle(key, index, false)));
    });
    if (state.q) list.push(chip(`«\u00a0${state.q}\u00a0»`, () => ({ q: '' })));
    if (list.length > 1) list.push(chip('tous les filtres', () => ({ q: '', chosen: new Map() })));
    if (list.length > 2) list.at(-1).firstChild.replaceChildren('Tout effacer');
    chips.replaceChildren(...list);
  };
  const showPager = (last) => {
    pager.replaceChildren();
    if (last < 2) return;
    const link = (page, label, text) => el('li', {}, el('a', {
      href: addressOf(data, { ...state, page }),
      'data-page': page,
      'aria-label': label,
      'aria-current': page === state.page ? 'page' : null,
    }, text));
    const near = [...new Set([1, state.page - 1, state.page, state.page + 1, last])].filter((n) => n >= 1 && n <= last);
    const list = near.flatMap((n, at) => [
      at && n - near[at - 1] > 1 ? el('li', { 'aria-hidden': 'true' }, '…') : null,
      link(n, `Page ${n}`, String(n)),
    ]).filter(Boolean);
    if (state.page > 1) list.unshift(link(state.page - 1, 'Page précédente', '‹'));
    if (state.page < last) list.push(link(state.page + 1, 'Page suivante', '›'));
    pager.append(el('ul', { class: 'c-pages' }, ...list));
  };
  const nothing = () => {
    const button = el('button', { type: 'button', class: 'c-button' }, 'Effacer les filtres');
    button.addEventListener('click', () => go({ q: '', chosen: new Map() }, { focus: () => title.focus() }));
    return el('div', { class: 'c-empty' }, el('h3', {}, 'Rien ne correspond à tous ces filtres'),
      el('p', {}, 'Retirez-en un, ou posez la question au club\u00a0: quelqu’un a peut-être la réponse sans l’avoir encore écrite.'),
      el('p', {}, button, ' ', el('a', { class: 'c-button c-button--quiet', href: `${root}contact/` }, 'Demander au club')));
  };

  const show = () => {
    const { found, counts } = select(data, item, state);
    const last = Math.max(1, Math.ceil(found.length / data.size));
    state.page = Math.min(state.page, last);
    const from = (state.page - 1) * data.size;
    const shown = sorted(data, found, state.sort).slice(from, from + data.size);
    const narrowed = state.chosen.size > 0 || Boolean(state.q);
    const plain = !narrowed && !state.sort[0] && !state.view;
    around.forEach((node) => { node.hidden = !(plain && state.page === 1); });
    if (state.view === 'tableau' && shown.length) items.replaceChildren(table(data, item, shown));
    else items.replaceChildren(...(shown.length ? entries(data, item, shown, !state.sort[2]) : [nothing()]));
    markChosen();
    const [one, many] = data.words;
    title.textContent = plural(found.length, one, many) + (narrowed ? ` sur ${number(data.count)}` : '');
    said.textContent = title.textContent + (last > 1 ? `, page ${state.page} sur ${last}` : '');
    showFacets(counts);
    showChips();
    showPager(last);
    sync();
  };
  const sync = () => {
    if (document.activeElement !== input) input.value = state.q;
    sort.value = state.sort[0];
    if (views) $$('input', views).forEach((radio) => { radio.checked = radio.value === state.view; });
  };

  pager.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link?.dataset.page || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ page: Number(link.dataset.page) }, { focus: () => { title.focus(); title.scrollIntoView({ block: 'start' }); } });
  });
  addEventListener('popstate', () => { state = stateOf(data, location.search); show(); });

  // What the page already shows is left alone: only its facets come.
  state = stateOf(data, location.search);
  if (location.search) show();
  else {
    showFacets(select(data, item, state).counts);
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
