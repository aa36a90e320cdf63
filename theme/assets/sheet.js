/* A practice sheet: put aside to compare, print, cite. The buttons are hidden without this file. */

import { $, $$, el } from './dom.js';
import { onChange, selection, toggle } from './compare-bar.js';

const tools = $('[data-practice]');
const compare = $('[data-compare-toggle]', tools);
const showChoice = () => {
  compare.setAttribute('aria-pressed', String(selection().includes(tools.dataset.practice)));
};
compare.addEventListener('click', () => toggle(tools.dataset.practice));
onChange(showChoice);
showChoice();
compare.hidden = false;

const print = $('[data-print]', tools);
print.addEventListener('click', () => window.print());
print.hidden = false;
const today = () => new Date()
  .toLocaleDateString('fr-FR', { day: 'numeric', month: 'long', year: 'numeric' })
  .replace(/^1 /, '1er ');
const printed = el('span');
$('.c-print').append(printed);
window.addEventListener('beforeprint', () => {
  printed.textContent = ` · imprimée le ${today()}`;
});

/** Copy a text; where the browser refuses (no secure address), select it for the reader to copy. */
const copy = async (node) => {
  try {
    await navigator.clipboard.writeText(node.textContent);
    return 'Citation copiée.';
  } catch {
    getSelection().selectAllChildren(node);
    return 'La citation est sélectionnée : copiez-la avec Ctrl + C.';
  }
};
for (const button of $$('[data-copy]')) {
  const status = el('span', { role: 'status' });
  button.after(status);
  button.addEventListener('click', async () => {
    status.textContent = '';
    status.textContent = await copy(document.getElementById(button.dataset.copy));
  });
  button.hidden = false;
}
