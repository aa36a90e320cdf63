/* The steps of a form: the way through their panels. The address says which (`#etape-2`). */
import { $, $$ } from '../core/dom.js';
import { elementsOf } from './fields.js';
import { nameOf } from './store.js';

/** @import { Description, Path } from './types' */

/** The way through the steps of `host`: `onLast` is called at the end.
    @param {HTMLElement} host @param {Description['steps']} steps @param {() => void} onLast */
export const stepsOf = (host, steps, onLast) => {
  const nav = $('.c-steps', host);
  const links = $$('a', nav);
  const panels = $$('form > section', host);
  for (const link of $$('a[data-step]', host)) link.href = `#etape-${link.dataset.step}`;
  /** The rank of the step where a path is answered. @type {(path: Path) => number} */
  const stepOf = ([first, title]) =>
    steps.findIndex(({ fields, texts }) =>
      first === '#' ? texts.some(([one]) => one === title) : fields.some(({ name }) => name === first),
    );
  let current = -1;
  const open = (/** @type {number} */ n, focus = true) => {
    if (n === current) return;
    current = n;
    for (const [k, panel] of panels.entries()) {
      panel.hidden = k !== n;
      links[k].ariaCurrent = k === n ? 'step' : null;
    }
    if (location.hash !== `#etape-${n + 1}` && (location.hash || n)) history.pushState(null, '', `#etape-${n + 1}`);
    if (focus) {
      $('h2', panels[n]).focus({ preventScroll: true });
      nav.scrollIntoView({ block: 'start' });
    }
    if (n + 1 === panels.length) onLast(); // which may take the focus
  };
  const follow = (focus = true) => {
    const n = Number(location.hash.match(/^#etape-([0-9]+)$/)?.[1] ?? 1);
    open(Math.min(Math.max(n, 1), panels.length) - 1, focus);
  };
  for (const event of ['hashchange', 'popstate']) window.addEventListener(event, () => follow());
  return {
    stepOf,
    follow,
    /** Go where a path is answered. @type {(path: Path) => void} */
    reach: path => {
      const panel = panels[stepOf(path)];
      open(stepOf(path), false);
      const target = elementsOf(panel, nameOf(path))[0] ?? $('input, textarea, select', panel);
      target.focus();
      target.scrollIntoView({ block: 'center' });
    },
  };
};
