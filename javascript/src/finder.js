/* « Un territoire comme le mien »: where one is from, on what subject, then who did it near or alike.
   The question is in the address: `?commune=68224&sujet=methode:budget-participatif`. */

import { combobox, FAILED } from './core/combo.js';
import { $, el, renew, root } from './core/dom.js';
import { NBSP, number, plural, upper } from './core/text.js';
import { byArea, search } from './territories/communes.js';
import { ask, reasons } from './territories/likeness.js';
import { about, load, propose, told } from './territories/places.js';

const KINDS = ['commune', 'epci', 'departement', 'region'];
const SUBJECTS = { methode: 'Méthodes', theme: 'Thèmes' };

const where = (index, place) => {
  const [apart, ...size] = about(index, place);
  const twice = place.kind === 'commune' && apart === place.name;
  return [twice ? place.name : `${place.name} (${apart})`, ...size].join(', ');
};
const join = items => items.flatMap((item, n) => (n ? [', ', item] : [item]));
const person = (id, name, role) => [el('a', { href: `${root}annuaire/${id}/` }, name), role ? `, ${role}` : ''];

const practice = (index, asker, { id, row, place }) => {
  const [title, costs, period, status, peers] = row;
  const money = costs.length ? costs : [['Coût', 'non indiqué']];
  return el(
    'li',
    { class: 'c-like' },
    el('h4', {}, el('a', { href: `${root}pratiques/${id}/` }, title)),
    el('p', { class: 'c-like__why' }, upper(reasons(index, asker, place).join(', '))),
    el(
      'dl',
      {},
      ...[['Lieu', where(index, place)], ...money, ['Dates', [upper(period), status].filter(Boolean).join(' · ')]].map(
        ([name, value]) => el('div', {}, el('dt', {}, name), ' ', el('dd', {}, value)),
      ),
      peers.length
        ? el(
            'div',
            { class: 'c-like__peer' },
            el('dt', {}, 'À qui parler'),
            ' ',
            el('dd', {}, ...peers.map(peer => el('span', {}, ...person(...peer)))),
          )
        : null,
    ),
  );
};

const member = (index, asker, { id, row: [name, role], place }) =>
  el(
    'li',
    { class: 'c-like' },
    el('h4', {}, el('a', { href: `${root}annuaire/${id}/` }, name)),
    el('p', {}, ...join([upper(role), where(index, place)].filter(Boolean))),
    el('p', { class: 'c-like__why' }, upper(reasons(index, asker, place).join(', '))),
  );

