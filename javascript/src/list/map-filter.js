/* The map of France beside the facet of départements, which says the same in words. */
import { el, styleSheet } from '../core/dom.js';

const NAME = 'departement';
const FAILED = 'La carte n’a pas pu se charger. La liste des départements donne les mêmes nombres.';

/** Offer the map of a list, above its `items`; `go` shows what is chosen on it. Returns `show(counts)`. */
export const mapOf = (filter, items, unit, go) => {
  const where = filter.facets.get(NAME);
  if (!where || where.values.length < 2) return () => {};
  const map = el('div', { class: 'c-list__map', id: 'bloc:liste-carte', hidden: true });
  const button = el(
    'button',
    { type: 'button', class: 'c-list__map-button', 'aria-expanded': 'false', 'aria-controls': map.id },
    'Choisir sur la carte',
  );
  filter.fields.get(NAME).part.append(button);
  items.before(map);
  let last;
  let update;
  const counted = () => [
    Object.fromEntries(where.values.map(([code], at) => [code, last[at]])),
    [...(filter.chosen.get(NAME) ?? [])].map(at => where.values[at][0]),
  ];
  const onToggle = (code, on) => {
    if (!where.indexOf.has(code)) return;
    filter.toggle(NAME, where.indexOf.get(code), on);
    go();
  };
  const draw = async () => {
    document.head.append(styleSheet('map'));
    map.append(el('p', { role: 'status' }, 'La carte arrive…'));
    try {
      const { drawMap } = await import('./map.js');
      const [counts, selected] = counted();
      update = await drawMap(map, counts, { selected, unit, onToggle });
    } catch {
      map.replaceChildren(el('p', {}, FAILED));
    }
  };
  button.addEventListener('click', async () => {
    map.hidden = !map.hidden;
    button.setAttribute('aria-expanded', String(!map.hidden));
    if (map.hidden) return;
    if (!map.firstChild) await draw();
    map.scrollIntoView({ block: 'nearest' });
  });
  return counts => {
    last = counts.get(NAME);
    update?.(...counted());
  };
};
