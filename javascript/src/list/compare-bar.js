/* The sheets a reader has put aside to compare, four at most, for as long as the tab lives; the buttons of lists and
   sheets that put one aside (`<button data-compare value="its id">`), and the bar that leads to the comparison. */
import { $, $$, attempt, el, root } from '../core/dom.js';
import { SLUG } from '../core/text.js';

export const MAX = 4;
const KEY = `club.compare:${new URL(root).pathname}`; // two clubs may share a host

/** The sheets that a query asks for (`?f=a&f=b`), each once.
 * @param {string} query */
export const idsIn = query => [...new Set(new URLSearchParams(query).getAll('f'))].filter(id => SLUG.test(id));

/** @param {string[]} ids */
const queryOf = ids => String(new URLSearchParams(ids.map(id => ['f', id])));

const stored = () => idsIn(attempt(() => sessionStorage.getItem(KEY)) ?? '').slice(0, MAX);
let chosen = stored();

/** The sheets chosen, in the order of the choice. */
export const selection = () => [...chosen];

/** The address of the comparison of some sheets, those chosen unless said. */
export const address = (some = chosen) => `${root}comparer/${some.length ? `?${queryOf(some)}` : ''}`;

/** Choose exactly these sheets, without a word.
 * @param {string[]} some */
export const select = some => {
  chosen = some.slice(0, MAX);
  attempt(() => sessionStorage.setItem(KEY, queryOf(chosen))); // else it lasts as long as the page
  show();
};

/** Say on the buttons which sheets are chosen: after each change, and after buttons are drawn. */
export const mark = () => {
  for (const button of $$('button[data-compare]')) {
    button.setAttribute('aria-pressed', String(chosen.includes(button.value)));
    button.removeAttribute('aria-disabled'); // in the page before this script, so that nothing moves
  }
};

/* The bar: not on the page of the comparison itself, hidden when nothing is chosen --------------- */

const bar = $('[data-compare-bar]');
const status = el('p', { class: 'u-hidden', role: 'status' });

const show = () => {
  mark();
  if (!bar) return;
  const link = $('a[data-link]', bar);
  bar.hidden = !chosen.length;
  link.textContent = `Comparer (${chosen.length})`;
  link.href = address();
};

/** @type {(text: string, seen?: boolean) => void} */
const say = (text, seen = false) => {
  status.textContent = '';
  $('[data-note]', bar).textContent = seen ? text : '';
  setTimeout(() => {
    status.textContent = text;
  }, 50); // so that the same words are said again
};

/** Add a sheet to the comparison or take it out, and say so.
 * @param {string} id */
const toggle = id => {
  const there = chosen.includes(id);
  if (!there && chosen.length >= MAX) return say(`${MAX} fiches au plus : retirez-en une avant d’en ajouter.`, true);
  select(there ? chosen.filter(other => other !== id) : [...chosen, id]);
  say(`Fiche ${there ? 'retirée de' : 'ajoutée à'} la comparaison : ${chosen.length} sur ${MAX}.`);
};

if (bar) {
  document.body.append(bar, status); // at the end, to stick to the foot of the screen
  document.addEventListener('click', ({ target }) => {
    const button = /** @type {Element} */ (target).closest('button');
    if (button?.matches('[data-compare]')) toggle(button.value);
  });
  $('button', bar).addEventListener('click', () => {
    select([]);
    say('Plus rien à comparer.');
    $('button[data-compare]')?.focus();
  });
  // A page kept alive while another one changed the choice.
  window.addEventListener('pageshow', event => {
    if (event.persisted) select(stored());
  });
}
show();
