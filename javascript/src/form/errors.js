/* What is wrong, said beside each field: as one leaves it, no longer once it is mended, everywhere at the end. */
import { $, $$, el } from '../core/dom.js';
import { NBSP, upper } from '../core/text.js';
import { empty } from './check.js';
import { elementsOf, nameOf, pathOf } from './fields.js';

/** @import { Problem, Trouble } from './types' */
/** @import { Store } from './store' */

const LOOSE = { message: 'ce qui est tapé n’est pas choisi', hint: 'choisissez dans la liste, ou effacez' };
const SETTLE = 150; // milliseconds

/** @type {(trouble: Trouble) => string} */
export const sentence = ({ message, hint }) => `${upper(message)}${NBSP}; ${hint}.`;

/** The errors of the form `whole`. `problems` judges the answers, `loose` names what is typed and not chosen.
    @param {HTMLElement} whole @param {Store} store @param {() => Problem[]} problems @param {() => string[]} loose */
export const errors = (whole, store, problems, loose) => {
  /** The first problem of each name. */
  const byName = () => {
    /** @type {Map<string, Problem>} */
    const first = new Map();
    for (const wrong of [...loose().map(name => ({ path: pathOf(name), ...LOOSE })), ...problems()])
      if (!first.has(nameOf(wrong.path))) first.set(nameOf(wrong.path), wrong);
    return first;
  };
  /** @type {(node: HTMLElement, wrong?: Trouble) => void} */
  const show = (node, wrong) => {
    node.textContent = wrong ? sentence(wrong) : '';
    node.hidden = !wrong;
    for (const control of elementsOf(whole, node.dataset.error ?? '')) {
      if (wrong && !wrong.mild) control.setAttribute('aria-invalid', 'true');
      else control.removeAttribute('aria-invalid');
    }
  };
  /** @type {() => HTMLElement[]} */
  const nodes = () => $$('[data-error]', whole);
  /** Say again what is said, which may be mended, and what is wrong where one has just been. */
  const again = (here = '') => {
    const there = here && (loose().includes(here) || !empty(store.get(pathOf(here))));
    const asked = nodes().filter(node => !node.hidden || (there && node.dataset.error === here));
    if (!asked.length) return;
    const wrong = byName();
    for (const node of asked) show(node, wrong.get(node.dataset.error ?? ''));
  };
  store.whenChanged(() => again());
  return {
    byName,
    /** @type {(wrong: Map<string, Problem>) => void} */
    showAll: wrong => {
      for (const node of nodes()) show(node, wrong.get(node.dataset.error ?? ''));
    },
    // Not at once: what appears or goes would move the button that a finger is about to press.
    review: (/** @type {string} */ name) => {
      setTimeout(again, SETTLE, name);
    },
  };
};

/** Say what is left to do, with a way to each. @param {HTMLElement} summary @param {Problem[]} wrong
    @param {(problem: Problem) => string} label @param {(problem: Problem) => void} reach */
export const summarize = (summary, wrong, label, reach) => {
  $('h3', summary).textContent =
    wrong.length > 1 ? `Il reste ${wrong.length} points à revoir` : 'Il reste un point à revoir';
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
