/* A contribution form: its page holds it (generator/templates/contribute.jinja); here it is filled, checked as one types,
   kept as a draft in this browser alone, and sent by whoever filled it. */
import { today } from './core/dates.js';
import { $, $$, el, json, once, renew, root } from './core/dom.js';
import { NBSP, quoted } from './core/text.js';
import { empty } from './form/check.js';
import { chooser } from './form/choices.js';
import { draftOf, same } from './form/draft.js';
import { errors, sentence, summarize } from './form/errors.js';
import { bind } from './form/fields.js';
import { model } from './form/model.js';
import { preview } from './form/preview.js';
import { sending, when } from './form/send.js';
import { stepsOf } from './form/steps.js';
import { Store, settled } from './form/store.js';

/** @import { Description, Model, Path, Problem, Row, Sheet } from './form/types' */

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @param {HTMLElement} host */
const start = async host => {
  const asked = new URLSearchParams(location.search).get('fiche') ?? '';
  const id = SLUG.test(asked) ? asked : '';
  try {
    /** @type {Description} */
    const form = await json(`contribuer/donnees/${host.dataset.form}.json`);
    const found = id ? await json(`contribuer/donnees/fiches/${form.kind}/${id}.json`).catch(() => null) : null;
    build(host, form, found && { ...found, id });
    when('unknown', Boolean(asked) && !found);
    if (!found) return;
    const link = $('[data-when="sheet"] a');
    link.href = `${root}${form.section}/${id}/`;
    link.textContent = quoted(found.title);
    $('h1').textContent = 'Compléter une fiche';
    when('sheet', true);
  } catch (error) {
    if (!renew(error)) when('failed', true);
  }
};

/** Keep what is typed in the draft; `sync` shows what other tabs changed. @param {Store} answers @param {Model} core
    @param {ReturnType<typeof draftOf>} draft @param {HTMLElement} host @param {() => void} sync */
const keeping = (answers, core, draft, host, sync) => {
  let pending = false;
  const keep = () => {
    pending = false;
    const before = answers.answers;
    answers.answers = draft.keep(before);
    if (same(before, answers.answers)) return;
    sync();
    answers.changed(false);
  };
  const later = settled(() => pending && keep(), 300);
  answers.whenChanged(here => {
    pending ||= here;
    later();
    when('changed', core.changed(answers.answers));
  });
  window.addEventListener('pagehide', () => pending && keep());
  draft.whenOthers(keep);
  for (const button of $$('[data-erase]', host))
    button.addEventListener('click', () => {
      if (!confirm('Effacer tout ce que vous avez écrit dans ce formulaire\u00a0?')) return;
      pending = false;
      draft.erase();
      location.hash = '';
      location.reload();
    });
  when('draft', draft.kept && draft.found !== null);
  when('kept', draft.kept);
  when('lost', !draft.kept);
};

