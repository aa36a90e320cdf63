/* What a form makes of its answers: what is wrong with them, and the source they will be. Nothing here touches the page. */

import { NBSP } from '../core/text.js';
import { disagreements } from './agree.js';
import { checker, empty } from './check.js';
import { body, changes, corrected, entry, file, identifier, sections } from './file.js';

const alike = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const folded = title => title.toLowerCase();

/** What a source says, as a form holds it: a single value where a list is expected is a list of one. */
const fromSource = (fields, data) =>
  Object.fromEntries(
    fields.flatMap(field => {
      const value = data[field.name];
      if (value === undefined) return [];
      const one = item => (field.type === 'group' ? fromSource(field.fields, item) : item);
      return [[field.name, field.many ? [value].flat().map(one) : one(value)]];
    }),
  );

/** The answers of an empty form or group: its defaults. */
export const blank = fields =>
  Object.fromEntries(fields.filter(field => field.default).map(field => [field.name, field.default]));

/** The model of a form. `said` is its description, `sheet` the source it corrects or null, `today` AAAA-MM-JJ.
    Answers (`values`) are texts as typed, by name of field; those of the body are under `#`, by title.
    `named(kind, id)` gives the name of another record. */
export const model = (said, sheet, today, named = () => undefined) => {
  const check = checker(said.rules);
  const fields = said.steps.flatMap(step => step.fields);
  const inOrder = said.fields.map(name => fields.find(field => field.name === name));
  const whole = [...inOrder, { name: 'added', type: 'date' }]; // what nobody is asked, and a new record says
  const titles = said.steps.flatMap(step => step.texts.map(([title]) => title));
  const untitled = titles.includes('');
  const written = sheet ? sections(sheet.body) : [];

  const original = sheet
    ? {
        ...fromSource(fields, sheet.data),
        '#': untitled
          ? { '': sheet.body.trim() }
          : Object.fromEntries(
              titles.map(title => [title, written.find(([name]) => folded(name) === folded(title))?.[1].trim() ?? '']),
            ),
      }
    : { ...blank(fields), ...(fields.some(({ name }) => name === 'reviewed') ? { reviewed: today } : {}), '#': {} };
  const before = check.record(fields, original);

  /** A text of the body. What a correction leaves as it was stays so to the letter. */
  const textOf = (values, title) => {
    const typed = values['#']?.[title] ?? '';
    return typed === original['#'][title] ? typed : check.prose(check.clean(typed), Boolean(sheet)).trim();
  };
  /** The texts of the body, what nobody asked for included, where it was. */
  const texts = values => {
    if (untitled || !sheet) return titles.map(title => [title, textOf(values, title)]);
    const asked = new Map(titles.map(title => [folded(title), title]));
    const kept = written.map(([title, text], n) => {
      const again = written.findIndex(([other]) => folded(other) === folded(title)) < n;
      return [title, title && asked.has(folded(title)) && !again ? textOf(values, asked.get(folded(title))) : text];
    });
    const there = new Set(written.map(([title]) => folded(title)));
    return [...kept, ...titles.filter(title => !there.has(folded(title))).map(title => [title, textOf(values, title)])];
  };
  const rewritten = values => titles.filter(title => textOf(values, title) !== (original['#'][title] ?? ''));
  const record = values => check.record(fields, values);
  const untouched = (values, name) =>
    sheet && (alike(values[name], original[name]) || (empty(values[name]) && empty(original[name])));

  /** The words of a value of a field, or of one of a group. */
  const label = (group, name, value) => {
    const of = group ? fields.find(field => field.name === group).fields : fields;
    const field = of.find(one => one.name === name);
    if (field?.type === 'ref') return named(field.of, value) ?? value;
    return field?.choices?.find(([key]) => key === value)?.[1] ?? value;
  };
  /** A record that refers to itself; nobody is offered it, a draft may hold it. */
  const itself = (of, values, path = []) =>
    (sheet ? of : []).flatMap(field => {
      const at = [...path, field.name];
      const value = [values[field.name] ?? []].flat();
      if (field.type === 'group')
        return value.flatMap((one, n) => itself(field.fields, one, field.many ? [...at, n] : at));
      return field.type === 'ref' && field.of === said.kind && value.includes(sheet.id)
        ? [{ path: at, message: 'la fiche se désigne elle-même', hint: 'désignez l’autre fiche' }]
        : [];
    });
  /** What fields of these answers do not agree on. A record has no empty element: the path is that of the answers. */
  const between = values => {
    const order = said.order.filter(([group, ...names]) =>
      [group, ...names].some(name => fields.some(one => one.name === name) && !untouched(values, name)),
    );
    const held = said.held && !untouched(values, said.held.group) ? said.held : null;
    return disagreements({ order, held, rules: said.rules }, record(values), { isMoment: check.isMoment, label }).map(
      wrong => {
        const [name, n, ...rest] = wrong.path;
        if (typeof n !== 'number') return wrong;
        const there = values[name].flatMap((one, place) => (empty(one) ? [] : [place]));
        return { ...wrong, path: [name, there[n], ...rest] };
      },
    );
  };

  return {
    check,
    fields,
    titles,
    original,
    texts,
    textOf,
    record,
    changed: values => !alike(before, record(values)) || rewritten(values).length > 0,
    /** Everything wrong with the answers: [{path, message, hint}]. What a correction leaves as it was is not looked at. */
    problems: values => {
      const changed = rewritten(values);
      // What the texts may cite has changed: those left as they were are looked at again.
      const listed = !untouched(values, 'public_contacts');
      const inTexts = titles
        .filter(title => listed || changed.includes(title))
        .flatMap(title => {
          const text = textOf(values, title);
          const wrong =
            (changed.includes(title) ? check.text(text) : null) ?? check.personalIn(text, values.public_contacts);
          return wrong ? [{ path: ['#', title], ...wrong }] : [];
        });
      const whole = changed.length && !inTexts.length ? check.body(body(texts(values))) : null;
      return [
        ...check.fieldProblems(fields, values).filter(({ path }) => !untouched(values, path[0])),
        ...itself(fields, values).filter(({ path }) => !untouched(values, path[0])),
        ...between(values),
        ...inTexts,
        ...(whole ? [{ path: ['#', changed[0]], ...whole }] : []),
      ];
    },
    /** The pages of the site that the rewritten texts lead to: [title, address]. */
    pages: values => rewritten(values).flatMap(title => check.pages(textOf(values, title)).map(page => [title, page])),
    /** The proposal: where it goes and its text. `taken` are the ids of the kind. */
    proposal: (values, taken) => {
      const answers = record(values);
      const name =
        answers.title ??
        sheet?.title ??
        (answers.id ? label('', 'id', answers.id) : `${answers.given_name} ${answers.family_name}`);
      if (sheet) {
        const written = rewritten(values).length ? body(texts(values)) : sheet.body.trim() && `${sheet.body.trim()}\n`;
        const where = { path: sheet.path, change: true, listed: said.listed, subject: `Correction${NBSP}: ${name}` };
        if (!sheet.partial)
          return {
            ...where,
            name: sheet.path.split('/').pop(),
            text: corrected(sheet, inOrder, before, answers, written),
          };
        const other = inOrder.filter(field => !alike(before[field.name], answers[field.name]));
        const lost = other.map(field => field.name).filter(one => !(one in answers));
        // A photo leaves with the agreement to show it.
        if (before.consent?.fields?.includes('image') && !answers.consent?.fields?.includes('image'))
          lost.push('image');
        const text = changes(sheet, said, other, answers, lost, rewritten(values).length ? written : '');
        return { ...where, name: `correction-${sheet.id}.${said.listed ? 'yaml' : 'md'}`, text, partial: true };
      }
      const base = identifier(said, answers);
      let id = base;
      for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
      const subject = `Proposition${NBSP}: ${name}`;
      const entered = { ...answers, added: today };
      return said.listed
        ? { path: said.file, name: `${id}.yaml`, text: entry(whole, id, entered), change: true, listed: true, subject }
        : {
            path: said.file.replace('{id}', id),
            name: `${id}.md`,
            text: file(whole, entered, body(texts(values))),
            subject,
          };
    },
  };
};
