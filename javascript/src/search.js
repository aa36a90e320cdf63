/* The first results under a search box, as one types. Loaded when a reader first reaches for one. */

import { $, $$, el, styleSheet } from './core/dom.js';
import { ask, start } from './search/engine.js';
import { wordsOf } from './search/query.js';
import { address, elsewhere, excerpt, FAILED, NOTHING, pageAddress, placeOf, summary, titleOf } from './search/show.js';

const SHOWN = 6;
const PAUSE = 120; // ms without a key before asking
let boxes = 0;

const style = () =>
  new Promise(done => {
    const link = styleSheet('search');
    if ($$('link[rel=stylesheet]').some(({ href }) => href === link.href)) return done();
    link.addEventListener('load', done);
    link.addEventListener('error', done);
    return document.head.append(link);
  });

/** The results under the headings of their kinds, in the order of the best of each kind. */
const groups = ({ first, asked }, box) => {
  const byKind = new Map();
  for (const result of first) {
    const name = result.data.meta.group || 'Le site';
    byKind.set(name, [...(byKind.get(name) || []), result]);
  }
  return [...byKind].map(([name, items], at) => {
    const id = `site:resultats-${box}-${at}`;
    return el(
      'section',
      { 'aria-labelledby': id },
      el('p', { id, class: 'c-panel__kind' }, name),
      el(
        'ul',
        {},
        ...items.map(result =>
          el(
            'li',
            {},
            el(
              'a',
              { href: address(result.data) },
              el('b', {}, titleOf(result.data)),
              placeOf(result.data) ? el('small', {}, placeOf(result.data)) : null,
              el('span', {}, ...excerpt(result, asked)),
            ),
          ),
        ),
      ),
    );
  });
};

/** Give a search form its panel. */
export const attach = form => {
  const input = $('input[type="search"]', form);
  const status = el('p', { class: 'c-panel__status', role: 'status' });
  const body = el('div');
  const panel = el('div', { class: 'c-panel' }, status, body);
  const box = (boxes += 1);
  form.append(panel);
  let timer;
  let turn = 0;

  const close = () => {
    clearTimeout(timer);
    turn += 1;
    status.textContent = '';
    body.replaceChildren();
    panel.removeAttribute('data-open');
  };
  const open = (message, ...nodes) => {
    body.replaceChildren(...nodes);
    panel.setAttribute('data-open', '');
    panel.scrollTop = 0;
    status.textContent = message;
  };
  const all = (label, ...asked) => el('a', { href: pageAddress(...asked), class: 'c-panel__all' }, label);

  const run = async () => {
    const query = input.value.trim();
    if (query.length < 2 || !wordsOf(query).length) return close();
    const mine = (turn += 1);
    try {
      const [found] = await Promise.all([ask(query, { size: SHOWN, typing: true }), style()]);
      if (mine !== turn) return undefined;
      const total = found.results.length;
      if (!total) {
        const doors = await elsewhere(query, 3);
        if (mine === turn)
          open(
            NOTHING,
            el('p', { class: 'c-panel__kind' }, 'Voir aussi'),
            el('ul', { class: 'c-panel__doors' }, ...doors),
          );
        return undefined;
      }
      const links = [all('Tous les résultats', query)];
      if (found.corrected) links.unshift(all(`Chercher « ${query} » tel quel`, query, true));
      return open((total > SHOWN ? `Les ${SHOWN} premiers. ` : '') + summary(found), ...groups(found, box), ...links);
    } catch {
      if (mine === turn) open(FAILED);
    }
    return undefined;
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  });
  form.addEventListener('keydown', event => {
    const links = $$('a', body);
    if (event.key === 'Escape' && panel.hasAttribute('data-open')) {
      event.preventDefault();
      input.focus();
      close();
    } else if (links.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const at = links.indexOf(document.activeElement);
      const to = at + (event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
      (links[to] || (to < 0 ? input : links[at])).focus();
    }
  });
  document.addEventListener('click', event => {
    if (!form.contains(event.target)) close();
  });
  form.addEventListener('focusout', event => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  start().catch(() => {});
  style();
  // What was typed while this file was on its way.
  if (input.value.trim() && document.activeElement === input) run();
};
