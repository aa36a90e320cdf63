/* What an answer must be: the rules of `club check`, as one types. They come as data (`rules`), from the patterns and
   limits the checker itself applies (generator/views/forms.py). Nothing here touches the page. */
import { exists, first, inWords, last, toDate, toMoment } from '../core/dates.js';
import { personal } from './personal.js';

/** @import { Answer, Answers, Description, Field, Path, Problem, Rules, Trouble } from './types' */

const MOMENT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:Z|[+-]([0-9]{2}):([0-9]{2}))?$/;
const UNIT = /\s*(?:€|euros?|personnes?|habitants?|hab\.?)$/iu;
const ROUNDED = /^([0-9]{1,4})(?:,([0-9]{1,3}))? ?(k|m|millions?(?: d[’'])?)$/iu;
const EMPTY = { message: 'texte vide', hint: 'complétez le texte ou supprimez la ligne' };

/** Whether a group, a list or a value says nothing. @type {(value: Answer | undefined) => boolean} */
export const empty = value => !value || (typeof value === 'object' && Object.values(value).every(empty));

/** The answers of a field, of which there may be several. @type {(value: Answer | undefined) => Answer[]} */
export const several = value => (value === undefined ? [] : [value].flat());

/** Whether a field that needs an agreement has none. @type {(field: Field, answers: Answers) => boolean} */
const withheld = ({ consented, name }, { consent }) =>
  Boolean(consented) && !several(/** @type {Answers | undefined} */ (consent)?.fields).includes(name);

/** What Windows-1252 writes where Unicode has controls: an old text pasted with the wrong encoding.
    @type {(sign: string) => string} */
const fromWindows = sign => new TextDecoder('windows-1252').decode(Uint8Array.of(sign.charCodeAt(0)));

/** Checks and tidies by the rules of a form. @param {Rules} rules */
export const checker = rules => {
  const { shapes } = rules;
  const personalIn = personal(rules);
  const forbidden = new RegExp(rules.forbidden, 'gu');
  // What opens an item of a list, as the reader of sources has it.
  const item = new RegExp(`^[ \\t\\u00a0]*(?:${rules.item})`, 'u');
  const paragraph = new RegExp(
    `((?:[.!?…:;»)]|${item.source}.*)[ \\t]*)\\n(?=[\\p{Lu}\\p{N}«“])(?!${item.source})`,
    'gmu',
  );

  /** A text with nothing a source may not hold: composed accents, no hidden character. @type {(text: string) => string} */
  const clean = text =>
    text
      .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
      .replace(/[\u0080-\u009f]/g, fromWindows)
      .replace(forbidden, '')
      .replace(/[\p{Cs}\ufffe\uffff]/gu, '')
      .normalize('NFC');
  const line = (/** @type {string} */ text) => clean(text).split(/\s+/u).filter(Boolean).join(' ');

  /** A text as one types it: a line that begins like a sentence, after one that ends or an item, is a paragraph. Lists,
      tables and notes stay as typed: the reader of sources decides (generator/core/normalize.py).
      @type {(text: string) => string} */
  const prose = text => text.replace(paragraph, '$1\n\n');

  const fits = (/** @type {string} */ name, /** @type {string} */ value) =>
    [...value].length <= shapes[name].longest && new RegExp(`^(?:${shapes[name].pattern})$`, 'iu').test(value);
  const refused = (/** @type {string} */ name, /** @type {string} */ value) => {
    const { message, hint, shown } = shapes[name];
    return { message: fill(message, { value: [...value].slice(0, shown).join('') }), hint };
  };
  const isDate = (/** @type {string} */ value) => fits('date', value) && exists(value);
  const isMoment = (/** @type {string} */ value) => {
    const [least, most] = rules.years;
    const [, day, ...parts] = value.match(MOMENT) ?? [];
    const [hour = 0, minute = 0, second = 0, offset = 0, more = 0] = parts.map((part = '0') => Number(part));
    const timed = hour < 24 && minute < 60 && second < 60 && offset < 15 && more < 60;
    const year = Number(value.slice(0, 4));
    // « 2026-03-12 18:30-20:00 » is two hours, not a zone.
    return year >= least && year <= most && isDate(day ?? value) && timed && !/ .*-[0-9:]+$/.test(value);
  };
  // A coded name (xn--) is left to those who know the plain text: browsers do not all check it.
  /** @type {(value: string) => boolean} */
  const isUrl = value => fits('url', value) && !/^https?:\/\/[^/?#]*xn--/i.test(value) && URL.canParse(value);
  /** The types that more than a pattern tells. @type {Record<string, (value: string) => boolean>} */
  const exact = { url: isUrl, date: isDate, moment: isMoment };

  /** What is wrong with a value as the source would hold it, null when nothing is. @type {(field: Field, value: string) => Trouble | null} */
  const refuse = ({ type, choices, longest = Infinity, low = 0, high = Infinity }, value) => {
    if (choices) return null; // there is nothing else to choose
    const one = type === 'line' || type === 'contact' ? line(value) : value.trim();
    const { length } = [...one];
    if (!length && ['line', 'contact'].includes(type)) return EMPTY;
    if (type === 'line')
      return length > longest
        ? { message: `${length} caractères, pour ${longest} au plus`, hint: 'raccourcissez le texte' }
        : null;
    if (!(exact[type] ?? (text => fits(type, text)))(one)) return refused(type, one);
    const digits = one.replace(/[^0-9]/g, '');
    return type === 'count' && (Number(digits) < low || Number(digits) > high) ? refused('year', digits) : null;
  };

  /** A value as the source will hold it: tidied, dates and numbers put in their form. @type {(field: Field, text: string) => string} */
  const tidy = (field, text) => {
    const typed = clean(text).trim();
    switch (field.type) {
      case 'line':
        return line(typed);
      case 'date':
        return toDate(typed);
      case 'moment':
        return toMoment(typed);
      case 'count': {
        const bare = typed.replace(UNIT, '');
        const [, whole, part = '', unit] = bare.match(ROUNDED) ?? [];
        if (whole) return String(Number(whole + part) * 10 ** ((/^k/i.test(unit) ? 3 : 6) - part.length));
        const plain = /^[0-9]{1,3}(?:\.[0-9]{3})+$/.test(bare) ? bare.replaceAll('.', '') : bare;
        return fits('count', plain) ? plain.replace(/[^0-9]/g, '') : plain;
      }
      default:
        return typed;
    }
  };

  /** The fields of a record as the source will hold them: tidied, nothing empty but the elements that `isKept` keeps.
      @type {(fields: Field[], answers: Answers, isKept?: (element: Answer) => boolean) => Answers} */
  const record = (fields, answers, isKept = element => !empty(element)) => {
    const one = (/** @type {Field} */ field, /** @type {Answer} */ value) =>
      typeof value === 'string' ? tidy(field, value) : record(field.fields ?? [], /** @type {Answers} */ (value));
    return Object.fromEntries(
      fields
        .filter(field => !empty(answers[field.name]) && !withheld(field, answers))
        .map(field => {
          const given = several(answers[field.name]).filter(isKept);
          const made = given.map(value => one(field, value));
          return [field.name, field.many ? made : made[0]];
        }),
    );
  };

  /** What is wrong with a text among its neighbours (`beside`). @type {(field: Field, typed: string, beside: Answers, open: string[]) => Trouble | null} */
  const troubleOf = (field, typed, beside, open) => {
    const text = tidy(field, typed);
    const wrong = refuse(field, text);
    if (wrong || !['line', 'url'].includes(field.type)) return wrong;
    // A way to reach someone: its kind says its form.
    const kind = field.name === 'value' ? String(beside.type) : '';
    if (shapes[kind]) return fits(kind, text) ? null : refused(kind, typed);
    const found = personalIn(text, open);
    return found?.mild && (field.name === 'location' || kind === 'address') ? null : found;
  };

  /** Every problem of the fields. @type {(fields: Field[], answers: Answers, path?: Path, open?: string[]) => Problem[]} */
  const fieldProblems = (fields, answers, path = [], open = publicContacts(answers)) =>
    fields.flatMap(field => {
      const at = [...path, field.name];
      const value = answers[field.name];
      if (withheld(field, answers) || (empty(value) && !field.required)) return [];
      if (empty(value)) {
        const where = field.fields ? [...at, ...(field.many ? [0] : []), field.fields[0].name] : at;
        const hint = field.many ? 'ajoutez au moins un élément' : 'ce champ est obligatoire';
        return [{ path: where, message: 'à compléter', hint }];
      }
      return several(value).flatMap((given, n) => {
        const spot = field.many ? [...at, n] : at;
        if (empty(given)) return [];
        if (typeof given !== 'string')
          return fieldProblems(field.fields ?? [], /** @type {Answers} */ (given), spot, open);
        const wrong = troubleOf(field, given, answers, open);
        return wrong ? [{ path: spot, ...wrong }] : [];
      });
    });

  return { clean, prose, item, line, tidy, refuse, isMoment, personalIn, record, fieldProblems };
};

/** What the texts of a record may cite. @type {(answers: Answers) => string[]} */
export const publicContacts = answers => several(answers.public_contacts).map(String);

/* What fields must be to each other: dates in order, a mandate in a place where it is held. The words come with the form;
   the other rules are the review's. */

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
    @param {(text: string) => boolean} isMoment @param {(path: Path, value: string) => string} label
    @returns {Problem[]} */
export const disagreements = ({ order, held, rules }, record, isMoment, label) => {
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
      role: label([...path, 'role'], role),
      kind: held.words[kinds[0]],
      right: right.map(kind => held.words[kind]).join(' ou '),
    };
    return [{ path: [...path, 'area'], message: fill(held.message, words), hint: fill(held.hint, words) }];
  });
  return [...late, ...misplaced];
};
