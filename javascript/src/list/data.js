/* The data of a list (`<section>/liste.json`), packed by columns: made entries. */
import { json, root } from '../core/dom.js';
import { fold, slug } from '../core/text.js';

/** The list of a section (`pratiques`). Throws when its file cannot be had.
 * @type {(section: string) => Promise<ListData>} */
export const readList = async section => {
  /** @type {PackedList} */
  const data = await json(`${section}/liste.json`);
  const facets = new Map(data.facets.map(facet => [facet.key, facet]));
  /** @type {(column: Column, at: number) => unknown} */
  const cell = (column, at) => (Array.isArray(column) ? column[at] : column.values[column.of[at]]);

  /** @param {number} at */
  const entry = at => {
    const row = /** @type {Entry} */ (
      Object.fromEntries(Object.entries(data.columns).map(([name, column]) => [name, cell(column, at)]))
    );
    /** @param {string} key */
    const answers = key => {
      const { of = [], values = [] } = facets.get(key) ?? {};
      return [of[at] ?? []].flat().flatMap(n => (n < 0 ? [] : [values[n]]));
    };
    row.at = at;
    row.id = data.ids[at] ?? slug(row.title);
    row.href = root + (row.href ?? `${section}/${row.id}/`);
    row.labels = key => answers(key).map(([, label]) => label);
    // The département tells a commune from its homonyms.
    const [within] = row.labels('departement');
    if (answers('collectivite')[0]?.[0] === 'commune' && within && within !== row.place)
      row.place = `${row.place} (${within})`;
    let words = '';
    row.words = () => {
      const labels = data.facets.flatMap(({ key }) => row.labels(key));
      words ||= ` ${fold([row.title, row.role, row.place, row.facts, ...labels].join(' '))}`;
      return words;
    };
    return row;
  };
  return { ...data, entries: Array.from({ length: data.count }, (_, at) => entry(at)) };
};

const collator = new Intl.Collator('fr');
/** The entries in the order of a column, which a minus sign reverses; those that say nothing there come last.
 * @type {(entries: Entry[], by: string) => Entry[]} */
export const sorted = (entries, by) => {
  if (!by) return entries;
  const column = by.replace('-', '');
  const sign = by === column ? 1 : -1;
  return [...entries].sort((a, b) => {
    const [x, y] = [a[column], b[column]];
    if (x == null || y == null) return Number(x == null) - Number(y == null);
    return sign * (typeof x === 'number' ? x - Number(y) : collator.compare(String(x), String(y)));
  });
};
