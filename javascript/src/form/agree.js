/* What fields must be to each other: dates in order, a mandate in a place where it is held. The words are those of
   `club check`, and come with the form; the other rules are the review's. Nothing here touches the page. */
import { first, inWords, last } from '../core/dates.js';

/** @import { Answers, Description, Path, Problem } from './types' */

/** @type {(text: string, values: Record<string, string>) => string} */
export const fill = (text, values) => text.replace(/\{([a-z_]+)\}/g, (whole, name) => values[name] ?? whole);

/** The groups of a record that hold the fields of a pair. @type {(record: Answers, group: string) => [Path, Record<string, string>][]} */
const holders = (record, group) => {
  const held = /** @type {Record<string, string>[]} */ (group ? [record[group] ?? []].flat() : [record]);
  return held.map((holder, n) => [!group ? [] : Array.isArray(record[group]) ? [group, n] : [group], holder]);
};

const crossed = (/** @type {string} */ start, /** @type {string} */ end) => {
  const [a, b] = [start, end].map(when => when.replace(' ', 'T'));
  return a.includes('T') && b.includes('T') ? b < a : last(b) < first(a);
};

/** The problems between fields of `record`, which is as the source will hold it. `isMoment` tells a date, `label` gives
    the words of a value.
    @param {Pick<Description, 'order' | 'held' | 'rules'>} description @param {Answers} record
    @param {{ isMoment: (text: string) => boolean, label: (group: string, field: string, value: string) => string }} core
    @returns {Problem[]} */
export const disagreements = ({ order, held, rules }, record, { isMoment, label }) => {
  const late = order.flatMap(([group, start, end]) =>
    holders(record, group)
      .filter(([, { [start]: from = '', [end]: to = '' }]) => isMoment(from) && isMoment(to) && crossed(from, to))
      .map(([path, holder]) => ({
        path: [...path, end],
        message: fill(rules.order.message, { start: inWords(holder[start]), end: inWords(holder[end]) }),
        hint: rules.order.hint,
      })),
  );
  if (!held) return late;
  const misplaced = holders(record, held.group).flatMap(([path, { role, area }]) => {
    const right = held.areas[role];
    const kinds = area ? (held.places[area] ?? [area.split(':')[0]]) : [];
    if (!right || !kinds.length || kinds.some(kind => right.includes(kind))) return [];
    const words = {
      role: label(held.group, 'role', role),
      kind: held.words[kinds[0]],
      right: right.map(kind => held.words[kind]).join(' ou '),
    };
    return [{ path: [...path, 'area'], message: fill(held.message, words), hint: fill(held.hint, words) }];
  });
  return [...late, ...misplaced];
};
