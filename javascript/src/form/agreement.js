/* The agreement that comes with the sheet of a person: dated when it is given, and made a text that both sides keep. */
import { toDate, today } from '../core/dates.js';
import { $ } from '../core/dom.js';
import { fill, several } from './check.js';
import { elementsOf } from './fields.js';
import { when } from './send.js';

/** @import { Answers, Model } from './types' */
/** @import { Store } from './store' */

/** Bind what the form `whole` asks of an agreement; returns what makes it of the answers, null when there is none.
    @param {HTMLElement} whole @param {Store} store @param {Model} core @param {() => void} sync */
export const agreement = (whole, store, core, sync) => {
  /** @type {HTMLElement | null} */
  const paper = $('[data-paper]', whole);
  if (!paper) return () => null;
  const { notice = '', line = '' } = paper.dataset;
  const page = $('pre', paper);
  const pattern = page.textContent;
  const given = () => /** @type {Answers} */ (store.get(['consent']) ?? {});

  /** Who agrees, agrees today and to the notice of this page, unless they say otherwise; who agrees to nothing, not at all. */
  const sign = ({ date = '', notice: read = '' } = given()) => {
    const agrees = several(given().fields).length > 0;
    const day = agrees ? date || today() : '';
    store.set(['consent', 'date'], day);
    store.set(['consent', 'notice'], agrees ? read || (toDate(String(day)) === today() ? notice : '') : '');
    sync();
  };
  whole.addEventListener('input', ({ target }) => {
    if (/** @type {HTMLInputElement} */ (target).name === 'consent.fields') sign();
  });
  $('[data-renew]', whole).addEventListener('click', () => {
    sign({});
    elementsOf(whole, 'consent.date')[0].focus();
  });
  when('agreed', several(/** @type {Answers | undefined} */ (core.original.consent)?.fields).length > 0);

  return () => {
    const { consent, given_name: first, family_name: last } = core.record(store.answers);
    const { date = '', notice: read = 'sans version', fields } = /** @type {Answers} */ (consent ?? {});
    const named = several(fields).map(one => core.label(core.fieldAt(['consent', 'fields']), String(one)));
    paper.hidden = !date || !named.length;
    if (paper.hidden) return null;
    const day = core.label(core.fieldAt(['consent', 'date']), String(date));
    const values = { name: `${first} ${last}`, date: day, notice: String(read), fields: named.join(', ') };
    page.textContent = fill(pattern, values);
    return { text: page.textContent, line: fill(line, values) };
  };
};
