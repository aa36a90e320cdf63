/* The data of territoires/donnees/ (generator/exports/finder.py, communes.py), and what is made of it. */

export type Load = <T>(path: string) => Promise<T>;
export type Kind = 'commune' | 'epci' | 'departement' | 'region';
export type Subject = [kind: string, key: string, name: string, practices: number, people: number];
export type PlaceRow = [area: string, name: string, population: number | null, epci: string, departement: string];

/** `index.json`: what likeness is worth, in points and in words, and what there is to ask. */
export interface Index {
  points: Record<'place' | 'kind' | 'epci' | 'departement' | 'region', number> & { stratum: number[] };
  words: Record<string, string>;
  unknown: number;
  strata: number[];
  count: [practices: number, people: number];
  subjects: Subject[];
  leading: string[];
  /** What is said before the name of a commune: « mairie de ». */
  before: string;
  /** The size of the file of names of each key, in bytes. */
  shards: Record<string, number>;
  departements: [code: string, name: string, population: number, region: string][];
  regions: [code: string, name: string, population: number][];
}

/** What likeness looks at: `population` and `stratum` are null when unknown, codes empty where there is none. */
export interface Territory {
  area: string;
  kind: Kind;
  name: string;
  population: number | null;
  stratum: number | null;
  epci: string;
  departement: string;
  region: string;
}

/** A text that names a place, as it is compared: whole, from the word that tells it apart, and whether Saint comes before. */
export interface Words {
  whole: string;
  own: string;
  saint: boolean;
}

/** A territory that a name leads to; `once` is the name that a part of a commune had before it became so. */
export interface Place extends Territory {
  once: string;
  words: Words;
}

export interface Found {
  found: Place[];
  /** How many have that very name. */
  exact: number;
  /** Whether letters are missing. */
  more: boolean;
}

export interface Names {
  epci: string[];
  places: [code: string, name: string, population: number | null, epci: number, more?: string][];
}

export interface Scored {
  id: string;
  score: number;
  gap: number;
}

/** A part of a shelf, as its head lists it. */
export type PartRow = [
  stratum: string | null,
  codes: string[],
  slice: number,
  fewest: number,
  most: number,
  kilobytes: number,
];
export interface Part extends Scored {
  path: string;
  kilobytes: number;
}
export interface Rows<R extends unknown[]> {
  places: PlaceRow[];
  rows: [place: number, id: string, ...row: R][];
}
export interface Cut {
  rows?: undefined;
  near: PartRow[];
  far: PartRow[];
}
export type Head<R extends unknown[]> = Rows<R> | Cut;
export interface Answer<R extends unknown[]> {
  found: Alike<R>[];
  /** Whether nothing closer may be in what was too much to fetch. */
  sure: boolean;
}
export interface Alike<R extends unknown[]> extends Scored {
  row: R;
  place: Territory;
}

export type Peer = [id: string, name: string, role: string];
export type PracticeRow = [title: string, facts: string, peers: Peer[]];
export type PersonRow = [name: string, role: string];
/** What a shelf holds, and its file. */
export interface Shelf {
  practices: PracticeRow;
  people: PersonRow;
}
export type ShelfFile = { budget: number } & { [C in keyof Shelf]: Head<Shelf[C]> };
