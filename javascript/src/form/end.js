/* The end of a form: what is left to do, or the ways to send what was made. */
import { el, root } from '../core/dom.js';
import { NBSP, quoted } from '../core/text.js';
import { sentence } from './errors.js';
import { idOf, keyOf } from './fields.js';

export const OFFLINE =
  'La connexion manque pour les dernières vérifications, ou le site vient de changer. Rien n’est perdu\u00a0: réessayez, puis rechargez la page.';
const UNCHANGED = 'Vous n’avez encore rien changé à cette fiche.';
// Asked for at the first answer: the end may be reached without a connection. A browser may keep a failure in mind.
export const sending = () => import('./send.js').catch(() => import('./send.js?encore'));

/** What finishes a form: call it when the last step opens. `ready` is called once there is something to send. */
export const ending = ({ form, said, core, sheet, errors, steps, over, ready }) => {
  const { end, stepOf, reach } = steps;
  const labelOf = path => {
    if (path[0] === '#') return path[1] || said.steps.flatMap(step => step.texts)[0][1];
    let of = core.fields;
    return path
      .filter(step => typeof step === 'string')
      .map(name => {
        const field = of.find(one => one.name === name);
        of = field.fields ?? [];
        return field.label;
      })
      .join(', ');
  };
  /** Rewritten texts that lead to pages which do not exist, as problems. */
  const deadPages = async () =>
    (
      await Promise.all(
        core.pages(form.values).map(async ([title, page]) => {
          const there = await fetch(root + page.slice(1), { method: 'HEAD' }).then(
            ({ ok }) => ok,
            () => true,
          );
          return there
            ? []
            : [
                {
                  path: ['#', title],
                  message: `${quoted(page)} n’est pas une page du site`,
                  hint: 'vérifiez l’adresse',
                },
              ];
        }),
      )
    ).flat();

  const left = wrong => {
    const list = [...wrong].sort((a, b) => stepOf(a.path) - stepOf(b.path));
    const summary = el(
      'div',
      { class: 'c-errors', role: 'group', 'aria-labelledby': 'bloc:erreurs', tabindex: '-1' },
      el(
        'h3',
        { id: 'bloc:erreurs' },
        list.length > 1 ? `Il reste ${list.length} points à revoir` : 'Il reste un point à revoir',
      ),
      el(
        'ul',
        {},
        ...list.map(({ path, message }) => {
          const link = el('a', { href: `#${idOf(path)}` }, `${labelOf(path)}${NBSP}: ${message}`);
          link.addEventListener('click', event => {
            event.preventDefault();
            reach(path);
          });
          return el('li', {}, link);
        }),
      ),
    );
    end.replaceChildren(summary);
    summary.focus();
  };
  const retry = () => {
    const again = el('button', { type: 'button', class: 'c-button' }, 'Réessayer');
    again.addEventListener('click', finish);
    end.replaceChildren(el('p', { role: 'alert' }, OFFLINE), el('p', {}, again));
  };
  const offer = (made, mild, ways) => {
    const partial = made.partial
      ? ' Elle ne dit que ce qui change\u00a0: l’équipe le met en place et vérifie la fiche entière.'
      : '';
    end.replaceChildren(
      el(
        'p',
        { class: 'c-form__ready' },
        `La fiche est prête\u00a0: ${sheet ? 'votre correction' : 'votre proposition'} passe les vérifications du site. Relisez l’aperçu, plus bas, puis choisissez une des façons de l’envoyer.${partial}`,
      ),
      ...mild.map(one => el('p', { class: 'c-note' }, `${labelOf(one.path)}${NBSP}: ${sentence(one)}`)),
      ...ways,
      over,
    );
    ready();
  };

  let turn = 0;
  const finish = async () => {
    const mine = ++turn;
    const all = errors.byPath();
    errors.showAll(all);
    const mild = [...all.values()].filter(one => one.mild);
    const wrong = [...all.values()].filter(one => !one.mild);
    if (!wrong.length) wrong.push(...(await deadPages()));
    if (mine !== turn) return;
    if (wrong.length) {
      errors.showAll(new Map([...mild, ...wrong].map(one => [keyOf(one.path), one])));
      left(wrong);
    } else if (sheet && !core.changed(form.values)) {
      end.replaceChildren(el('p', {}, UNCHANGED));
    } else {
      try {
        const taken = new Set([...(await form.choices(said.kind)).map(([id]) => id), ...(said.aliases ?? [])]);
        const made = core.proposal(form.values, taken);
        const { ways } = await sending();
        if (mine === turn)
          offer(
            made,
            mild,
            ways(said, made, () => {
              over.hidden = false;
            }),
          );
      } catch {
        retry();
      }
    }
  };
  return finish;
};
