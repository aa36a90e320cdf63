/* The sheet as it will look, from what is typed: elements and text, never HTML. */
import { inWords } from '../core/dates.js';
import { $, el } from '../core/dom.js';
import { number, upper } from '../core/text.js';
import { several } from './check.js';

/** @import { Answer, Answers, Field, Model, Row } from './types' */

const APART = new Set(['title', 'summary', 'given_name', 'family_name', 'sources']);
const INLINE = /\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[([^[\]\n]+)\]\([^()\s]+\)/;

/** A line of Markdown: bold, italics, links underlined. @type {(text: string) => (Node | string)[]} */
const inline = text => {
  const found = text.match(INLINE);
  if (!found) return [text];
  const [whole, strong, emphasis, link] = found;
  const [before, after] = [text.slice(0, found.index), text.slice((found.index ?? 0) + whole.length)];
  const name = strong ? 'strong' : emphasis ? 'em' : 'u';
  return [before, el(name, {}, strong ?? emphasis ?? link), ...inline(after)];
};

/** A block of Markdown: a title, or a paragraph and the list that follows it. @type {(block: string, item: RegExp) => Node[]} */
const blockOf = (block, item) => {
  const title = block.match(/^#{2,6}\s+(.*)$/);
  if (title) return [el('p', {}, el('strong', {}, title[1]))];
  const rows = block.split('\n');
  const start = rows.findIndex(row => item.test(row));
  const [above, listed] = start < 0 ? [rows, []] : [rows.slice(0, start), rows.slice(start)];
  /** @type {string[]} */
  const items = [];
  for (const row of listed) items.push(item.test(row) ? row : `${items.pop()} ${row.trim()}`);
  const list = el(
    /^\s*[0-9]/.test(items[0]) ? 'ol' : 'ul',
    {},
    ...items.map(one => el('li', {}, ...inline(one.replace(item, '')))),
  );
  return [...(above.length ? [el('p', {}, ...inline(above.join(' ')))] : []), ...(items.length ? [list] : [])];
};

/** Draw in `sheet` a record and its texts; `names` are those of what was chosen.
    @param {HTMLElement} sheet @param {Model} core @param {Answers} answers @param {Map<string, Row>} names */
export const preview = (sheet, core, answers, names) => {
  /** The words of a value as a reader will see them. @type {(field: Field, value: Answer) => string} */
  const words = (field, value) => {
    if (field.fields) {
      const groups = /** @type {Answers[]} */ (several(value));
      return groups.map(group => facts(field.fields ?? [], group).join(' · ')).join('\n');
    }
    return several(value)
      .map(one => word(field, String(one)))
      .join(', ');
  };
  /** @type {(fields: Field[], group: Answers) => string[]} */
  const facts = (fields, group) =>
    fields
      .filter(({ name }) => name in group)
      .map(part => (part.type === 'count' ? `${part.label}\u00a0: ` : '') + words(part, group[part.name]));
  /** @type {(field: Field, value: string) => string} */
  const word = (field, value) => {
    switch (field.type) {
      case 'area':
        return names.get(value)?.slice(1).join(', ') ?? value;
      case 'ref':
        return names.get(`${field.of}:${value}`)?.[1] ?? value;
      case 'date':
      case 'moment':
        return inWords(value);
      case 'count':
        return /^[0-9]+$/.test(value) && !field.high ? number(Number(value)) : value;
      default:
        return field.choices?.find(([key]) => key === value)?.[1] ?? value;
    }
  };

  const record = core.record(answers);
  const { title, summary = '', given_name: given, family_name: family } = record;
  const name = [title, given, family].filter(Boolean).join(' ');
  $('h3', sheet).textContent = name || 'Sans titre pour l’instant';
  $('.c-lede', sheet).textContent = String(summary);
  const shown = core.fields.filter(({ name }) => name in record && !APART.has(name));
  const rows = shown.map(field => {
    const lines = upper(words(field, record[field.name])).split('\n');
    const wide = field.fields || field.many ? 'c-facts__wide' : null;
    const said = lines.flatMap((line, n) => (n ? [el('br'), line] : [line]));
    return el('div', { class: wide }, el('dt', {}, field.label), ' ', el('dd', {}, ...said));
  });
  const sources = /** @type {Record<string, string>[]} */ (several(record.sources)).map(source =>
    el('li', {}, [source.title, source.url, source.date && inWords(source.date)].filter(Boolean).join(', ')),
  );
  for (const [part, list, all] of /** @type {[string, string, Node[]][]} */ ([
    ['.c-facts', 'dl', rows],
    ['.c-sources', 'ol', sources],
  ])) {
    $(part, sheet).hidden = !all.length;
    $(`${part} > ${list}`, sheet).replaceChildren(...all);
  }
  const texts = core
    .texts(answers)
    .filter(([, text]) => text.trim())
    .flatMap(([name, text]) => {
      const blocks = text.trim().split(/\n{2,}/);
      return [...(name ? [el('h4', {}, name)] : []), ...blocks.flatMap(block => blockOf(block, core.check.item))];
    });
  $('.c-preview__texts', sheet).replaceChildren(...texts);
};
