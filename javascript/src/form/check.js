/* What an answer must be: the rules of `club check`, as one types. They come as data (`rules`), from the patterns and
   limits the checker itself applies (generator/views/forms.py). Nothing here touches the page. */
import { exists, toDate, toMoment } from '../core/dates.js';
import { quoted } from '../core/text.js';
import { personal } from './personal.js';

/** @import { Answer, Answers, Field, Path, Problem, Rules, Trouble } from './types' */

const MOMENT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:Z|[+-]([0-9]{2}):([0-9]{2}))?$/;
const AREA = /^(commune|epci|departement|region):[0-9AB]+$/;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const UNIT = /\s*(?:€|euros?|personnes?|habitants?|hab\.?)$/iu;
const ROUNDED = /^([0-9]{1,4})(?:,([0-9]{1,3}))? ?(k|m|millions?(?: d[’'])?)$/iu;
const FENCE = /^ *(?:```|~~~)/;
const ENDS = /[.!?…:;»)]$/u;
const BEGINS = /^[\p{Lu}\p{N}«“]/u;
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

  /** A text with nothing a source may not hold: composed accents, no hidden character. @type {(text: string) => string} */
  const clean = text =>
    text
      .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
      .replace(/[\u0080-\u009f]/g, fromWindows)
      .replace(forbidden, '')
      .replace(/[\p{Cs}\ufffe\uffff]/gu, '')
      .normalize('NFC');
  /** @type {(text: string) => string} */
  const line = text => clean(text).split(/\s+/u).filter(Boolean).join(' ');

  /** A text as one types it: what begins on a line of its own is a paragraph. Lists, tables and notes stay as typed: the
      reader of sources decides (generator/core/normalize.py). @type {(text: string) => string} */
  const prose = text => {
    /** @type {string[]} */
    const made = [];
    let code = false;
    for (const row of text.split('\n')) {
      const above = made.at(-1) ?? '';
      const ended = (item.test(above) || ENDS.test(above.trimEnd())) && !/^[#>|\s]/.test(above);
      if (FENCE.test(row)) code = !code;
      else if (!code && ended && BEGINS.test(row) && !item.test(row)) made.push('');
      made.push(row);
    }
    return made.join('\n');
  };

  /** @type {(name: string, value: string) => boolean} */
  const fits = (name, value) =>
    [...value].length <= shapes[name].longest && new RegExp(`^(?:${shapes[name].pattern})$`, 'iu').test(value);
  /** @type {(name: string, value: string) => Trouble} */
  const refused = (name, value) => {
    const { message, hint, shown } = name === 'moment' ? rules.moment : shapes[name];
    return { message: message.replace('{value}', [...value].slice(0, shown).join('')), hint };
  };
  // A coded name (xn--) is left to those who know the plain text: browsers do not all check it.
  /** @type {(value: string) => boolean} */
  const isUrl = value => fits('url', value) && !/^https?:\/\/[^/?#]*xn--/i.test(value) && URL.canParse(value);
  /** @type {(value: string) => boolean} */
  const isDate = value => fits('date', value) && exists(value);
  /** @type {(value: string) => boolean} */
  const isMoment = value => {
    const [least, most] = rules.moment.years;
    const year = Number(value.slice(0, 4));
    const [, day, ...parts] = value.match(MOMENT) ?? [];
    if (!day) return year >= least && year <= most && isDate(value);
    const [hour, minute, second, offset, more] = parts.map((part = '0') => Number(part));
    const timed = hour < 24 && minute < 60 && second < 60 && offset < 15 && more < 60;
    // « 2026-03-12 18:30-20:00 » is two hours, not a zone.
    return year >= least && year <= most && exists(day) && timed && !/ .*-[0-9:]+$/.test(value);
  };
  /** @type {(value: string, field: Field) => boolean} */
  const outside = (value, { low = 0, high = Infinity }) => Number(value) < low || Number(value) > high;

  /** What is wrong with a value as the source would hold it, null when nothing is. @type {(field: Field, value: string) => Trouble | null} */
  const refuse = (field, value) => {
    const one = value.trim();
    switch (field.type) {
      case 'line': {
        const { length } = [...line(one)];
        if (!length) return EMPTY;
        return length > (field.longest ?? Infinity)
          ? { message: `${length} caractères, pour ${field.longest} au plus`, hint: 'raccourcissez le texte' }
          : null;
      }
      case 'contact':
        if (!line(one)) return EMPTY;
        return fits('contact', line(one)) ? null : refused('contact', line(one));
      case 'url':
        return isUrl(one) ? null : refused('url', one);
      case 'count': {
        const digits = one.replace(/[^0-9]/g, '');
        if (!fits('count', one)) return refused('count', one);
        return outside(digits, field) ? refused('year', digits) : null;
      }
      case 'date':
        return isDate(one) ? null : refused('date', value);
      case 'moment':
        return isMoment(one) ? null : refused('moment', value);
      case 'area':
        return AREA.test(one)
          ? null
          : { message: 'ce lieu n’est pas choisi', hint: 'tapez son nom, puis choisissez-le dans la liste' };
      case 'ref':
        return SLUG.test(one) ? null : { message: 'ce nom n’est pas choisi', hint: 'choisissez-le dans la liste' };
      default: // a draft may hold a choice that is no more
        return field.choices?.some(([key]) => key === one)
          ? null
          : { message: `${quoted(one)} n’est pas une valeur prévue`, hint: 'choisissez dans la liste' };
    }
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

  /** The fields of a record as the source will hold them: tidied, nothing empty. @type {(fields: Field[], answers: Answers) => Answers} */
  const record = (fields, answers) => {
    /** @type {(field: Field, value: Answer) => Answer} */
    const one = (field, value) =>
      typeof value === 'string' ? tidy(field, value) : record(field.fields ?? [], /** @type {Answers} */ (value));
    return Object.fromEntries(
      fields
        .filter(field => !empty(answers[field.name]) && !withheld(field, answers))
        .map(field => {
          const given = several(answers[field.name]).filter(value => !empty(value));
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