/** @param {HTMLElement} host @param {Description} form @param {Sheet | null} sheet */
const build = (host, form, sheet) => {
  /** The names of what is chosen. @type {Map<string, Row>} */
  const names = new Map();
  if (sheet) for (const step of form.steps) step.fields = step.fields.filter(({ name }) => name !== 'id');
  const core = model(form, sheet, today(), (kind, id) => names.get(`${kind}:${id}`)?.[1]);
  const draft = draftOf(sheet ? `${form.kind}:${sheet.id}` : form.kind, core.original, core.changed);
  const answers = new Store(structuredClone(draft.found ?? core.original));
  const [whole, end, left, look] = [
    $('form', host),
    $('[data-end]', host),
    $('.c-form__left', host),
    $('details', host),
  ];
  const all = once(kind => /** @type {Promise<Row[]>} */ (json(`contribuer/donnees/choix-${kind}.json`)));
  const rows = async (/** @type {string} */ kind) =>
    (await all(kind)).filter(([id]) => kind !== form.kind || id !== sheet?.id);

  const wrong = errors(whole, answers, core);
  const sync = bind(whole, answers, core, wrong.review, one => chooser(one, answers, wrong.review, rows, names));
  sync();

  /** @type {(path: Path) => boolean} */
  const isAnswered = ([name, title]) => {
    if (name === '#') return core.textOf(answers.answers, String(title)) !== '';
    const value = answers.get([name]);
    return !empty(value) && (sheet !== null || !same(value, core.original[name]));
  };
  const steps = stepsOf(host, form.steps, answers, isAnswered, () => finish());

  /** What is still to do, always in sight and never spoken over the keyboard. */
  const remain = () => {
    const missing = [...wrong.byName().values()].filter(({ mild }) => !mild);
    const where = [...new Set(missing.map(({ path }) => steps.stepOf(path) + 1))].sort((a, b) => a - b);
    const count = missing.length > 1 ? `${missing.length} réponses` : 'une réponse';
    const list = new Intl.ListFormat('fr').format(where.map(String));
    const ready =
      sheet && !core.changed(answers.answers)
        ? ''
        : `Tout ce qui est obligatoire est là${NBSP}: vous pouvez envoyer quand vous voulez.`;
    left.textContent = missing.length
      ? `Avant d’envoyer, il reste ${count} à donner ou à revoir${NBSP}: étape${where.length > 1 ? 's' : ''} ${list}.`
      : ready;
  };
  answers.whenChanged(settled(remain, 250));

  const draw = () => look.open && preview($('.c-preview__sheet', look), core, answers.answers, names);
  answers.whenChanged(settled(draw, 150));
  look.addEventListener('toggle', draw);

  /** @type {(problem: Problem) => string} */
  const labelOf = ({ path }) => {
    if (path[0] === '#') return String(path[1]) || form.steps.flatMap(({ texts }) => texts)[0][1];
    const labels = path.map((step, n) => typeof step === 'string' && core.fieldAt(path.slice(0, n + 1))?.label);
    return labels.filter(Boolean).join(', ');
  };
  const send = sending(end, form, () => when('sent', true));
  const show = (/** @type {'wrong' | 'unchanged' | 'offline' | 'ready'} */ state) => {
    for (const node of $$('[data-state]', end)) node.hidden = node.dataset.state !== state;
    return $(`[data-state="${state}"]`, end);
  };
  let turn = 0;
  /** The last step: what is left to do, or the ways to send what was made. */
  const finish = async () => {
    const mine = ++turn;
    const problems = [...wrong.showAll().values()].sort((a, b) => steps.stepOf(a.path) - steps.stepOf(b.path));
    const [mild, serious] = [problems.filter(one => one.mild), problems.filter(one => !one.mild)];
    if (serious.length) return summarize(show('wrong'), serious, labelOf, ({ path }) => steps.reach(path));
    if (sheet && !core.changed(answers.answers)) return show('unchanged');
    try {
      const taken = new Set([...(await all(form.kind)).map(([id]) => id), ...form.aliases]);
      if (mine !== turn) return;
      send(core.proposal(answers.answers, taken));
    } catch {
      return show('offline');
    }
    const notes = mild.map(one => el('li', {}, `${labelOf(one)}${NBSP}: ${sentence(one)}`));
    $('.c-form__mild', show('ready')).replaceChildren(...notes);
    look.open = true;
  };
  $('[data-again]', end).addEventListener('click', finish);

  keeping(answers, core, draft, host, sync);
  if (!draft.kept)
    window.addEventListener('beforeunload', event => {
      if ($('[data-when="sent"]').hidden && core.changed(answers.answers)) event.preventDefault();
    });
  whole.addEventListener('submit', event => event.preventDefault());
  // The end may be reached without a connection.
  whole.addEventListener('input', () => all(form.kind).catch(() => {}), { once: true });
  $('[data-questions]', host).remove();
  $('[data-filled]', host).hidden = false;
  steps.follow(false);
};

for (const host of $$('[data-form]')) start(host);
