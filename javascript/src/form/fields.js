/* The controls of a form, which its page holds (generator/templates/form.jinja): filled from the answers, read as one types. */
import { asTyped } from '../core/dates.js';
import { $, $$ } from '../core/dom.js';
import { several } from './check.js';
import { blank } from './model.js';
import { pathOf } from './store.js';

/** @import { Model } from './types' */
/** @import { Store } from './store' */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

const CONTROLS = ':is(input, textarea, select)';

/** The elements of a name: the buttons of a group, a field, what adds to a list. @type {(scope: HTMLElement, name: string) => HTMLInputElement[]} */
export const elementsOf = (scope, name) => $$(`[name="${CSS.escape(name)}"]`, scope);

/** The row of a list as the page has it, for its rank. @type {(row: HTMLElement, n: number) => HTMLElement} */
const ranked = (row, n) => {
  const made = document.createElement('template');
  made.innerHTML = row.outerHTML.replaceAll('__n__', String(n)).replaceAll('__rank__', String(n + 1));
  return /** @type {HTMLElement} */ (made.content.firstElementChild);
};

/** Bind the controls in `whole` to the answers; returns what shows the answers. `review` is called with the name of what
    one leaves, `choose` puts a combobox in its place.
    @param {HTMLElement} whole @param {Store} store @param {Model} core @param {(name: string) => void} review
    @param {(host: HTMLElement) => () => void} choose */
export const bind = (whole, store, core, review, choose) => {
  const { check } = core;

  /** Say beside a date or a number what was understood, when it is not as it was typed. @type {(control: Control) => void} */
  const echo = ({ name, value, nextElementSibling: beside }) => {
    const field = core.fieldAt(pathOf(name));
    if (!field || !beside?.matches('.c-field__said')) return;
    const tidy = check.tidy(field, value);
    const good = value.trim() && !check.refuse(field, tidy);
    const words = core.label(field, tidy);
    const bare = (/** @type {string} */ text) => text.replace(/\s|€|euros?$/giu, '');
    beside.textContent = good && bare(words) !== bare(value) ? words : '';
  };
  const show = (/** @type {Control} */ control) => {
    const path = pathOf(control.name);
    const kept = store.get(path) ?? '';
    const value = ['date', 'moment'].includes(core.fieldAt(path)?.type ?? '') ? asTyped(String(kept)) : kept;
    if (control.matches('[type=radio], [type=checkbox]'))
      /** @type {HTMLInputElement} */ (control).checked = several(value).includes(control.value);
    else if (control.value !== value) control.value = String(value);
    echo(control);
  };

  /** The row that each list repeats, taken out of the page. */
  const rows = new Map($$('[data-row]', whole).map(row => [row.parentElement, row]));
  for (const row of rows.values()) {
    row.remove();
    row.hidden = false;
  }
  /** @type {WeakMap<HTMLElement, () => void>} */
  const choosers = new WeakMap();
  /** Show the answers, in as many rows as it takes: nothing moves where they are the same. */
  const sync = () => {
    for (const [box, row] of rows) {
      const list = box?.closest('[data-list]');
      const wanted = several(store.get(pathOf(list?.getAttribute('data-list') ?? ''))).length;
      while (box && box.children.length > wanted) box.lastElementChild?.remove();
      while (box && box.children.length < wanted) box.append(ranked(row, box.children.length));
    }
    for (const control of /** @type {Control[]} */ ($$(`${CONTROLS}[name]:not([role])`, whole))) show(control);
    for (const host of $$('[data-chooser]', whole)) {
      const shown = choosers.get(host) ?? choose(host);
      choosers.set(host, shown);
      shown();
    }
  };

  whole.addEventListener('input', ({ target }) => {
    const control = /** @type {Control} */ (target);
    const path = pathOf(control.name);
    if (control.matches('[role=combobox]')) {
      if (!core.fieldAt(path)?.many) store.set(path, '');
      return;
    }
    const ticked = elementsOf(whole, control.name).filter(({ checked }) => checked);
    store.set(path, control.type === 'checkbox' ? ticked.map(({ value }) => value) : control.value);
    echo(control);
    if (control.matches('select, [type=radio], [type=checkbox]')) review(control.name);
  });
  whole.addEventListener('focusout', ({ target }) => {
    const control = /** @type {Control} */ (target);
    if (control.matches(`${CONTROLS}[name]`)) review(control.name);
  });
  whole.addEventListener('click', ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest('[data-add], [data-remove]');
    const list = button?.closest('[data-list]');
    if (!button || !list) return;
    const path = pathOf(list.getAttribute('data-list') ?? '');
    const answers = several(store.get(path));
    const lines = $$('li:has([data-remove])', list);
    const n = lines.findIndex(line => line.contains(button));
    if (n < 0) {
      const { fields } = core.fieldAt(path) ?? {};
      store.set(path, [...answers, fields ? blank(fields) : '']);
    } else {
      for (const line of lines.slice(n)) line.remove(); // those after take another rank
      store.set(path, answers.toSpliced(n, 1));
    }
    sync();
    $(n < 0 ? `li:last-child ${CONTROLS}` : '[data-add]', list).focus();
  });
  store.whenChanged(() => {
    const agreed = several(store.get(['consent', 'fields']));
    for (const node of $$('[data-consented]', whole)) node.hidden = !agreed.includes(node.dataset.consented ?? '');
  });
  return sync;
};
