/* What Pagefind gives, and what is made of it. */

/** The words of a query: as typed, and as compared. */
export interface Word {
  text: string;
  word: string;
}

/** A page of Pagefind's index; `url` may be changed by its options. */
export interface PageData {
  url: string;
  raw_url?: string;
  content: string;
  meta: Record<string, string>;
}
export interface Hit {
  id: string;
  score: number;
  /** The places of the word in the page. */
  words: number[];
  matchedMetaFields?: string[];
  data(): Promise<PageData>;
}
export interface Pagefind {
  init(): Promise<void>;
  search(query: string): Promise<{ results: Hit[] }>;
}

/** The pages of a word of the query, by id. */
export interface Looked extends Word {
  pages: Map<string, Hit>;
  /** Whether the word itself exists, as opposed to longer ones. */
  exact: boolean;
  weight: number;
}

export interface Result {
  id: string;
  score: number;
  places: { at: number; weight: number }[];
  load(): Promise<PageData>;
  data?: PageData;
}
export type Loaded = Result & { data: PageData };

export interface Answer {
  asked: Word[];
  words: Looked[];
  /** In order; the first ones hold their data. */
  results: Result[];
  /** How many hold all the words. */
  complete: number;
  /** The words that even the first page lacks, when none holds them all. */
  without: string[];
  /** The query understood instead of what was typed. */
  corrected: string;
}

/** `mots.json`: the words of the site, most frequent first; its themes and methods with their other names. */
export interface Vocabulary {
  mots: string;
  portes: [label: string, url: string, names: string][];
}
