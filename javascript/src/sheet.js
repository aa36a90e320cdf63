/* A practice sheet: put aside to compare (list/compare-bar.js), print, cite (copy.js). */
import './copy.js';
import './list/compare-bar.js';
import { inWords, today } from './core/dates.js';
import { $, el } from './core/dom.js';

const print = $('button[data-print]');
print.addEventListener('click', () => window.print());
print.hidden = false;
const printed = el('span');
$('.c-print').append(printed);
window.addEventListener('beforeprint', () => {
  printed.textContent = ` · imprimée le ${inWords(today())}`;
});
