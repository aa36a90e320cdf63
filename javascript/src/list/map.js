/* The map of France beside the facet of départements, which says the same in words: each département a button that is
   pressed or not, and the whole map one stop of the Tab key. Its look is in map.css. */
import { $, $$, el, internal, styleSheet } from '../core/dom.js';
import { NBSP, plural } from '../core/text.js';

/** @import { Facet } from '../core/facets.js' */

const FAILED = 'La carte n’a pas pu se charger. La liste des départements donne les mêmes nombres.';
/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** `38` -> `35`, `467` -> `450`: as the generator rounds the classes of its own map.
 * @param {number} value */
const plain = value => {
  const step = value >= 10 ? 5 * 10 ** (String(value).length - 2) : 1;
  return Math.floor(value / step) * step;
};

/** The least count of each class of colour above zero: at most four, rising.
 * @param {number[]} counts */
export const bounds = counts => {
  const values = counts.filter(n => n > 0).sort((a, b) => a - b);
  const distinct = [...new Set(values)];
  if (distinct.length <= 4) return distinct;
  const quarters = [1, 2, 3].map(n => plain(values[Math.floor((values.length * n) / 4)]));
  return [...new Set([1, ...quarters])].sort((a, b) => a - b);
};

/** The button nearest to `from` in a direction, itself if there is none.
 * @type {(from: SVGGElement, buttons: SVGGElement[], direction: [number, number]) => SVGGElement} */
const nearest = (from, buttons, [dx, dy]) => {
  /** @param {Element} node */
  const middle = node => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };
  const [x, y] = middle(from);
  /** @param {Element} node */
  const far = node => {
    const [a, b] = middle(node);
    const along = (a - x) * dx + (b - y) * dy;
    return along > 1 ? along + 2 * Math.abs((a - x) * dy + (b - y) * dx) : Infinity;
  };
  return buttons.reduce((best, button) => (far(button) < far(best) ? button : best), from);
};

/** The map as the site draws it. Throws when it cannot be had. */
const drawing = async () => {
  const answer = await fetch(`${internal}territoires/donnees/carte.svg`);
  if (!answer.ok) throw new Error(`carte.svg : ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), 'image/svg+xml').documentElement;
};

/** Draw the map in `host`: to press a département is to click its box in the facet; what is returned shows the count of
 * each answer. A département that counts nothing can be reached, and says so.
 * @type {(host: Element, facet: Pick<Facet, 'boxes'>, words: [string, string]) => Promise<(counts: number[]) => void>} */
export const drawMap = async (host, { boxes }, words) => {
  const svg = await drawing();
  svg.setAttribute('aria-label', 'Filtrer par département');
  for (const words of $$('text', svg)) words.setAttribute('aria-hidden', 'true');
  /** @type {SVGGElement[]} */
  const buttons = $$('[role="button"]', svg);
  /** @type {Record<string, SVGGElement>} */
  const ends = { Home: buttons[0], End: buttons[buttons.length - 1] };
  /** @param {SVGGElement} button */
  const press = button => boxes.find(({ value }) => value === button.dataset.code)?.click();
  /** @param {SVGGElement} button */
  const reach = button => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
    button.focus();
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      reach(button);
      press(button);
    });
    button.addEventListener('keydown', event => {
      const { key, altKey, ctrlKey, metaKey } = event;
      if (altKey || ctrlKey || metaKey) return;
      if (key === 'Enter' || key === ' ') press(button);
      else if (ends[key]) reach(ends[key]);
      else if (STEPS[key]) reach(nearest(button, buttons, STEPS[key]));
      else return;
      event.preventDefault();
    });
  }
  host.replaceChildren(svg);

  return counts => {
    const least = bounds(counts);
    /** @param {string | undefined} code */
    const rank = code => boxes.findIndex(({ value }) => value === code);
    /** @param {number} count */
    const colour = count => `is-${least.filter(low => count >= low).length}`;
    for (const path of $$('[data-behind]', svg))
      path.setAttribute('class', colour(counts[rank(path.dataset.behind)] ?? 0));
    for (const button of buttons) {
      const { code, name } = button.dataset;
      const count = counts[rank(code)] ?? 0;
      const label = `${name}${NBSP}: ${plural(count, ...words)}`;
      button.setAttribute('class', colour(count));
      button.setAttribute('aria-label', label);
      button.setAttribute('aria-pressed', String(boxes[rank(code)]?.checked ?? false));
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
  /** @type {((counts: number[]) => void) | undefined} */
  let update;
  const draw = async () => {
    document.head.append(styleSheet('map'));
    host.append(el('p', { role: 'status' }, 'La carte arrive…'));
    try {
      update = await drawMap(host, facet, words);
      update(last);
    } catch {
      host.replaceChildren(el('p', {}, FAILED));
    }
  };
  button.addEventListener('click', async () => {
    host.hidden = !host.hidden;
    button.setAttribute('aria-expanded', String(!host.hidden));
    if (host.hidden) return;
    if (!host.firstChild) await draw();
    host.scrollIntoView({ block: 'nearest' });
  });
  return counts => {
    last = counts;
    update?.(counts);
  };
};
