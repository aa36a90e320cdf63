/* A field that proposes as one types. */
import { el } from './dom.js';

const WAIT = 120; // milliseconds after the last letter
export const FAILED = 'Les données n’ont pas pu être chargées. Vérifiez votre connexion, puis rechargez la page.';

/** An editable combobox with a list (WAI-ARIA Authoring Practices): type, choose, be told.
 * `find` answers a text with what to propose and a message, `describe` says a value in parts, `choose` takes it.
 * @template T
 * @param {ComboboxOptions<T>} options
 */
export const combobox = ({
  id,
  label,
  name = String(label),
  hint = '',
  find,
  describe,
  choose,
  described = '',
  more = [],
}) => {
  const input = el('input', {
    type: 'text',
    id,
    role: 'combobox',
    autocomplete: 'off',
    autocapitalize: 'words',
    spellcheck: 'false',
    enterkeyhint: 'go',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': `${id}-liste`,
    'aria-describedby': [hint ? `${id}-aide` : '', described].filter(Boolean).join(' ') || null,
  });
  const list = el('ul', {
    role: 'listbox',
    id: `${id}-liste`,
    'aria-label': name,
    class: 'c-combo__list',
    hidden: true,
  });
  const status = el('p', { role: 'status', class: 'c-combo__status' });
  const box = el(
    'div',
    { class: 'c-combo' },
    el('label', { for: id }, label),
    hint ? el('p', { id: `${id}-aide`, class: 'c-combo__hint' }, hint) : null,
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
    const option = list.children[n];
    if (!option) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };
  /** @param {boolean} open */
  const show = open => {
    const shown = open && values.length > 0;
    list.hidden = !shown;
    input.setAttribute('aria-expanded', String(shown));
    if (!shown) mark(-1);
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
  /** @param {T[]} found */
  const fill = found => {
    values = found;
    list.replaceChildren(
      ...values.map((value, n) => {
        const [name, ...rest] = describe(value);
        const option = { role: 'option', id: `${id}-${n}`, 'aria-selected': 'false' };
        return el('li', option, el('b', {}, name), ' ', el('span', {}, rest.join(' · ')));
      }),
    );
    active = -1;
  };
  const suggest = async () => {
    turn += 1;
    const mine = turn;
    try {
      const found = await find(input.value);
      if (mine !== turn) return;
      fill(found.values);
      show(true);
      status.textContent = found.message;
    } catch {
      if (mine === turn) status.textContent = FAILED;
    }
  };
  list.addEventListener('pointerdown', event => event.preventDefault()); // the field keeps the focus
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
