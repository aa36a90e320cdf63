/* A field that proposes as one types. */
import { el } from './dom.js';

const WAIT = 120; // milliseconds after the last letter
export const FAILED = 'Les données n’ont pas pu être chargées. Vérifiez votre connexion, puis rechargez la page.';

/** An editable combobox with a list (WAI-ARIA Authoring Practices): type, choose, be told.
 * `find` answers a text with what to propose and a message, `describe` says a value in parts, `choose` takes it.
 * @template T @param {ComboboxOptions<T>} options */
export const combobox = ({ id, label, find, describe, choose, ...options }) => {
  const { name = String(label), hint = '', described = '', more = [] } = options;
  const typing = {
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'words',
    spellcheck: 'false',
    enterkeyhint: 'go',
  };
  const aria = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': `${id}-liste`,
  };
  const helped = [hint && `${id}-aide`, described].filter(Boolean).join(' ');
  const input = el('input', { id, ...typing, ...aria, 'aria-describedby': helped || null });
  const listbox = { role: 'listbox', id: `${id}-liste`, 'aria-label': name, class: 'c-combo__list', hidden: true };
  const list = el('ul', listbox);
  const status = el('p', { role: 'status', class: 'c-combo__status' });
  const box = el(
    'div',
    { class: 'c-combo' },
    el('label', { for: id }, label),
    hint && el('p', { id: `${id}-aide`, class: 'c-combo__hint' }, hint),
    ...more,
    el('div', { class: 'c-combo__field' }, input, list),
    status,
  );
  /** @type {T[]} */
  let values = [];
  let active = -1;
  let timer = 0;
  let turn = 0;

  /** @param {number} n */
  const mark = n => {
    active = n;
    [...list.children].forEach((option, k) => {
      option.setAttribute('aria-selected', String(k === n));
    });
    if (n < 0) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', list.children[n].id);
    list.children[n].scrollIntoView({ block: 'nearest' });
  };
  /** @param {boolean} open */
  const show = open => {
    list.hidden = !open || !values.length;
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (list.hidden) mark(-1);
  };
  const close = () => {
    clearTimeout(timer);
    turn += 1;
    show(false);
  };
  /** @param {number} n */
  const take = n => {
    close();
    status.textContent = '';
    choose(values[n]);
  };
  /** @type {(value: T, n: number) => HTMLLIElement} */
  const option = (value, n) => {
    const [title, ...rest] = describe(value);
    const attributes = { role: 'option', id: `${id}-${n}`, 'aria-selected': 'false' };
    return el('li', attributes, el('b', {}, title), ' ', el('span', {}, rest.join(' · ')));
  };
  const suggest = async () => {
    turn += 1;
    const mine = turn;
    try {
      const found = await find(input.value);
      if (mine !== turn) return;
      values = found.values;
      list.replaceChildren(...values.map(option));
      active = -1;
      show(true);
      status.textContent = found.message;
    } catch {
      if (mine === turn) status.textContent = FAILED;
    }
  };
  list.addEventListener('pointerdown', event => {
    event.preventDefault(); // the field keeps the focus
    clearTimeout(timer);
    turn += 1; // what is pointed at stays there until it is clicked
  });
  list.addEventListener('click', event => {
    const n = [...list.children].findIndex(option => option.contains(/** @type {Node} */ (event.target)));
    if (n < 0) return;
    take(n);
    input.blur(); // a phone puts its keyboard away
  });
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
  input.addEventListener('keydown', async event => {
    const open = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!open || event.altKey) show(!event.altKey || step > 0);
      if (event.altKey || !values.length) return;
      const n = values.length;
      mark(active < 0 && step < 0 ? n - 1 : (active + step + n) % n);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(timer);
      if (!open || active < 0) await suggest();
      if (values.length) take(Math.max(active, 0));
    } else if (event.key === 'Escape') {
      if (open) close();
      else input.value = '';
    } else if (active >= 0 && ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) mark(-1);
  });
  input.addEventListener('blur', close);
  return {
    box,
    input,
    suggest,
    /** @param {string} text */
    fill: text => {
      input.value = text;
    },
  };
};
