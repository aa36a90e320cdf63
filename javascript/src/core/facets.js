/* The facets of a list or of the search: which answers are chosen, what they leave, how many each other answer
   would leave; and what shows it, fields and chips. In the address an answer is its key (`?theme=finances`). */
import { $, el } from './dom.js';
import { chip } from './parts.js';
import { NBSP, number } from './text.js';

/** @typedef {ReturnType<typeof drawn>} Facet */
/** @typedef {[label: string, remove: () => void]} Filter What is chosen, and what takes it away. */

/** Chips that take a filter away: `draw(filters, removeAll)`; when that which has the focus goes, it is for the next one,
 * or for `after`. @param {HTMLElement} after */
export const chipList = after => {
  const list = el('ul', { class: 'c-chips', 'aria-label': 'Filtres actifs' });
  /** @type {(filters: Filter[], removeAll?: () => void) => void} */
  const draw = (filters, removeAll = () => {}) => {
    const left = list.contains(document.activeElement);
    list.replaceChildren(...filters.map(([label, remove]) => chip('Retirer le filtre', label, remove)));
    if (filters.length > 1) list.append(chip('', 'Tout effacer', removeAll));
    if (left) ($('button', list) ?? after).focus();
  };
  return { list, draw };
};

/** A facet at work: its part of the panel, drawn once so that focus stays where it is. What is chosen is what is checked.
 * @param {PackedFacet} packed */
const drawn = ({ key, label, values, of }) => {
  const boxes = values.map(([value]) => el('input', { type: 'checkbox', name: key, value }));
  const tallies = values.map(() => el('span', { class: 'c-facet__count' }));
  const rows = values.map(([, text], n) =>
    el('label', { class: 'c-facet__value' }, boxes[n], el('span', {}, text), tallies[n]),
  );
  const part = el(
    'details',
    { class: 'c-facet' },
    el('summary', {}, label),
    el('fieldset', { class: 'c-facet__values' }, el('legend', { class: 'u-hidden' }, label), ...rows),
  );
  /** The places of the answers chosen. */
  const chosen = () => boxes.flatMap((box, n) => (box.checked ? [n] : []));
  /** Show how many entries each answer would leave, of the `kept` at hand.
   * @type {(counts: number[], kept: number) => void} */
  const show = (counts, kept) => {
    rows.forEach((row, n) => {
      tallies[n].textContent = number(counts[n]);
      row.hidden = !counts[n] && !boxes[n].checked && document.activeElement !== boxes[n];
    });
    const left = counts.filter(Boolean);
    // A single answer that every entry at hand has narrows nothing.
    part.hidden = !chosen().length && (!left.length || (left.length === 1 && left[0] === kept));
  };
  const answers = of.map(places => [places].flat().filter(n => n >= 0));
  return { key, label, values, answers, boxes, part, chosen, show };
};

/** The facets packed by generator/kinds/facets.py, at work, drawn in `panel`: the first `open` are open, and those that
 * the address uses. `onChange` is called at each choice of the reader.
 * @param {PackedFacet[]} packed @param {HTMLElement} panel @param {number} open @param {() => unknown} onChange */
export const filters = (packed, panel, open, onChange) => {
  const facets = packed.map(drawn);
  const boxes = facets.flatMap(facet => facet.boxes);
  const asked = new URLSearchParams(location.search);
  for (const [rank, { key, part }] of facets.entries()) {
    part.open = rank < open || asked.has(key);
    part.addEventListener('change', onChange);
    panel.append(part);
  }
  return {
    facets,
    clear: () => {
      for (const box of boxes) box.checked = false;
    },
    /** Read what an address chooses; what no facet knows is left aside.
     * @param {URLSearchParams} params */
    read: params => {
      for (const box of boxes) box.checked = params.getAll(box.name).includes(box.value);
    },
    /** Write what is chosen in an address, in the order of the facets and of their answers.
     * @param {URLSearchParams} params */
    write: params => {
      for (const { key } of facets) params.delete(key);
      for (const box of boxes) if (box.checked) params.append(box.name, box.value);
    },
    /** The entries that pass every facet, and how many each answer would leave; `numbered` gives the number of one.
     * @template T
     * @param {T[]} entries
     * @param {(entry: T) => number} numbered */
    narrow: (entries, numbered) => {
      const active = facets
        .map(facet => ({ facet, asked: new Set(facet.chosen()) }))
        .filter(({ asked }) => asked.size > 0);
      const counts = Object.fromEntries(facets.map(({ key, values }) => [key, values.map(() => 0)]));
      const kept = entries.filter(entry => {
        const i = numbered(entry);
        const missed = active.filter(({ facet, asked }) => !facet.answers[i].some(n => asked.has(n)));
        if (missed.length > 1) return false;
        // An answer counts what choosing it would show: the other facets apply, its own does not.
        for (const { key, answers } of missed.length ? [missed[0].facet] : facets)
          for (const n of answers[i]) counts[key][n] += 1;
        return !missed.length;
      });
      return { kept, counts };
    },
    /** Show the counts of `kept` entries in the fields. @type {(counts: Record<string, number[]>, kept: number) => void} */
    show: (counts, kept) => {
      for (const facet of facets) facet.show(counts[facet.key], kept);
    },
    /** What is chosen, and the click that takes it away. @type {() => Filter[]} */
    chips: () =>
      facets.flatMap(({ label, values, boxes, chosen }) =>
        chosen().map(n => /** @type {Filter} */ ([`${label}${NBSP}: ${values[n][1]}`, () => boxes[n].click()])),
      ),
  };
};
