/* What fields must be to each other: the rules of `club check` that compare several, in its words. Which fields,
   and what is said, comes with the form (generator/views/forms.py). Nothing here touches the page. */
import { first, inWords, last } from './form-dates.js';

const fill = (text, values) => text.replace(/\{([a-z_]+)\}/g, (whole, name) => values[name] ?? whole);
const whole = (text) => /^[0-9]+$/.test(text ?? '');
const least = (items, before) => items.reduce((best, one) => (before(one, best) ? one : best));
const days = (from, to) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** The stages of a text dated before what they follow: [step, word, other]. See generator/rules/watch.py. */
export const crossed = (lives, kind, steps) => {
  const named = new Map();
  for (const step of steps) named.set(step.name, [...(named.get(step.name) ?? []), step]);
  const all = (names) => names.flatMap((name) => named.get(name) ?? []);
  const found = [];

  const course = lives.courses[lives.kinds[kind] ?? 'other'];
  const counted = new Map([...named].map(([name, own]) => [name,
    course.earliest.includes(name) ? [least(own, (a, b) => a.first < b.first)]
      : course.latest.includes(name) ? [least(own, (a, b) => a.last >= b.last)] : own]));
  for (const [name, own] of counted) {
    const before = (course.follows[name] ?? []).flatMap((other) => counted.get(other) ?? []);
    if (!before.length) continue;
    const other = least(before, (a, b) => a.first > b.first);
    for (const step of own) if (step.last < other.first) found.push([step, 'avant', other]);
  }
  if (!lives.laws.includes(kind)) return found;

  const [signed] = named.get('promulgation') ?? [];
  if (signed) {
    const published = all(['publication-jo']).map((step) => step.first).sort()[0] ?? '';
    for (const step of all(['conseil-constitutionnel'])) {
      const soon = days(signed.first, step.last) < lives.question || step.last < published;
      if (step.first > signed.last && soon) found.push([step, 'après', signed]);
    }
    for (const step of all(['retrait', 'caducite', 'rejet'])) if (step.first > signed.last) found.push([step, 'après', signed]);
  }
  const ways = [
    [['retrait', 'caducite'], ['depot'], ['commission', ...lives.votes, 'adoption', ...lives.enacts]],
    [['rejet'], ['depot', ...lives.votes, 'adoption'], lives.enacts],
  ];
  for (const [ends, restarts, barred] of ways) {
    const ordered = all(ends).sort((a, b) => (a.last < b.last ? -1 : a.last > b.last ? 1 : a.index - b.index));
    const restart = all(restarts).map((step) => step.last).sort().at(-1) ?? '';
    for (const step of steps) {
      const end = ordered.filter((one) => one.last < step.first).at(-1);
      if (end && barred.includes(step.name) && restart < end.first) found.push([step, 'après', end]);
    }
  }
  return found;
};

/** Why none of the mandates held ([start, end]) may have run on a date, empty when one may. */
const unheld = (date, held, { over, early }) => {
  if (held.some(([start, end]) => first(start) <= last(date) && (!end || last(end) >= first(date)))) return '';
  const past = held.map(([, end]) => end).filter((end) => end && last(end) < first(date));
  return past.length ? fill(over, { last: inWords(least(past, (a, b) => last(a) > last(b))) }) : early;
};

/** The problems between fields: [{code, path, message, hint}]. `said` is a record as the source will hold it, `today`
    AAAA-MM-JJ, `id` that of the record when it has one; `isMoment` tells a date, `label(group, field, value)` gives the words of a value, `mandates` the
    periods of each member's mandates ("start/end"), `signatures` the days this one signed: null when not known. */
