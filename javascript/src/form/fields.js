/* The fields of a form, drawn from their description. What is typed goes to `form.set(path, value)`;
   `form.spots` keeps where the error of each path is shown. */
import { combobox } from '../core/combo.js';
import { inWords } from '../core/dates.js';
import { $, el } from '../core/dom.js';
import { chip } from '../core/parts.js';
import { fold, number, slug, upper } from '../core/text.js';
import { byArea } from '../territories/communes.js';
import { about, load, propose, told } from '../territories/places.js';
import { empty } from './check.js';
import { blank } from './model.js';

const RADIOS = 6; // more choices make a list to open
const SHOWN = 8;
const HINTS = {
  date: 'Année, mois ou jour : 2024, mars 2024 ou 12/03/2024.',
  moment: 'Le jour, et l’heure si elle est connue : 12/03/2026 18h30.',
};

/** The id of what is at a path. */
export const idOf = path => `champ:${path.map(step => slug(String(step)) || 'texte').join('-')}`;
export const keyOf = path => JSON.stringify(path);

/** Whether a field asks for an answer; inside a group that may stay empty, only once the group holds something. */
const needed = field =>
  field.required
    ? [
        ' ',
        el('small', { class: 'c-field__need' }, field.loose ? 'à donner si vous remplissez ce bloc' : 'obligatoire'),
      ]
    : [];
// A name of one’s own: the browser may offer it. The rest is about something else than who types.
const AUTOCOMPLETE = { given_name: 'given-name', family_name: 'family-name' };
const hintOf = field => {
  const grouped = field.type === 'count' && !field.high && /^[0-9]+$/.test(field.example ?? '');
  const example = grouped ? Number(field.example).toLocaleString('fr-FR') : field.example;
  return [
    field.help && (/[.!?…]$/.test(field.help) ? field.help : `${field.help}.`),
    HINTS[field.type] ?? (example ? `Par exemple\u00a0: ${example}` : ''),
  ]
    .filter(Boolean)
    .join(' ');
};

/** The paragraph of a field's error, and the controls it concerns. */
const spot = (form, path, ...controls) => {
  const error = el('p', { id: `${idOf(path)}-erreur`, class: 'c-field__error', hidden: true });
  form.spots.set(keyOf(path), { error, controls, path });
  return error;
};
const described = (id, hint) => `${hint ? `${id}-aide ` : ''}${id}-erreur`;
const helpNode = (id, hint) => (hint ? el('p', { id: `${id}-aide`, class: 'c-field__help' }, hint) : null);

/** A value of a source as one would type it: a date in words, when they say the same. */
const asTyped = (form, field, value) => {
  if (!['date', 'moment'].includes(field.type) || form.check.refuse(field, value)) return value;
  const words = inWords(value).replaceAll('\u00a0', ' ');
  return form.check.tidy(field, words) === value ? words : value;
};

const simple = (form, field, path, label = field.label) => {
  const id = idOf(path);
  const hint = hintOf(field);
  const long = field.type === 'line' && field.longest > 500;
  const narrow = ['date', 'moment', 'count'].includes(field.type);
  const input = el(long ? 'textarea' : 'input', {
    id,
    ...(long ? { rows: field.longest > 2000 ? 2 : 3 } : { type: field.type === 'url' ? 'url' : 'text' }),
    inputmode: field.type === 'count' ? 'numeric' : null,
    autocomplete: (path.length === 1 && AUTOCOMPLETE[field.name]) || 'off',
    class: narrow ? 'c-field__short' : null,
    'aria-describedby': described(id, hint),
    'aria-required': field.required && !field.loose ? 'true' : null,
  });
  input.value = asTyped(form, field, form.get(path) ?? '');
  const said = narrow ? el('p', { class: 'c-field__said' }) : null;
  const say = () => {
    if (!said) return;
    const tidy = form.check.tidy(field, input.value);
    const good = input.value.trim() && !form.check.refuse(field, tidy);
    const words = !good ? '' : field.type !== 'count' ? inWords(tidy) : field.high ? tidy : number(Number(tidy));
    const bare = text => text.replace(/\s|€|euros?$/giu, '');
    said.textContent = bare(words) === bare(input.value) ? '' : words;
  };
  input.addEventListener('input', () => {
    form.set(path, input.value);
    say();
  });
  input.addEventListener('blur', () => form.review(path));
  say();
  return el(
    'div',
    { class: 'c-field' },
    el('label', { for: id }, label, ...needed(field)),
    helpNode(id, hint),
    spot(form, path, input),
    input,
    said,
  );
};

