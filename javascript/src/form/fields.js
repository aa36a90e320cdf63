/* The controls of a form, which its page holds (generator/templates/form.jinja): filled from the answers, read as one
   types. The `name` of a control is the path of its answer: `sources.0.title`, `#.Contexte`. */
import { combobox } from '../core/combo.js';
import { inWords } from '../core/dates.js';
import { $, $$ } from '../core/dom.js';
import { chip } from '../core/parts.js';
import { number } from '../core/text.js';
import { empty, several } from './check.js';
import { named, places } from './choices.js';
import { blank } from './model.js';

/** @import { Answer, Answers, Path, Row, Source } from './types' */
/** @import { Store } from './store' */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */
/** @typedef {ReturnType<typeof import('./model').model>} Model */

const CONTROLS = ':is(input, textarea, select)';

/** @type {(path: Path) => string} */
export const nameOf = path => path.join('.');
/** @type {(name: string) => Path} */
export const pathOf = name =>
  name.startsWith('#.')
    ? ['#', name.slice(2)]
    : name.split('.').map(step => (/^[0-9]+$/.test(step) ? Number(step) : step));

/** The elements of a name: the buttons of a group, a field, what adds to a list. @type {(scope: HTMLElement, name: string) => HTMLElement[]} */
export const elementsOf = (scope, name) => $$(`[name="${CSS.escape(name)}"]`, scope);

/** A group or a line of a list, for its rank. @type {(row: HTMLElement, n: number) => HTMLElement} */
const ranked = (row, n) => {
  const made = /** @type {HTMLElement} */ (row.cloneNode(true));
  /** @type {(text: string) => string} */
  const put = text => text.replace('__n__', String(n)).replace('__rank__', String(n + 1));
  for (const node of $$('*', made)) {
    // « aria-describedby » names two.
    for (const attribute of node.attributes) attribute.value = put(put(attribute.value));
    if (node.matches('legend') && !node.childElementCount) node.textContent = put(node.textContent ?? '');
  }
  return made;
};

/** The controls in `whole`: `sync` shows the answers, `loose` are the names of what is typed and not chosen. `review` is
    called with the name of what one leaves; `rows` gives the records of a kind, `names` keeps those that were chosen.
    @param {HTMLElement} whole @param {Store} store @param {Model} core @param {(name: string) => void} review
    @param {(kind: string) => Promise<Row[]>} rows @param {Map<string, Row>} names */
