/* The first results under a search box, as one types. Loaded when a reader first reaches for one. */

/** @import { Answer, Loaded, Word } from './search/types' */

import { $, $$, el, turns } from './core/dom.js';
import { ask, load, start } from './search/engine.js';
import { wordsOf } from './search/query.js';
import { elsewhere, FAILED, NOTHING, pageAddress, slots, summary } from './search/show.js';

const SHOWN = 6;
const PAUSE = 120; // ms without a key before asking

/** @type {(result: Loaded, asked: Word[]) => HTMLLIElement} */
const item = (result, asked) => {
  const { link, title, place, excerpt } = slots(result, asked);
  return el('li', {}, el('a', link, el('b', {}, title), place && el('small', {}, place), el('span', {}, ...excerpt)));
};

/** The results under the headings of their kinds, in the order of the best of each kind.
 * @type {(found: Answer, id: string) => Promise<HTMLElement[]>} */
const groups = async ({ results, asked }, id) => {
  /** @type {Map<string, HTMLElement[]>} */
  const byKind = new Map();
  for (const result of await load(results.slice(0, SHOWN))) {
    const name = result.data.meta.group || 'Le site';
    byKind.set(name, [...(byKind.get(name) ?? []), item(result, asked)]);
  }
  return [...byKind].map(([name, items], at) => {
    const heading = el('p', { id: `${id}-${at}`, class: 'c-panel__kind' }, name);
    return el('section', { 'aria-labelledby': heading.id }, heading, el('ul', {}, ...items));
  });
};

/** Give a search form its panel. @param {HTMLFormElement} form */
export const attach = form => {
  const input = $('input[type="search"]', form);
  const status = el('p', { class: 'c-panel__status', role: 'status' });
  const body = el('div');
  const panel = el('div', { class: 'c-panel' }, status, body);
  form.append(panel);
  const id = `site:resultats-${$$('.c-panel').indexOf(panel)}`;
  const begin = turns();

  const close = () => {
    begin();
    status.textContent = '';
    body.replaceChildren();
    panel.removeAttribute('data-open');
  };
  /** @type {(message: string, ...nodes: Node[]) => void} */
  const open = (message, ...nodes) => {
    body.replaceChildren(...nodes);
    panel.setAttribute('data-open', '');
    panel.scrollTop = 0;
    status.textContent = message;
  };

  /** What the panel says of a query. @type {(query: string) => Promise<[message: string, ...nodes: Node[]]>} */
  const answer = async query => {
    const found = await ask(query, { size: SHOWN, typing: true });
    const total = found.results.length;
    if (!total) {
      const list = el('ul', { class: 'c-panel__doors' }, ...(await elsewhere(query, 3)));
      return [NOTHING, el('p', { class: 'c-panel__kind' }, 'Voir aussi'), list];
    }
    const message = (total > SHOWN ? `Les ${SHOWN} premiers. ` : '') + summary(found);
    const all = el('a', { href: pageAddress(query), class: 'c-panel__all' }, 'Tous les résultats');
    return [message, ...(await groups(found, id)), all];
  };
  const run = async () => {
    const query = input.value.trim();
    if (query.length < 2 || !wordsOf(query).length) return close();
    const isLast = begin();
    /** @type {[message: string, ...nodes: Node[]]} */
    const shown = await answer(query).catch(() => [FAILED]);
    if (isLast()) open(...shown);
  };

  input.addEventListener('input', () => {
    const isLast = begin();
    setTimeout(() => isLast() && run(), PAUSE);
  });
  form.addEventListener('keydown', event => {
    const stops = [input, ...$$('a', body)];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && panel.hasAttribute('data-open')) {
      event.preventDefault();
      input.focus();
      close();
    } else if (step && stops.length > 1) {
      event.preventDefault();
      const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
      stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    }
  });
  document.addEventListener('click', event => {
    if (event.target instanceof Node && !form.contains(event.target)) close();
  });
  form.addEventListener('focusout', event => {
    if (event.relatedTarget instanceof Node && !form.contains(event.relatedTarget)) close();
  });
  start().catch(() => {});
  // What was typed while this file was on its way.
  if (input.value.trim() && document.activeElement === input) run();
};
