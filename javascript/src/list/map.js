/* The map of France as a filter: each département a button that is pressed or not, and the whole map
   one stop of the Tab key. Its look is in map.css, its shapes in territoires/donnees/carte.json. */
import { json } from '../core/dom.js';
import { number } from '../core/text.js';

const SVG = 'http://www.w3.org/2000/svg';
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const shape = (name, attributes = {}, ...children) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

/** `38` -> `35`, `467` -> `450`: as the generator rounds the classes of its own map. */
const plain = value => {
  const step = value >= 10 ? 5 * 10 ** (String(value).length - 2) : 1;
  return Math.floor(value / step) * step;
};

/** The least count of each class of colour above zero: at most four, rising. */
export const bounds = counts => {
  const values = counts.filter(n => n > 0).sort((a, b) => a - b);
  const distinct = [...new Set(values)];
  if (distinct.length <= 4) return distinct;
  const quarters = [1, 2, 3].map(n => plain(values[Math.floor((values.length * n) / 4)]));
  return [...new Set([1, ...quarters])].sort((a, b) => a - b);
};

/** The button to go to from `from` in the direction of an arrow: the nearest one that way. */
const nearest = (from, buttons, [dx, dy]) => {
  const middle = node => {
    const box = node.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(from);
  let found = null;
  let least = Infinity;
  for (const button of buttons) {
    const [a, b] = middle(button);
    const along = (a - x) * dx + (b - y) * dy;
    const aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
    if (along > 1 && along + 2 * aside < least) {
      least = along + 2 * aside;
      found = button;
    }
  }
  return found;
};

/**
 * Draw the map in `host` and return `update(counts, selected)`.
 *
 * counts: {code: number}; selected: codes (a Set or an Array); onToggle(code, pressed): a press by the
 * reader, after which the map waits for `update`; unit: [one, many] or a word that takes an s.
 * A département that counts nothing and is not pressed can be reached, and says so.
 * Throws when the map cannot be had.
 */
export async function drawMap(
  host,
  counts,
  { selected = [], onToggle = () => {}, unit = 'pratique', label = 'Filtrer par département' } = {},
) {
  const map = await json('territoires/donnees/carte.json');
  const [one, many] = Array.isArray(unit) ? unit : [unit, `${unit}s`];
  const buttons = new Map();
  const svg = shape('svg', { class: 'c-france', viewBox: map.viewBox, role: 'group', 'aria-label': label });

  for (const {
    frame: [x, y, width, height],
  } of map.insets)
    svg.append(shape('rect', { x, y, width, height }));
  const behind = new Map(Object.entries(map.behind).map(([code, d]) => [code, shape('path', { d })]));
  svg.append(...behind.values());
  // By code: an object would give « 10 » before « 01 ».
  const paths = Object.entries(map.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [code, d] of paths) {
    const button = shape(
      'g',
      { role: 'button', tabindex: -1, 'data-code': code },
      shape('title'),
      shape('path', { d }),
    );
    buttons.set(code, button);
    svg.append(button);
  }
  for (const {
    label: lines,
    at: [x, y],
    middle,
  } of map.insets) {
    const words = shape('text', { 'aria-hidden': 'true', 'text-anchor': middle ? 'middle' : 'start' });
    lines.forEach((line, n) => words.append(shape('tspan', { x, y: y + 34 * n }, line)));
    svg.append(words);
  }

  const all = [...buttons.values()];
  const at = target => target.closest('[role="button"]');
  const stop = button => {
    for (const other of all) other.setAttribute('tabindex', other === button ? 0 : -1);
  };
  const press = button => onToggle(button.dataset.code, button.getAttribute('aria-pressed') !== 'true');
  svg.addEventListener('click', ({ target }) => {
    const button = at(target);
    if (!button) return;
    stop(button);
    button.focus();
    press(button);
  });
  svg.addEventListener('keydown', event => {
    const button = at(event.target);
    if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
    let to = null;
    if (event.key === 'Enter' || event.key === ' ') press(button);
    else if (event.key === 'Home') [to] = all;
    else if (event.key === 'End') to = all.at(-1);
    else if (STEPS[event.key]) to = nearest(button, all, STEPS[event.key]);
    else return;
    event.preventDefault();
    if (to) {
      stop(to);
      to.focus();
    }
  });

  const update = (next, chosen = []) => {
    const on = new Set(chosen);
    const least = bounds(Object.values(next));
    for (const [code, button] of buttons) {
      const count = next[code] ?? 0;
      const kind = `is-${least.filter(low => count >= low).length}`;
      const name = `${map.names[code] ?? code}\u00a0: ${number(count)}\u00a0${count > 1 ? many : one}`;
      button.setAttribute('class', kind);
      button.setAttribute('aria-label', name);
      button.setAttribute('aria-pressed', on.has(code));
      button.firstChild.textContent = name;
      behind.get(code)?.setAttribute('class', kind);
    }
  };
  update(counts, selected);
  stop(all.find(button => button.getAttribute('aria-pressed') === 'true') ?? all[0]);
  host.replaceChildren(svg);
  return update;
}
