/* Dates as people type them, into the form sources have (AAAA, AAAA-MM, AAAA-MM-JJ, AAAA-MM-JJTHH:MM), and back. */
import { fold } from './text.js';

const monthsIn = (/** @type {string} */ language) =>
  Array.from({ length: 12 }, (_, n) => new Date(2000, n).toLocaleDateString(language, { month: 'long' }));
const MONTHS = monthsIn('fr');
const NAMES = [...MONTHS, ...monthsIn('en')].map(fold);
/** The day it is in Paris, as the checker counts: from Nouméa, one would write tomorrow. In Swedish, a date is AAAA-MM-JJ. */
export const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

const spaced = (/** @type {string} */ text) => text.trim().replace(/\s+/gu, ' ');

/** The number of a month, by its name or a beginning of it that is enough. @param {string} word */
const monthOf = word => {
  const found = NAMES.flatMap((name, n) => (word.length > 2 && name.startsWith(word) ? [(n % 12) + 1] : []));
  return new Set(found).size === 1 ? String(found[0]) : '';
};

const BEFORE = /^(?:(?:le|en|du) )?(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?/i;
// A year of two digits is of this century: what is typed here happened lately, or will. « 03/24 » may be a day.
const SHORT_YEAR = /^((?![0-9]{4}).*(?:\p{L}\.?|[/. -][0-9]{1,2})[/. -])([0-9]{2})$/u;
// As generator/records/parsing.py reads them: in digits, then in words.
const FORMS = [
  /^(?<year>[0-9]{4})(?:[-/. ](?<month>[0-9]{1,2})(?:[-/. ](?<day>[0-9]{1,2}))?)?$/,
  /^(?:(?<day>[0-9]{1,2})[-/. ])?(?<month>[0-9]{1,2})[-/. ](?<year>[0-9]{4})$/,
  /^(?<year>1[789][0-9]{2}|2[01][0-9]{2})(?<month>0[1-9]|1[0-2])(?<day>[0-3][0-9])$/,
  /^(?!20[0-9]{2}20)(?<day>[0-9]{2})(?<month>[0-9]{2})(?<year>[0-9]{4})$/,
  /^(?<month>[a-z]+) (?<day>[0-9]{1,2}) (?<year>[0-9]{4})$/,
  /^(?:(?<day>[0-9]{1,2}|premier)(?:er)? )?(?<month>[a-z]+) (?<year>[0-9]{4})$/,
];

/** « 12/03/2024 », « mars 2024 », « 1er mars 2024 » → "2024-03-12", "2024-03", "2024-03-01"; else the text as it was.
    @type {(text: string) => string} */
export const toDate = text => {
  const typed = spaced(text).replace(SHORT_YEAR, '$120$2');
  const bare = typed.replace(BEFORE, '').replace(/^[ .,]+|[ .,]+$|T00:00(?::00)?Z?$/g, '');
  const read = /\p{L}/u.test(bare) ? fold(bare) : bare;
  const { year, month, day } = FORMS.map(form => read.match(form)?.groups).find(Boolean) ?? {};
  const number = month && (/[a-z]/.test(month) ? monthOf(month) : month);
  if (!year || number === '') return typed;
  const parts = [year, number, day === 'premier' ? '1' : day].filter(Boolean);
  return parts.map(part => part.padStart(2, '0')).join('-');
};

const TIMED =
  /^(.*[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:,? (?:(?:à|-|–) )?|T)([0-9]{1,2}) ?(?:h(?:eures?)?|:) ?([0-9]{2})?$/iu;
const TIME_FIRST = /^(?:à )?([0-9]{1,2} ?(?:h|:) ?[0-9]{0,2}),? ([^0-9]*[0-9].*)$/i;
/** The same, with a time at the end or not: « 12 mars 2024 à 18 h 30 » → "2024-03-12T18:30". @type {(text: string) => string} */
export const toMoment = text => {
  const typed = spaced(text).replace(TIME_FIRST, '$2 $1');
  const [, day, hour, minute = '00'] = typed.match(TIMED) ?? [];
  return day ? `${toDate(day)}T${hour.padStart(2, '0')}:${minute}` : toDate(text);
};

const ISO = /^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?)?)?/;
/** A date of a source in words: "2024-03-01T18:30" → « 1er mars 2024 à 18 h 30 ». @type {(iso: string) => string} */
export const inWords = iso => {
  const [, year, month, day, hour, minute] = iso.match(ISO) ?? [];
  if (!year) return iso;
  const date = [day === '01' ? '1er' : day && String(Number(day)), MONTHS[Number(month) - 1], year]
    .filter(Boolean)
    .join('\u00a0');
  return hour ? `${date} à ${Number(hour)}\u00a0h${minute === '00' ? '' : `\u00a0${minute}`}` : date;
};

/** The same as one types it, « 01/03/2024 18h30 »; a text that is nothing of that kind stays. @type {(iso: string) => string} */
export const asTyped = iso => {
  const [whole, year, month, day, hour, minute] = iso.match(ISO) ?? [];
  if (whole !== iso || !day) return whole === iso ? inWords(iso) : iso;
  return `${day}/${month}/${year}${hour ? ` ${hour}h${minute}` : ''}`;
};

/** Whether a partial date is in the calendar of the checker, which has no day after 9999-12-31. @type {(iso: string) => boolean} */
export const exists = iso => {
  const day = first(iso);
  const read = new Date(`${day}T00:00Z`);
  return iso >= '0001' && !/^9999(-12)?$/.test(iso) && !Number.isNaN(+read) && read.toISOString().startsWith(day);
};

/** The first and the last day a date may mean, as texts that compare. @type {(iso: string) => string} */
export const first = iso => `${iso.slice(0, 10)}-01-01`.slice(0, 10);
/** @type {(iso: string) => string} */
export const last = iso => `${iso.slice(0, 10)}${'-12-31'.slice(iso.length > 4 ? 3 : 0)}`.slice(0, 10);
