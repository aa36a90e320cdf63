/* The facets of a list or of the search: which answers are chosen, what they leave, how many each other answer
   would leave; and what shows it, fields and chips. In the address an answer is its key (`?theme=finances`);
   here, its place among the values of its facet. */
import { $, el } from './dom.js';
import { chip } from './parts.js';
import { number } from './text.js';

/** Chips that take a filter away: `draw([[label, remove]…], removeAll)`; focus goes to the next one, or to `after`. */
export const chipList = after => {
  const list = el('ul', { class: 'c-chips', 'aria-label': 'Filtres actifs' });
  const then = remove => async () => {
    await remove();
    ($('button', list) ?? after).focus();
  };
  const draw = (filters, removeAll) => {
    list.replaceChildren(...filters.map(([label, remove]) => chip('Retirer le filtre', label, then(remove))));
    if (filters.length > 1) list.append(chip('', 'Tout effacer', then(removeAll)));
  };
  return { list, draw };
};

/** A facet drawn: its part of the panel, and `show(chosen, counts, kept)`. Drawn once: focus stays where it is. */
const drawn = (facet, onToggle) => {
  const rows = facet.values.map(([value, label], at) => {
    const box = el('input', { type: 'checkbox', name: facet.key, value });
    const count = el('span', { class: 'c-facet__count' });
    box.addEventListener('change', () => onToggle(facet.key, at, box.checked));
    return { box, count, row: el('label', { class: 'c-facet__value' }, box, el('span', {}, label), count) };
  });
  const mark = el('span', { class: 'c-facet__mark' });
  const part = el(
    'details',
    { class: 'c-facet' },
    el('summary', {}, facet.label, mark),
    el(
      'fieldset',
      { class: 'c-facet__values' },
      el('legend', { class: 'u-hidden' }, facet.label),
      ...rows.map(({ row }) => row),
    ),
  );
  const show = (chosen, counts, kept) => {
    mark.textContent = chosen?.size ? ` (${chosen.size})` : '';
    rows.forEach(({ box, count, row }, at) => {
      const on = Boolean(chosen?.has(at));
      if (box.checked !== on) box.checked = on;
      const text = number(counts[at]);
      if (count.textContent !== text) count.textContent = text;
      row.hidden = !counts[at] && !on && document.activeElement !== box;
    });
    const left = [...counts].filter(Boolean);
    // A single answer that every entry at hand has narrows nothing.
    part.hidden = !chosen?.size && (!left.length || (left.length === 1 && left[0] === kept));
  };
  return { part, show };
};

/** The facets packed by generator/kinds/facets.py, at work: `onChange` is called at each choice of the reader. */
export const filters = (packed, onChange) => {
  const facets = new Map(
    packed.map(facet => [
      facet.key,
      {
        ...facet,
        /** The answers of entry `i`. */
        at: i => (Array.isArray(facet.of[i]) ? facet.of[i] : facet.of[i] < 0 ? [] : [facet.of[i]]),
        indexOf: new Map(facet.values.map(([key], at) => [key, at])),
      },
    ]),
  );
  let chosen = new Map();
  const toggle = (key, at, on) => {
    const set = chosen.get(key) ?? new Set();
    if (on) set.add(at);
    else set.delete(at);
    if (set.size) chosen.set(key, set);
    else chosen.delete(key);
  };
  const fields = new Map(
    [...facets].map(([key, facet]) => [
      key,
      drawn(facet, (...change) => {
        toggle(...change);
        onChange();
      }),
    ]),
  );
  let opened = false;

  return {
    facets,
    fields,
    toggle,
    get chosen() {
      return chosen;
    },
    clear: () => {
      chosen = new Map();
    },
    /** Read what an address chooses; what no facet knows is left aside. */
    read: params => {
      chosen = new Map();
      for (const [key, value] of params) {
        const at = facets.get(key)?.indexOf.get(value);
        if (at !== undefined) toggle(key, at, true);
      }
    },
    /** Write what is chosen in an address, in the order of the facets and of their answers. */
    write: params => {
      for (const [key, { values }] of facets) {
        params.delete(key);
        for (const at of [...(chosen.get(key) ?? [])].sort((a, b) => a - b)) params.append(key, values[at][0]);
      }
    },
    /** The entries that pass every facet, and how many each answer would leave; `numbered` gives the number of one. */
    narrow: (entries, numbered = i => i) => {
      const active = [...chosen].map(([key, set]) => [facets.get(key), set]);
      const counts = new Map([...facets].map(([key, facet]) => [key, new Uint32Array(facet.values.length)]));
      const kept = entries.filter(entry => {
        const i = numbered(entry);
        const missed = active.filter(([facet, set]) => !facet.at(i).some(value => set.has(value)));
        if (missed.length > 1) return false;
        // An answer counts what choosing it would show: the other facets apply, its own does not.
        for (const facet of missed.length ? [missed[0][0]] : facets.values()) {
          const tally = counts.get(facet.key);
          for (const value of facet.at(i)) tally[value] += 1;
        }
        return !missed.length;
      });
      return { kept, counts };
    },
    /** Show the counts of `kept` entries in the fields; the first time, open the first `open` and those in use. */
    show: (counts, kept, open) => {
      [...fields].forEach(([key, { part, show }], rank) => {
        show(chosen.get(key), counts.get(key), kept);
        if (!opened) part.open = rank < open || chosen.has(key);
      });
      opened = true;
    },
    /** The chips of what is chosen: [label, remove]. */
    chips: remove =>
      [...chosen].flatMap(([key, set]) =>
        [...set].map(at => [
          `${facets.get(key).label}\u00a0: ${facets.get(key).values[at][1]}`,
          () => {
            toggle(key, at, false);
            return remove();
          },
        ]),
      ),
  };
};
