/* What a form makes of its answers: what is wrong with them, and the source they will be. Nothing here touches the page. */
import { inWords } from '../core/dates.js';
import { NBSP, number } from '../core/text.js';
import { checker, disagreements, empty, publicContacts, several } from './check.js';
import { same } from './draft.js';
import { body, changes, corrected, entry, file, identifier, sections } from './file.js';

/** @import { Answers, Description, Field, Path, Problem, Proposal, Sheet } from './types' */
/** @typedef {[title: string, text: string]} Section */

const folded = (/** @type {string} */ title) => title.toLowerCase();

/** The answers of an empty form or group: its defaults, and the groups there must be. @type {(fields: Field[]) => Answers} */
export const blank = fields =>
  Object.fromEntries(
    fields
      .filter(field => field.default || (field.least && field.fields))
      .map(field => [field.name, field.default ?? [blank(field.fields ?? [])]]),
  );

/** The model of a form. `sheet` is the source it corrects or null, `today` AAAA-MM-JJ. Answers are texts as typed, by
    name of field; those of the body are under `#`, by title. `named` gives what a value of a field names.
    @param {Description} form @param {Sheet | null} sheet @param {string} today
    @param {(field: Field, value: string) => Row | undefined} [named] */
export const model = (form, sheet, today, named = () => undefined) => {
  const check = checker(form.rules);
  const fields = form.steps.flatMap(step => step.fields);
  const inOrder = form.fields.flatMap(name => fields.filter(field => field.name === name));
  const titles = form.steps.flatMap(step => step.texts.map(([title]) => title));
  const untitled = titles.includes('');
  const written = sheet ? sections(sheet.body) : [];

  const bodyOf = (/** @type {Sheet} */ { body: whole }) => {
    const texts = new Map(written.toReversed().map(([title, text]) => [folded(title), text.trim()]));
    return Object.fromEntries(titles.map(title => [title, untitled ? whole.trim() : (texts.get(folded(title)) ?? '')]));
  };
  /** @type {Answers} */
  const original = sheet ? { ...check.record(fields, sheet.data), '#': bodyOf(sheet) } : { ...blank(fields), '#': {} };
  if (!sheet && fields.some(({ name }) => name === 'reviewed')) original.reviewed = today;
  const before = check.record(fields, original);

  /** @type {(answers: Answers, title: string) => string} */
  const typedIn = (answers, title) => String(/** @type {Answers | undefined} */ (answers['#'])?.[title] ?? '');
  /** A text of the body. What a correction leaves as it was stays so to the letter. @type {(answers: Answers, title: string) => string} */
  const textOf = (answers, title) => {
    const typed = typedIn(answers, title);
    if (typed === typedIn(original, title)) return typed;
    return (sheet ? check.clean(typed) : check.prose(check.clean(typed))).trim();
  };
  /** The texts of the body, what nobody asked for included, where it was. @type {(answers: Answers) => Section[]} */
  const texts = answers => {
    const left = new Map(titles.map(title => [folded(title), title]));
    /** @type {Section[]} */
    const all = [];
    for (const [title, text] of untitled ? [] : written) {
      const asked = left.get(folded(title));
      all.push([title, asked ? textOf(answers, asked) : text]);
      left.delete(folded(title));
    }
    for (const title of left.values()) all.push([title, textOf(answers, title)]);
    return all;
  };
  /** @type {(answers: Answers) => string[]} */
  const rewritten = answers => titles.filter(title => textOf(answers, title) !== typedIn(original, title));
  const record = (/** @type {Answers} */ answers) => check.record(fields, answers);
  const untouched = (/** @type {Answers} */ answers, /** @type {string} */ name) =>
    sheet !== null && (same(answers[name], original[name]) || (empty(answers[name]) && empty(original[name])));

  /** The field at a path. @type {(path: Path) => Field | undefined} */
  const fieldAt = path => {
    const [name, ...names] = path.filter(step => typeof step === 'string');
    /** @type {(among: Field[] | undefined, name: string) => Field | undefined} */
    const among = (parts, one) => parts?.find(part => part.name === one);
    return names.reduce((field, one) => among(field?.fields, one), among(fields, name));
  };
  /** A value of a field as a reader will see it. @type {(field: Field | undefined, value: string) => string} */
  const label = (field, value) => {
    if (!field) return value;
    if (field.type === 'date' || field.type === 'moment') return inWords(value);
    if (field.type === 'count') return field.high || !/^[0-9]+$/.test(value) ? value : number(Number(value));
    const row = named(field, value);
    if (row) return field.type === 'area' ? row.slice(1).join(', ') : row[1];
    return field.choices?.find(([key]) => key === value)?.[1] ?? value;
  };
  /** What fields of these answers do not agree on. @type {(answers: Answers) => Problem[]} */
  const between = answers => {
    const order = form.order.filter(([group, ...names]) =>
      (group ? [group] : names).some(name => !untouched(answers, name)),
    );
    const held = form.held && !untouched(answers, form.held.group) ? form.held : null;
    // Empty elements stay in their place: the path of a problem is that of the answers.
    const all = check.record(fields, answers, () => true);
    const words = (/** @type {Path} */ path, /** @type {string} */ value) => label(fieldAt(path), value);
    return disagreements({ order, held, rules: form.rules }, all, check.isMoment, words);
  };
  /** What of the texts must not be published. What they may cite has changed: those left as they were are looked at again.
      @type {(answers: Answers) => Problem[]} */
  const inTexts = answers =>
    (untouched(answers, 'public_contacts') ? rewritten(answers) : titles).flatMap(title => {
      const wrong = check.personalIn(textOf(answers, title), publicContacts(answers));
      return wrong ? [{ path: ['#', title], ...wrong }] : [];
    });

  /** The correction of a sheet: the file, or only what changes in one that is not shown whole.
      @type {(sheet: Sheet, record: Answers, answers: Answers) => Pick<Proposal, 'name' | 'text' | 'partial'>} */
  const correction = (old, after, answers) => {
    const changed = inOrder.filter(({ name }) => !same(before[name], after[name]));
    const rewrote = rewritten(answers).length > 0;
    if (!old.partial) {
      const whole = rewrote ? body(texts(answers)) : old.body.trim() && `${old.body.trim()}\n`;
      return { name: old.path.split('/').pop() ?? '', text: corrected(old, inOrder, changed, after, whole) };
    }
    const lost = changed.map(({ name }) => name).filter(name => !(name in after));
    // A photo leaves with the agreement to show it.
    const [agreed, agrees] = [before, after].map(({ consent }) =>
      several(/** @type {Answers | undefined} */ (consent)?.fields),
    );
    if (agreed.includes('image') && !agrees.includes('image')) lost.push('image');
    const text = changes(old, form.listed, changed, after, lost, rewrote ? body(texts(answers)) : '');
    return { name: `correction-${old.id}.${form.listed ? 'yaml' : 'md'}`, text, partial: true };
  };

  return {
    check,
    fields,
    titles,
    original,
    texts,
    record,
    label,
    fieldAt,
    changed: (/** @type {Answers} */ answers) => !same(before, record(answers)) || rewritten(answers).length > 0,
    /** Everything wrong with the answers. What a correction leaves as it was is not looked at. @type {(answers: Answers) => Problem[]} */
    problems: answers => [
      ...check.fieldProblems(fields, answers).filter(({ path }) => !untouched(answers, String(path[0]))),
      ...between(answers),
      ...inTexts(answers),
    ],
    /** The proposal: where it goes and its text. `taken` are the ids of the kind. @type {(answers: Answers, taken: Set<string>) => Proposal} */
    proposal: (answers, taken) => {
      const made = record(answers);
      const { id: term, title = sheet?.title, given_name: given, family_name: family } = made;
      const name = title ?? (term ? label(fieldAt(['id']), String(term)) : `${given} ${family}`);
      if (sheet) {
        const where = { path: sheet.path, change: true, listed: form.listed, subject: `Correction${NBSP}: ${name}` };
        return { ...where, ...correction(sheet, made, answers) };
      }
      const base = identifier(form.kind, /** @type {Record<string, string>} */ (made));
      let id = base;
      for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
      const subject = `Proposition${NBSP}: ${name}`;
      /** What nobody is asked, and a new record says. @type {Field} */
      const added = { name: 'added', label: '', type: 'date' };
      const entered = { ...made, added: today };
      const whole = [...inOrder, added];
      if (form.listed)
        return {
          path: form.file,
          name: `${id}.yaml`,
          text: entry(whole, id, entered),
          change: true,
          listed: true,
          subject,
        };
      const text = file(whole, entered, body(texts(answers)));
      return { path: form.file.replace('{id}', id), name: `${id}.md`, text, subject };
    },
  };
};
