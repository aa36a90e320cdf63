/* The draft of a form, in this browser alone: what several tabs write of it is put together. */
import { attempt, root } from '../core/dom.js';

/** @import { Answers } from './types' */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const plain = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values hold the same, in whatever order their names come. @type {(a: unknown, b: unknown) => boolean} */
export const same = (a, b) => {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, n) => same(one, b[n]));
  if (!plain(a) || !plain(b)) return a === b;
  return Object.keys({ ...a, ...b }).every(name => same(a[name], b[name]));
};

/** What two made of the same answers, `from`: what I changed is mine, the rest is theirs.
    @template T @param {unknown} from @param {T} mine @param {T} theirs @returns {T} */
export const merged = (from, mine, theirs) => {
  if (!plain(mine) || !plain(theirs)) return same(mine, from) ? theirs : mine;
  const before = plain(from) ? from : {};
  const names = Object.keys({ ...theirs, ...mine });
  const all = names.map(name => [name, merged(before[name], mine[name], theirs[name])]);
  return /** @type {T} */ (Object.fromEntries(all.filter(([, value]) => value !== undefined)));
};

/** The draft called `name` of a form whose answers were `original`. It keeps what it started from: what has changed on
    the site since is not undone by it. `changed` says whether answers are worth keeping; `kept`, whether any can be.
    @param {string} name @param {Answers} original @param {(answers: Answers) => boolean} changed */
export const draftOf = (name, original, changed) => {
  const key = `formulaire:${new URL(root).pathname}:${name}`;
  const trial = 'formulaire:essai';
  const kept = attempt(() => localStorage.setItem(trial, '1')) !== null;
  const erase = () => attempt(() => localStorage.removeItem(key));
  attempt(() => localStorage.removeItem(trial));
  /** The answers kept, null when there are none. @returns {Answers | null} */
  const read = () => {
    const draft = attempt(() => JSON.parse(localStorage.getItem(key) ?? 'null'));
    const values = draft?.values ? merged(draft.from, draft.values, original) : null;
    return values && changed(values) ? values : null;
  };
  const found = read();
  /** What this tab last knew to be kept: what differs from it was typed here since. */
  let known = found ?? original;
  return {
    kept,
    found,
    erase,
    /** Keep answers, with what other tabs have kept since; gives them all. @type {(answers: Answers) => Answers} */
    keep: answers => {
      if (!kept) return answers;
      const theirs = read() ?? original;
      const all = merged(known, answers, theirs);
      if (!changed(all)) erase();
      else if (!same(all, theirs))
        attempt(() => localStorage.setItem(key, JSON.stringify({ from: original, values: all })));
      known = structuredClone(read() ?? original);
      return all;
    },
    /** Call `act` when another tab has changed the draft, or may have while this page slept. @type {(act: () => void) => void} */
    whenOthers: act => {
      window.addEventListener('storage', event => (event.key === key || event.key === null) && act());
      window.addEventListener('pageshow', event => event.persisted && act());
    },
  };
};