/** Several texts, a line each, as many as one likes. */
const several = (form, field, path) => {
  const id = idOf(path);
  const hint = hintOf(field);
  const list = el('ul', { class: 'c-field__items' });
  const add = el(
    'button',
    { type: 'button', class: 'c-button c-button--quiet', id },
    'Ajouter une ligne',
    el('span', { class: 'u-hidden' }, ` : ${field.label}`),
  );
  const draw = focus => {
    list.replaceChildren(
      ...(form.get(path) ?? []).map((text, n) => {
        const one = [...path, n];
        const input = el('textarea', {
          id: idOf(one),
          rows: 1,
          'aria-label': `${field.label}, ${n + 1}`,
          'aria-describedby': described(idOf(one), ''),
        });
        input.value = text;
        input.addEventListener('input', () => form.set(one, input.value));
        input.addEventListener('blur', () => form.review(one));
        const remove = el(
          'button',
          { type: 'button', class: 'c-field__remove', 'aria-label': `Retirer : ${field.label}, ${n + 1}` },
          'Retirer',
        );
        remove.addEventListener('click', () => {
          form.set(
            path,
            form.get(path).filter((_, k) => k !== n),
          );
          draw();
          add.focus();
        });
        return el('li', {}, spot(form, one, input), el('div', { class: 'c-field__row' }, input, remove));
      }),
    );
    if (focus) $('li:last-child textarea', list).focus();
  };
  add.addEventListener('click', () => {
    form.set(path, [...(form.get(path) ?? []), '']);
    draw(true);
  });
  draw();
  return el(
    'fieldset',
    { class: 'c-field' },
    el('legend', {}, field.label, ...needed(field)),
    helpNode(id, hint),
    spot(form, path, add),
    list,
    add,
  );
};

const options = (form, field, path, type) => {
  const id = idOf(path);
  const hint = hintOf(field);
  const chosen = () => [form.get(path) ?? []].flat();
  const choices =
    type === 'radio' && !field.required && !field.default ? [...field.choices, ['', 'Ne pas préciser']] : field.choices;
  const inputs = choices.map(([key, label], n) => {
    const input = el('input', {
      type,
      name: id,
      value: key,
      id: n ? `${id}-${n}` : id,
      checked: type === 'radio' && !key ? empty(form.get(path)) : chosen().includes(key),
    });
    input.addEventListener('change', () => {
      form.set(
        path,
        type === 'radio'
          ? key
          : choices.map(([k]) => k).filter(k => (k === key ? input.checked : chosen().includes(k))),
      );
      form.review(path);
    });
    return [input, el('label', { class: 'c-pick' }, input, el('span', {}, upper(label)))];
  });
  const error = spot(form, path, ...inputs.map(([input]) => input));
  return el(
    'fieldset',
    { class: 'c-field', 'aria-describedby': described(id, hint) },
    el('legend', {}, field.label, ...needed(field)),
    helpNode(id, hint),
    error,
    el('div', { class: 'c-picks' }, ...inputs.map(([, label]) => label)),
  );
};

const select = (form, field, path) => {
  const id = idOf(path);
  const hint = hintOf(field);
  const list = el(
    'select',
    { id, 'aria-describedby': described(id, hint), 'aria-required': field.required ? 'true' : null },
    field.default ? null : el('option', { value: '' }, field.required ? 'Choisissez' : 'Ne pas préciser'),
    ...field.choices.map(([key, label]) => el('option', { value: key }, upper(label))),
  );
  list.value = form.get(path) ?? '';
  list.addEventListener('change', () => {
    form.set(path, list.value);
    form.review(path);
  });
  return el(
    'div',
    { class: 'c-field' },
    el('label', { for: id }, field.label, ...needed(field)),
    helpNode(id, hint),
    spot(form, path, list),
    list,
  );
};

