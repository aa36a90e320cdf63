/* Buttons that copy a text of the page (`data-copy` is its id), hidden without this file. */
import { $$, el } from './core/dom.js';

/** Copy a text; where the browser refuses (no secure address), select it for the reader to copy.
 * @type {(node: HTMLElement, done: string) => Promise<string>} */
const copy = async (node, done) => {
  try {
    await navigator.clipboard.writeText(node.textContent ?? '');
    return done;
  } catch {
    getSelection()?.selectAllChildren(node);
    return 'Le texte est sélectionné : copiez-le avec Ctrl + C.';
  }
};

for (const button of $$('button[data-copy]')) {
  const status = el('span', { role: 'status' });
  button.after(status);
  button.addEventListener('click', async () => {
    const { copy: id = '', copied = '' } = button.dataset;
    const text = document.getElementById(id);
    status.textContent = '';
    if (text) status.textContent = await copy(text, copied);
  });
  button.hidden = false;
}
