/* The only script of a page: menu, colour scheme, search. Everything works without it, less
   comfortably: the menu is open, the system chooses the colours, the search form submits. */
(() => {
  'use strict';

  const root = new URL(document.currentScript.dataset.root, location.href).href;
  const $ = (selector, scope = document) => scope.querySelector(selector);
  const $$ = (selector, scope = document) => [...scope.querySelectorAll(selector)];

  /** An element with its attributes and children; text stays text. */
  const el = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(key, '');
      else if (value !== false && value != null) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child != null && child !== ''));
    return node;
  };
  const plural = (n, one, many) => `${n.toLocaleString('fr-FR')} ${n > 1 ? many : one}`;

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
      } catch { /* storage refused: the choice lasts as long as the page */ }
      show();
      $('[data-scheme-status]').textContent = `Affichage : ${schemes[next]}`;
    });
    show();
  }

  /* Search ---------------------------------------------------------------------------------- */

  let engine;
  const pagefind = () => {
    engine ??= import(`${root}pagefind/pagefind.js`).then(async (module) => {
      await module.options({ baseUrl: root, excerptLength: 20 });
      await module.init();
      return module;
    });
    engine.catch(() => { engine = undefined; });
    return engine;
  };

  /** What is asked of the index: no elision ("l’eau" → "eau"), compound words opened, no small word
      (the index wants every word of the query, and "du" would also be the beginning of "durant"). */
  const small = new Set('à au aux avec ce ces cette dans de des du elle en est et il la le les leur ou par pour qui que sa se ses son sur un une'.split(' '));
  const clean = (text) => {
    const words = text
      .replace(/[’ʼ]/g, "'")
      .replace(/(^|[^\p{L}])(?:[ldjnscmt]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\p{L})/giu, '$1')
      .split(/[\s\-‐‑–—/«»"]+/)
      .filter(Boolean);
    const meant = words.filter((word) => !small.has(word.toLowerCase()));
    return (meant.length ? meant : words).join(' ');
  };

  /** The index is made with straight apostrophes (Pagefind would take "l’eau" for one word): back to type. */
  const typeset = (text) => text.replace(/(\p{L})'(?=\p{L})/gu, '$1’');

  /** Pagefind's excerpt as nodes: text, and `mark` around what was found; nothing else passes. */
  const excerpt = (html) => [
    ...[...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map((node) => (
      node.nodeName === 'MARK' ? el('mark', {}, typeset(node.textContent)) : typeset(node.textContent))),
    /[.!?…]\s*$/.test(html) ? '' : '…',
  ];

  const address = (data) => new URL(data.raw_url || data.url, root).href;
  const pageAddress = (query, kind, page) => {
    const params = new URLSearchParams({ q: query });
    if (kind) params.set('type', kind);
    if (page > 1) params.set('page', page);
    return `${root}recherche/?${params}`;
  };

  const FAILED = 'La recherche n’a pas pu se charger. Vérifiez votre connexion, puis réessayez.';
  const NOTHING = 'Aucun résultat. Essayez un seul mot, ou un mot plus général.';

  /** The first results under a search box, as one types. */
  const quickSearch = (form) => {
    const input = $('input[type="search"]', form);
    const status = el('p', { class: 'c-panel__status', role: 'status' });
    const list = el('ul');
    const panel = el('div', { class: 'c-panel' }, status, list);
    form.append(panel);
    let timer;
    let turn = 0;

    const close = () => {
      clearTimeout(timer);
      turn += 1;
      status.textContent = '';
      list.replaceChildren();
      panel.removeAttribute('data-open');
    };
    const open = (message, ...items) => {
      list.replaceChildren(...items);
      panel.setAttribute('data-open', '');
      status.textContent = message;
    };
    const run = async () => {
      const query = clean(input.value);
      if (query.length < 2) return close();
      const mine = ++turn;
      try {
        const found = await (await pagefind()).search(query);
        const first = await Promise.all(found.results.slice(0, 8).map((result) => result.data()));
        if (mine !== turn) return undefined;
        const total = found.results.length;
        if (!total) return open(NOTHING);
        const items = first.map((data) => el('li', {}, el('a', { href: address(data) },
          el('b', {}, typeset(data.meta.title || data.url)),
          data.meta.kind ? el('span', { class: 'c-kind' }, data.meta.kind) : null,
          el('span', {}, ...excerpt(data.excerpt)))));
        items.push(el('li', {}, el('a', { href: pageAddress(input.value.trim()), class: 'c-panel__all' },
          'Tous les résultats')));
        open(total > 8 ? `Les 8 premiers de ${plural(total, 'résultat', 'résultats')}` : plural(total, 'résultat', 'résultats'), ...items);
      } catch {
        if (mine === turn) open(FAILED);
      }
      return undefined;
    };

    input.addEventListener('focus', () => pagefind().catch(() => {}), { once: true });
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(run, 120);
    });
    form.addEventListener('keydown', (event) => {
      const links = $$('a', list);
      if (event.key === 'Escape' && panel.hasAttribute('data-open')) {
        event.preventDefault();
        input.focus();
        close();
      } else if (links.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        const at = links.indexOf(document.activeElement);
        const to = at + (event.key === 'ArrowDown' ? 1 : -1);
        event.preventDefault();
        (links[to] || (to < 0 ? input : links[at])).focus();
      }
    });
    document.addEventListener('click', (event) => { if (!form.contains(event.target)) close(); });
    form.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
    });
  };

  /** The search page: form, kinds, results 20 a page; the address holds the state. */
  const searchPage = (host) => {
    const SIZE = 20;
    const input = el('input', { type: 'search', id: 'q-page', name: 'q', autocomplete: 'off' });
    const form = el('form', { class: 'c-find', role: 'search', 'aria-label': 'Recherche dans tout le site' },
      el('label', { for: 'q-page' }, 'Que cherchez-vous ?'),
      el('div', { class: 'c-find__row' }, input, el('button', { type: 'submit' }, 'Rechercher')));
    const kinds = el('form', { class: 'c-filters', hidden: true });
    const status = el('p', { class: 'c-results__status', role: 'status', tabindex: '-1' });
    const list = el('ol', { class: 'c-results' });
    const pages = el('nav', { 'aria-label': 'Pages de résultats' });
    host.replaceChildren(form, kinds, status, list, pages);
    let turn = 0;

    const state = () => {
      const params = new URLSearchParams(location.search);
      return {
        query: params.get('q') || '',
        kind: params.get('type') || '',
        page: Math.max(1, Number.parseInt(params.get('page'), 10) || 1),
      };
    };
    const go = (query, kind, page, replace) => {
      history[replace ? 'replaceState' : 'pushState'](null, '', pageAddress(query, kind, page));
      return show();
    };
    const clear = (message) => {
      status.textContent = message;
      list.replaceChildren();
      pages.replaceChildren();
    };
    const showKinds = (counts, kind, total) => {
      const names = Object.keys(counts).filter((name) => counts[name] || name === kind)
        .sort((a, b) => a.localeCompare(b, 'fr'));
      kinds.hidden = names.length < 2 && !kind;
      const focused = kinds.contains(document.activeElement) && document.activeElement.value;
      const choice = (value, label, count) => el('label', {},
        el('input', { type: 'radio', name: 'type', value, checked: value === kind }),
        `${label} `, el('span', {}, `(${count})`));
      kinds.replaceChildren(el('fieldset', {}, el('legend', {}, 'Montrer'),
        choice('', 'Tout', total), ...names.map((name) => choice(name, name, counts[name] || 0))));
      if (focused !== false) $$('input', kinds).find((radio) => radio.value === focused)?.focus();
    };
    const show = async () => {
      const { query, kind, page } = state();
      const mine = ++turn;
      if (document.activeElement !== input) input.value = query;
      const asked = clean(query);
      if (!asked) {
        kinds.hidden = true;
        return clear('');
      }
      try {
        const index = await pagefind();
        await index.filters(); // without which no result is counted by kind
        const found = await index.search(asked, kind ? { filters: { kind } } : {});
        const total = found.results.length;
        const last = Math.max(1, Math.ceil(total / SIZE));
        const current = Math.min(page, last);
        const from = (current - 1) * SIZE;
        const shown = await Promise.all(found.results.slice(from, from + SIZE).map((result) => result.data()));
        if (mine !== turn) return undefined;
        showKinds(found.totalFilters?.kind || {}, kind, found.unfilteredResultCount ?? total);
        if (!total) return clear(NOTHING);
        clear(plural(total, 'résultat', 'résultats') + (last > 1 ? `, page ${current} sur ${last}` : ''));
        list.setAttribute('start', from + 1);
        list.append(...shown.map((data) => el('li', {},
          el('h2', {}, el('a', { href: address(data) }, typeset(data.meta.title || data.url))),
          data.meta.kind ? el('span', { class: 'c-kind' }, data.meta.kind) : null,
          el('p', {}, ...excerpt(data.excerpt)))));
        if (last > 1) {
          const near = [...new Set([1, current - 1, current, current + 1, last])].filter((n) => n >= 1 && n <= last);
          pages.append(el('ul', { class: 'c-pages' }, ...near.map((n) => el('li', {}, el('a', {
            href: pageAddress(query, kind, n),
            'aria-label': `Page ${n}`,
            'aria-current': n === current ? 'page' : null,
          }, String(n))))));
        }
      } catch {
        if (mine === turn) clear(FAILED);
      }
      return undefined;
    };

    let timer;
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => go(input.value.trim(), state().kind, 1, true), 200);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(timer);
      go(input.value.trim(), state().kind, 1);
    });
    kinds.addEventListener('change', (event) => go(state().query, event.target.value, 1));
    pages.addEventListener('click', async (event) => {
      const link = event.target.closest('a');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState(null, '', link.href);
      await show();
      status.focus();
      status.scrollIntoView({ block: 'center' });
    });
    window.addEventListener('popstate', show);
    show();
    if (!input.value) input.focus({ preventScroll: true });
  };

  $$('form[data-search]').forEach(quickSearch);
  $$('[data-recherche]').forEach(searchPage);

  /* Menu and search buttons of the narrow header; after the search, whose own Escape comes first */

  const toggles = $$('[data-toggle]');
  const panelOf = (button) => document.getElementById(button.getAttribute('aria-controls'));
  const setOpen = (button, open) => {
    button.setAttribute('aria-expanded', String(open));
    panelOf(button).toggleAttribute('data-open', open);
  };
  for (const button of toggles) {
    button.addEventListener('click', () => {
      const open = button.getAttribute('aria-expanded') !== 'true';
      toggles.forEach((other) => setOpen(other, other === button && open));
      if (open) $('input', panelOf(button))?.focus();
    });
    panelOf(button).addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || !button.offsetParent) return;
      setOpen(button, false);
      button.focus();
    });
    button.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') setOpen(button, false);
    });
  }

  /* Ctrl-K leads to the search box of the header. No single-key shortcut: WCAG 2.1.4, RGAA 12.10. */

  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const input = $('.c-search input');
    if (event.key.toLowerCase() !== 'k' || !input) return;
    event.preventDefault();
    const button = toggles.find((toggle) => panelOf(toggle).contains(input));
    if (button?.offsetParent) toggles.forEach((other) => setOpen(other, other === button));
    input.focus();
    input.select();
  });

  /* A Markdown table too wide for the screen scrolls: then the keyboard must reach it --------- */

  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
    }
  });
  $$('.c-article > table').forEach((table) => watch.observe(table));
})();
