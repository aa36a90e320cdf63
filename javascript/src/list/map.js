/* The map of France beside the facet of départements, which says the same in words: each département a button that is
   pressed or not, and the whole map one stop of the Tab key. Its look is in map.css. */
import { $, $$, el, internal } from '../core/dom.js';
import { NBSP, plural } from '../core/text.js';

/** @import { Facet } from '../core/facets.js' */

const FAILED = 'La carte n’a pas pu se charger. La liste des départements donne les mêmes nombres.';
/** How far a key goes among the départements. @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/** The map as the site draws it. Throws when it cannot be had. */
const drawing = async () => {
  const answer = await fetch(`${internal}territoires/donnees/carte.svg`);
  if (!answer.ok) throw new Error(`carte.svg : ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
};

/** Draw the map in `host`: to press a département is to click its box in the facet; what is returned shows the count of
 * each answer, in four colours from the least to the most. A département that counts nothing can be reached, and says so.
 * @type {(host: Element, facet: Pick<Facet, 'boxes'>, words: [string, string]) => Promise<(counts: number[]) => void>} */
export const drawMap = async (host, { boxes }, words) => {
  const svg = await drawing();
  svg.setAttribute('aria-label', 'Filtrer par département');
  for (const words of $$('text', svg)) words.setAttribute('aria-hidden', 'true');
  /** @type {SVGGElement[]} */
  const buttons = $$('[role="button"]', svg);
  const ranks = new Map(boxes.map(({ value }, n) => [value, n]));
  /** @param {SVGGElement} button */
  const reach = button => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
    button.focus();
  };
  for (const [n, button] of buttons.entries()) {
    const press = () => boxes[ranks.get(button.dataset.code ?? '') ?? -1]?.click();
    button.addEventListener('click', () => {
      reach(button);
      press();
    });
    button.addEventListener('keydown', event => {
      const { key, altKey, ctrlKey, metaKey } = event;
      if (altKey || ctrlKey || metaKey) return;
      if (key === 'Enter' || key === ' ') press();
      else if (STEPS[key]) reach(buttons[Math.min(Math.max(n + STEPS[key], 0), buttons.length - 1)]);
      else return;
      event.preventDefault();
    });
  }
  host.replaceChildren(svg);

  return counts => {
    const steps = [...new Set(counts.filter(Boolean))].sort((a, b) => a - b);
    /** @param {number} count */
    const colour = count => `is-${Math.ceil((4 * (steps.indexOf(count) + 1)) / steps.length) || 0}`;
    /** @param {string} [code] */
    const countOf = (code = '') => counts[ranks.get(code) ?? -1] ?? 0;
    for (const path of $$('[data-behind]', svg)) path.setAttribute('class', colour(countOf(path.dataset.behind)));
    for (const button of buttons) {
      const { code = '', name } = button.dataset;
      const label = `${name}${NBSP}: ${plural(countOf(code), ...words)}`;
      button.setAttribute('class', colour(countOf(code)));
      button.setAttribute('aria-label', label);
      button.setAttribute('aria-pressed', String(boxes[ranks.get(code) ?? -1]?.checked ?? false));
      $('title', button).textContent = label;
    }
    if (buttons.every(button => button.tabIndex < 0)) ($('[aria-pressed="true"]', svg) ?? buttons[0]).tabIndex = 0;
  };
};

/** Offer the map in the facet of départements, if a list has it: it opens in `host`. Returns what shows its counts.
 * @type {(facet: Facet | undefined, host: HTMLElement, words: [string, string]) => (counts: number[]) => void} */
export const mapOf = (facet, host, words) => {
  if (!facet || facet.boxes.length < 2) return () => {};
  const state = { type: 'button', class: 'c-list__map-button', 'aria-expanded': 'false', 'aria-controls': host.id };
  const button = el('button', state, 'Choisir sur la carte');
  facet.part.append(button);
  /** @type {number[]} */
  let last = [];
  /** @type {void | ((counts: number[]) => void)} */
  let update;
  button.addEventListener('click', async () => {
    host.hidden = !host.hidden;
    button.setAttribute('aria-expanded', String(!host.hidden));
    if (host.hidden) return;
    if (!host.firstChild) {
      document.head.append(el('link', { rel: 'stylesheet', href: new URL('map.css', import.meta.url).href }));
      host.append(el('p', { role: 'status' }, 'La carte arrive…'));
      update = await drawMap(host, facet, words).catch(() => host.replaceChildren(el('p', {}, FAILED)));
      update?.(last);
    }
    host.scrollIntoView({ block: 'nearest' });
  });
  return counts => {
    last = counts;
    update?.(counts);
  };
};