/** A field that is chosen by typing; what is typed and not chosen is said to be so. */
const chooser = (form, field, path, { find, describe, named, hint, one = true, taken }) => {
  const id = idOf(path);
  const error = el('p', { id: `${id}-erreur`, class: 'c-field__error', hidden: true });
  const combo = combobox({
    id,
    hint,
    find,
    describe,
    described: `${id}-erreur`,
    more: [error],
    label: el('span', {}, field.label, ...needed(field)),
    name: field.label,
    choose: value => {
      form.loose.delete(keyOf(path));
      taken(value);
      combo.fill(one ? named(value) : '');
      form.review(path);
    },
  });
  const { input } = combo;
  if (field.required) input.setAttribute('aria-required', 'true');
  input.addEventListener('input', () => {
    if (one) form.set(path, '');
    if (input.value.trim()) form.loose.set(keyOf(path), path);
    else form.loose.delete(keyOf(path));
  });
  input.addEventListener('blur', () => form.review(path));
  form.spots.set(keyOf(path), { error, controls: [input], path });
  combo.box.classList.add('c-field');
  return combo;
};

const area = (form, field, path) => {
  // Communes have homonyms: what was chosen must be seen.
  const named = place =>
    place.kind === 'commune' && form.said ? `${place.name} (${form.said(place)[0]})` : place.name;
  const combo = chooser(form, field, path, {
    hint: 'Tapez le début du nom : commune, intercommunalité, département ou région.',
    find: async text => {
      const index = await load('index.json');
      form.said = place => about(index, place);
      form.told = place => told(index, place);
      return propose(index, text);
    },
    describe: place => form.told(place),
    named,
    taken: place => {
      form.set(path, place.area);
      form.names.set(place.area, [place.name, ...form.said(place)]);
    },
  });
  const known = form.get(path);
  if (known) {
    combo.fill(form.names.get(known)?.[0] ?? known);
    load('index.json')
      .then(index =>
        byArea(index, known, load).then(place => {
          if (!place || form.get(path) !== known) return;
          form.said ??= one => about(index, one);
          combo.fill(named(place));
          form.names.set(known, [place.name, ...about(index, place)]);
          form.changed();
        }),
      )
      .catch(() => {});
  }
  return combo.box;
};

const reference = (form, field, path) => {
  const rows = () => form.choices(field.of);
  const find = async text => {
    const words = fold(text).split(' ').filter(Boolean);
    const chosen = new Set([form.get(path) ?? []].flat());
    const found = !words.length
      ? []
      : (await rows()).filter(([id, name, more]) => {
          const whole = ` ${fold(`${name} ${more} ${id}`)}`;
          return words.every(word => whole.includes(` ${word}`)) && !chosen.has(id);
        });
    const many = found.length > SHOWN ? ', continuez à taper pour en écarter' : '';
    const message = !words.length
      ? ''
      : found.length
        ? `${found.length} ${found.length > 1 ? 'proposés' : 'proposé'}${many}`
        : 'Personne ni rien de ce nom sur le site.';
    return { values: found.slice(0, SHOWN), message };
  };
  const name = row => {
    form.names.set(`${field.of}:${row[0]}`, row.slice(1));
    return row[1];
  };
  const common = {
    hint: field.help || 'Tapez un mot de son nom, puis choisissez.',
    find,
    describe: ([, title, more]) => [title, more].filter(Boolean),
    named: name,
  };
  if (!field.many) {
    const combo = chooser(form, field, path, {
      ...common,
      taken: row => {
        name(row);
        form.set(path, row[0]);
      },
    });
    const known = form.get(path);
    if (known)
      rows()
        .then(all => combo.fill(name(all.find(([id]) => id === known) ?? [known, known])))
        .then(() => form.changed())
        .catch(() => combo.fill(known));
    return combo.box;
  }
  const chips = el('ul', { class: 'c-chips' });
  const draw = () =>
    chips.replaceChildren(
      ...(form.get(path) ?? []).map(id => {
        const said = form.names.get(`${field.of}:${id}`)?.[0] ?? id;
        return chip('Retirer', said, () => {
          form.set(
            path,
            form.get(path).filter(one => one !== id),
          );
          draw();
          combo.input.focus();
        });
      }),
    );
  const combo = chooser(form, field, path, {
    ...common,
    one: false,
    taken: row => {
      name(row);
      form.set(path, [...(form.get(path) ?? []), row[0]]);
      draw();
    },
  });
  if (!empty(form.get(path)))
    rows()
      .then(all => {
        all.forEach(name);
        draw();
        form.changed();
      })
      .catch(() => {});
  draw();
  combo.box.append(chips);
  return combo.box;
};

