/* A contribution form: drawn from its description (`contribuer/donnees/<form>.json`), checked as one types,
   kept as a draft in this browser alone, sent by whoever filled it. Takes the place of `data-form`. */
import { today } from './core/dates.js';
import { $, $$, el, json, renew, root } from './core/dom.js';
import { NBSP, quoted } from './core/text.js';
import { draftOf, same } from './form/draft.js';
import { ending, OFFLINE, sending } from './form/end.js';
import { errors } from './form/errors.js';
import { model } from './form/model.js';
import { stepsOf } from './form/steps.js';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const FAILED = 'Le formulaire n’a pas pu être chargé. Vérifiez votre connexion, puis rechargez la page.';

/** Call `act` a moment after the last call. */
const settled = (act, milliseconds) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
};

const start = async host => {
  const asked = new URLSearchParams(location.search).get('fiche') ?? '';
  const id = SLUG.test(asked) ? asked : '';
  let said;
  let sheet = null;
  try {
    said = await json(`contribuer/donnees/${host.dataset.form}.json`);
    if (id)
      sheet = await json(`contribuer/donnees/fiches/${said.kind}/${id}.json`).then(
        found => ({ ...found, id }),
        () => null,
      );
    if (sheet) for (const step of said.steps) step.fields = step.fields.filter(({ name }) => name !== 'id');
  } catch (error) {
    if (!renew(error)) host.prepend(el('p', { role: 'status' }, FAILED));
    return;
  }
  build(host, said, sheet);
  const heading = $('h1');
  if (sheet && heading) {
    heading.textContent = 'Compléter une fiche';
    host.before(
      el(
        'p',
        { class: 'c-form__about' },
        'Vous complétez ',
        el('a', { href: `${root}${said.section}/${id}/` }, quoted(sheet.title)),
        '. Ce que vous ne touchez pas reste tel quel.',
      ),
    );
  } else if (asked)
    host.before(
      el('p', { class: 'c-band' }, 'La fiche demandée n’existe pas ou plus\u00a0: voici un formulaire vide.'),
    );
};

/** What the fields of a form share: the answers, where their errors are shown (`spots`), what is typed and not chosen
    (`loose`), the names of what is chosen by its id. */
const shared = (said, sheet, core, values) => {
  const listeners = [];
  const cache = new Map();
  const form = {
    kind: said.kind,
    fields: core.fields,
    check: core.check,
    values,
    spots: new Map(),
    loose: new Map(),
    names: new Map(),
    /** The records of a kind that may be chosen: [id, name, more]. */
    choices: kind => {
      if (!cache.has(kind)) {
        const rows = json(`contribuer/donnees/choix-${kind}.json`).then(all =>
          all.filter(([one]) => kind !== said.kind || one !== sheet?.id),
        );
        rows.catch(() => cache.delete(kind));
        cache.set(kind, rows);
      }
      return cache.get(kind);
    },
    get: path => path.reduce((value, step) => value?.[step], form.values),
    set: (path, value, quiet = false) => {
      const owner = path.slice(0, -1).reduce((at, step) => (at[step] ??= {}), form.values);
      owner[path.at(-1)] = value;
      if (!quiet) form.changed();
    },
    /** Call `act` after each change, and `now`. */
    whenChanged: (act, now = true) => {
      listeners.push(act);
      if (now) act(false);
    },
    /** Say that answers have changed, `here` or in another tab. */
    changed: (here = true) => listeners.forEach(act => act(here)),
  };
  form.values['#'] ??= {};
  return form;
};

