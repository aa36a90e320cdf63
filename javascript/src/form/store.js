/* The answers of a form, by the names of its controls, and who is called when they change. */

/** @import { Answer, Answers, Path } from './types' */

/** The name of a control is the path of its answer: `sources.0.title`, `#.Contexte`. @type {(path: Path) => string} */
export const nameOf = path => path.join('.');
export const pathOf = (/** @type {string} */ name) =>
  name.startsWith('#.')
    ? ['#', name.slice(2)]
    : name.split('.').map(step => (/^[0-9]+$/.test(step) ? Number(step) : step));

export class Store {
  /** @type {((here: boolean) => void)[]} */
  #listeners = [];

  /** @param {Answers} answers */
  constructor(answers) {
    this.answers = answers;
  }
  /** @type {(path: Path) => Answer | undefined} */
  get(path) {
    return path.reduce((/** @type {any} */ value, step) => value?.[step], this.answers);
  }
  /** @type {(path: Path, value: Answer) => void} */
  set(path, value) {
    const owner = path.slice(0, -1).reduce((/** @type {any} */ at, step) => (at[step] ??= {}), this.answers);
    owner[path[path.length - 1]] = value;
    this.changed();
  }
  /** Call `act` now and after each change. @param {(here: boolean) => void} act */
  whenChanged(act) {
    this.#listeners.push(act);
    act(false);
  }
  /** Say that answers have changed, `here` or elsewhere. */
  changed(here = true) {
    for (const act of this.#listeners) act(here);
  }
}
