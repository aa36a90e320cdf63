/* The sheet as it will look, from what is typed: elements and text, never HTML. */
import { $, el } from '../core/dom.js';
import { upper } from '../core/text.js';
import { several } from './check.js';

/** @import { Answer, Answers, Field, Model } from './types' */

const APART = new Set(['title', 'summary', 'given_name', 'family_name', 'sources']);
const INLINE = /(\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*|\[[^[\]\n]+\]\([^()\s]+\))/;

/** A line of Markdown: bold, italics, links underlined. */
const inline = (/** @type {string} */ text) =>
  text.split(INLINE).map(part => {
    if (/^\*\*.+\*\*$/.test(part)) return el('strong', {}, part.slice(2, -2));
    if (/^\*.+\*$/.test(part)) return el('em', {}, part.slice(1, -1));
    return INLINE.test(part) ? el('u', {}, part.slice(1, part.indexOf(']'))) : part;
  });

/** A block of Markdown: a title, or a paragraph and the list that follows it. */
const blockOf = (/** @type {string} */ block, /** @type {RegExp} */ item) => {
  const parts = block.replace(/^#{2,6}\s+(.*)$/, '**$1**').split(new RegExp(item, 'mu'));
  const [above, ...items] = parts.map(part => inline(part.trim().replaceAll('\n', ' ')));
  const list = el(/^\s*[0-9]/m.test(block) ? 'ol' : 'ul', {}, ...items.map(one => el('li', {}, ...one)));
  return [...(parts[0].trim() ? [el('p', {}, ...above)] : []), ...(items.length ? [list] : [])];
};

/** Draw in `sheet` a record and its texts. @param {HTMLElement} sheet @param {Model} core @param {Answers} answers */
export const preview = (sheet, core, answers) => {
  /** The words of a value as a reader will see them. @type {(field: Field, value: Answer) => string} */
  const words = (field, value) => {
    if (field.fields) {
      const groups = /** @type {Answers[]} */ (several(value));
      return groups.map(group => facts(field.fields ?? [], group).join(' · ')).join('\n');
    }
    return several(value)
      .map(one => core.label(field, String(one)))
      .join(', ');
  };
  const facts = (/** @type {Field[]} */ fields, /** @type {Answers} */ group) =>
    fields
      .filter(({ name }) => name in group)
      .map(part => (part.type === 'count' ? `${part.label}\u00a0: ` : '') + words(part, group[part.name]));

  const record = core.record(answers);
  const { title, summary = '', given_name: given, family_name: family } = record;
  const name = [title, given, family].filter(Boolean).join(' ');
  $('h3', sheet).textContent = name || 'Sans titre pour l’instant';
  $('.c-lede', sheet).textContent = String(summary);
  const shown = core.fields.filter(({ name }) => name in record && !APART.has(name));
  const rows = shown.map(field => {
    const wide = field.fields || field.many ? 'c-facts__wide' : null;
    const shown = el('dd', {}, upper(words(field, record[field.name])));
    return el('div', { class: wide }, el('dt', {}, field.label), ' ', shown);
  });
  $('.c-facts', sheet).hidden = !rows.length;
  $('.c-facts > dl', sheet).replaceChildren(...rows);
  const texts = core
    .texts(answers)
    .filter(([, text]) => text.trim())
    .flatMap(([name, text]) => {
      const blocks = text.trim().split(/\n{2,}/);
      return [...(name ? [el('h4', {}, name)] : []), ...blocks.flatMap(block => blockOf(block, core.check.item))];
    });
  // Last, as on the sheet.
  const { label, fields = [] } = core.fieldAt(['sources']) ?? {};
  const sources = /** @type {Answers[]} */ (several(record.sources)).map(one =>
    el('li', {}, facts(fields, one).join(' · ')),
  );
  const end = sources.length ? [el('h4', {}, label), el('ol', {}, ...sources)] : [];
  $('.c-preview__texts', sheet).replaceChildren(...texts, ...end);
};
