/* A record as the source file it will be: YAML that any reader takes for the same texts, and Markdown below. */
import { fold } from '../core/text.js';
import { several } from './check.js';

/** @import { Answer, Answers, Field, Sheet } from './types' */
/** What is written of a field: its name, what a value is. @typedef {Pick<Field, 'name' | 'type' | 'many' | 'fields'>} Written */
/** The title of a section and its text. @typedef {[title: string, text: string]} Section */

// What needs no quotes: words that start with a letter, and hold no sign YAML reads anything in.
const WORDS = /^\p{L}[\p{L}\p{N} ,.'’()«»/%€°+;–—-]*[\p{L}\p{N}.)»%€°]$/u;
const MEANT = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/i;
const ADDRESS = /^https?:\/\/[A-Za-z0-9._~/?=&%+,;@-]*[A-Za-z0-9/]$/;
const BARE = /^[a-z0-9](?:[a-z0-9:T.+-]*[a-z0-9])?$/i; // keys, ids, areas, dates, numbers
const TYPED = new Set(['date', 'moment', 'count', 'area', 'ref', 'term', 'choice']);

/** A text as a YAML scalar: bare when nothing in it can be misread, else as JSON, which is YAML. @type {(text: string) => string} */
const scalar = text =>
  (WORDS.test(text) && !MEANT.test(text) && !/ {2}/.test(text)) || ADDRESS.test(text) ? text : JSON.stringify(text);

/** @type {(field: Written, text: string) => string} */
const written = ({ type }, text) => (TYPED.has(type) && BARE.test(text) && !MEANT.test(text) ? text : scalar(text));

/** The lines of a field, each with its line feed. @type {(field: Written, value: Answer, indent?: string) => string} */
const lines = (field, value, indent = '') => {
  const head = `${indent}${field.name}:`;
  const { fields } = field;
  if (fields) {
    const groups = /** @type {Answers[]} */ (several(value));
    const write = field.many ? element : fieldsOf;
    return `${head}\n${groups.map(group => write(fields, group, `${indent}  `)).join('')}`;
  }
  const texts = several(value).map(String);
  if (!field.many) return `${head} ${written(field, texts[0])}\n`;
  if (TYPED.has(field.type) && texts.every(one => BARE.test(one))) return `${head} [${texts.join(', ')}]\n`;
  return `${head}\n${texts.map(one => `${indent}  - ${written(field, one)}\n`).join('')}`;
};
/** @type {(fields: Written[], record: Answers, indent?: string) => string} */
const fieldsOf = (fields, record, indent) =>
  fields
    .filter(({ name }) => name in record)
    .map(field => lines(field, record[field.name], indent))
    .join('');
/** A group as an element of a list: its first line starts with a dash. @type {(fields: Written[], record: Answers, indent: string) => string} */
const element = (fields, record, indent) =>
  `${indent}- ${fieldsOf(fields, record, `${indent}  `).slice(indent.length + 2)}`;

/** The body of a source: untitled texts as they are, the others under their title. @type {(texts: Section[]) => string} */
export const body = texts =>
  texts
    .filter(([, text]) => text.trim())
    .map(([title, text]) => (title ? `## ${title}\n\n${text.trim()}\n` : `${text.trim()}\n`))
    .join('\n');

/** @type {(head: string, written: string) => string} */
const source = (head, written) => `---\n${head}---\n${written && `\n${written}`}`;

/** A whole Markdown source. `fields` in the order of the file. @type {(fields: Written[], record: Answers, written: string) => string} */
export const file = (fields, record, written) => source(fieldsOf(fields, record), written);

/** An element of a list of records (`members.yaml`). @type {(fields: Written[], id: string, record: Answers) => string} */
export const entry = (fields, id, record) => element([{ name: 'id', type: 'ref' }, ...fields], { id, ...record }, '');

/** The sections of a body: what comes before them, then [title, text as written]. @type {(written: string) => Section[]} */
export const sections = written => {
  /** @type {Section[]} */
  const found = [['', '']];
  let fence = '';
  for (const row of written.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = row.match(/^(```|~~~)/)?.[1];
    if (mark && (!fence || fence === mark)) fence = fence ? '' : mark;
    const title = !fence && row.match(/^##(?!#)(.*)/);
    if (title) found.push([title[1].trim().replace(/[# \t]+$/, ''), '']);
    else found[found.length - 1][1] += row;
  }
  return found;
};

/** A source corrected: only `changed` fields are written anew, order stays. A source with comments is never given whole
    (see `changes`). `record` is as a source holds it.
    @type {(sheet: Sheet, fields: Written[], changed: Written[], record: Answers, written: string) => string} */
export const corrected = (sheet, fields, changed, record, written) => {
  const head = sheet.head.map(([name, text]) => {
    const field = changed.find(one => one.name === name);
    return field ? fieldsOf([field], record) : text;
  });
  const added = fields.filter(({ name }) => !sheet.head.some(([there]) => there === name));
  return source(head.join('') + fieldsOf(added, record), written);
};

/** What changes in a source that is not shown whole: only the fields that changed, for who puts them in their place.
    `lost` are the names of those to take away.
    @type {(sheet: Sheet, listed: boolean, changed: Written[], record: Answers, lost: string[], written: string) => string} */
export const changes = ({ id, path }, listed, changed, record, lost, written) => {
  const about = [
    `# Correction de « ${id} », dans ${path} : chaque champ ci-dessous remplace celui de la fiche.\n`,
    ...lost.map(name => `# À retirer : ${name}\n`),
  ].join('');
  if (!listed) return source(about + fieldsOf(changed, record), written);
  return about + element([{ name: 'id', type: 'ref' }, ...changed], { ...record, id }, '');
};

const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)$/;
const LONGEST = 60;
/** Words as an id: « L’eau à Nœux » → "l-eau-a-noeux", cut between two words. @type {(text: string) => string} */
export const identified = text => {
  const whole = (fold(text).match(/[a-z0-9]+/g) ?? []).join('-');
  const made = whole.length > LONGEST ? whole.slice(0, LONGEST + 1).replace(/-[^-]*$|.$/, '') : whole;
  return RESERVED.test(made) ? `${made}-1` : made;
};

/** The id of a new record: chosen in a vocabulary, its date and title, its name, or its title.
    @type {(kind: string, record: Record<string, string>) => string} */
export const identifier = (kind, { id, title, given_name: given = '', family_name: family = '', start = '' }) => {
  const named = id ?? (identified(title ?? `${given} ${family}`) || kind);
  return kind === 'meeting' ? `${start.slice(0, 10)}-${named}` : named;
};
