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
    sense: textOf(entry.sense),
    facts: meta
      .map(column => textOf(entry[column]))
      .filter(Boolean)
      .join(`${NBSP}· `),
    image: image ? { src: root + image.slice(1) } : '',
    role,
    place,
    where: place && `, ${place}`,
    people,
    inhabitants: people && `${people}${NBSP}hab.`,
    about: [...entry.labels('methode'), ...entry.labels('theme')].join(', '),
  };
};

/** The entries to show, as a table or as cards.
 * @type {(data: ListData, shown: Entry[], table: boolean) => HTMLElement} */
export const entries = ({ meta }, shown, table) => {
  /** @param {string} template */
  const each = template => shown.map(entry => clone(template, slots(entry, meta)));
  if (table) return clone('liste:tableau', { rows: each('liste:rang').map(row => $('tr', row)) });
  return clone('liste:suite', { items: each('liste:fiche') });
};
