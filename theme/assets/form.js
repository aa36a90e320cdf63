/* A contribution form: drawn from its description (`contribuer/donnees/<form>.json`), checked as one types,
   kept as a draft in this browser alone, sent by whoever filled it. Takes the place of `data-form`. */
import { $, $$, el, json, renew, root } from './dom.js';
import { empty } from './form-check.js';
import { control, idOf, keyOf, passage } from './form-fields.js';
import { model } from './form-model.js';

// What is not needed to begin comes later: the preview when it is opened, the ways to send at the first answer.
const previewing = () => import('./form-preview.js');
const sending = () => import('./form-send.js').catch(() => import('./form-send.js?encore')); // a browser may keep a failure in mind

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const NBSP = '\u00a0';
const SETTLE = 150; // milliseconds
const FAILED = 'Le formulaire n’a pas pu être chargé. Vérifiez votre connexion, puis rechargez la page.';
const OFFLINE = 'La connexion manque pour les dernières vérifications, ou le site vient de changer. Rien n’est perdu\u00a0: réessayez, puis rechargez la page.';

/** The day it is in Paris, as the checker counts: from Nouméa, one would write tomorrow. In Swedish, a date is AAAA-MM-JJ. */
const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

/** The draft of a form, in this browser. `get` gives null when there is none or none can be kept. */
const drafts = (name) => {
  const key = `formulaire:${new URL(root).pathname}:${name}`;
  const attempt = (act) => { try { return act(); } catch { return null; } };
  return {
    kept: attempt(() => { localStorage.setItem('formulaire:essai', '1'); localStorage.removeItem('formulaire:essai'); return true; }) ?? false,
    get: () => attempt(() => JSON.parse(localStorage.getItem(key))),
    set: (values) => attempt(() => localStorage.setItem(key, JSON.stringify(values))),
    erase: () => attempt(() => localStorage.removeItem(key)),
  };
};

const start = async (host) => {
  const key = host.dataset.form;
  const asked = new URLSearchParams(location.search).get('fiche') ?? '';
  const id = SLUG.test(asked) ? asked : '';
  let said;
  let sheet = null;
  try {
    said = await json(`contribuer/donnees/${key}.json`);
    if (id) sheet = await json(`contribuer/donnees/fiches/${said.kind}/${id}.json`).then((found) => ({ ...found, id }), () => null);
    if (sheet) for (const step of said.steps) step.fields = step.fields.filter(({ name }) => name !== 'id');
  } catch (error) {
    if (!renew(error)) host.prepend(el('p', { role: 'status' }, FAILED));
    return;
  }
  build(host, said, sheet, sheet ? id : '', asked);
};

