/* The steps of a form: their panels, the way through them, how far one is. The address says which (`#etape-2`). */
import { $, el } from '../core/dom.js';
import { empty } from './check.js';
import { control, idOf, keyOf, passage } from './fields.js';

const LAST = 'Relire et envoyer';

/** The steps of a form and one more, to send: `filled(path)` is what was answered there, `onLast` is called at the end. */
export const stepsOf = (form, steps, filled, onLast) => {
  const titles = [...steps.map(({ title }) => title), LAST];
  const count = titles.length;
  const end = el('div', { 'data-end': true });
  /** The paths of what a step asks, and what draws each. */
  const asked = steps.map(({ fields, texts }) => [
    ...fields.map(field => [[field.name], () => control(form, field, [field.name])]),
    ...texts.map(([title, help]) => [['#', title], () => passage(form, title, help)]),
  ]);
  const drawn = new Map();
  const placed = (path, draw) => {
    const node = draw();
    drawn.set(keyOf(path), { node, draw });
    return node;
  };
  /** Draw again what is at some paths, where another tab has answered; the focus stays, and its place in a text. */
  const redraw = paths => {
    const { id, selectionStart: from, selectionEnd: to } = document.activeElement;
    for (const path of paths) {
      const before = drawn.get(keyOf(path));
      before?.node.replaceWith(placed(path, before.draw));
    }
    if (!id || document.activeElement.id === id) return;
    const again = document.getElementById(id);
    again?.focus({ preventScroll: true });
    if (from != null) again?.setSelectionRange(from, to);
  };
  const panels = titles.map((title, n) => {
    const heading = el(
      'h2',
      { id: `titre:etape-${n + 1}`, tabindex: '-1' },
      el('span', { class: 'c-form__where' }, `Étape ${n + 1} sur ${count}`),
      title,
    );
    const turn = el(
      'p',
      { class: 'c-form__turn' },
      n + 1 < count ? el('a', { class: 'c-button', href: `#etape-${n + 2}` }, 'Continuer') : null,
      n ? el('a', { class: 'c-button c-button--quiet', href: `#etape-${n}` }, 'Revenir') : null,
    );
    const inside =
      n + 1 === count
        ? end
        : el(
            'div',
            {},
            steps[n].lede ? el('p', { class: 'c-form__lede' }, steps[n].lede) : null,
            ...asked[n].map(([path, draw]) => placed(path, draw)),
          );
    return el(
      'section',
      { id: `panneau:${n + 1}`, 'aria-labelledby': heading.id, hidden: true },
      heading,
      inside,
      turn,
    );
  });

  const marks = titles.map((title, n) => {
    const progress = el('span', { class: 'c-steps__state' });
    const link = el(
      'a',
      { href: `#etape-${n + 1}` },
      el('span', { class: 'c-steps__number', 'aria-hidden': 'true' }, String(n + 1)),
      el('span', { class: 'c-steps__title' }, title),
      progress,
    );
    return { link, progress };
  });
  const nav = el(
    'nav',
    { class: 'c-steps', 'aria-label': 'Étapes du formulaire' },
    el('ol', {}, ...marks.map(({ link }) => el('li', {}, link))),
  );
  form.whenChanged(() =>
    asked.forEach((parts, n) => {
      const done = parts.filter(([path]) => !empty(filled(path))).length;
      const { link, progress } = marks[n];
      progress.textContent = ` ${done} sur ${parts.length}`;
      link.toggleAttribute('data-done', done === parts.length);
      link.toggleAttribute('data-begun', done > 0);
    }),
  );

  const stepOf = path => asked.findIndex(parts => parts.some(([at]) => at.every((step, n) => step === path[n])));
  let current = -1;
  const open = (n, focus = true) => {
    if (n === current) return;
    current = n;
    panels.forEach((panel, k) => {
      panel.hidden = k !== n;
    });
    marks.forEach(({ link }, k) =>
      k === n ? link.setAttribute('aria-current', 'step') : link.removeAttribute('aria-current'),
    );
    if (location.hash !== `#etape-${n + 1}` && (location.hash || n)) history.pushState(null, '', `#etape-${n + 1}`);
    if (focus) {
      $('h2', panels[n]).focus({ preventScroll: true });
      nav.scrollIntoView({ block: 'start' });
    }
    if (n + 1 === count) onLast(); // which may take the focus
  };
  /** Go where a path is answered. */
  const reach = path => {
    open(stepOf(path), false);
    const target =
      form.spots.get(keyOf(path))?.controls[0] ??
      document.getElementById(idOf(path)) ??
      $('input, textarea, select', panels[stepOf(path)]);
    target.focus();
    target.scrollIntoView({ block: 'center' });
  };
  const follow = focus => {
    const n = Number(location.hash.match(/^#etape-([0-9]+)$/)?.[1] ?? 1);
    open(Math.min(Math.max(n, 1), count) - 1, focus);
  };
  window.addEventListener('hashchange', () => follow(true));
  window.addEventListener('popstate', () => follow(true));
  return { nav, panels, end, stepOf, reach, follow, redraw };
};
