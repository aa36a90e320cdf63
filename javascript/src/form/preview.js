/* The sheet as it will look, from what is typed: elements and text, never HTML. */

import { inWords } from '../core/dates.js';
import { el } from '../core/dom.js';
import { number, upper } from '../core/text.js';
import { empty } from './check.js';

const HEADS = new Set(['title', 'summary', 'given_name', 'family_name']);

/** The words of a value as a reader will see them. */
const words = (form, field, value) => {
  if (field.many)
    return value.map(one => words(form, { ...field, many: false }, one)).join(field.type === 'group' ? '\n' : ', ');
  switch (field.type) {
    case 'group':
      return field.fields
        .filter(({ name }) => name in value)
        .map(part =>
          part.type === 'count'
            ? `${part.label}\u00a0: ${words(form, part, value[part.name])}`
            : words(form, part, value[part.name]),
        )
        .join(' · ');
    case 'term':
    case 'choice':
      return field.choices.find(([key]) => key === value)?.[1] ?? value;
    case 'area':
      return (form.names.get(value) ?? [value]).join(', ');
    case 'ref':
      return form.names.get(`${field.of}:${value}`)?.[0] ?? value;
    case 'date':
    case 'moment':
      return inWords(value);
    case 'count':
      return /^[0-9]+$/.test(value) && !field.high ? number(Number(value)) : value;
    default:
      return value;
  }
};

const INLINE = /\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[([^[\]\n]+)\]\([^()\s]+\)/g;
const inline = text => {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(text.slice(at, found.index));
    const [, strong, emphasis, link] = found;
    parts.push(strong ? el('strong', {}, strong) : emphasis ? el('em', {}, emphasis) : el('u', {}, link));
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
};
/** A small part of Markdown as elements: paragraphs, lists, titles, bold. */
export const passage = (text, item) =>
  text
    .trim()
    .split(/\n{2,}/)
    .filter(Boolean)
    .flatMap(block => {
      const title = block.match(/^#{2,6}\s+(.*)$/);
      if (title) return [el('p', {}, el('strong', {}, title[1]))];
      const said = [];
      const listed = [];
      for (const row of block.split('\n')) {
        if (item.test(row)) listed.push(row);
        else if (listed.length) listed.push(`${listed.pop()} ${row.trim()}`);
        else said.push(row);
      }
      return [
        said.length ? el('p', {}, ...inline(said.join(' '))) : null,
        listed.length
          ? el(
              /^\s*[0-9]/.test(listed[0]) ? 'ol' : 'ul',
              {},
              ...listed.map(one => el('li', {}, ...inline(one.replace(item, '')))),
            )
          : null,
      ].filter(Boolean);
    });

/** The elements of the preview of a record and its texts. */
export const preview = (form, said, texts) => {
  const name = said.title ?? [said.given_name, said.family_name].filter(Boolean).join(' ');
  const facts = form.fields.filter(field => field.name in said && !HEADS.has(field.name) && field.name !== 'sources');
  const sources = said.sources ?? [];
  return [
    el('h3', { class: 'c-preview__title' }, name || 'Sans titre pour l’instant'),
    said.summary ? el('p', { class: 'c-lede' }, said.summary) : null,
    form.kind === 'practice'
      ? el('ul', { class: 'c-badges' }, el('li', { class: 'c-badge c-badge--warn' }, 'Non confirmée'))
      : null,
    facts.length
      ? el(
          'div',
          { class: 'c-facts' },
          el('h4', {}, 'L’essentiel'),
          el(
            'dl',
            {},
            ...facts.map(field =>
              el(
                'div',
                { class: field.type === 'group' || field.many ? 'c-facts__wide' : null },
                el('dt', {}, field.label),
                ' ',
                el(
                  'dd',
                  {},
                  ...upper(words(form, field, said[field.name]))
                    .split('\n')
                    .flatMap((row, n) => (n ? [el('br'), row] : [row])),
                ),
              ),
            ),
          ),
        )
      : null,
    ...texts
      .filter(([, text]) => text.trim())
      .flatMap(([title, text]) => [title ? el('h4', {}, title) : null, ...passage(text, form.check.item)]),
    sources.length
      ? el(
          'div',
          { class: 'c-sources' },
          el('h4', {}, 'Sources'),
          el(
            'ol',
            {},
            ...sources.map(source =>
              el(
                'li',
                {},
                [source.title, source.url, source.date && inWords(source.date)].filter(part => !empty(part)).join(', '),
              ),
            ),
          ),
        )
      : null,
  ].filter(Boolean);
};
