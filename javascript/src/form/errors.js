/* What is wrong, said beside each field: as one leaves it, no longer once it is mended, everywhere at the end. */

import { NBSP, upper } from '../core/text.js';
import { empty } from './check.js';
import { keyOf } from './fields.js';

const LOOSE = { message: 'ce qui est tapé n’est pas choisi', hint: 'choisissez dans la liste, ou effacez' };
const SETTLE = 150; // milliseconds

export const sentence = ({ message, hint }) => `${upper(message)}${NBSP}; ${hint}.`;

/** The errors of a form, whose answers `problems(values)` judges: `byPath()` gives the first of each path. */
export const errors = (form, problems) => {
  const byPath = () => {
    const at = new Map();
    const loose = [...form.loose.values()].map(path => ({ path, ...LOOSE }));
    for (const wrong of [...loose, ...problems(form.values)])
      if (!at.has(keyOf(wrong.path))) at.set(keyOf(wrong.path), wrong);
    return at;
  };
  const show = ({ error, controls }, wrong) => {
    error.textContent = wrong ? sentence(wrong) : '';
    error.hidden = !wrong;
    for (const node of controls) {
      if (wrong && !wrong.mild) node.setAttribute('aria-invalid', 'true');
      else node.removeAttribute('aria-invalid');
    }
  };
  /** Say again what is said, which may be mended, and what is wrong where one has just been (`here`). */
  const again = here => {
    const spots = [...form.spots].filter(
      ([at, { error, path }]) => !error.hidden || (at === here && (!empty(form.get(path)) || form.loose.has(at))),
    );
    if (!spots.length) return;
    const wrong = byPath();
    for (const [at, spot] of spots) show(spot, wrong.get(at));
  };
  form.whenChanged(() => again());
  // Not at once: what appears or goes would move the button that a finger is about to press.
  form.review = path => setTimeout(again, SETTLE, keyOf(path));
  return {
    byPath,
    showAll: wrong => {
      for (const [at, spot] of form.spots) show(spot, wrong.get(at));
    },
  };
};
