/* The frame of every page: menu, colour scheme, shortcuts. Everything works without it, less
   comfortably: the menu is open, the system chooses the colours, the search form submits. */

import { $, $$, internal } from './core/dom.js';

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const html = document.documentElement;

/** Keep a choice of the reader, or forget it. Storage refused, it lasts as long as the page.
 * @type {(name: string, value: string | null) => void} */
const store = (name, value) => {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {}
};
/** @type {(name: string) => string | null} */
const stored = name => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

/* Colour scheme ----------------------------------------------------------------------------- */

const SCHEMES = { auto: 'automatique', light: 'clair', dark: 'sombre' };
const KEYS = /** @type {(keyof typeof SCHEMES)[]} */ (Object.keys(SCHEMES));
const schemeButton = $('[data-scheme-button]');
const scheme = () => KEYS.find(key => key === html.dataset.scheme) ?? 'auto';
const showScheme = () => {
  $('[data-scheme-label]', schemeButton).textContent = SCHEMES[scheme()];
};
schemeButton.addEventListener('click', () => {
  const next = KEYS[(KEYS.indexOf(scheme()) + 1) % KEYS.length];
  if (next === 'auto') delete html.dataset.scheme;
  else html.dataset.scheme = next;
  store('club.scheme', next === 'auto' ? null : next);
  showScheme();
  $('[data-scheme-status]').textContent = `Affichage : ${SCHEMES[next]}`;
});
showScheme();

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
/** Open the panel of one button, close the others.
 * @param {HTMLElement | null} opened */
const openOnly = opened => {
  for (const button of toggles) {
    button.setAttribute('aria-expanded', String(button === opened));
    panelOf(button).toggleAttribute('data-open', button === opened);
  }
};
for (const button of toggles) {
  const panel = panelOf(button);
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    openOnly(open ? button : null);
    if (open) $('input', panel)?.focus();
  });
  for (const part of [button, panel])
    part.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.defaultPrevented || !button.offsetParent) return;
      openOnly(null);
      button.focus();
    });
}

/* Ctrl-K and « / » lead to the search box of the header. A shortcut of one key can be switched
   off, for those whose hands or voice would set it off (WCAG 2.1.4). */

const box = $('.c-search input');
const slashButton = $('[data-slash-button]');
let slash = stored('club.slash') !== 'off';
const showSlash = () => {
  $('[data-slash-label]', slashButton).textContent = slash ? 'activé' : 'désactivé';
  box.setAttribute('aria-keyshortcuts', slash ? '/ Control+K' : 'Control+K');
};
slashButton.addEventListener('click', () => {
  slash = !slash;
  store('club.slash', slash ? null : 'off');
  showSlash();
  $('[data-slash-status]').textContent = `Raccourci « / » ${slash ? 'activé' : 'désactivé'}`;
});
showSlash();

document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.altKey) return;
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
