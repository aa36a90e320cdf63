/* The data of a list (`<section>/liste.json`), by columns as `generator/exports/lists.py` packs them. */
import { fold, json } from './dom.js';

const reader = (column) => (Array.isArray(column) ? (i) => column[i] : (i) => column.values[column.of[i]]);

/**
 * The list of a section (`pratiques`): what its file says, and readers of entry `i`: `read.title(i)`
 * and the other columns, `facets.get(key).at(i)`, `label(key, i)`, `id(i)`, `place(i)`. Throws when
 * the file cannot be had.
 */
export const readList = async (section) => {
  const data = await json(`${section}/liste.json`);
  const read = Object.fromEntries(Object.entries(data.columns).map(([name, column]) => [name, reader(column)]));
  const facets = new Map(data.facets.map((facet) => [facet.key, facet]));
  for (const facet of facets.values()) {
    if (facet.bounds) {
      facet.of = Array.from({ length: data.count }, (_, i) => {
        const people = read.people(i);
        return people == null ? -1 : facet.bounds.findLastIndex((low) => people >= low);
      });
    } else if (facet.year) {
      const years = new Map(facet.values.map(([year], index) => [Number(year), index]));
      facet.of = Array.from({ length: data.count }, (_, i) => years.get(Math.floor(read[facet.year](i) / 100)) ?? -1);
    } else if (facet.from) {
      const other = facets.get(facet.from).of;
      facet.of = Array.from({ length: data.count }, (_, i) => facet.but[i] ?? facet.map[other[i]] ?? -1);
    }
    facet.at = (i) => (Array.isArray(facet.of[i]) ? facet.of[i] : facet.of[i] < 0 ? [] : [facet.of[i]]);
    facet.indexOf = new Map(facet.values.map(([key], index) => [key, index]));
  }
  const label = (key, i) => facets.get(key)?.at(i).map((value) => facets.get(key).values[value][1]) || [];
  const kind = (i) => facets.get('collectivite')?.values[facets.get('collectivite').at(i)[0]]?.[0];
  return {
    ...data,
    read,
    facets,
    label,
    id: (i) => data.ids[i] ?? fold(read.title(i)).replaceAll(' ', '-'),
    /** Where it is, with the département that tells a commune from its homonyms. */
    place: (i) => {
      const name = read.place?.(i) || '';
      const [within] = label('departement', i);
      return kind(i) === 'commune' && within && within !== name ? `${name} (${within})` : name;
    },
  };
};
