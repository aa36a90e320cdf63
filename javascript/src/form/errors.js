/* What is wrong, said beside each field: as one leaves it, no longer once it is mended, everywhere at the end. */
import { $, $$, el } from '../core/dom.js';
import { NBSP, upper } from '../core/text.js';
import { empty } from './check.js';
import { elementsOf } from './fields.js';
import { nameOf, pathOf } from './store.js';

/** @import { Model, Problem, Trouble } from './types' */
/** @import { Store } from './store' */

const LOOSE = { message: 'ce qui est tapé n’est pas choisi', hint: 'choisissez dans la liste, ou effacez' };
const SETTLE = 150; // milliseconds

/** What is wrong as it is read: the marks of a quotation stay with their words. @type {(trouble: Trouble) => string} */
export const sentence = ({ message, hint }) =>
  `${upper(message)}${NBSP}; ${hint}.`.replaceAll('« ', `«${NBSP}`).replaceAll(' »', `${NBSP}»`);

/** The errors of the form `whole`. @param {HTMLElement} whole @param {Store} store @param {Model} core */
export const errors = (whole, store, core) => {
  /** The names of what is typed and not chosen. */
  const loose = () =>
    /** @type {HTMLInputElement[]} */ ($$('[role=combobox]', whole))
      .filter(({ value }) => value.trim())
      .map(({ name }) => name)
      .filter(name => core.fieldAt(pathOf(name))?.many || empty(store.get(pathOf(name))));
  /** The first problem of each name. */
  const byName = () => {
    /** @type {Map<string, Problem>} */
    const found = new Map(loose().map(name => [name, { path: pathOf(name), ...LOOSE }]));
    for (const wrong of core.problems(store.answers))
      if (!found.has(nameOf(wrong.path))) found.set(nameOf(wrong.path), wrong);
    return found;
  };
  /** Say what is wrong in the places that `isAsked` keeps. @type {(isAsked: (node: HTMLElement, name: string) => boolean) => Map<string, Problem>} */
  const show = isAsked => {
    const nodes = $$('[data-error]', whole).filter(node => isAsked(node, node.dataset.error ?? ''));
    const found = nodes.length ? byName() : new Map();
    for (const node of nodes) {
      const wrong = found.get(node.dataset.error ?? '');
      node.textContent = wrong ? sentence(wrong) : '';
      node.hidden = !wrong;
      for (const control of elementsOf(whole, node.dataset.error ?? ''))
        control.ariaInvalid = wrong && !wrong.mild ? 'true' : null;
    }
    return found;
  };
  const again = () => show(node => !node.hidden); // what is said may be mended
  store.whenChanged(again);
  return {
    showAll: () => show(() => true),
    /** Say what is wrong where one has just been. Not at once: what appears or goes would move the button that a finger
        is about to press. @type {(name: string) => void} */
    review: name => {
      const isFilled = () => !empty(store.get(pathOf(name))) || loose().includes(name);
      setTimeout(() => show((node, at) => !node.hidden || (at === name && isFilled())), SETTLE);
    },
  };
};

/** Say what is left to do, with a way to each. @type {(summary: HTMLElement, wrong: Problem[], label: (one: Problem) => string, reach: (one: Problem) => void) => void} */
export const summarize = (summary, wrong, label, reach) => {
  const count = wrong.length > 1 ? `${wrong.length} points` : 'un point';
  $('h3', summary).textContent = `Il reste ${count} à revoir`;
  const links = wrong.map(problem => {
    const link = el('a', { href: '#' }, `${label(problem)}${NBSP}: ${problem.message}`);
    link.addEventListener('click', event => {
      event.preventDefault();
      reach(problem);
    });
    return el('li', {}, link);
  });
  $('ul', summary).replaceChildren(...links);
  summary.focus();
};
