/* « Un territoire comme le mien »: where one is from, on what subject, then who did it near or alike.
   The question is in the address: `?commune=68224&sujet=methode:budget-participatif`. */

/** @import { Alike, Index, PersonRow, Place, PracticeRow, Territory } from './territories/types' */

import { combobox, FAILED } from './core/combo.js';
import { $, $$, clone, el, renew, root, turns } from './core/dom.js';
import { NBSP, number, plural, quoted, upper } from './core/text.js';
import { byArea, search } from './territories/communes.js';
import { ask, reasons } from './territories/likeness.js';
import { about, described, load, propose } from './territories/places.js';

const KINDS = ['commune', 'epci', 'departement', 'region'];
const SUBJECTS = { methode: 'Méthodes', theme: 'Thèmes' };

/** @type {(index: Index, place: Territory) => string} */
const where = (index, place) => {
  const [apart, ...size] = about(index, place);
  const twice = place.kind === 'commune' && apart === place.name;
  return [twice ? place.name : `${place.name} (${apart})`, ...size].join(', ');
};
/** @type {(index: Index, asker: Place, place: Territory) => string} */
const why = (index, asker, place) => upper(reasons(index, asker, place).join(', '));
/** @param {string} id */
const personHref = id => `${root}annuaire/${id}/`;

/** @type {(index: Index, asker: Place, one: Alike<PracticeRow>) => HTMLElement} */
const practice = (index, asker, { id, row: [title, about, peers], place }) => {
  const people = peers.map(([peer, name, role]) =>
    el('li', {}, `Peut en parler${NBSP}: `, el('a', { href: personHref(peer) }, name), role && `, ${role}`),
  );
  const link = { href: `${root}pratiques/${id}/`, textContent: title };
  return clone('bloc:semblable', { link, about, why: why(index, asker, place), people });
};

/** @type {(index: Index, asker: Place, one: Alike<PersonRow>) => HTMLElement} */
const member = (index, asker, { id, row: [name, role], place }) =>
  clone('bloc:semblable', {
    link: { href: personHref(id), textContent: name },
    about: [upper(role), where(index, place)].filter(Boolean).join(', '),
    why: why(index, asker, place),
    people: '',
  });

