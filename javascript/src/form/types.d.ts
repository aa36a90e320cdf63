/** What one types: a text, several, or the answers of a group. Those of the body are under `#`, by title. */
export type Answer = string | Answer[] | Answers;
export interface Answers {
  [name: string]: Answer;
}
export type Path = (string | number)[];

/** A field of `contribuer/donnees/<form>.json`: see `Description` in generator/records/description.py. */
export interface Field {
  name: string;
  label: string;
  type: 'line' | 'url' | 'contact' | 'count' | 'date' | 'moment' | 'area' | 'term' | 'ref' | 'choice' | 'group';
  required?: boolean;
  many?: boolean;
  least?: number;
  longest?: number;
  low?: number;
  high?: number;
  of?: string;
  default?: string;
  choices?: [key: string, label: string][];
  fields?: Field[];
  consented?: boolean;
}

export interface Trouble {
  message: string;
  hint: string;
  /** To be looked at, and no more. */
  mild?: boolean;
}
export interface Problem extends Trouble {
  path: Path;
}

export interface Shape extends Trouble {
  pattern: string;
  longest: number;
  shown: number;
}
export interface Rules {
  shapes: Record<string, Shape>;
  years: [first: number, last: number];
  forbidden: string;
  item: string;
  personal: {
    initials: [string, string];
    innocent: [when: string, pattern: string, by: string][];
    email: string;
    phones: string[];
    aside: string[];
    births: string[];
    homes: string[];
    home: [string, string];
    hints: Record<string, string>;
  };
  order: Trouble;
  own: string;
}

/** Where each mandate is held, and the words of the checker. */
export interface Held extends Trouble {
  group: string;
  areas: Record<string, string[]>;
  places: Record<string, string[]>;
  words: Record<string, string>;
}

export interface Forge {
  name: '' | 'github' | 'gitlab';
  new: string;
  edit: string;
}

/** A form: `contribuer/donnees/<form>.json`, made by generator/exports/forms.py. */
export interface Description {
  kind: string;
  file: string;
  listed: boolean;
  aliases: string[];
  section: string;
  steps: { title: string; fields: Field[]; texts: [title: string, help: string][] }[];
  fields: string[];
  order: [group: string, start: string, end: string][];
  held: Held | null;
  rules: Rules;
  forge: Forge;
  contact: string;
}

/** A source to be corrected: `fiches/<kind>/<id>.json`. */
export interface Sheet {
  id: string;
  path: string;
  title: string;
  head: [name: string, lines: string][];
  data: Answers;
  body: string;
  partial: boolean;
}

export interface Proposal {
  path: string;
  name: string;
  text: string;
  subject: string;
  /** A file that is there is changed, of a list or not; `partial`: only the fields that change are said. */
  change?: boolean;
  listed?: boolean;
  partial?: boolean;
  /** What the person agreed to, as a text to keep, and in a line. */
  agreement?: { text: string; line: string } | null;
}

export type Model = ReturnType<typeof import('./model').model>;
