/* What must not be published of someone, in a text as one types it. The patterns are those of `club check`
   (generator/core/personal.py); who disguises an address or a number meets the review. Nothing here touches the page. */

/** @import { Rules, Trouble } from './types' */

/** What an e-mail address or a number is, however it is written. @type {(found: string) => string} */
const keyOf = found =>
  found.includes('@')
    ? found.replace(/^[ .'[-]+|[ .'[-]+$/gu, '')
    : found
        .replace(/\(0\)|[^0-9]/gu, '')
        .replace(/^(?:0033|33(?=0?[1-9][0-9]{8}$)|00)/u, '')
        .replace(/^0/u, '');

/** @param {Rules} rules */
export const personal = ({ personal: rules, own }) => {
  const every = (/** @type {string} */ source) => new RegExp(source, 'gu');
  /** Python writes `\1` what a browser writes `$1`. @type {(by: string) => string} */
  const replacement = by => by.replaceAll('\\', '$');
  const [initials, by] = rules.initials;
  const [email, ...phones] = [rules.email, ...rules.phones].map(every);
  const [aside, births, homes] = [rules.aside, rules.births, rules.homes].map(sources => sources.map(every));

  const plain = (/** @type {string} */ written) => {
    let text = written.replace(every(initials), replacement(by)).normalize('NFKC').toLowerCase();
    for (const [when, pattern, said] of rules.innocent)
      if (new RegExp(when, 'u').test(text)) text = text.replace(every(pattern), replacement(said));
    return text.replace(/\s+/gu, ' ');
  };
  /** What of a text must not be published, or is `mild` and to be looked at; null when nothing is. `allowed` are the
      public addresses of the record. @type {(written: string, allowed?: string[]) => Trouble | null} */
  return (written, allowed = []) => {
    const text = plain(written);
    const known = [own, ...allowed].map(one => keyOf(plain(one)));
    const has = (/** @type {string} */ read, /** @type {RegExp[]} */ shapes) =>
      shapes.some(shape => (read.match(shape) ?? []).some(found => !known.includes(keyOf(found))));
    const hidden = aside.reduce((read, shape) => read.replace(shape, 'x'), text);
    if (has(text, [email])) return { message: 'une adresse électronique dans le texte', hint: rules.hints.email };
    if (has(hidden, phones)) return { message: 'un numéro de téléphone dans le texte', hint: rules.hints.phone };
    if (births.some(shape => text.search(shape) >= 0))
      return { message: 'une date de naissance dans le texte', hint: 'retirez-la' };
    const [message, hint] = rules.home;
    const home = homes.some(shape => [...text.matchAll(shape)].some(([, place]) => !place));
    return home ? { message, hint, mild: true } : null;
  };
};