const build = (host, said, sheet, id, asked) => {
  const core = model(said, sheet, today(), (kind, one) => form.names.get(`${kind}:${one}`)?.[0]);
  const { check, fields, original } = core;
  const draft = drafts(id ? `${said.kind}:${id}` : said.kind);
  const listeners = [];
  const cache = new Map();

  // A draft keeps what it started from: what has changed on the site since is not undone by it.
  const started = () => {
    const kept = draft.get();
    if (!kept?.values) return null;
    const mine = (now, then, typed) => Object.fromEntries(Object.keys({ ...now, ...typed }).flatMap((name) => {
      const value = JSON.stringify(typed[name]) === JSON.stringify(then[name]) ? now[name] : typed[name];
      return value === undefined ? [] : [[name, value]];
    }));
    const values = mine(original, kept.from, kept.values);
    values['#'] = mine(original['#'], kept.from['#'] ?? {}, kept.values['#'] ?? {});
    return core.changed(values) ? values : null;
  };
  const found = started();

  const form = {
    kind: said.kind,
    fields,
    check,
    values: found ?? structuredClone(original),
    spots: new Map(),
    loose: new Map(),
    names: new Map(),
    said: null,
    choices: (kind) => {
      if (!cache.has(kind)) {
        const rows = json(`contribuer/donnees/choix-${kind}.json`).then((all) => all.filter(([one]) => kind !== said.kind || one !== id));
        rows.catch(() => cache.delete(kind));
        cache.set(kind, rows);
      }
      return cache.get(kind);
    },
    get: (path) => path.reduce((value, step) => value?.[step], form.values),
    set: (path, value, quiet = false) => {
      const owner = path.slice(0, -1).reduce((at, step) => (at[step] ??= {}), form.values);
      owner[path.at(-1)] = value;
      if (!quiet) form.changed();
    },
    whenChanged: (act) => { listeners.push(act); act(); },
    changed: () => {
      save();
      listeners.forEach((act) => act());
    },
    // Not at once: what appears or goes would move the button that a finger is about to press.
    review: (path) => { setTimeout(() => review(path), SETTLE); },
  };
  form.values['#'] ??= {};

  // --- what is wrong -----------------------------------------------------------------------
  const problems = () => [
    ...[...form.loose.values()].map((path) => ({ path, message: 'ce qui est tapé n’est pas choisi', hint: 'choisissez dans la liste, ou effacez' })),
    ...core.problems(form.values),
  ];
  const sentence = ({ message, hint }) => `${message.charAt(0).toUpperCase()}${message.slice(1)}${NBSP}; ${hint}.`;
  const show = (at, wrong) => {
    const spot = form.spots.get(at);
    if (!spot) return;
    spot.error.textContent = wrong ? sentence(wrong) : '';
    spot.error.hidden = !wrong;
    for (const node of spot.controls) {
      if (wrong && !wrong.mild) node.setAttribute('aria-invalid', 'true');
      else node.removeAttribute('aria-invalid');
    }
  };
  const byPath = () => {
    const at = new Map();
    for (const wrong of problems()) if (!at.has(keyOf(wrong.path))) at.set(keyOf(wrong.path), wrong);
    return at;
  };
  /** Say what is wrong where one has just been, and take away what no longer is. */
  const review = (path) => {
    const wrong = byPath();
    const here = keyOf(path);
    for (const [at, { error }] of form.spots) {
      if (!error.hidden) show(at, wrong.get(at));
      else if (at === here && (!empty(form.get(path)) || form.loose.has(at))) show(at, wrong.get(at));
    }
  };
  // An error goes as soon as it is mended, as one types.
  form.whenChanged(() => {
    const shown = [...form.spots].filter(([, { error }]) => !error.hidden);
    if (!shown.length) return;
    const wrong = byPath();
    for (const [at] of shown) show(at, wrong.get(at));
  });
  const showAll = (wrong) => { for (const at of form.spots.keys()) show(at, wrong.get(at)); };

  // --- the draft ---------------------------------------------------------------------------
  let timer;
  const store = () => {
    clearTimeout(timer);
    timer = 0;
    if (core.changed(form.values)) draft.set({ from: original, values: form.values });
    else draft.erase();
  };
  const save = () => { clearTimeout(timer); timer = setTimeout(store, 300); };
  window.addEventListener('pagehide', () => { if (timer) store(); });
  const forget = () => {
    clearTimeout(timer);
    timer = 0;
    draft.erase();
    location.hash = '';
    location.reload();
  };
  const eraser = (words) => {
    const button = el('button', { type: 'button', class: 'c-form__erase' }, words);
    button.addEventListener('click', () => { if (confirm('Effacer tout ce que vous avez écrit dans ce formulaire\u00a0?')) forget(); });
    return button;
  };
  const erase = eraser('Effacer le brouillon');
  const keeping = el('div', {},
    found && draft.kept ? el('div', { class: 'c-form__found' }, el('p', {}, 'Voici le brouillon que vous aviez laissé. ', eraser('L’effacer et recommencer'))) : null,
    el('p', { class: 'c-form__draft' }, draft.kept
      ? 'Ce que vous écrivez reste dans ce navigateur, sur cet appareil\u00a0: rien n’est envoyé avant que vous le décidiez. '
      : 'Ce navigateur ne garde pas de brouillon\u00a0: terminez sans fermer la page. ', draft.kept ? erase : null));
  form.whenChanged(() => { erase.hidden = !core.changed(form.values); });
  if (!draft.kept) window.addEventListener('beforeunload', (event) => { if (!sentOnce && core.changed(form.values)) event.preventDefault(); });
  let sentOnce = false;

  // --- the steps ---------------------------------------------------------------------------
  const all = [...said.steps, { title: 'Relire et envoyer', last: true }];
  const count = all.length;
  const panels = all.map((step, n) => {
    const heading = el('h2', { id: `titre:etape-${n + 1}`, tabindex: '-1' }, el('span', { class: 'c-form__where' }, `Étape ${n + 1} sur ${count}`), step.title);
    const turn = el('p', { class: 'c-form__turn' },
      n + 1 < count ? el('a', { class: 'c-button', href: `#etape-${n + 2}` }, 'Continuer') : null,
      n ? el('a', { class: 'c-button c-button--quiet', href: `#etape-${n}` }, 'Revenir') : null);
    const inside = step.last ? el('div', { 'data-end': true }) : el('div', {},
      step.lede ? el('p', { class: 'c-form__lede' }, step.lede) : null,
      ...step.fields.map((field) => control(form, field, [field.name])),
      ...step.texts.map(([title, help]) => passage(form, title, help)));
    return el('section', { id: `panneau:${n + 1}`, 'aria-labelledby': heading.id, hidden: true }, heading, inside, turn);
  });
  const given = (name) => (sheet || JSON.stringify(form.values[name]) !== JSON.stringify(original[name]) ? form.values[name] : '');
  const filled = (step) => [...step.fields.map(({ name }) => given(name)), ...step.texts.map(([title]) => core.textOf(form.values, title))].filter((value) => !empty(value)).length;
  const marks = all.map((step, n) => {
    const progress = el('span', { class: 'c-steps__state' });
    const link = el('a', { href: `#etape-${n + 1}` }, el('span', { class: 'c-steps__number', 'aria-hidden': 'true' }, String(n + 1)),
      el('span', { class: 'c-steps__title' }, step.title), progress);
    return { link, progress };
  });
  const steps = el('nav', { class: 'c-steps', 'aria-label': 'Étapes du formulaire' }, el('ol', {}, ...marks.map(({ link }) => el('li', {}, link))));
  const measure = () => said.steps.forEach((step, n) => {
    const [done, whole] = [filled(step), step.fields.length + step.texts.length];
    marks[n].progress.textContent = ` ${done} sur ${whole}`;
    marks[n].link.toggleAttribute('data-done', done === whole);
    marks[n].link.toggleAttribute('data-begun', done > 0);
  });
  form.whenChanged(measure);

  // What is still to do, always in sight and never spoken over the keyboard.
  const left = el('p', { class: 'c-form__left' });
  const tell = () => {
    const wrong = [...byPath().values()].filter(({ mild }) => !mild);
    const where = [...new Set(wrong.map(({ path }) => stepOf(path) + 1))].sort((a, b) => a - b);
    left.textContent = wrong.length
      ? `Avant d’envoyer, il reste ${wrong.length > 1 ? `${wrong.length} réponses` : 'une réponse'} à donner ou à revoir${NBSP}: étape${where.length > 1 ? 's' : ''} ${where.join(', ').replace(/, ([0-9]+)$/, ' et $1')}.`
      : `Tout ce qui est obligatoire est là${NBSP}: vous pouvez envoyer quand vous voulez.`;
    if (!wrong.length && sheet && !core.changed(form.values)) left.textContent = '';
  };
  let counting;
  form.whenChanged(() => { clearTimeout(counting); counting = setTimeout(tell, 250); });

  // --- the preview ---------------------------------------------------------------------------
  const sheetLook = el('div', { class: 'c-preview__sheet' });
  const look = el('details', { class: 'c-preview' }, el('summary', {}, 'Aperçu de la fiche'), sheetLook);
  const redraw = () => {
    if (!look.open) return;
    previewing().then(({ preview }) => sheetLook.replaceChildren(...preview(form, core.record(form.values), core.texts(form.values))))
      .catch(() => sheetLook.replaceChildren(el('p', {}, OFFLINE)));
  };
  let drawing;
  form.whenChanged(() => { clearTimeout(drawing); drawing = setTimeout(redraw, 150); });
  look.addEventListener('toggle', redraw);

  // --- the end -------------------------------------------------------------------------------
  const stepOf = (path) => said.steps.findIndex((step) => (path[0] === '#'
    ? step.texts.some(([title]) => title === path[1]) : step.fields.some(({ name }) => name === path[0])));
  const labelOf = (path) => {
    if (path[0] === '#') return path[1] || said.steps.flatMap((step) => step.texts)[0][1];
    let of = fields;
    return path.filter((step) => typeof step === 'string').map((name) => {
      const field = of.find((one) => one.name === name);
      of = field.fields ?? [];
      return field.label;
    }).join(', ');
  };
  const reach = (path) => {
    open(stepOf(path), false);
    const spot = form.spots.get(keyOf(path));
    const target = spot?.controls[0] ?? document.getElementById(idOf(path)) ?? $('input, textarea, select', panels[stepOf(path)]);
    target.focus();
    target.scrollIntoView({ block: 'center' });
  };
  const taken = async () => new Set([...(await form.choices(said.kind)).map(([one]) => one), ...said.aliases ?? []]);
  const deadPages = async () => {
    const answers = await Promise.all(core.pages(form.values).map(async ([title, page]) => {
      const there = await fetch(root + page.slice(1), { method: 'HEAD' }).then(({ ok }) => ok, () => true);
      return there ? [] : [{ path: ['#', title], message: `«${NBSP}${page}${NBSP}» n’est pas une page du site`, hint: 'vérifiez l’adresse' }];
    }));
    return answers.flat();
  };
  let turn = 0;
  const finish = async () => {
    const mine = ++turn;
    const end = $('[data-end]', panels.at(-1));
    const retry = () => {
      const again = el('button', { type: 'button', class: 'c-button' }, 'Réessayer');
      again.addEventListener('click', finish);
      end.replaceChildren(el('p', { role: 'alert' }, OFFLINE), el('p', {}, again));
    };
    const wrong = byPath();
    showAll(wrong);
    const mild = [...wrong].filter(([, one]) => one.mild);
    for (const [at] of mild) wrong.delete(at);
    if (!wrong.size) for (const one of await deadPages()) wrong.set(keyOf(one.path), one);
    if (mine !== turn) return;
    if (wrong.size) {
      showAll(new Map([...mild, ...wrong]));
      const list = [...wrong.values()].sort((a, b) => stepOf(a.path) - stepOf(b.path));
      const summary = el('div', { class: 'c-errors', role: 'group', 'aria-labelledby': 'bloc:erreurs', tabindex: '-1' },
        el('h3', { id: 'bloc:erreurs' }, list.length > 1 ? `Il reste ${list.length} points à revoir` : 'Il reste un point à revoir'),
        el('ul', {}, ...list.map((one) => {
          const link = el('a', { href: `#${idOf(one.path)}` }, `${labelOf(one.path)}${NBSP}: ${one.message}`);
          link.addEventListener('click', (event) => { event.preventDefault(); reach(one.path); });
          return el('li', {}, link);
        })));
      end.replaceChildren(summary);
      summary.focus();
      return;
    }
    if (sheet && !core.changed(form.values)) {
      end.replaceChildren(el('p', {}, 'Vous n’avez encore rien changé à cette fiche.'));
      return;
    }
    try {
      const made = core.proposal(form.values, await taken());
      const { ways } = await sending();
      if (mine !== turn) return;
      const over = el('p', { class: 'c-form__over', hidden: true }, 'C’est envoyé\u00a0? Vous pouvez effacer le brouillon de cet appareil. ', draft.kept ? eraser('Effacer le brouillon') : null);
      end.replaceChildren(el('p', { class: 'c-form__ready' }, `La fiche est prête\u00a0: ${sheet ? 'votre correction' : 'votre proposition'} passe les vérifications du site. Relisez l’aperçu, plus bas, puis choisissez une des façons de l’envoyer.${made.partial ? ' Elle ne dit que ce qui change\u00a0: l’équipe le met en place et vérifie la fiche entière.' : ''}`),
        ...mild.map(([, one]) => el('p', { class: 'c-note' }, `${labelOf(one.path)}${NBSP}: ${sentence(one)}`)),
        ...ways(said, made, () => { over.hidden = false; sentOnce = true; }), over);
      look.open = true;
    } catch {
      retry();
    }
  };

  // --- moving about ----------------------------------------------------------------------------
  let current = -1;
  const open = (n, focus = true) => {
    if (n === current) return;
    current = n;
    panels.forEach((panel, k) => { panel.hidden = k !== n; });
    marks.forEach(({ link }, k) => (k === n ? link.setAttribute('aria-current', 'step') : link.removeAttribute('aria-current')));
    if (location.hash !== `#etape-${n + 1}` && (location.hash || n)) history.pushState(null, '', `#etape-${n + 1}`);
    if (all[n].last) finish();
    if (focus) {
      const heading = $('h2', panels[n]);
      heading.focus({ preventScroll: true });
      steps.scrollIntoView({ block: 'start' });
    }
  };
  const fromAddress = (focus) => {
    const n = Number(location.hash.match(/^#etape-([0-9]+)$/)?.[1] ?? 1);
    open(Math.min(Math.max(n, 1), count) - 1, focus);
  };
  window.addEventListener('hashchange', () => fromAddress(true));
  window.addEventListener('popstate', () => fromAddress(true));

  const heading = $('h1');
  if (sheet && heading) {
    heading.textContent = 'Compléter une fiche';
    host.before(el('p', { class: 'c-form__about' }, 'Vous complétez ', el('a', { href: `${root}${said.section}/${id}/` }, `«${NBSP}${sheet.title}${NBSP}»`), '. Ce que vous ne touchez pas reste tel quel.'));
  } else if (asked) host.before(el('p', { class: 'c-band' }, 'La fiche demandée n’existe pas ou plus\u00a0: voici un formulaire vide.'));
  const whole = el('form', { class: 'c-form__body', novalidate: true, autocomplete: 'off' }, ...panels);
  whole.addEventListener('submit', (event) => event.preventDefault());
  // The names already taken, asked for at the first answer: the end may be reached without a connection.
  whole.addEventListener('input', () => { [form.choices(said.kind), sending()].forEach((asked_) => asked_.catch(() => {})); }, { once: true });
  host.replaceChildren(keeping, steps, left, whole, look);
  fromAddress(false);
};

for (const host of $$('[data-form]')) start(host);
