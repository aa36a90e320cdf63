/* The frame of every page: menu, colour scheme, shortcuts. Everything works without it, less
   comfortably: the menu is open, the system chooses the colours, the search form submits. */
(() => {
  const { src, dataset } = document.currentScript;
  const index = new URL(`${dataset.internal}pagefind/pagefind.js`, location.href).href;
  const $ = (selector, scope = document) => scope.querySelector(selector);
  const $$ = (selector, scope = document) => [...scope.querySelectorAll(selector)];

  /* Colour scheme --------------------------------------------------------------------------- */

  const schemes = { auto: 'automatique', light: 'clair', dark: 'sombre' };
  const schemeButton = $('[data-scheme-button]');
  if (schemeButton) {
    const html = document.documentElement;
    const show = () => {
      $('[data-scheme-label]', schemeButton).textContent = schemes[html.dataset.scheme || 'auto'];
    };
    schemeButton.addEventListener('click', () => {
      const keys = Object.keys(schemes);
      const next = keys[(keys.indexOf(html.dataset.scheme || 'auto') + 1) % keys.length];
      if (next === 'auto') delete html.dataset.scheme;
      else html.dataset.scheme = next;
      try {
        if (next === 'auto') localStorage.removeItem('club.scheme');
        else localStorage.setItem('club.scheme', next);
      } catch {
        /* storage refused: the choice lasts as long as the page */
      }
      show();
      $('[data-scheme-status]').textContent = `Affichage : ${schemes[next]}`;
    });
    show();
  }

  /* Search: fetched when a reader first reaches for a box ----------------------------------- */

  const boxes = $$('form[data-search]');
  let search;
  const attach = form => {
    if (form.dataset.search === 'on') return;
    form.dataset.search = 'on';
    import(index).catch(() => {}); // on its way meanwhile
    search ??= import(new URL('search.js', src).href);
    search
      .then(module => module.attach(form))
      .catch(() => {
        // the form still leads to the page
        search = undefined;
        form.dataset.search = '';
      });
  };
  for (const form of boxes) {
    for (const event of ['focusin', 'input']) form.addEventListener(event, () => attach(form));
  }

  /* Menu and search buttons of the narrow header; after the search, whose own Escape comes first */

  const toggles = $$('[data-toggle]');
  const panelOf = button => document.getElementById(button.getAttribute('aria-controls'));
  const setOpen = (button, open) => {
    button.setAttribute('aria-expanded', String(open));
    panelOf(button).toggleAttribute('data-open', open);
  };
  for (const button of toggles) {
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      toggles.forEach(other => setOpen(other, other === button && open));
      if (open) $('input', panelOf(button))?.focus();
    });
    panelOf(button).addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.defaultPrevented || !button.offsetParent) return;
      setOpen(button, false);
      button.focus();
    });
    button.addEventListener('keydown', event => {
      if (event.key === 'Escape') setOpen(button, false);
    });
  }

  /* Ctrl-K and « / » lead to the search box of the header. A shortcut of one key can be switched
     off, for those whose hands or voice would set it off (WCAG 2.1.4). */

  const reach = event => {
    const input = $('.c-search input');
    if (!input) return;
    event.preventDefault();
    const button = toggles.find(toggle => panelOf(toggle).contains(input));
    if (button?.offsetParent) toggles.forEach(other => setOpen(other, other === button));
    input.focus();
    input.select();
  };
  const stored = name => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  let slash = stored('club.slash') !== 'off';
  const slashButton = $('[data-slash-button]');
  if (slashButton) {
    const show = () => {
      $('[data-slash-label]', slashButton).textContent = slash ? 'activé' : 'désactivé';
      $('.c-search input')?.setAttribute('aria-keyshortcuts', slash ? '/ Control+K' : 'Control+K');
    };
    slashButton.addEventListener('click', () => {
      slash = !slash;
      try {
        if (slash) localStorage.removeItem('club.slash');
        else localStorage.setItem('club.slash', 'off');
      } catch {
        /* storage refused: the choice lasts as long as the page */
      }
      show();
      $('[data-slash-status]').textContent = `Raccourci « / » ${slash ? 'activé' : 'désactivé'}`;
    });
    show();
  }
  const writing = node => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.altKey) return;
    const held = event.ctrlKey || event.metaKey;
    if (held && !event.shiftKey && event.key.toLowerCase() === 'k') reach(event);
    // « / » asks for Shift on a French keyboard: the key that was meant is what counts.
    else if (!held && slash && event.key === '/' && !writing(event.target)) reach(event);
  });
})();