export const controls = (whole, store, core, review, rows, names) => {
  const { check } = core;

  /** A value of a source as one would type it: a date in words, when they say the same. @type {(path: Path, value: string) => string} */
  const asTyped = (path, value) => {
    const field = core.fieldAt(path);
    if (!field || !['date', 'moment'].includes(field.type) || check.refuse(field, value)) return value;
    const words = inWords(value).replaceAll('\u00a0', ' ');
    return check.tidy(field, words) === value ? words : value;
  };
  /** Say beside a date or a number what was understood, when it is not as it was typed. @type {(control: Control) => void} */
  const echo = ({ name, value, nextElementSibling: beside }) => {
    const field = core.fieldAt(pathOf(name));
    if (!field || !beside?.matches('.c-field__said')) return;
    const tidy = check.tidy(field, value);
    const counted = field.type === 'count' && !field.high;
    const words = !value.trim() || check.refuse(field, tidy) ? '' : counted ? number(Number(tidy)) : inWords(tidy);
    /** @type {(text: string) => string} */
    const bare = text => text.replace(/\s|€|euros?$/giu, '');
    beside.textContent = bare(words) === bare(value) ? '' : words;
  };
  /** @type {(control: Control) => void} */
  const show = control => {
    const path = pathOf(control.name);
    const value = store.get(path) ?? '';
    if (control instanceof HTMLInputElement && ['radio', 'checkbox'].includes(control.type))
      control.checked = several(value).includes(control.value);
    else if (control.value !== value) {
      const typed = asTyped(path, String(value));
      if (control.value !== typed) control.value = typed;
    }
    echo(control);
  };

  const france = places();
  /** The comboboxes, by the element they stand in: what shows the answer of each. @type {WeakMap<HTMLElement, () => void>} */
  const choosers = new WeakMap();
  /** Put a combobox where the page says so. @param {HTMLElement} host */
  const chooser = host => {
    const { chooser: id = '', at = '', of = '', name: label, hint } = host.dataset;
    const path = pathOf(at);
    const many = 'many' in host.dataset;
    /** @type {Source<any>} */
    const source =
      of === 'area'
        ? france
        : named(
            () => rows(of),
            one => !several(store.get(path)).includes(one),
          );
    const error = $('.c-field__error', host);
    /** @type {(one: string) => string} */
    const key = one => (of === 'area' ? one : `${of}:${one}`);
    /** A commune has homonyms: what was chosen must be seen. @type {(one: string) => string} */
    const words = one => {
      const [, name = one, about] = names.get(key(one)) ?? [];
      return one.startsWith('commune:') && about ? `${name} (${about})` : name;
    };
    const combo = combobox({
      id,
      hint,
      find: source.find,
      describe: source.describe,
      described: error.id,
      more: [error],
      label: $('span', host),
      name: label,
      choose: (/** @type {any} */ value) => {
        const row = source.row(value);
        names.set(key(row[0]), row);
        combo.fill('');
        store.set(path, many ? [...several(store.get(path)), row[0]] : row[0]);
        shown();
        review(at);
      },
    });
    const input = /** @type {HTMLInputElement} */ (combo.input);
    input.name = at;
    if ('required' in host.dataset) input.setAttribute('aria-required', 'true');
    const chips = document.createElement('ul');
    chips.className = 'c-chips';
    combo.box.classList.add('c-field');
    combo.box.append(...(many ? [chips] : []));
    host.replaceChildren(combo.box);

    /** Learn the name of what was chosen before. @type {(one: string) => Promise<void>} */
    const learn = async one => {
      const value = await source.get(one).catch(() => null);
      if (!value) return;
      names.set(key(one), source.row(value));
      shown();
      store.changed(false);
    };
    let last = '';
    const shown = () => {
      const chosen = several(store.get(path)).map(String).filter(Boolean);
      for (const one of chosen) if (!names.has(key(one))) learn(one);
      if (many) {
        const drop = (/** @type {string} */ one) => () => {
          store.set(
            path,
            chosen.filter(other => other !== one),
          );
          shown();
          input.focus();
        };
        chips.replaceChildren(...chosen.map(one => chip('Retirer', words(one), drop(one))));
      } else if (chosen.length || input.value === last) {
        last = chosen.length ? words(chosen[0]) : '';
        combo.fill(last);
      }
    };
    return shown;
  };

  /** The row that each list repeats, taken out of the page. */
  const rowOf = new Map($$('[data-row]', whole).map(row => [row.parentElement, row]));
  for (const row of rowOf.values()) {
    row.remove();
    row.hidden = false;
  }
  /** Give a list as many rows as there are answers. @param {HTMLElement} list */
  const grow = list => {
    const wanted = several(store.get(pathOf(list.dataset.list ?? ''))).length;
    const box = $(':scope > :is(ul, ol)', list);
    while (box.children.length > wanted) box.lastElementChild?.remove();
    while (box.children.length < wanted) box.append(ranked(rowOf.get(box), box.children.length));
  };
  /** Show the answers: nothing moves where they are the same. */
  const sync = () => {
    $$('[data-list]', whole).forEach(grow);
    for (const control of $$(`${CONTROLS}[name]:not([role])`, whole)) show(control);
    for (const host of $$('[data-chooser]', whole)) {
      if (!choosers.has(host)) choosers.set(host, chooser(host));
      choosers.get(host)?.();
    }
  };

  whole.addEventListener('input', ({ target }) => {
    const control = /** @type {Control} */ (target);
    const path = pathOf(control.name);
    if (control.matches('[role=combobox]')) {
      if (!core.fieldAt(path)?.many) store.set(path, '');
      return;
    }
    const ticked = elementsOf(whole, control.name).filter(one => one.matches(':checked'));
    const values = ticked.map(one => /** @type {HTMLInputElement} */ (one).value);
    store.set(path, control.type === 'checkbox' ? values : control.value);
    echo(control);
    if (control.matches('select, [type=radio], [type=checkbox]')) review(control.name);
  });
  whole.addEventListener('focusout', ({ target }) => {
    if (/** @type {Element} */ (target).matches(`${CONTROLS}[name]`)) review(/** @type {Control} */ (target).name);
  });
  whole.addEventListener('click', ({ target }) => {
    const button = /** @type {HTMLElement} */ (target).closest('[data-add], [data-remove]');
    if (!button) return;
    const list = /** @type {HTMLElement} */ (button.closest('[data-list]'));
    const path = pathOf(list.dataset.list ?? '');
    const answers = several(store.get(path));
    const box = $(':scope > :is(ul, ol)', list);
    if (button.matches('[data-add]')) {
      const { fields } = core.fieldAt(path) ?? {};
      store.set(path, [...answers, fields ? blank(fields) : '']);
      sync();
      $(`:scope > li:last-child ${CONTROLS}`, box).focus();
      return;
    }
    const n = [...box.children].indexOf(/** @type {Element} */ (button.closest('li')));
    for (const row of [...box.children].slice(n)) row.remove(); // those after take another rank
    store.set(
      path,
      answers.filter((_, k) => k !== n),
    );
    sync();
    $('[data-add]', list).focus();
  });
  store.whenChanged(() => {
    const agreed = several(store.get(['consent', 'fields']));
    for (const node of $$('[data-consented]', whole)) node.hidden = !agreed.includes(node.dataset.consented);
  });

  return {
    sync,
    loose: () =>
      $$('[role=combobox]', whole)
        .filter(
          ({ value, name }) => value.trim() && (core.fieldAt(pathOf(name))?.many || empty(store.get(pathOf(name)))),
        )
        .map(({ name }) => name),
  };
};