/** The draft of a form, kept as one types: what says so, and what erases it. `redraw(paths)` shows what other tabs changed. */
const keeping = (form, core, draft, redraw) => {
  let pending = false;
  const keep = () => {
    pending = false;
    const { '#': texts, ...fields } = form.values;
    form.values = draft.keep(form.values);
    const paths = [
      ...Object.keys({ ...fields, ...form.values })
        .filter(name => name !== '#')
        .map(name => [name]),
      ...Object.keys({ ...texts, ...form.values['#'] }).map(title => ['#', title]),
    ].filter(([name, title]) =>
      name === '#' ? !same(texts[title], form.get([name, title])) : !same(fields[name], form.values[name]),
    );
    if (!paths.length) return;
    redraw(paths);
    form.changed(false);
  };
  const later = settled(() => pending && keep(), 300);
  form.whenChanged(here => {
    if (here) pending = true;
    later();
  }, false);
  window.addEventListener('pagehide', () => pending && keep());
  draft.whenOthers(keep);
  const eraser = words => {
    const button = el('button', { type: 'button', class: 'c-form__erase' }, words);
    button.addEventListener('click', () => {
      if (!confirm('Effacer tout ce que vous avez écrit dans ce formulaire\u00a0?')) return;
      pending = false;
      draft.erase();
      location.hash = '';
      location.reload();
    });
    return button;
  };
  const erase = eraser('Effacer le brouillon');
  form.whenChanged(() => {
    erase.hidden = !core.changed(form.values);
  });
  const over = el(
    'p',
    { class: 'c-form__over', hidden: true },
    'C’est envoyé\u00a0? Vous pouvez effacer le brouillon de cet appareil. ',
    draft.kept ? eraser('Effacer le brouillon') : null,
  );
  if (!draft.kept)
    window.addEventListener('beforeunload', event => {
      if (over.hidden && core.changed(form.values)) event.preventDefault();
    });
  const notice = el(
    'div',
    {},
    draft.found && draft.kept
      ? el(
          'div',
          { class: 'c-form__found' },
          el('p', {}, 'Voici le brouillon que vous aviez laissé. ', eraser('L’effacer et recommencer')),
        )
      : null,
    el(
      'p',
      { class: 'c-form__draft' },
      draft.kept
        ? 'Ce que vous écrivez reste dans ce navigateur, sur cet appareil\u00a0: rien n’est envoyé avant que vous le décidiez. '
        : 'Ce navigateur ne garde pas de brouillon\u00a0: terminez sans fermer la page. ',
      draft.kept ? erase : null,
    ),
  );
  return { notice, over };
};

/** What is still to do, always in sight and never spoken over the keyboard. */
const remaining = (form, core, sheet, wrong, stepOf) => {
  const line = el('p', { class: 'c-form__left' });
  form.whenChanged(
    settled(() => {
      const left = [...wrong().values()].filter(({ mild }) => !mild);
      const where = [...new Set(left.map(({ path }) => stepOf(path) + 1))].sort((a, b) => a - b);
      line.textContent = left.length
        ? `Avant d’envoyer, il reste ${left.length > 1 ? `${left.length} réponses` : 'une réponse'} à donner ou à revoir${NBSP}: étape${where.length > 1 ? 's' : ''} ${where.join(', ').replace(/, ([0-9]+)$/, ' et $1')}.`
        : sheet && !core.changed(form.values)
          ? ''
          : `Tout ce qui est obligatoire est là${NBSP}: vous pouvez envoyer quand vous voulez.`;
    }, 250),
  );
  return line;
};

/** The sheet as it will look, drawn while it is open. */
const previewed = (form, core) => {
  const sheet = el('div', { class: 'c-preview__sheet' });
  const look = el('details', { class: 'c-preview' }, el('summary', {}, 'Aperçu de la fiche'), sheet);
  const redraw = () => {
    if (!look.open) return;
    import('./form/preview.js')
      .then(({ preview }) => sheet.replaceChildren(...preview(form, core.record(form.values), core.texts(form.values))))
      .catch(() => sheet.replaceChildren(el('p', {}, OFFLINE)));
  };
  form.whenChanged(settled(redraw, 150));
  look.addEventListener('toggle', redraw);
  return look;
};

const build = (host, said, sheet) => {
  const core = model(said, sheet, today(), (kind, one) => form.names.get(`${kind}:${one}`)?.[0]);
  const { original } = core;
  const draft = draftOf(sheet ? `${said.kind}:${sheet.id}` : said.kind, original, core.changed);
  const form = shared(said, sheet, core, structuredClone(draft.found ?? original));

  const wrong = errors(form, core.problems);
  const filled = path => {
    if (path[0] === '#') return core.textOf(form.values, path[1]);
    return sheet || !same(form.get(path), original[path[0]]) ? form.get(path) : '';
  };
  const steps = stepsOf(form, said.steps, filled, () => finish());
  const { notice, over } = keeping(form, core, draft, steps.redraw);
  const look = previewed(form, core);
  const finish = ending({
    form,
    said,
    core,
    sheet,
    errors: wrong,
    steps,
    over,
    ready: () => {
      look.open = true;
    },
  });

  const whole = el('form', { class: 'c-form__body', novalidate: true, autocomplete: 'off' }, ...steps.panels);
  whole.addEventListener('submit', event => event.preventDefault());
  whole.addEventListener(
    'input',
    () => {
      for (const ahead of [form.choices(said.kind), sending()]) ahead.catch(() => {});
    },
    { once: true },
  );
  host.replaceChildren(notice, steps.nav, remaining(form, core, sheet, wrong.byPath, steps.stepOf), whole, look);
  steps.follow(false);
};

for (const host of $$('[data-form]')) start(host);
