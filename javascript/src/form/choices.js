/* What is chosen by typing, the places of France or the records of the site: a combobox where the page says so. */
import { among, combobox } from '../core/combo.js';
import { $ } from '../core/dom.js';
import { chip } from '../core/parts.js';
import { byArea } from '../territories/communes.js';
import { described, load, propose } from '../territories/places.js';
import { several } from './check.js';
import { pathOf } from './store.js';

/** @import { Index, Place } from '../territories/types' */
/** @import { Store } from './store' */

const index = () => /** @type {Promise<Index>} */ (load('index.json'));
/** @type {(index: Index, place: Place) => Row} */
const rowOf = (all, place) => [place.area, ...described(all, place)];

/** @param {string} text */
const findPlaces = async text => {
  const all = await index();
  const { values, message } = await propose(all, text);
  return { message, values: values.map(place => rowOf(all, place)) };
};
/** @param {string} area */
const placeOf = async area => {
  const all = await index();
  const place = await byArea(all, area, load);
  return place && rowOf(all, place);
};

/** Bind the combobox `host`; returns what shows its answer. `rows` gives the records of a kind, `names` keeps those that
    were chosen. @param {HTMLElement} host @param {Store} store @param {(name: string) => void} review
    @param {(kind: string) => Promise<Row[]>} rows @param {Map<string, Row>} names */
export const chooser = (host, store, review, rows, names) => {
  const { of = '', many } = host.dataset;
  const at = $('input', host).name;
  const path = pathOf(at);
  const chosen = () => several(store.get(path)).map(String).filter(Boolean);
  const key = (/** @type {string} */ one) => (of === 'area' ? one : `${of}:${one}`);
  /** A commune has homonyms: what was chosen must be seen. @type {(one: string) => string} */
  const words = one => {
    const [, called = one, where] = names.get(key(one)) ?? [];
    return one.startsWith('commune:') && where ? `${called} (${where})` : called;
  };
  const choose = (/** @type {string[]} */ ids) => {
    store.set(path, many === undefined ? ids[0] : ids);
    show();
  };
  const { input } = combobox({
    box: host,
    find: async text => (of === 'area' ? findPlaces(text) : among(await rows(of), text, chosen())),
    describe: ([, ...words]) => words.filter(Boolean),
    choose: row => {
      names.set(key(row[0]), row);
      input.value = '';
      choose(many === undefined ? [row[0]] : [...chosen(), row[0]]);
      review(at);
    },
  });

  /** Learn the name of what was chosen before. @type {(one: string) => Promise<void>} */
  const learn = async one => {
    const found = of === 'area' ? placeOf(one) : rows(of).then(all => all.find(([id]) => id === one));
    const row = await found.catch(() => null);
    if (!row) return;
    names.set(key(one), row);
    show();
    store.changed(false);
  };
  let shown = '';
  const show = () => {
    const all = chosen();
    for (const one of all) if (!names.has(key(one))) learn(one);
    if (many !== undefined) {
      const drop = (/** @type {string} */ one) => () => {
        choose(all.filter(other => other !== one));
        input.focus();
      };
      $('.c-chips', host).replaceChildren(...all.map(one => chip('Retirer', words(one), drop(one))));
    } else if (all.length || input.value === shown) {
      shown = all.length ? words(all[0]) : '';
      input.value = shown;
    }
  };
  return show;
};
