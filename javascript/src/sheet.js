/* A practice sheet: put aside to compare (list/compare-bar.js), print, cite (copy.js). */
import './copy.js';
import './list/compare-bar.js';
import { $ } from './core/dom.js';

const print = $('button[data-print]');
print.addEventListener('click', () => window.print());
print.hidden = false;