const finder = async section => {
  const help = $('[data-finder-help]', section);
  const out = el('div', { class: 'c-finder__results' });
  const said = el('p', { role: 'status', class: 'c-finder__said', tabindex: '-1' });
  let index;
  try {
    index = await load('index.json');
  } catch (error) {
    if (!renew(error)) help.prepend(el('p', { role: 'status' }, FAILED));
    return;
  }
  let asker = null;
  let turn = 0;

  const topic = el(
    'select',
    { id: 'bloc:finder-sujet' },
    el('option', { value: '' }, 'Tous les sujets'),
    ...Object.entries(SUBJECTS).map(([kind, label]) =>
      el(
        'optgroup',
        { label },
        ...index.subjects
          .filter(([k]) => k === kind)
          .map(([, key, name, practices]) =>
            el('option', { value: `${kind}:${key}` }, `${name} (${number(practices)})`),
          ),
      ),
    ),
  );
  const place = combobox({
    id: 'bloc:finder-lieu',
    label: 'Votre commune',
    hint: 'Ou votre intercommunalité, votre département. Trois lettres suffisent.',
    find: text => propose(index, text),
    describe: one => told(index, one),
    choose: one => {
      asker = one;
      place.fill(one.name);
      go();
    },
  });

  const subject = () => {
    const [kind, key] = topic.value.split(':');
    return index.subjects.find(([k, id]) => k === kind && id === key) ?? null;
  };
  const address = () => {
    const params = new URLSearchParams();
    if (asker) params.set(...asker.area.split(':'));
    if (topic.value) params.set('sujet', topic.value);
    const query = params.toString().replaceAll('%3A', ':');
    return `${location.pathname}${query ? `?${query}` : ''}`;
  };
  const empty = (heading, text) =>
    el(
      'div',
      { class: 'c-empty' },
      el('h3', {}, heading),
      el('p', {}, text),
      el('p', {}, el('a', { class: 'c-button', href: `${root}contact/` }, 'Poser la question au club')),
    );
  const group = (heading, none, answer, item) =>
    el(
      'section',
      {},
      el('h3', {}, heading),
      answer.found.length
        ? el('ol', { class: 'c-likes' }, ...answer.found.map(one => item(index, asker, one)))
        : el('p', {}, none),
      answer.sure
        ? null
        : el(
            'p',
            { class: 'c-note' },
            `Le club a beaucoup de fiches${NBSP}: d’autres peuvent être aussi proches que les dernières de cette liste.`,
          ),
    );

  const show = async () => {
    const mine = ++turn;
    if (!asker) {
      out.replaceChildren();
      said.textContent = '';
      return;
    }
    const wanted = subject();
    const name = wanted?.[2];
    const [practices, people] = wanted ? wanted.slice(3) : index.count;
    const nobody = practices + people === 0;
    const shelf = nobody || !wanted ? 'tout' : `${wanted[0]}-${wanted[1]}`;
    if (index.count[0] + index.count[1] === 0) {
      said.textContent = 'Le club n’a encore ni pratique ni membre à proposer.';
      out.replaceChildren(empty('Rien à comparer pour l’instant', 'Les réponses viendront avec les premières fiches.'));
      return;
    }
    said.textContent = 'Recherche…';
    try {
      const [done, met] = await Promise.all(['practices', 'people'].map(what => ask(index, asker, shelf, what, load)));
      if (mine !== turn) return;
      const on = name && !nobody ? ` sur le sujet «${NBSP}${name}${NBSP}»` : '';
      out.replaceChildren(
        ...[
          nobody
            ? empty(
                'Personne n’a encore partagé ce sujet',
                `Le club n’a ni pratique ni membre sur «${NBSP}${name}${NBSP}». Voici ce qu’il a de plus proche de chez vous, tous sujets confondus.`,
              )
            : null,
          group('Qui l’a fait', `Aucune pratique partagée${on} pour l’instant.`, done, practice),
          group('Qui peut en parler', `Aucun membre ne s’est signalé${on} pour l’instant.`, met, member),
          nobody
            ? null
            : el(
                'p',
                { class: 'c-finder__end' },
                `Personne ne convient${NBSP}? `,
                el('a', { href: `${root}contact/` }, 'Posez la question au club'),
                '.',
              ),
        ].filter(Boolean),
      );
      said.textContent = `${where(index, asker)}${NBSP}: ${plural(done.found.length, 'pratique')} et ${plural(
        met.found.length,
        'personne',
      )}${on}${nobody ? ', tous sujets confondus' : ''}, du territoire le plus semblable au moins semblable.`;
    } catch {
      if (mine !== turn) return;
      out.replaceChildren();
      said.textContent = FAILED;
    }
  };
  const go = () => {
    if (location.pathname + location.search !== address()) history.pushState(null, '', address());
    return show();
  };
  /** Read the question from the address, and answer it. */
  const read = async () => {
    const params = new URLSearchParams(location.search);
    topic.value = params.get('sujet') ?? '';
    if (topic.selectedIndex < 0) topic.value = '';
    const kind = KINDS.find(name => params.has(name));
    const typed = params.get('lieu') ?? '';
    const mine = ++turn;
    try {
      if (kind) {
        const found = await byArea(index, `${kind}:${params.get(kind)}`, load);
        if (mine !== turn) return undefined;
        asker = found;
        if (!found) said.textContent = `Ce lieu est inconnu${NBSP}: tapez son nom.`;
        place.fill(found?.name ?? '');
        return found ? show() : out.replaceChildren();
      }
      asker = null;
      place.fill(typed);
      if (!typed) return show();
      const { found, exact } = await search(index, typed, load);
      if (mine !== turn) return undefined;
      if (exact === 1) {
        // a name that is one place's only
        [asker] = found;
        place.fill(asker.name);
        history.replaceState(null, '', address());
        return show();
      }
      place.input.focus();
      return place.suggest();
    } catch {
      said.textContent = FAILED;
      return undefined;
    }
  };

  topic.addEventListener('change', go);
  window.addEventListener('popstate', read);
  const form = el(
    'form',
    { class: 'c-finder__form', role: 'search', 'aria-label': 'Un territoire comme le mien' },
    place.box,
    el('div', { class: 'c-finder__topic' }, el('label', { for: 'bloc:finder-sujet' }, 'Sujet (facultatif)'), topic),
  );
  form.addEventListener('submit', event => event.preventDefault());
  help.replaceWith(form, said, out);
  await read();
};

for (const section of document.querySelectorAll('[data-finder]')) finder(section);
