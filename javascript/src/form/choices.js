/* What is chosen by typing, the places of France or the records of the site: a combobox where the page says so. */
import { combobox } from '../core/combo.js';
import { $, el } from '../core/dom.js';
import { chip } from '../core/parts.js';
import { fold } from '../core/text.js';
import { byArea } from '../territories/communes.js';
import { about, described, load, propose } from '../territories/places.js';
import { several } from './check.js';
import { pathOf } from './store.js';

/** @import { Index, Place } from '../territories/types' */
/** @import { Row } from './types' */
/** @import { Store } from './store' */
/** What is proposed: a record, in words. @typedef {{ row: Row, words: string[] }} Choice */
/** @typedef {{ find: (text: string) => Promise<Proposed<Choice>>, get: (id: string) => Promise<Row | null | undefined> }} Source */

const SHOWN = 8;
const index = () => /** @type {Promise<Index>} */ (load('index.json'));
/** @type {(index: Index, place: Place) => Row} */
const rowOf = (all, place) => [place.area, place.name, ...about(all, place)];

/** @type {Source} */
const places = {
  find: async text => {
    const all = await index();
    const { values, message } = await propose(all, text);
    return { message, values: values.map(place => ({ row: rowOf(all, place), words: described(all, place) })) };
  },
  get: async area => {
    const all = await index();
    const place = await byArea(all, area, load);
    return place && rowOf(all, place);
  },
};

/** The records of a kind, those that `isTaken` aside. @type {(rows: () => Promise<Row[]>, isTaken: (id: string) => boolean) => Source} */
const records = (rows, isTaken) => ({
  find: async text => {
    const words = fold(text).split(' ').filter(Boolean);
    if (!words.length) return { values: [], message: '' };
    const found = (await rows()).filter(row => {
      const whole = ` ${fold(row.join(' '))}`;
      return !isTaken(row[0]) && words.every(word => whole.includes(` ${word}`));
    });
    const more = found.length > SHOWN ? ', continuez à taper pour en écarter' : '';
    const message = `${found.length} ${found.length > 1 ? 'proposés' : 'proposé'}${more}`;
    return {
      values: found.slice(0, SHOWN).map(row => ({ row, words: row.slice(1).filter(Boolean) })),
      message: found.length ? message : 'Personne ni rien de ce nom sur le site.',
    };
  },
  get: async id => (await rows()).find(([one]) => one === id),
});

/** Put a combobox in `host`; returns what shows its answer. `rows` gives the records of a kind, `names` keeps those that
    were chosen. @param {HTMLElement} host @param {Store} store @param {(name: string) => void} review
    @param {(kind: string) => Promise<Row[]>} rows @param {Map<string, Row>} names */
export const chooser = (host, store, review, rows, names) => {
  const { chooser: id = '', at = '', of = '', name, hint, many, required } = host.dataset;
  const path = pathOf(at);
  const chosen = () => several(store.get(path)).map(String).filter(Boolean);
  const source =
    of === 'area'
      ? places
      : records(
          () => rows(of),
          one => chosen().includes(one),
        );
  const error = $('.c-field__error', host);
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
  const { box, input, fill } = combobox({
    id,
    hint,
    name,
    label: $('span', host),
    described: error.id,
    more: [error],
    find: source.find,
    describe: (/** @type {Choice} */ choice) => choice.words,
    choose: ({ row }) => {
      names.set(key(row[0]), row);
      fill('');
      choose(many === undefined ? [row[0]] : [...chosen(), row[0]]);
      review(at);
    },
  });
  const chips = el('ul', { class: 'c-chips' });
  box.classList.add('c-field');
  if (many !== undefined) box.append(chips);
  input.name = at;
  if (required !== undefined) input.setAttribute('aria-required', 'true');
  host.replaceChildren(box);

  /** Learn the name of what was chosen before. @type {(one: string) => Promise<void>} */
  const learn = async one => {
    const row = await source.get(one).catch(() => null);
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
      chips.replaceChildren(...all.map(one => chip('Retirer', words(one), drop(one))));
    } else if (all.length || input.value === shown) {
      shown = all.length ? words(all[0]) : '';
      fill(shown);
    }
  };
  return show;
};