/** @type {(section: HTMLElement) => Promise<void>} */
const finder = async section => {
  const help = $('[data-finder-help]', section);
  const wished = $$('input', help); // of the home page, where one may be typing
  /** @type {Index} */
  let index;
  try {
    index = await load('index.json');
  } catch (error) {
    if (!renew(error)) help.prepend(el('p', { role: 'status' }, FAILED));
    return;
  }
  const box = clone('bloc:comparer');
  const form = $('form', box);
  const topic = $('select', box);
  const status = $('.c-finder__said', box);
  const results = $('.c-finder__results', box);
  /** @type {Place | null} */
  let asker = null;
  const begin = turns();

  const place = combobox({
    box: $('.c-combo', form),
    find: text => propose(index, text),
    describe: one => described(index, one),
    choose: one => {
      asker = one;
      place.input.value = one.name;
      go();
    },
  });
  for (const [kind, label] of Object.entries(SUBJECTS)) {
    const options = index.subjects
      .filter(subject => subject[0] === kind)
      .map(([, key, name, practices]) => el('option', { value: `${kind}:${key}` }, `${name} (${number(practices)})`));
    topic.append(el('optgroup', { label }, ...options));
  }

  const address = () => {
    const params = new URLSearchParams();
    if (asker) params.set(asker.kind, asker.area.replace(`${asker.kind}:`, ''));
    if (topic.value) params.set('sujet', topic.value);
    const query = params.toString().replaceAll('%3A', ':');
    return `${location.pathname}${query && `?${query}`}`;
  };
  /** @type {(message: string, ...nodes: HTMLElement[]) => void} */
  const show = (message, ...nodes) => {
    status.textContent = message;
    results.replaceChildren(...nodes);
  };

  const answer = async () => {
    const isLast = begin();
    const from = asker;
    if (!from) return show('');
    if (!index.count.some(Boolean))
      return show(
        `Le club n’a encore ni pratique ni membre à proposer${NBSP}: les réponses viendront avec les premières fiches.`,
      );
    const subject = index.subjects.find(([kind, key]) => topic.value === `${kind}:${key}`);
    const nobody = subject?.[3] === 0 && subject[4] === 0;
    const shelf = subject && !nobody ? topic.value.replace(':', '-') : 'tout';
    const on = subject && !nobody ? ` sur le sujet ${quoted(subject[2])}` : '';
    status.textContent = 'Recherche…';
    try {
      const [done, met] = await Promise.all([
        ask(index, from, shelf, 'practices', load),
        ask(index, from, shelf, 'people', load),
      ]);
      if (!isLast()) return;
      const counts = [
        done.found.length || !met.found.length ? plural(done.found.length, 'pratique') : '',
        met.found.length ? plural(met.found.length, 'personne') : '',
      ];
      const found = counts.filter(Boolean).join(' et ');
      show(
        `${where(index, from)}${NBSP}: ${found}${on}${nobody ? ', tous sujets confondus' : ''}, du territoire le plus semblable au moins semblable.`,
        // A slot that holds nothing goes; one that is not named keeps what the template says.
        clone('bloc:reponses', {
          ...(nobody ? { subject: quoted(subject[2]), end: '' } : { nobody: '' }),
          ...(done.sure ? { 'more-practices': '' } : {}),
          ...(met.sure ? { 'more-people': '' } : {}),
          practices: done.found.map(one => practice(index, from, one)),
          people: met.found.map(one => member(index, from, one)),
          'no-practice': done.found.length ? '' : `Aucune pratique partagée${on} pour l’instant.`,
          'no-people': met.found.length ? '' : `Aucun membre ne s’est signalé${on} pour l’instant.`,
        }),
      );
    } catch {
      if (isLast()) show(FAILED);
    }
  };
  const go = () => {
    if (location.pathname + location.search !== address()) history.pushState(null, '', address());
    return answer();
  };
  /** Read the question from the address, and answer it. */
  const read = async () => {
    const params = new URLSearchParams(location.search);
    topic.value = params.get('sujet') ?? '';
    if (topic.selectedIndex < 0) topic.value = '';
    const kind = KINDS.find(name => params.has(name));
    const typed = kind ? '' : (params.get('lieu') ?? '');
    const isLast = begin();
    try {
      const known = kind ? await byArea(index, `${kind}:${params.get(kind)}`, load) : null;
      const { found, exact } = await search(index, typed, load);
      if (!isLast()) return;
      const only = exact === 1; // a name that is one place's
      asker = only ? found[0] : known;
      place.input.value = asker?.name ?? typed;
      if (only) history.replaceState(null, '', address());
      await answer();
      if (kind && !known) status.textContent = `Ce lieu est inconnu${NBSP}: tapez son nom.`;
      if (!typed || only) return;
      place.input.focus();
      await place.suggest();
    } catch {
      status.textContent = FAILED;
    }
  };

  topic.addEventListener('change', go);
  window.addEventListener('popstate', read);
  form.addEventListener('submit', event => event.preventDefault());
  const typing = wished.includes(/** @type {HTMLInputElement} */ (document.activeElement));
  help.replaceWith(box);
  if (!typing) return read();
  place.input.value = wished[0].value;
  place.input.focus();
  await place.suggest();
};

for (const section of $$('[data-finder]')) {
  const [input] = $$('form[data-finder-help] input', section);
  const params = new URLSearchParams(location.search);
  // On the home page, nothing is fetched before it is asked.
  if (!input || [...KINDS, 'lieu'].some(name => params.has(name))) finder(section);
  else input.addEventListener('focus', () => finder(section), { once: true });
}
