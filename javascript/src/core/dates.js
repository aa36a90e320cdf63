/* Dates as people type them, into the form sources have (AAAA, AAAA-MM, AAAA-MM-JJ, AAAA-MM-JJTHH:MM), and back. */
import { fold } from './text.js';

const MONTHS = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ');
/** The day it is in Paris, as the checker counts: from Nouméa, one would write tomorrow. In Swedish, a date is AAAA-MM-JJ. */
export const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

/** @param {string} text */
const spaced = text => text.trim().replace(/\s+/gu, ' ');

/** A year, a month and a day as a date: those that are there. @type {(...parts: (string | undefined)[]) => string} */
const dashed = (...parts) =>
  parts
    .filter(Boolean)
    .map(part => String(part).padStart(2, '0'))
    .join('-');

/** The number of a month, by its name or how that begins. */
const monthOf = (/** @type {string} */ word) => {
  const typed = fold(word);
  const n = typed.length < 3 ? -1 : MONTHS.findIndex(name => fold(name).startsWith(typed));
  return n < 0 ? '' : String(n + 1);
};

// A year of two digits is of this century: what is typed here happened lately, or will. « 03/24 » may be a day.
const SHORT_YEAR = /^((?![0-9]{4}).*(?:\p{L}\.?|[/. -][0-9]{1,2})[/. -])([0-9]{2})$/u;

/** « 12/03/2024 », « mars 2024 », « 1er mars 2024 » → "2024-03-12", "2024-03", "2024-03-01"; else the text as it was.
    @type {(text: string) => string} */
export const toDate = text => {
  const typed = spaced(text).replace(SHORT_YEAR, '$120$2');
  const numbers = typed.match(/^(?:([0-9]{1,2})[/. -])?([0-9]{1,2})[/. -]([0-9]{4})$/);
  if (numbers) return dashed(numbers[3], numbers[2], numbers[1]);
  const turned = typed.match(/^([0-9]{4})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{1,2}))?$/);
  if (turned) return dashed(turned[1], turned[2], turned[3]);
  const words = typed.match(/^(?:(?:le )?([0-9]{1,2})(?:er)? )?(\p{L}+)\.? ([0-9]{4})$/iu);
  const month = words && monthOf(words[2]);
  return month ? dashed(words[3], month, words[1]) : typed;
};

const TIMED = /^(.*[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})(?:,? (?:à )?|T)([0-9]{1,2}) ?(?:h|:) ?([0-9]{2})?$/iu;
/** The same, with a time at the end or not: « 12 mars 2024 à 18 h 30 » → "2024-03-12T18:30". @type {(text: string) => string} */
export const toMoment = text => {
  const [, day, hour, minute = '00'] = spaced(text).match(TIMED) ?? [];
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
