/* Dates as people type them, into the form sources have (AAAA, AAAA-MM, AAAA-MM-JJ, AAAA-MM-JJTHH:MM), and back. */
import { fold } from './text.js';

const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];
const SHORT = /^(janv?|fevr?|avr|juil|sept?|oct|nov|dec)$/;
/** The day it is in Paris, as the checker counts: from Nouméa, one would write tomorrow. In Swedish, a date is AAAA-MM-JJ. */
export const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

const two = text => String(text).padStart(2, '0');

const monthOf = word => {
  const typed = fold(word);
  const n = MONTHS.findIndex(name => fold(name) === typed || (SHORT.test(typed) && fold(name).startsWith(typed)));
  return n < 0 ? '' : two(n + 1);
};

// A year of two digits is of this century: what is typed here happened lately, or will.
const SHORT_YEAR = /^(.*?(?:\p{L}\.?|[0-9]{1,2}) ?[/. -]|.*\p{L}\.? )'?([0-9]{2})$/u;
const fullYear = typed => {
  const [, before, year] = typed.match(SHORT_YEAR) ?? [];
  // « 03/24 » is March 2024; « 12/03 », a day without its year, is left as it is.
  return before && !(/^[0-9]{1,2}[/. -]$/.test(before) && Number(year) <= 12) && !/[0-9]{4}/.test(before)
    ? `${before}20${year}`
    : typed;
};

/** « 12/03/2024 », « mars 2024 », « 1er mars 2024 » → "2024-03-12", "2024-03", "2024-03-01"; else the text as it was. */
export const toDate = text => {
  const typed = fullYear(text.trim().replace(/\s+/gu, ' '));
  const numbers = typed.match(/^(?:([0-9]{1,2})[/. -])?([0-9]{1,2})[/. -]([0-9]{4})$/);
  if (numbers) return [numbers[3], two(numbers[2]), ...(numbers[1] ? [two(numbers[1])] : [])].join('-');
  const turned = typed.match(/^([0-9]{4})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{1,2}))?$/);
  if (turned) return [turned[1], two(turned[2]), ...(turned[3] ? [two(turned[3])] : [])].join('-');
  const words = typed.match(/^(?:(?:le )?([0-9]{1,2})(?:er)? )?(\p{L}+)\.? ([0-9]{4})$/iu);
  const month = words && monthOf(words[2]);
  if (month) return [words[3], month, ...(words[1] ? [two(words[1])] : [])].join('-');
  return typed;
};

/** The same, with a time at the end or not: « 12 mars 2024 à 18 h 30 » → "2024-03-12T18:30". */
export const toMoment = text => {
  const typed = text.trim().replace(/\s+/gu, ' ');
  const found = typed.match(
    /^(.*[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:,? (?:à )?|T)([0-9]{1,2}) ?(?:h|:) ?([0-9]{2})?$/iu,
  );
  return found ? `${toDate(found[1])}T${two(found[2])}:${found[3] ?? '00'}` : toDate(typed);
};

/** A date of a source in words: "2024-03-01T18:30" → « 1er mars 2024 à 18 h 30 ». */
export const inWords = iso => {
  const [, year, month, day, hour, minute] =
    iso.match(/^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?)?)?/) ?? [];
  if (!year) return iso;
  const date = [day && (day === '01' ? '1er' : String(Number(day))), month && MONTHS[Number(month) - 1], year]
    .filter(Boolean)
    .join('\u00a0');
  return hour ? `${date} à ${Number(hour)}\u00a0h${minute === '00' ? '' : `\u00a0${minute}`}` : date;
};

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const leap = year => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether a partial date exists (its form is checked elsewhere). */
export const exists = iso => {
  const [year, month, day] = iso.split('-').map(Number);
  if (year < 1 || (year === 9999 && day === undefined && (month === undefined || month === 12))) return false;
  if (month === undefined) return true;
  if (month < 1 || month > 12) return false;
  return day === undefined || (day >= 1 && day <= DAYS[month - 1] + (month === 2 && leap(year) ? 1 : 0));
};

/** The first and the last day a date may mean, as texts that compare. */
export const first = iso => `${iso.slice(0, 10)}-01-01`.slice(0, 10);
export const last = iso => `${iso.slice(0, 10)}${'-12-31'.slice(iso.length > 4 ? 3 : 0)}`.slice(0, 10);
