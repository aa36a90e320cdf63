/* What lists and the search have in common: chips, links from page to page, an address that says what is shown. */
import { el, settled } from './dom.js';

const PAUSE = 200; // milliseconds without a key before asking

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

/** Let the address of a page hold what it shows: `address(n)` writes what its controls ask, at page `n` or the first,
 * and `show` draws what the address says. Returns what follows any other change: `go()`; `go(n, true)` writes over the address.
 * @type {(controls: { words: HTMLInputElement, order: HTMLSelectElement, pager: HTMLElement, head: HTMLElement },
 *   address: (n?: number) => string, show: () => unknown) => (n?: number, replace?: boolean) => unknown} */
export const addressed = ({ words, order, pager, head }, address, show) => {
  /** @type {(n?: number, replace?: boolean) => unknown} */
  const go = (n, replace = false) => {
    history[replace ? 'replaceState' : 'pushState'](null, '', address(n));
    return show();
  };
  words.addEventListener(
    'input',
    settled(() => go(undefined, true), PAUSE),
  );
  order.addEventListener('change', () => go());
  window.addEventListener('popstate', show);
  pager.addEventListener('click', async event => {
    /** @type {HTMLElement | null | undefined} */
    const link = event.target instanceof Element ? event.target.closest('a[data-page]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // or it opens elsewhere
    event.preventDefault();
    await go(Number(link.dataset.page));
    head.focus();
    head.scrollIntoView({ block: 'start' });
  });
  return go;
};

/** The page an address asks for, 1 when it says none. @type {(text: unknown) => number} */
export const pageIn = text => Math.max(1, Number.parseInt(String(text), 10) || 1);

const wide = matchMedia('(min-width: 56rem)');
/** Open a panel where there is room beside it, fold it where there is none. @param {HTMLDetailsElement} panel */
export const unfold = panel => {
  const follow = () => {
    panel.open = wide.matches;
  };
  wide.addEventListener('change', follow);
  follow();
};
