/* Buttons that copy a text of the page (`data-copy` is its id), hidden without this file. */
import { $, $$, el } from './core/dom.js';

for (const button of $$('button[data-copy]')) {
  const status = el('span', { role: 'status' });
  button.after(status);
  button.addEventListener('click', async () => {
    const { copy: id = '', copied = '' } = button.dataset;
    const text = $(`[id="${id}"]`);
    status.textContent = '';
    try {
      await navigator.clipboard.writeText(text.textContent);
      status.textContent = copied;
    } catch {
      getSelection()?.selectAllChildren(text); // no secure address: the reader copies it
      status.textContent = 'Le texte est sélectionné : copiez-le avec Ctrl + C.';
    }
  });
  button.hidden = false;
}
