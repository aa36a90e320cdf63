/* A record as the source file it will be: YAML that any reader takes for the same texts, and Markdown below. */
import { fold } from '../core/text.js';

// What needs no quotes: words that start with a letter, and hold no sign YAML reads anything in.
const WORDS = /^\p{L}[\p{L}\p{N} ,.'’()«»/%€°+;–—-]*[\p{L}\p{N}.)»%€°]$/u;
const MEANT = /^(?:true|false|yes|no|on|off|null|y|n|nan|inf)$/i;
const ADDRESS = /^https?:\/\/[A-Za-z0-9._~/?=&%+,;@-]*[A-Za-z0-9/]$/;
const BARE = /^[a-z0-9](?:[a-z0-9:T.+-]*[a-z0-9])?$/i; // keys, ids, areas, dates, numbers
const TYPED = new Set(['date', 'moment', 'count', 'area', 'ref', 'term', 'choice']);
// eslint-disable-next-line no-control-regex
const ESCAPED = /["\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;
const NAMED = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\u00a0': '\u00a0' };

/** A text as a YAML scalar: bare when nothing in it can be misread, else between double quotes. */
export const scalar = text => {
  if ((WORDS.test(text) && !MEANT.test(text) && !/ {2}/.test(text)) || ADDRESS.test(text)) return text;
  return `"${text.replace(ESCAPED, sign => NAMED[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
};

const value = (field, text) => (TYPED.has(field.type) && BARE.test(text) && !MEANT.test(text) ? text : scalar(text));

/** The lines of a field, each with its line feed. */
export const lines = (field, said, indent = '') => {
  const head = `${indent}${field.name}:`;
  if (field.type === 'group') {
    if (!field.many) return `${head}\n${fieldsOf(field.fields, said, `${indent}  `)}`;
    return `${head}\n${said.map(item => element(field.fields, item, `${indent}  `)).join('')}`;
  }
  if (!field.many) return `${head} ${value(field, said)}\n`;
  if (TYPED.has(field.type) && said.every(one => BARE.test(one))) return `${head} [${said.join(', ')}]\n`;
  return `${head}\n${said.map(one => `${indent}  - ${value(field, one)}\n`).join('')}`;
};
const fieldsOf = (fields, said, indent) =>
  fields
    .filter(field => field.name in said)
    .map(field => lines(field, said[field.name], indent))
    .join('');
/** A group as an element of a list: its first line starts with a dash. */
const element = (fields, said, indent) => {
  const written = fieldsOf(fields, said, `${indent}  `);
  return `${indent}- ${written.slice(indent.length + 2)}`;
};

/** The body of a source: untitled texts as they are, the others under their title. */
export const body = texts =>
  texts
    .filter(([, text]) => text.trim())
    .map(([title, text]) => (title ? `## ${title}\n\n${text.trim()}\n` : `${text.trim()}\n`))
    .join('\n');

/** A whole Markdown source. `fields` in the order of the file. */
export const file = (fields, said, written) =>
  `---\n${fieldsOf(fields, said, '')}---\n${written ? `\n${written}` : ''}`;

/** An element of a list of records (`members.yaml`). */
export const entry = (fields, id, said) => element([{ name: 'id', type: 'ref' }, ...fields], { id, ...said }, '');

/** The sections of a body: what comes before them, then [title, text as written]. */
export const sections = written => {
  const found = [['', '']];
  let fence = '';
  for (const row of written.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = row.match(/^(```|~~~)/)?.[1];
    if (mark && (!fence || fence === mark)) fence = fence ? '' : mark;
    const title = !fence && row.match(/^##(?!#)(.*)/);
    if (title) found.push([title[1].trim().replace(/[# \t]+$/, ''), '']);
    else found.at(-1)[1] += row;
  }
  return found;
};

/** A source corrected: only what changed is written anew, order stays. A source with comments is never given whole
    (see `changes`). `before` and `after` are records as a source holds them. */
export const corrected = (sheet, fields, before, after, written) => {
  const known = new Map(fields.map(field => [field.name, field]));
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const present = new Set(sheet.head.map(([name]) => name));
  const run = ([name, text]) => {
    if (!known.has(name) || same(before[name], after[name])) return text;
    return name in after ? lines(known.get(name), after[name]) : '';
  };
  const added = fields
    .filter(({ name }) => name in after && !present.has(name))
    .map(field => lines(field, after[field.name]));
  return `---\n${sheet.head.map(run).join('')}${added.join('')}---\n${written ? `\n${written}` : ''}`;
};

/** What changes in a source that is not shown whole: only the fields that changed, for who puts them in their place.
    `lost` are the names of those to take away. */
export const changes = ({ id, path }, { listed }, fields, after, lost, written) => {
  const said = Object.fromEntries(fields.filter(({ name }) => name in after).map(({ name }) => [name, after[name]]));
  const gone = lost.map(name => `# À retirer : ${name}\n`).join('');
  const about = `# Correction de « ${id} », dans ${path} : chaque champ ci-dessous remplace celui de la fiche.\n`;
  return listed
    ? about + gone + entry(fields, id, said)
    : `---\n${about}${gone}${fieldsOf(fields, said, '')}---\n${written ? `\n${written}` : ''}`;
};

const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)$/;
/** Words as an id: « L’eau à Nœux » → "l-eau-a-noeux". */
export const identified = (text, longest = 60) => {
  const words = fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .filter(Boolean);
  let made = '';
  for (const word of words) {
    if (made && made.length + word.length >= longest) break;
    made += (made ? '-' : '') + word.slice(0, longest);
  }
  return RESERVED.test(made) ? `${made}-1` : made;
};

/** The id of a new record: its date and title, its name, or its title. */
export const identifier = (form, said) => {
  if (said.id) return said.id; // chosen, of a vocabulary
  const named = identified(said.title ?? `${said.given_name ?? ''} ${said.family_name ?? ''}`) || form.kind;
  return form.kind === 'meeting' ? `${(said.start ?? '').slice(0, 10)}-${named}` : named;
};
