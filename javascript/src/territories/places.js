/* The places of France as a field proposes them: communes, EPCI, départements, régions. */

/** @import { Index, Load, Place, Territory } from './types' */

import { json, once } from '../core/dom.js';
import { NBSP, number, plural, quoted } from '../core/text.js';
import { search } from './communes.js';

const KIND_WORDS = { commune: '', epci: 'intercommunalité', departement: 'département', region: 'région' };

const files = once(path => json(`territoires/donnees/${path}`));
/** A file of the finder, fetched once; a failure may be tried again. @type {Load} */
export const load = path => /** @type {Promise<any>} */ (files(path));

/** What tells a place from others of the same name, and its size.
 * @type {(index: Index, place: Territory) => string[]} */
export const about = (index, { kind, departement, population }) =>
  [
    KIND_WORDS[kind] || index.departements.find(([code]) => code === departement)?.[1] || '',
    population == null ? '' : `${number(population)}${NBSP}hab.`,
  ].filter(Boolean);

/** A place as it is proposed: its name (the one it had, when that is what was typed), what tells it.
 * @type {(index: Index, place: Place) => [string, ...string[]]} */
export const described = (index, place) =>
  place.once ? [place.once, `aujourd’hui ${place.name}`, ...about(index, place)] : [place.name, ...about(index, place)];

/** What a combobox proposes for a text, and what it says of it. @type {(index: Index, text: string) => Promise<Proposed<Place>>} */
export const propose = async (index, text) => {
  if (!text.trim()) return { values: [], message: '' };
  const name = text.replace(/(?:^|\s)\d{4,5}(?=\s|$)/, ' ').trim(); // a postal code tells nothing of a name
  if (!name)
    return {
      values: [],
      message: `Tapez un nom plutôt qu’un code postal, avec le département s’il le faut${NBSP}: ${quoted('Saint-Denis 93')}.`,
    };
  const { found, more } = await search(index, name, load);
  let message = `Aucun lieu ne ressemble à ${quoted(text.trim())}. Essayez le début du nom, sans abréviation.`;
  if (found.length)
    message =
      plural(found.length, 'lieu proposé', 'lieux proposés') + (more ? ', une lettre de plus pour les communes' : '');
  else if (more) message = 'Encore une lettre…';
  return { values: found, message };
};
