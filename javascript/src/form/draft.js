/* The draft of a form, in this browser alone: what several tabs write of it is put together. */
import { root } from '../core/dom.js';

const plain = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values hold the same, in whatever order their names come. */
export const same = (a, b) => {
  if (!plain(a) || !plain(b))
    return (
      a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, n) => same(one, b[n])))
    );
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(name => same(a[name], b[name]));
};

/** What two made of the same answers, `from`: what I changed is mine, the rest is theirs. */
export const merged = (from, mine, theirs) => {
  if (!plain(mine) || !plain(theirs)) return same(mine, from) ? theirs : mine;
  return Object.fromEntries(
    Object.keys({ ...theirs, ...mine })
      .map(name => [name, merged(from?.[name], mine[name], theirs[name])])
      .filter(([, value]) => value !== undefined),
  );
};

const attempt = act => {
  try {
    return act();
  } catch {
    return null;
  }
};

/** The draft called `name` of a form whose answers were `original`. It keeps what it started from: what has changed on
    the site since is not undone by it. `changed` says whether answers are worth keeping; `kept`, whether any can be. */
export const draftOf = (name, original, changed) => {
  const key = `formulaire:${new URL(root).pathname}:${name}`;
  const kept =
    attempt(() => {
      localStorage.setItem('formulaire:essai', '1');
      localStorage.removeItem('formulaire:essai');
      return true;
    }) ?? false;
  const erase = () => attempt(() => localStorage.removeItem(key));
  /** The answers kept, null when there are none. */
  const read = () => {
    const draft = attempt(() => JSON.parse(localStorage.getItem(key)));
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
    /** Keep answers, with what other tabs have kept since; gives them all. */
    keep: values => {
      if (!kept) return values;
      const theirs = read() ?? original;
      const all = merged(known, values, theirs);
      if (!changed(all)) erase();
      else if (!same(all, theirs))
        attempt(() => localStorage.setItem(key, JSON.stringify({ from: original, values: all })));
      known = structuredClone(read() ?? original);
      return all;
    },
    /** Call `act` when another tab has changed the draft, or may have while this page slept. */
    whenOthers: act => {
      window.addEventListener('storage', event => {
        if (event.key === key || event.key === null) act();
      });
      window.addEventListener('pageshow', event => {
        if (event.persisted) act();
      });
    },
  };
};
