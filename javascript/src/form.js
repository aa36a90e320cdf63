/* A contribution form: its page holds it (generator/templates/contribute.jinja); here it is filled, checked as one types,
   kept as a draft in this browser alone, and sent by whoever filled it. */
import { today } from './core/dates.js';
import { $, $$, el, json, once, renew, root, settled, turns } from './core/dom.js';
import { NBSP, quoted, SLUG } from './core/text.js';
import { agreement } from './form/agreement.js';
import { chooser } from './form/choices.js';
import { draftOf, same } from './form/draft.js';
import { errors, sentence, summarize } from './form/errors.js';
import { bind } from './form/fields.js';
import { model } from './form/model.js';
import { preview } from './form/preview.js';
import { sending, when } from './form/send.js';
import { stepsOf } from './form/steps.js';
import { Store } from './form/store.js';

/** @import { Description, Model, Problem, Sheet } from './form/types' */

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
  const core = model(form, sheet, today(), ({ type, of }, value) =>
    names.get(type === 'area' ? value : `${of}:${value}`),
  );
  const draft = draftOf(sheet ? `${form.kind}:${sheet.id}` : form.kind, core.original, core.changed);
  const answers = new Store(structuredClone(draft.found ?? core.original));
  const [whole, end, look] = [$('form', host), $('[data-end]', host), $('details', host)];
  const all = once(kind => /** @type {Promise<Row[]>} */ (json(`contribuer/donnees/choix-${kind}.json`)));
  const rows = async (/** @type {string} */ kind) =>
    (await all(kind)).filter(([id]) => kind !== form.kind || id !== sheet?.id);

  const wrong = errors(whole, answers, core);
  const sync = bind(whole, answers, core, wrong.review, one => chooser(one, answers, wrong.review, rows, names));
  sync();
  const agreed = agreement(whole, answers, core, sync);

  const steps = stepsOf(host, form.steps, () => finish());

  const draw = () => look.open && preview($('.c-preview__sheet', look), core, answers.answers);
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
  const begin = turns();
  /** The last step: what is left to do, or the ways to send what was made. */
  const finish = async () => {
    const isLast = begin();
    const problems = [...wrong.showAll().values()].sort((a, b) => steps.stepOf(a.path) - steps.stepOf(b.path));
    const [mild, serious] = [problems.filter(one => one.mild), problems.filter(one => !one.mild)];
    if (serious.length) return summarize(show('wrong'), serious, labelOf, ({ path }) => steps.reach(path));
    if (sheet && !core.changed(answers.answers)) return show('unchanged');
    try {
      const taken = new Set([...(await all(form.kind)).map(([id]) => id), ...form.aliases]);
      if (!isLast()) return;
      send({ ...core.proposal(answers.answers, taken), agreement: agreed() });
    } catch {
      return show('offline');
    }
    const notes = mild.map(one => el('li', {}, `${labelOf(one)}${NBSP}: ${sentence(one)}`));
    $('.c-form__mild', show('ready')).replaceChildren(...notes);
    look.open = true;
  };
  $('[data-again]', end).addEventListener('click', finish);

  keeping(answers, core, draft, host, sync);
  whole.addEventListener('submit', event => event.preventDefault());
  // The end may be reached without a connection.
  whole.addEventListener('input', () => all(form.kind).catch(() => {}), { once: true });
  $('[data-questions]', host).remove();
  $('[data-filled]', host).hidden = false;
  steps.follow(false);
};

for (const host of $$('[data-form]')) start(host);
