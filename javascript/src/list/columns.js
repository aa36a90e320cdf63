/* The data of a list (`<section>/liste.json`), by columns as `generator/exports/lists.py` packs them. */
import { json } from '../core/dom.js';
import { slug } from '../core/text.js';

const reader = column => (Array.isArray(column) ? i => column[i] : i => column.values[column.of[i]]);

/**
 * The list of a section (`pratiques`): what its file says, and readers of entry `i`: `read.title(i)`
 * and the other columns, `label(key, i)` (of a facet), `id(i)`, `place(i)`. Throws when the file cannot be had.
 */
export const readList = async section => {
  const data = await json(`${section}/liste.json`);
  const read = Object.fromEntries(Object.entries(data.columns).map(([name, column]) => [name, reader(column)]));
  const byKey = new Map(data.facets.map(facet => [facet.key, facet]));
  for (const facet of data.facets) {
    if (facet.bounds) {
      facet.of = Array.from({ length: data.count }, (_, i) => {
        const people = read.people(i);
        return people == null ? -1 : facet.bounds.findLastIndex(low => people >= low);
      });
    } else if (facet.year) {
      const years = new Map(facet.values.map(([year], index) => [Number(year), index]));
      facet.of = Array.from({ length: data.count }, (_, i) => years.get(Math.floor(read[facet.year](i) / 100)) ?? -1);
    } else if (facet.from) {
      const other = byKey.get(facet.from).of;
      facet.of = Array.from({ length: data.count }, (_, i) => facet.but[i] ?? facet.map[other[i]] ?? -1);
    }
  }
  /** The answers of entry `i` to a facet: [key, label]. */
  const answers = (key, i) =>
    [byKey.get(key)?.of[i] ?? []]
      .flat()
      .filter(at => at >= 0)
      .map(at => byKey.get(key).values[at]);
  const label = (key, i) => answers(key, i).map(([, text]) => text);
  return {
    ...data,
    read,
    label,
    id: i => data.ids[i] ?? slug(read.title(i)),
    /** Where it is, with the département that tells a commune from its homonyms. */
    place: i => {
      const name = read.place?.(i) || '';
      const [within] = label('departement', i);
      return answers('collectivite', i)[0]?.[0] === 'commune' && within && within !== name
        ? `${name} (${within})`
        : name;
    },
  };
};
