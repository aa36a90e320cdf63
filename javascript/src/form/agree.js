/* What fields must be to each other: dates in order, a mandate in a place where it is held. The words are those of
   `club check`, and come with the form; the other rules are the review's. Nothing here touches the page. */
import { first, inWords, last } from '../core/dates.js';

const fill = (text, values) => text.replace(/\{([a-z_]+)\}/g, (whole, name) => values[name] ?? whole);

/** The groups of a record that hold the fields of a pair: [path, fields]. */
const holders = (said, group) => {
  if (!group) return [[[], said]];
  const several = Array.isArray(said[group]);
  return [said[group] ?? []].flat().map((holder, n) => [several ? [group, n] : [group], holder]);
};

const crossed = (start, end) => {
  const [a, b] = [start, end].map(when => when.replace(' ', 'T'));
  return a.includes('T') && b.includes('T') ? b < a : last(b) < first(a);
};

/** The problems between fields: [{path, message, hint}]. `said` is a record as the source will hold it; `isMoment`
    tells a date, `label(group, field, value)` gives the words of a value. */
export const disagreements = ({ order, held, rules }, said, { isMoment, label }) => {
  const dated = text => typeof text === 'string' && isMoment(text);
  const late = order.flatMap(([group, start, end]) =>
    holders(said, group).flatMap(([path, holder]) => {
      const [from, to] = [holder[start], holder[end]];
      if (!dated(from) || !dated(to) || !crossed(from, to)) return [];
      return [
        {
          path: [...path, end],
          message: fill(rules.order.message, { start: inWords(from), end: inWords(to) }),
          hint: rules.order.hint,
        },
      ];
    }),
  );
  const misplaced = held
    ? holders(said, held.group).flatMap(([path, { role, area }]) => {
        const right = held.areas[role];
        const kinds = area ? (held.places[area] ?? [area.split(':')[0]]) : [];
        if (!right || !kinds.length || kinds.some(kind => right.includes(kind))) return [];
        const words = {
          role: label(held.group, 'role', role),
          kind: held.words[kinds[0]],
          right: right.map(kind => held.words[kind]).join(' ou '),
        };
        return [{ path: [...path, 'area'], message: fill(held.message, words), hint: fill(held.hint, words) }];
      })
    : [];
  return [...late, ...misplaced];
};
