/* What is chosen by typing: the places of France, and the records of the site. */
import { json } from '../core/dom.js';
import { fold } from '../core/text.js';
import { byArea } from '../territories/communes.js';
import { about, load, propose, told } from '../territories/places.js';

/** @import { Row, Source } from './types' */

const SHOWN = 8;

/** @returns {Source<any>} */
export const places = () => {
  /** The index of the places, known once one has been found. */
  let index = /** @type {any} */ (null);
  const ready = async () => {
    index ??= await load('index.json');
  };
  return {
    find: async text => {
      await ready();
      return propose(index, text);
    },
    describe: place => told(index, place),
    row: place => [place.area, place.name, ...about(index, place)],
    get: async area => {
      await ready();
      return byArea(index, area, load);
    },
  };
};

/** The rows of a kind of record, fetched once; a failure may be tried again. */
export const records = () => {
  /** @type {Map<string, Promise<Row[]>>} */
  const cache = new Map();
  return (/** @type {string} */ kind) => {
    const rows = cache.get(kind) ?? json(`contribuer/donnees/choix-${kind}.json`);
    cache.set(kind, rows);
    rows.catch(() => cache.delete(kind));
    return rows;
  };
};

/** Records as they are chosen; `isOffered` leaves some aside.
    @param {() => Promise<Row[]>} rows @param {(id: string) => boolean} isOffered @returns {Source<Row>} */
export const named = (rows, isOffered) => ({
  find: async text => {
    const words = fold(text).split(' ').filter(Boolean);
    if (!words.length) return { values: [], message: '' };
    const found = (await rows()).filter(row => {
      const whole = ` ${fold(row.join(' '))}`;
      return isOffered(row[0]) && words.every(word => whole.includes(` ${word}`));
    });
    const more = found.length > SHOWN ? ', continuez à taper pour en écarter' : '';
    const message = `${found.length} ${found.length > 1 ? 'proposés' : 'proposé'}${more}`;
    return {
      values: found.slice(0, SHOWN),
      message: found.length ? message : 'Personne ni rien de ce nom sur le site.',
    };
  },
  describe: ([, ...words]) => words.filter(Boolean),
  row: row => row,
  get: async id => (await rows()).find(([one]) => one === id),
});