export const disagreements = (agreements, said, { id = '', today, isMoment, label, mandates, signatures }) => {
  const dated = (text) => typeof text === 'string' && isMoment(text);
  const RULES = {
    order: ([start, end], holder, { fields }) => {
      if (!dated(start) || !dated(end)) return [];
      const [a, b] = [start, end].map((when) => when.replace(' ', 'T'));
      const timed = a.includes('T') && b.includes('T');
      return (timed ? b < a : last(b) < first(a)) ? [[fields[1], { start: inWords(start), end: inWords(end) }]] : [];
    },
    past: ([when], holder, { fields }) => (dated(when) && first(when) > today ? [[fields[0], { when: inWords(when), today: inWords(today) }]] : []),
    future: ([start], holder, { fields }) => (dated(start) && last(start) < today ? [[fields[0], { start: inWords(start) }]] : []),
    named: ([start], holder, { fields }) => (id && dated(start) && !id.startsWith(start.slice(0, 7)) ? [[fields[0], { expected: start.slice(0, 7) }]] : []),
    share: ([number, of], holder, { fields }) => (whole(number) && whole(of) && BigInt(number) > BigInt(of) ? [[fields[1], { number, out_of: of }]] : []),
    only: ([state, when], holder, { among, group, fields }) => (
      dated(when) && !among.includes(state) ? [[fields[1], { done: inWords(when), status: label(group, fields[0], state) }]] : []),
    once: ([one], holder, { group, fields }, n) => (
      one && said[group].findIndex((other) => other[fields[0]] === one) < n ? [[fields[0], { member: label(group, fields[0], one) }]] : []),
    foreign: ([stage, date], holder, { among, more, group, fields }) => (
      said.kind && dated(date) && among.includes(stage) && !more.includes(said.kind)
        ? [[fields[0], { stage: `« ${label(group, fields[0], stage)} » (${inWords(date)})`, kind: label('', 'kind', said.kind) }]] : []),
    held: ([role, area], holder, { more, group, fields }) => {
      const right = more.areas[role];
      const kinds = area ? more.places[area] ?? [area.split(':')[0]] : [];
      if (!right || !kinds.length || kinds.some((kind) => right.includes(kind))) return [];
      return [[fields[1], { role: label(group, fields[0], role), kind: more.words[kinds[0]], right: right.map((kind) => more.words[kind]).join(' ou ') }]];
    },
    mandate: ([member, date], holder, { more, group, fields }) => {
      const why = dated(date) && mandates?.[member] && unheld(date, mandates[member].map((period) => period.split('/')), more);
      return why ? [[fields[1], { date: inWords(date), member: label(group, fields[0], member), why }]] : [];
    },
  };
  // These look at all the elements of a group together.
  const WHOLE = {
    course: ({ more, group, fields: [stage, date] }) => {
      const steps = (said[group] ?? []).flatMap((one, index) => (one[stage] && dated(one[date])
        ? [{ index, name: one[stage], text: one[date], first: first(one[date]), last: last(one[date]) }] : []));
      const words = (step) => `« ${label(group, stage, step.name)} » (${inWords(step.text)})`;
      const seen = new Set();
      return crossed(more, said.kind ?? '', steps).flatMap(([step, word, other]) => {
        if (seen.has(step.index)) return [];
        seen.add(step.index);
        return [[[group, step.index, date], { stage: words(step), word, other: words(other) }]];
      });
    },
    signed: ({ more, group, fields: [start, end] }) => {
      const held = (said[group] ?? []).map((one) => [one[start] ?? '', one[end] ?? '']);
      if (!held.every(([from, to]) => dated(from) && (!to || dated(to)))) return [];
      const when = (signatures ?? []).find((date) => unheld(date, held, more));
      return when ? [[[group], { date: inWords(when), member: said.family_name ? `${said.given_name} ${said.family_name}` : id, why: unheld(when, held, more) }]] : [];
    },
    needed: ({ among, group, fields: [stage, name] }) => (
      !said[name] && (said[group] ?? []).some((one) => among.includes(one[stage])) ? [[[name], {}]] : []),
  };
  return agreements.flatMap((agreement) => {
    const { code, rule, group, fields, message, hint, when = {} } = agreement;
    if (!Object.entries(when).every(([name, values]) => values.includes(said[name]))) return [];
    const wrong = (path, values) => ({ code, path, message: fill(message, values), hint: fill(hint, values) });
    if (rule in WHOLE) return WHOLE[rule](agreement).map(([path, values]) => wrong(path, values));
    const several = Array.isArray(said[group]);
    return (group ? [said[group] ?? []].flat() : [said]).flatMap((holder, n) => (
      RULES[rule](fields.map((name) => holder[name]), holder, agreement, n)
        .map(([name, values]) => wrong([...(group ? [group] : []), ...(several ? [n] : []), name], values))));
  });
};