/** A group of fields, one after the other. */
const group = (form, field, path) =>
  el(
    'fieldset',
    { class: 'c-group' },
    el('legend', {}, field.label, ...needed(field)),
    helpNode(idOf(path), field.help && `${field.help}.`),
    spot(form, path),
    ...field.fields.map(part => control(form, { ...part, loose: !field.required }, [...path, part.name])),
  );

/** Several groups, as many as one likes. */
const groups = (form, field, path) => {
  const id = idOf(path);
  const list = el('ol', { class: 'c-groups' });
  const add = el('button', { type: 'button', class: 'c-button c-button--quiet', id });
  const draw = focus => {
    const items = form.get(path) ?? [];
    list.replaceChildren(
      ...items.map((_, n) => {
        const remove = el(
          'button',
          { type: 'button', class: 'c-field__remove', 'aria-label': `Retirer : ${field.label}, ${n + 1}` },
          'Retirer',
        );
        remove.addEventListener('click', () => {
          form.set(
            path,
            form.get(path).filter((__, k) => k !== n),
          );
          draw();
          add.focus();
        });
        return el(
          'li',
          {},
          el(
            'fieldset',
            { class: 'c-group' },
            el(
              'legend',
              { class: items.length > 1 ? null : 'u-hidden' },
              items.length > 1 ? `${field.label}, ${n + 1}` : field.label,
            ),
            ...field.fields.map(part => control(form, part, [...path, n, part.name])),
            items.length > (field.least ?? 0) ? remove : null,
          ),
        );
      }),
    );
    add.replaceChildren(
      items.length ? 'Ajouter un autre' : 'Ajouter',
      el('span', { class: 'u-hidden' }, ` : ${field.label}`),
    );
    if (focus) $('li:last-child :is(input, textarea, select)', list).focus();
  };
  add.addEventListener('click', () => {
    form.set(path, [...(form.get(path) ?? []), blank(field.fields)]);
    draw(true);
  });
  if (field.least && empty(form.get(path)?.length ? form.get(path) : null) && !form.get(path)?.length)
    form.set(path, [blank(field.fields)], true);
  draw();
  return el(
    'div',
    { class: 'c-field', role: 'group', 'aria-labelledby': `${id}-nom` },
    el('h3', { id: `${id}-nom` }, field.label, ...needed(field)),
    helpNode(id, field.help && `${field.help}.`),
    spot(form, path, add),
    list,
    add,
  );
};

/** The control of a field at a path. */
export const control = (form, field, path) => {
  const node = (() => {
    if (field.type === 'group') return field.many ? groups(form, field, path) : group(form, field, path);
    if (field.type === 'ref') return reference(form, field, path);
    if (field.type === 'area') return area(form, field, path);
    if (field.choices) {
      if (field.many) return options(form, field, path, 'checkbox');
      return field.choices.length <= RADIOS ? options(form, field, path, 'radio') : select(form, field, path);
    }
    return field.many ? several(form, field, path) : simple(form, field, path);
  })();
  if (!field.consented) return node;
  const apart = el('div', {}, node);
  form.whenChanged(() => {
    apart.hidden = !form.get(['consent', 'fields'])?.includes(field.name);
  });
  return apart;
};

/** A text of the body, in Markdown; an untitled one is the whole body. */
export const passage = (form, title, help) => {
  const path = ['#', title];
  const id = idOf(path);
  const area_ = el('textarea', {
    id,
    class: 'c-field__story',
    rows: title ? 4 : 8,
    'aria-describedby': described(id, title ? help : ''),
  });
  area_.value = form.get(path) ?? '';
  area_.addEventListener('input', () => form.set(path, area_.value));
  area_.addEventListener('blur', () => form.review(path));
  return el(
    'div',
    { class: 'c-field' },
    el('label', { for: id }, title || help),
    title ? helpNode(id, help) : null,
    spot(form, path, area_),
    area_,
  );
};
