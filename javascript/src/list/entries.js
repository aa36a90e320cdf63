/* The entries of a list, as its pages have them. */
import { el, root } from '../core/dom.js';
import { fold, number, upper } from '../core/text.js';

/** Readers of the entries of a list: text of its columns, address, words. */
export const describe = data => {
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
    href: i => (read.href ? root + read.href(i) : `${root}${data.section}/${data.id(i)}/`),
    /** What the words typed in the list are looked for in. */
    words: i => {
      if (!words.has(i)) {
        const about = data.facets.flatMap(({ key }) => label(key, i));
        words.set(i, ` ${fold([read.title(i), read.role?.(i), place(i), ...about].join(' '))}`);
      }
      return words.get(i);
    },
  };
};

const badges = list =>
  list?.length
    ? el(
        'ul',
        { class: 'c-badges' },
        ...list.map(([text, tone, why]) =>
          el(
            'li',
            { class: `c-badge c-badge--${tone}`, title: upper(why) },
            text,
            el('span', { class: 'u-hidden' }, `\u00a0: ${why}`),
          ),
        ),
      )
    : null;

/** What puts a sheet aside to compare; one link a card, so beside it. */
const compareButton = (id, title) =>
  el(
    'button',
    { type: 'button', class: 'c-card__compare', 'data-compare-id': id, 'aria-pressed': 'false' },
    'Comparer',
    el('span', { class: 'u-hidden' }, `\u00a0: ${title}`),
  );

const LOOKS = {
  cards: (data, item, i, level) =>
    el(
      'li',
      { class: 'c-card' },
      el(level, { class: 'c-card__title' }, el('a', { href: item.href(i) }, item.title(i))),
      el(
        'dl',
        { class: 'c-card__meta' },
        ...data.meta
          .map(([label, name]) => [label, item.text(name, i)])
          .filter(([, text]) => text)
          .map(([label, text]) => el('div', {}, el('dt', {}, label), el('dd', {}, text))),
      ),
      badges(data.read.badges(i)),
      compareButton(data.id(i), item.title(i)),
    ),
  rows: (data, item, i, level) =>
    el(
      'li',
      { class: 'c-card' },
      el(level, { class: 'c-card__title' }, el('a', { href: item.href(i) }, item.title(i))),
      el(
        'ul',
        { class: 'c-card__meta' },
        ...data.meta
          .map(([, name]) => item.text(name, i))
          .filter(Boolean)
          .map(text => el('li', {}, text)),
      ),
      badges(data.read.badges(i)),
    ),
  people: (data, item, i, level) => {
    const { read } = data;
    const people = read.people(i);
    const about = [...item.label('methode', i), ...item.label('theme', i)];
    return el(
      'li',
      { class: 'c-person' },
      read.image(i)
        ? el('img', {
            class: 'c-person__photo',
            src: root + read.image(i).slice(1),
            alt: '',
            width: 56,
            height: 56,
            loading: 'lazy',
          })
        : null,
      el(level, { class: 'c-person__name' }, el('a', { href: item.href(i) }, item.title(i))),
      el(
        'p',
        { class: 'c-person__role' },
        `${read.role(i)}${item.place(i) ? `, ${item.place(i)}` : ''}`,
        people == null ? null : ' ',
        people == null ? null : el('small', {}, `${number(people)}\u00a0hab.`),
      ),
      about.length ? el('p', { class: 'c-person__about' }, about.join(', ')) : null,
      badges(read.badges(i)),
    );
  },
};
const LISTS = { cards: 'c-cards', rows: 'c-cards c-cards--rows', people: 'c-people' };

/** The entries as the pages have them: by letter or year while they are in that order. */
export const entries = (data, item, shown, grouped) => {
  const look = LOOKS[data.look];
  const level = data.groups && grouped ? 'h4' : 'h3';
  const list = items => el('ul', { class: LISTS[data.look] }, ...items.map(i => look(data, item, i, level)));
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
  return blocks.flatMap(({ key, title, heading, items }) =>
    [
      heading ? el('h2', { class: 'c-list__part' }, heading) : null,
      el(
        'section',
        { class: data.look === 'people' ? 'c-letter' : 'c-list__group', 'aria-labelledby': key },
        el('h3', { id: key }, title),
        list(items),
      ),
    ].filter(Boolean),
  );
};

/** The directory as a table, for those who print or compare. */
export const table = (data, item, shown) => {
  const heads = ['Nom', 'Fonction', 'Territoire', 'Habitants', 'Peut parler de'];
  const rows = shown.map(i =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, el('a', { href: item.href(i) }, item.title(i))),
      el('td', {}, data.read.role(i)),
      el('td', {}, item.place(i)),
      el('td', { class: 'u-num' }, data.read.people(i) == null ? '' : number(data.read.people(i))),
      el('td', {}, [...item.label('methode', i), ...item.label('theme', i)].join(', ')),
    ),
  );
  return el(
    'div',
    { class: 'c-table', role: 'region', 'aria-label': 'Tableau des membres', tabindex: 0 },
    el(
      'table',
      {},
      el('caption', { class: 'u-hidden' }, 'Tableau des membres'),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ...heads.map(head => el('th', { scope: 'col', class: head === 'Habitants' ? 'u-num' : null }, head)),
        ),
      ),
      el('tbody', {}, ...rows),
    ),
  );
};
