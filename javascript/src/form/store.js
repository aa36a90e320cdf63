/* The answers of a form, and who is called when they change. */

/** @import { Answer, Answers, Path } from './types' */
/** @typedef {ReturnType<typeof store>} Store */

/** @param {Answers} answers */
export const store = answers => {
  /** @type {((here: boolean) => void)[]} */
  const listeners = [];
  const kept = {
    answers,
    /** @type {(path: Path) => Answer | undefined} */
    get: path => path.reduce((/** @type {any} */ value, step) => value?.[step], kept.answers),
    /** @type {(path: Path, value: Answer) => void} */
    set: (path, value) => {
      const owner = path.slice(0, -1).reduce((/** @type {any} */ at, step) => (at[step] ??= {}), kept.answers);
      owner[path[path.length - 1]] = value;
      kept.changed();
    },
    /** Call `act` now and after each change. @type {(act: (here: boolean) => void) => void} */
    whenChanged: act => {
      listeners.push(act);
      act(false);
    },
    /** Say that answers have changed, `here` or elsewhere. */
    changed: (here = true) => {
      for (const act of listeners) act(here);
    },
  };
  return kept;
};

/** Call `act` a moment after the last call. @type {(act: () => void, milliseconds: number) => () => void} */
export const settled = (act, milliseconds) => {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
};
