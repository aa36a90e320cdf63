/* Pieces that several scripts draw: chips, links from page to page. */
import { el, opensElsewhere } from './dom.js';

/** A chip, in its list: what it takes away is called `label`, and `verb` says so to those who do not see the cross.
 * @type {(verb: string, label: string, act: () => void) => HTMLLIElement} */
export const chip = (verb, label, act) => {
  const cross = verb
    ? [el('span', { class: 'u-hidden' }, `${verb} `), label, el('span', { 'aria-hidden': 'true' }, '×')]
    : [label];
  const button = el('button', { type: 'button', class: 'c-chip' }, ...cross);
  button.addEventListener('click', act);
  return el('li', {}, button);
};

/** The links of page `current` of `last`, as `generator/templates/macros.jinja` writes them; `href(n)` is the address
 * of page `n`. None for a single page.
 * @type {(current: number, last: number, href: (n: number) => string) => HTMLUListElement[]} */
export const pages = (current, last, href) => {
  if (last < 2) return [];
  /** @type {(n: number, text?: string, label?: string) => HTMLLIElement} */
  const link = (n, text = String(n), label = `Page ${n}`) => {
    const here = n === current ? 'page' : null;
    return el('li', {}, el('a', { href: href(n), 'data-page': n, 'aria-label': label, 'aria-current': here }, text));
  };
  const near = [...new Set([1, current - 1, current, current + 1, last])].filter(n => n >= 1 && n <= last);
  const links = near.flatMap((n, at) => [
    at && n - near[at - 1] > 1 ? el('li', { 'aria-hidden': 'true' }, '…') : null,
    link(n),
  ]);
  const back = current > 1 ? link(current - 1, '‹', 'Page précédente') : null;
  const forth = current < last ? link(current + 1, '›', 'Page suivante') : null;
  return [el('ul', { class: 'c-pages' }, back, ...links, forth)];
};

/** Turn the pages of `nav` in place: `turn(n)` shows page `n`, and `head` is then reached.
 * @type {(nav: HTMLElement, turn: (n: number) => unknown, head: HTMLElement) => void} */
export const turnIn = (nav, turn, head) =>
  nav.addEventListener('click', async event => {
    /** @type {HTMLElement | null | undefined} */
    const link = event.target instanceof Element ? event.target.closest('a[data-page]') : null;
    if (!link || opensElsewhere(event)) return;
    event.preventDefault();
    await turn(Number(link.dataset.page));
    head.focus();
    head.scrollIntoView({ block: 'start' });
  });
