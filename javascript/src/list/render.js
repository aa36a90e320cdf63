/* The entries of a list, as its pages have them: the `<template>` elements of `generator/templates/list.jinja`, filled. */
import { $, clone, el, root } from '../core/dom.js';
import { NBSP, number, upper } from '../core/text.js';

/** @type {(badge: Badge) => HTMLLIElement} */
const badge = ([text, tone, why]) =>
  el(
    'li',
    { class: `c-badge c-badge--${tone}`, title: upper(why) },
    text,
    el('span', { class: 'u-hidden' }, `${NBSP}: ${why}`),
  );

/** @param {unknown} cell */
const textOf = cell => (typeof cell === 'number' ? number(cell) : String(cell ?? ''));

/** What the templates may show of an entry.
 * @type {(entry: Entry, meta: PackedList['meta']) => Record<string, Slot>} */
const slots = (entry, meta) => {
  const { title, href, role, place, image } = entry;
  const people = textOf(entry.people);
  return {
    title: { textContent: title, href },
    name: title,
    badges: entry.badges.map(badge),
    compare: { value: entry.id },
    meta: meta
      .map(([label, column]) => ({ label, text: textOf(entry[column]) }))
      .filter(({ text }) => text)
      .map(line => clone('liste:ligne', line)),
    image: image ? { src: root + image.slice(1) } : '',
    role,
    place,
    where: place && `, ${place}`,
    people,
    inhabitants: people && `${people}${NBSP}hab.`,
    about: [...entry.labels('methode'), ...entry.labels('theme')].join(', '),
  };
};

/** The entries to show: as a table or as cards, by letter or year while they are in that order.
 * @type {(data: ListData, shown: Entry[], as: { table: boolean, grouped: boolean }) => HTMLElement[]} */
export const entries = ({ count, meta, groups = [] }, shown, { table, grouped }) => {
  /** @type {(template: string, some: Entry[]) => HTMLElement[]} */
  const each = (template, some) => some.map(entry => clone(template, slots(entry, meta)));
  if (table) return [clone('liste:tableau', { rows: each('liste:rang', shown).map(row => $('tr', row)) })];
  if (!grouped || !groups.length) return [clone('liste:suite', { items: each('liste:fiche-h3', shown) })];
  let last = '';
  return groups.flatMap(([start, key, title, part], n) => {
    const stop = groups[n + 1]?.[0] ?? count;
    const own = shown.filter(({ at }) => start <= at && at < stop);
    if (!own.length) return [];
    const section = clone('liste:groupe', {
      title: { textContent: title, id: key },
      items: each('liste:fiche-h4', own),
    });
    section.setAttribute('aria-labelledby', key);
    const heading = part && part !== last ? [el('h2', { class: 'c-list__part' }, part)] : [];
    last = part;
    return [...heading, section];
  });
};
