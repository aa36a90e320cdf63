/* The places of France as a field proposes them: communes, EPCI, départements, régions. */

import { json } from '../core/dom.js';
import { NBSP, number, plural } from '../core/text.js';
import { search } from './communes.js';

const FOLDER = 'territoires/donnees/';
const KIND_WORDS = { epci: 'intercommunalité', departement: 'département', region: 'région' };

const cache = new Map();
/** A file of the finder, fetched once; a failure may be tried again. */
export const load = path => {
  if (!cache.has(path)) {
    const asked = json(FOLDER + path);
    asked.catch(() => cache.delete(path));
    cache.set(path, asked);
  }
  return cache.get(path);
};

/** What tells a place from others of the same name, and its size. */
export const about = (index, place) =>
  [
    place.kind === 'commune'
      ? index.departements.find(([code]) => code === place.departement)?.[1]
      : KIND_WORDS[place.kind],
    place.population == null ? '' : `${number(place.population)}${NBSP}hab.`,
  ].filter(Boolean);

/** A place as it is proposed: its name (the one it had, when that is what was typed), what tells it. */
export const told = (index, place) =>
  place.once ? [place.once, `aujourd’hui ${place.name}`, ...about(index, place)] : [place.name, ...about(index, place)];

/** What a combobox proposes for a text, and what it says of it; `exact` as in `search`. */
export const propose = async (index, text) => {
  if (!text.trim()) return { values: [], message: '', exact: 0 };
  const [postal] = text.match(/(?:^|\s)\d{4,5}(?=\s|$)/) ?? [];
  const name = postal ? text.replace(postal, ' ').trim() : text;
  if (!name)
    return {
      values: [],
      message: `Tapez un nom plutôt qu’un code postal, avec le département s’il le faut${NBSP}: «${NBSP}Saint-Denis 93${NBSP}».`,
      exact: 0,
    };
  // A postal code beside a name says in which département to look; a name found nowhere there is looked for everywhere.
  const code = postal
    ?.trim()
    .padStart(5, '0')
    .slice(0, /^9[78]/.test(postal?.trim() ?? '') ? 3 : 2);
  const near = index.departements.some(([one]) => one === code)
    ? await search(index, name, load, { strict: true, within: { departement: code } })
    : null;
  const { found, exact, more } = near?.found.length ? near : await search(index, name, load);
  const message = found.length
    ? plural(found.length, 'lieu proposé', 'lieux proposés') + (more ? ', une lettre de plus pour les communes' : '')
    : more
      ? 'Encore une lettre…'
      : `Aucun lieu ne ressemble à «${NBSP}${text.trim()}${NBSP}». Essayez le début du nom, sans abréviation.`;
  return { values: found, message, exact };
};
