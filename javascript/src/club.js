/* The frame of every page: menu, shortcuts. Everything works without it, less comfortably: the menu is open, the search
   form submits. */

import { $, $$, attempt, internal } from './core/dom.js';

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);

/* Search: fetched when a reader first reaches for a box ------------------------------------- */

/** @param {HTMLFormElement} form */
const attach = async form => {
  if (form.dataset.search === 'on') return;
  form.dataset.search = 'on';
  import(`${internal}pagefind/pagefind.js`).catch(() => {}); // on its way meanwhile
  try {
    (await import(new URL('search.js', src).href)).attach(form);
  } catch {
    form.dataset.search = ''; // the form still leads to the page
  }
};
for (const form of $$('form[data-search]'))
  for (const event of ['focusin', 'input']) form.addEventListener(event, () => attach(form));

/* Menu and search buttons of the narrow header ----------------------------------------------- */

const toggles = $$('[data-toggle]');
/** @param {HTMLElement} button */
const panelOf = button =>
  /** @type {HTMLElement} */ (document.getElementById(button.getAttribute('aria-controls') ?? ''));
/** @param {HTMLElement} button */
const isOpen = button => button.getAttribute('aria-expanded') === 'true';
/** Open the panel of one button, close the others.
 * @param {HTMLElement | null} opened */
const openOnly = opened => {
  for (const button of toggles) {
    button.setAttribute('aria-expanded', String(button === opened));
    panelOf(button).toggleAttribute('data-open', button === opened);
  }
};
for (const button of toggles)
  button.addEventListener('click', () => {
    openOnly(isOpen(button) ? null : button);
    if (isOpen(button)) $('input', panelOf(button))?.focus();
  });

/* Ctrl-K and « / » lead to the search box of the header. A shortcut of one key can be switched
   off, for those whose hands or voice would set it off (WCAG 2.1.4). */

const box = $('.c-search input');
const slashButton = $('[data-slash-button]');
let slash = attempt(() => localStorage.getItem('club.slash')) !== 'off';
const showSlash = () => {
  $('[data-slash-label]', slashButton).textContent = slash ? 'activé' : 'désactivé';
  box.setAttribute('aria-keyshortcuts', slash ? '/ Control+K' : 'Control+K');
};
slashButton.addEventListener('click', () => {
  slash = !slash;
  attempt(() => localStorage.setItem('club.slash', slash ? 'on' : 'off'));
  showSlash();
  $('[data-slash-status]').textContent = `Raccourci « / » ${slash ? 'activé' : 'désactivé'}`;
});
showSlash();

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.altKey) return;
  const opened = event.key === 'Escape' && toggles.find(toggle => isOpen(toggle) && toggle.offsetParent);
  if (opened) {
    openOnly(null);
    opened.focus();
  }
  const target = /** @type {HTMLElement} */ (event.target);
  const writing = target.isContentEditable || target.matches('input, textarea, select');
  const held = event.ctrlKey || event.metaKey;
  const combined = held && !event.shiftKey && event.key.toLowerCase() === 'k';
  // « / » asks for Shift on a French keyboard: the key that was meant is what counts.
  if (!combined && (held || !slash || event.key !== '/' || writing)) return;
  event.preventDefault();
  const button = toggles.find(toggle => panelOf(toggle).contains(box));
  if (button?.offsetParent) openOnly(button);
  box.focus();
  box.select();
});
