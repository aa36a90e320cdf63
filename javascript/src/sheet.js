/* A practice sheet: put aside to compare, print (copy.js: to cite). The buttons are hidden without this file. */

import './copy.js';
import { inWords, today } from './core/dates.js';
import { $, el } from './core/dom.js';
import { onChange, selection, toggle } from './list/compare-bar.js';

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
const printed = el('span');
$('.c-print').append(printed);
window.addEventListener('beforeprint', () => {
  printed.textContent = ` · imprimée le ${inWords(today())}`;
});
