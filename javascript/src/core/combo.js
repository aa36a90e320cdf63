/* A field that proposes as one types. */
import { el } from './dom.js';

const WAIT = 120; // milliseconds after the last letter
export const FAILED = 'Les données n’ont pas pu être chargées. Vérifiez votre connexion, puis rechargez la page.';

/** An editable combobox with a list (WAI-ARIA Authoring Practices): type, choose, be told.
    `find` answers a text with `{values, message}`, `describe` says a value in parts, `choose` takes it.
    `described` names what else describes the field, `more` are elements between its hint and it. */
export const combobox = ({ id, label, name = label, hint = '', find, describe, choose, described = '', more = [] }) => {
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
  let options = [];
  let active = -1;
  let timer;
  let turn = 0;

  const mark = n => {
    active = n;
    options.forEach(({ node }, k) => node.setAttribute('aria-selected', String(k === n)));
    if (n < 0) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', options[n].node.id);
      options[n].node.scrollIntoView({ block: 'nearest' });
    }
  };
  const show = open => {
    const shown = open && options.length > 0;
    list.hidden = !shown;
    input.setAttribute('aria-expanded', String(shown));
    if (!shown) mark(-1);
  };
  const close = () => {
    clearTimeout(timer);
    turn += 1;
    show(false);
  };
  const take = n => {
    const { value } = options[n];
    close();
    status.textContent = '';
    choose(value);
  };
  const fill = values => {
    options = values.map((value, n) => {
      const [name, ...more] = describe(value);
      const node = el(
        'li',
        { role: 'option', id: `${id}-${n}`, 'aria-selected': 'false' },
        el('b', {}, name),
        ' ',
        el('span', {}, more.join(' · ')),
      );
      node.addEventListener('pointerdown', event => event.preventDefault()); // the field keeps the focus
      node.addEventListener('click', () => {
        take(n);
        input.blur();
      }); // a phone puts its keyboard away
      return { node, value };
    });
    list.replaceChildren(...options.map(({ node }) => node));
    active = -1;
  };
  const suggest = async () => {
    const mine = ++turn;
    try {
      const { values, message } = await find(input.value);
      if (mine !== turn) return;
      fill(values);
      show(true);
      status.textContent = message;
    } catch {
      if (mine === turn) status.textContent = FAILED;
    }
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
  input.addEventListener('keydown', async event => {
    const open = !list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!options.length) return;
      if (!open) show(true);
      if (event.altKey) {
        if (step < 0) show(false);
        return;
      }
      const n = options.length;
      mark(active < 0 && step < 0 ? n - 1 : (active + step + n) % n);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(timer);
      if (!open || active < 0) await suggest();
      if (options.length) take(Math.max(active, 0));
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
    fill: text => {
      input.value = text;
    },
  };
};
