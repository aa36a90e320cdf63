/* The sheets a reader has put aside to compare, four at most, for as long as the tab lives; and
   the bar that leads to them. A list or a sheet only needs `selection`, `toggle` and `onChange`. */

import { $, el, root, styleSheet } from '../core/dom.js';

export const MAX = 4;
const KEY = `club.compare:${new URL(root).pathname}`; // two clubs may share a host
const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Identifiers that may be those of sheets, each once. */
export const ids = texts => [...new Set(texts)].filter(text => typeof text === 'string' && ID.test(text));

const stored = () => {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY));
    return Array.isArray(found) ? ids(found).slice(0, MAX) : [];
  } catch {
    return [];
  } // storage refused, or not ours: nothing was chosen
};
let chosen = stored();
const listeners = new Set();

/** The identifiers chosen, in the order of the choice. */
export const selection = () => [...chosen];

/** Call `listener` after each change; returns what stops it. */
export const onChange = listener => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The address of the comparison of some sheets, those chosen unless said. */
export const address = (some = chosen) =>
  `${root}comparer/${some.length ? `?${new URLSearchParams(some.map(id => ['f', id]))}` : ''}`;

/** Choose exactly these sheets, without a word. */
export const select = some => {
  chosen = ids(some).slice(0, MAX);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    /* the choice lasts as long as the page */
  }
  show();
  listeners.forEach(listener => listener());
};

/** Add a sheet to the comparison or take it out; says so. Returns whether it is in it now. */
export const toggle = id => {
  if (chosen.includes(id)) {
    select(chosen.filter(other => other !== id));
    say(
      chosen.length
        ? `Fiche retirée de la comparaison : ${chosen.length} sur ${MAX}.`
        : 'Fiche retirée : plus rien à comparer.',
    );
    return false;
  }
  if (chosen.length >= MAX) {
    say(`${MAX} fiches au plus : retirez-en une avant d’en ajouter.`, true);
    return false;
  }
  select([...chosen, id]);
  say(`Fiche ajoutée à la comparaison : ${chosen.length} sur ${MAX}.`);
  return true;
};

/* The bar, absent when nothing is chosen and on the page of the comparison itself ------------ */

const status = el('p', { class: 'u-hidden', role: 'status' });
const link = el('a', { class: 'c-button' });
const note = el('span', { class: 'c-compare-bar__note', 'aria-hidden': 'true' });
const clear = el('button', { class: 'c-compare-bar__clear', type: 'button' }, 'Vider');
const bar = el(
  'div',
  { class: 'c-compare-bar', role: 'region', 'aria-label': 'Comparaison', hidden: true, 'data-pagefind-ignore': true },
  link,
  clear,
  note,
);

const say = (text, seen = false) => {
  status.textContent = '';
  note.textContent = seen ? text : '';
  setTimeout(() => {
    status.textContent = text;
  }, 50); // so that the same words are said again
};
const show = () => {
  bar.hidden = !chosen.length;
  document.documentElement.classList.toggle('has-compare-bar', !bar.hidden);
  link.textContent = `Comparer (${chosen.length})`;
  link.href = address();
};

if (!$('[data-compare]')) {
  const css = styleSheet('compare-bar');
  // Not before its style: unstyled, it would push the footer for a moment.
  css.addEventListener('load', () => {
    document.body.append(bar);
  });
  document.head.append(css);
  clear.addEventListener('click', () => {
    select([]);
    say('Plus rien à comparer.');
    ($('[data-compare-toggle]') || document.getElementById('site:contenu'))?.focus();
  });
  // A page kept alive while another one changed the choice.
  window.addEventListener('pageshow', event => {
    if (event.persisted) select(stored());
  });
}
document.body.append(status);
show();
