/* A field that proposes as one types. */
import { $, el, turns } from './dom.js';
import { fold, holding, plural, saints } from './text.js';

const WAIT = 120; // milliseconds after the last letter
const MOST = 8;
export const FAILED = 'Les données n’ont pas pu être chargées. Vérifiez votre connexion, puis rechargez la page.';

/** What to propose of some rows: those where each word that was typed begins one, Saint in full, without what is `taken`.
 * @type {(rows: Row[], text: string, taken: string[]) => Proposed<Row>} */
export const among = (rows, text, taken) => {
  if (!text.trim()) return { values: [], message: '' };
  const holds = holding(text);
  const named = rows.filter(([, ...parts]) => holds(` ${saints(fold(parts.join(' ')))}`));
  const found = named.filter(([id]) => !taken.includes(id));
  const more = found.length > MOST ? ', continuez à taper pour en écarter' : '';
  const none = named.length ? 'C’est déjà choisi.' : 'Aucune proposition. Essayez un autre mot, ou le début d’un mot.';
  return { values: found.slice(0, MOST), message: found.length ? plural(found.length, 'proposition') + more : none };
};

/** An editable combobox with a list (WAI-ARIA Authoring Practices): type, choose, be told. Its page holds it
 * (`combo` of generator/templates/combo.jinja), in `box`.
 * @template T @param {ComboboxOptions<T>} options */
export const combobox = ({ box, find, describe, choose }) => {
  const input = $('input', box);
  const list = $('ul[role="listbox"]', box);
  const status = $('p[role="status"]', box);
  /** @type {T[]} */
  let values = [];
  let active = -1;
  const begin = turns();

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
    begin();
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
    const attributes = { role: 'option', id: `${input.id}-${n}`, 'aria-selected': 'false' };
    return el('li', attributes, el('b', {}, title), ' ', el('span', {}, rest.join(' · ')));
  };
  const suggest = async () => {
    const isLast = begin();
    try {
      const found = await find(input.value);
      if (!isLast()) return;
      values = found.values;
      list.replaceChildren(...values.map(option));
      active = -1;
      show(true);
      status.textContent = found.message;
    } catch {
      if (isLast()) status.textContent = FAILED;
    }
  };
  list.addEventListener('pointerdown', event => {
    event.preventDefault(); // the field keeps the focus
    begin(); // what is pointed at stays there until it is clicked
  });
  list.addEventListener('click', event => {
    const n = [...list.children].findIndex(option => option.contains(/** @type {Node} */ (event.target)));
    if (n < 0) return;
    take(n);
    input.blur(); // a phone puts its keyboard away
  });
  input.addEventListener('input', () => {
    const isLast = begin();
    setTimeout(() => isLast() && suggest(), WAIT);
  });
  input.addEventListener('keydown', async event => {
    const open = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!open) show(true);
      const n = values.length;
      if (!n) return;
      mark(active < 0 && step < 0 ? n - 1 : (active + step + n) % n);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (!open || active < 0) await suggest();
      if (values.length) take(Math.max(active, 0));
    } else if (event.key === 'Escape') {
      if (open) close();
      else input.value = '';
    } else if (active >= 0 && ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) mark(-1);
  });
  input.addEventListener('blur', close);
  return { input, suggest };
};
