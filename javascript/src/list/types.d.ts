/* The shapes of the lists, as `generator/exports/lists.py` packs them and as the scripts read them; global. */

/** What a badge says, its tone, and why. */
type Badge = [text: string, tone: string, why: string];

/** The values of a column, one an entry, or by reference. */
type Column = unknown[] | { values: unknown[]; of: number[] };

/** A question and its answers; `of` are the places of each entry's among `values`, -1 for none. */
interface PackedFacet {
  key: string;
  label: string;
  values: [key: string, label: string][];
  of: (number | number[])[];
}

interface PackedList {
  /** What is counted: one, several. */
  words: [string, string];
  /** How many entries a page has. */
  size: number;
  count: number;
  /** The ids that are not the title's, by number of entry. */
  ids: Record<string, string>;
  facets: PackedFacet[];
  /** The columns that make the facts of a card. */
  meta: string[];
  columns: Record<string, Column>;
}

/** An entry: its columns, and what they imply. */
interface Entry {
  /** Its rank in the order of the pages. */
  at: number;
  id: string;
  href: string;
  title: string;
  badges: Badge[];
  role?: string;
  place?: string;
  people?: number | null;
  image?: string;
  /** The labels of its answers to a facet. */
  labels(facet: string): string[];
  /** What the words that a reader types are looked for in. */
  words(): string;
  [column: string]: unknown;
}

/** A list, read: its entries in the order of the pages. */
interface ListData extends PackedList {
  entries: Entry[];
}

/** A sheet that is compared: its rows are nodes, by label. */
interface Sheet {
  id: string;
  url: string;
  title: string;
  badges: HTMLLIElement[];
  rows: Map<string, Node[]>;
}
