/* What an answer must be: the rules of `club check`, as one types. They come as data (`rules`), from the
   patterns and limits the checker itself applies (generator/views/forms.py). Nothing here touches the page. */
import { exists, toDate, toMoment } from '../core/dates.js';
import { quoted } from '../core/text.js';

const MOMENT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(?:Z|[+-]([0-9]{2}):([0-9]{2}))?$/;
const AREA = /^(commune|epci|departement|region):[0-9AB]+$/;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
// A link as simple as can be; what is less simple, the form leaves to those who know the plain text.
const LINK = /(?<!\\)\[[^[\]\n\\`]{1,300}\]\(([^\s()<>"'\\`]{1,2000})\)/gu;
const NOTE = /\[\^[\p{L}\p{N}_-]{1,40}\]:/gu;
const AUTOLINK = /<((?:https?|ftp):\/\/[^<>]*)>/giu;
const MAILTO = /^mailto:[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i;
const TEL = /^tel:\+?[0-9]{4,15}$/;
const PAGE = /^\/(?:[a-z0-9-]+\/)*$/;
const ENTITY = /&#?[0-9A-Za-z]{1,32};?/g;

// What Windows-1252 writes where Unicode has controls: an old text pasted with the wrong encoding.
const WINDOWS = {
  128: '€',
  133: '…',
  140: 'Œ',
  145: '‘',
  146: '’',
  147: '“',
  148: '”',
  149: '•',
  150: '–',
  151: '—',
  153: '™',
  156: 'œ',
};
const FENCE = /^ *(?:```|~~~)/;
const ENDS = /[.!?…:;»)]$/u;
const BEGINS = /^[\p{Lu}\p{N}«“]/u;

/** A text as one types it: unless `wrapped`, what begins on a line of its own is a paragraph. Lists, tables and
    notes stay as typed: the reader of sources decides (generator/core/normalize.py). */
const prose = (text, wrapped, item) => {
  const made = [];
  let code = false;
  for (const line of text.split('\n')) {
    const fence = FENCE.test(line);
    const above = made.at(-1) ?? '';
    const apart =
      !wrapped &&
      !code &&
      !fence &&
      above.trim() &&
      line.trim() &&
      !item.test(line) &&
      (ENDS.test(above.trimEnd()) || item.test(above)) &&
      BEGINS.test(line) &&
      !/^[#>|]|^\s/.test(above);
    if (apart) made.push('');
    made.push(line);
    if (fence) code = !code;
  }
  return made.join('\n');
};

/** Whether a text is nothing but copies of its beginning: pasted twice or more (see generator/rules/copies.py). */
const again = text => {
  const rows = text
    .split('\n')
    .map(row => row.trim())
    .filter(Boolean);
  return [2, 3, 4].some(times => {
    const size = rows.length / times;
    return (
      Number.isInteger(size) &&
      rows.slice(0, size).join('').length >= 80 &&
      rows.every((row, n) => row === rows[n % size])
    );
  });
};
// The head of another source: « --- », then two fields or more.
const HEAD = /^---[ \t]*\n(?:(?:[ \t#-].*)?\n)*[a-z_]+:(?:\s.*)?\n(?:(?:[ \t#-].*)?\n)*[a-z_]+:(?:\s|$)/mu;

const problem = (message, hint) => ({ message, hint });

/** Whether a group, a list or a value says nothing. */
export const empty = value =>
  value == null ||
  value === '' ||
  (Array.isArray(value) ? value.every(empty) : typeof value === 'object' && Object.values(value).every(empty));

/** Checks and tidies by the rules of a form. */
export const checker = rules => {
  const forbidden = new RegExp(rules.forbidden, 'gu');
  const shapes = Object.fromEntries(
    Object.entries(rules.shapes).map(([name, shape]) => [
      name,
      { ...shape, test: new RegExp(`^(?:${shape.pattern})$`, 'iu') },
    ]),
  );
  const { markdown } = rules;
  // What opens an item of a list, as the reader of sources has it.
  const item = new RegExp(`^[ \\t\\u00a0]*(?:${markdown.item}|${markdown.bullet})`, 'u');
  const conflict = new RegExp(markdown.conflict, 'mu');
  const pattern = (source, flags) => new RegExp(source.replaceAll('\\d', '\\p{Nd}'), flags);
  const tag = pattern(markdown.tag, 'iu');
  const deep = markdown.deep.map(source => pattern(source, 'mu'));
  const counted = markdown.counted.map(([source, most]) => [pattern(source, 'gmu'), most]);
  const signs = pattern(markdown.signs[0], 'gu');

  const every = source => new RegExp(source, 'gu');
  const { personal } = rules;
  const digits = new Map(
    personal.digits.flatMap(([first, value, most]) =>
      Array.from({ length: most }, (_, n) => [String.fromCodePoint(first + n), String(value + n)]),
    ),
  );
  const undo = steps => steps.map(([source, by]) => [every(source), by.replaceAll('\\', '$')]);
  const apply = (text, steps) => steps.reduce((one, [source, by]) => one.replace(source, by), text);
  const capitals = undo(personal.signs);
  const disguises = personal.steps.map(([when, steps]) => [new RegExp(when, 'u'), undo(steps)]);
  const [target, email, ...numbers] = [personal.target, personal.email, ...personal.phones].map(every);
  const aside = personal.aside.map(every);
  const born = personal.births.map(source => new RegExp(source, 'u'));
  const homes = personal.homes.map(every);
  /** A text without its disguises. */
  const plain = written =>
    disguises.reduce(
      (text, [when, steps]) => (when.test(text) ? apply(text, steps) : text),
      apply(written, capitals)
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\u{660}-\u{1ffff}]/gu, one => digits.get(one) ?? one),
    );
  const percent = text =>
    text.replace(/(?:%[0-9a-f]{2})+/giu, code => {
      try {
        return decodeURIComponent(code);
      } catch {
        return code;
      }
    });
  const escapes = text =>
    text.replace(/\\u\{?([0-9a-f]{4,5})\}?|\\x([0-9a-f]{2})/giu, (_all, long, short) =>
      String.fromCodePoint(Number.parseInt(long ?? short, 16)),
    );
  /** The ways to read a text: its encodings undone, its links without what makes them links. */
  const readings = written => {
    const found = [];
    let text = written;
    const keep = () => {
      const bare = text.replace(target, '');
      found.push(text, bare, bare.replace(/[[\]]/gu, ''));
    };
    keep();
    for (let n = 0; n < 3; n += 1) {
      for (const decode of [one => (one.includes('&') ? decoded(one) : one), percent, escapes]) {
        const other = decode(text);
        if (other !== text) {
          text = other;
          keep();
        }
      }
    }
    for (const token of written.match(/[A-Za-z0-9+/_-]{12,}/gu) ?? []) {
      for (let start = 0; start < 4; start += 1) {
        const bits = token.slice(start).replaceAll('-', '+').replaceAll('_', '/');
        const whole = bits.slice(0, bits.length - (bits.length % 4 === 1 ? 1 : 0));
        found.push(
          ...(atob(whole).match(/[\t\n -~]{9,}/gu) ?? []).map(run =>
            /@[^@ ]+\.[a-z]{2}|[0-9]/iu.test(run) ? run : '',
          ),
        );
      }
    }
    return found.filter(Boolean).map(plain);
  };
  const keyOf = found => {
    if (found.includes('@')) return found.replace(/^[ .'[-]+|[ .'[-]+$/gu, '');
    return found
      .replace(/\(0\)|[^0-9]/gu, '')
      .replace(/^(?:0033|33(?=0?[1-9][0-9]{8}$)|00)/u, '')
      .replace(/^0/u, '');
  };
  /** What of a text must not be published, or is `mild` and to be looked at; null when nothing is. `allowed` are the public addresses of the record. */
  const personalIn = (written, allowed = []) => {
    const texts = readings(written);
    const known = new Set([rules.own, ...allowed].filter(Boolean).map(one => keyOf(plain(one))));
    const unknown = (text, shapes) =>
      shapes.some(shape => (text.match(shape) ?? []).some(one => !known.has(keyOf(one))));
    const bare = texts.map(text => aside.reduce((one, shape) => one.replace(shape, 'x'), text));
    if (texts.some(text => unknown(text, [email])))
      return problem('une adresse électronique dans le texte', personal.hints.email);
    if (bare.some(text => unknown(text, numbers)))
      return problem('un numéro de téléphone dans le texte', personal.hints.phone);
    if (texts.some(text => born.some(shape => shape.test(text))))
      return problem('une date de naissance dans le texte', 'retirez-la');
    return texts.some(text => homes.some(shape => [...text.matchAll(shape)].some(([, place]) => !place)))
      ? { ...problem(...personal.home), mild: true }
      : null;
  };

  /** A text with nothing a source may not hold: composed accents, no hidden character. */
  const clean = text =>
    text
      .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
      .replace(/[\u0080-\u009f]/g, sign => WINDOWS[sign.charCodeAt(0)] ?? sign)
      .replace(forbidden, '')
      .replace(/[\p{Cs}\ufffe\uffff]/gu, '')
      .normalize('NFC');
  const line = text => clean(text).split(/\s+/u).filter(Boolean).join(' ');

  const refused = ({ message, hint, shown }, value) =>
    problem(message.replace('{value}', [...value].slice(0, shown).join('')), hint);
  const fits = (shape, value) => [...value].length <= shape.longest && shape.test.test(value);

  const isUrl = value => {
    if (!fits(shapes.url, value)) return false;
    if (/^https?:\/\/[^/?#]*xn--/i.test(value)) return false; // a coded name, which browsers do not all check
    try {
      return /^https?:$/.test(new URL(value).protocol);
    } catch {
      return false;
    }
  };
  const isDate = value => fits(shapes.date, value) && exists(value);
  const isMoment = value => {
    const year = Number(value.slice(0, 4));
    if (year < rules.moment.years[0] || year > rules.moment.years[1]) return false;
    const found = value.match(MOMENT);
    if (!found) return isDate(value);
    const [, day, hour, minute, second = '0', offset = '0', more = '0'] = found;
    return (
      exists(day) && hour < 24 && minute < 60 && second < 60 && offset < 15 && more < 60 && !/ .*-[0-9:]+$/.test(value)
    ); // « 2026-03-12 18:30-20:00 » is two hours, not a zone
  };

  /** What is wrong with a value as the source would hold it, null when nothing is. */
  const refuse = (field, value) => {
    const one = value.trim();
    switch (field.type) {
      case 'line': {
        const length = [...line(one)].length;
        if (!length) return problem('texte vide', 'complétez le texte ou supprimez la ligne');
        return field.longest && length > field.longest
          ? problem(`${length} caractères, pour ${field.longest} au plus`, 'raccourcissez le texte')
          : null;
      }
      case 'contact':
        if (!line(one)) return problem('texte vide', 'complétez le texte ou supprimez la ligne');
        return fits(shapes.contact, line(one)) ? null : refused(shapes.contact, line(one));
      case 'url':
        return isUrl(one) ? null : refused(shapes.url, one);
      case 'count': {
        if (!fits(shapes.count, one)) return refused(shapes.count, one);
        const amount = BigInt(one.replace(/[^0-9]/g, ''));
        const out = (field.low != null && amount < field.low) || (field.high != null && amount > field.high);
        return out ? refused(shapes.year, String(amount)) : null;
      }
      case 'date':
        return isDate(one) ? null : refused(shapes.date, value);
      case 'moment':
        return isMoment(one)
          ? null
          : problem(rules.moment.message.replace('{value}', [...value].slice(0, 40).join('')), rules.moment.hint);
      case 'term':
      case 'choice':
        return field.choices.some(([key]) => key === one)
          ? null
          : problem(`${quoted(one)} n’est pas une valeur prévue`, 'choisissez dans la liste');
      case 'area':
        return AREA.test(one)
          ? null
          : problem('ce lieu n’est pas choisi', 'tapez son nom, puis choisissez-le dans la liste');
      case 'ref':
        return SLUG.test(one) ? null : problem('ce nom n’est pas choisi', 'choisissez-le dans la liste');
      default:
        return null;
    }
  };

  /** A value as the source will hold it: tidied, dates and numbers put in their form. */
  const tidy = (field, text) => {
    const typed = clean(text).trim();
    switch (field.type) {
      case 'line':
        return line(typed);
      case 'date':
        return toDate(typed);
      case 'moment':
        return toMoment(typed);
      case 'count': {
        const bare = typed.replace(/\s*(?:€|euros?|personnes?|habitants?|hab\.?)$/iu, '');
        const [, whole, part = '', unit] =
          bare.match(/^([0-9]{1,4})(?:,([0-9]{1,3}))? ?(k|m|millions?(?: d[’'])?)$/iu) ?? [];
        if (whole) return String(Number(whole + part) * 10 ** ((/^k/i.test(unit) ? 3 : 6) - part.length));
        const plain = /^[0-9]{1,3}(?:\.[0-9]{3})+$/.test(bare) ? bare.replaceAll('.', '') : bare;
        return fits(shapes.count, plain) ? plain.replace(/[^0-9]/g, '') : plain;
      }
      default:
        return typed;
    }
  };

  const decoded = written =>
    new DOMParser().parseFromString(written.replaceAll('<', '&lt;'), 'text/html').body.textContent;
  const link = target =>
    target.startsWith('/') || target.startsWith('#')
      ? PAGE.test(target)
      : isUrl(decoded(target)) || MAILTO.test(target) || TEL.test(target);

  /** What is wrong with a text in Markdown, null when nothing is. Stricter than the checker, never looser. */
  const text = written => {
    const html = written.match(tag);
    if (html) {
      const piece = written.slice(html.index, html.index + 20).split('\n')[0];
      return problem(`HTML ${quoted(`${piece}…`)}`, 'écrivez en Markdown, ou « &lt; » pour le signe <');
    }
    if ([...written.matchAll(ENTITY)].some(([entity]) => entity.startsWith('&#') || forbiddenEntity(entity))) {
      return problem('un signe écrit « &…; »', 'tapez le signe lui-même');
    }
    if (again(written)) return problem('le texte est collé deux fois', 'supprimez la copie');
    if (HEAD.test(`${written}\n`))
      return problem('l’en-tête d’une autre fiche', 'gardez le texte seul, sans les lignes « champ: valeur »');
    if (conflict.test(written))
      return problem(
        'une fusion inachevée',
        'gardez la bonne version et supprimez les lignes « <<<<<<< » et « >>>>>>> »',
      );
    let rest = written;
    for (const [whole, target] of written.matchAll(LINK)) {
      if (!link(target))
        return problem(
          `adresse ${quoted(target.slice(0, 40))} interdite ou mal formée`,
          'employez une adresse « https:// » complète',
        );
      rest = rest.replace(whole, () => whole.replace(/\]\(.*$/su, ''));
    }
    for (const [, target] of written.matchAll(AUTOLINK)) {
      if (!isUrl(decoded(target)))
        return problem(
          `adresse ${quoted(target.slice(0, 40))} interdite ou mal formée`,
          'employez une adresse « https:// » complète',
        );
    }
    if (/!\s*\[/u.test(written)) return problem('une image', 'joignez-la à un courriel : l’équipe la place');
    if (rest.includes(']('))
      return problem('lien mal formé', 'écrivez « [texte](adresse) », crochets et parenthèses fermés');
    if (rest.replace(NOTE, '').includes(']:'))
      return problem('deux-points collés à un crochet', 'laissez une espace entre « ] » et « : »');
    return null;
  };
  const forbiddenEntity = entity => {
    const said = decoded(entity);
    return said.trim() !== clean(said).trim();
  };
  const crowded = block => {
    const count = sign => block.split(sign).length - 1;
    return (
      block.split('\n').some(row => row.split('|').length - 1 > markdown.columns) ||
      ['[]', '()'].some(([open, close]) => Math.abs(count(open) - count(close)) > markdown.unclosed) ||
      (block.match(signs) ?? []).length > markdown.signs[1]
    );
  };
  /** What is wrong with all the texts of a source together. */
  const body = written => {
    if (new TextEncoder().encode(written).length > rules.bytes - 20_000)
      return problem('le récit est trop long', 'raccourcissez-le');
    const heavy =
      markdown.runs.some(run => written.includes(run)) ||
      deep.some(one => one.test(written)) ||
      counted.some(([one, most]) => (written.match(one) ?? []).length > most) ||
      written.split('\n\n').some(crowded);
    const place = written.match(new RegExp(markdown.place, 'u'));
    if (place)
      return problem(
        `${quoted(place[0])} est une marque du programme`,
        'supprimez-la\u00a0: les notes se placent seules',
      );
    const notes = [...written.matchAll(/\[\^([^[\]\n]+)\]/gu)];
    const defined = notes
      .filter(
        ({ index, 0: { length } }) =>
          /(?:^|\n)$/.test(written.slice(0, index)) && /^[ \u00a0\u202f]*[:：]/.test(written.slice(index + length)),
      )
      .map(([, name]) => name);
    const calls = new Set(notes.filter(({ index }) => index && written[index - 1] !== '\n').map(([, name]) => name));
    const orphan = notes
      .map(([, name]) => name)
      .find(name => !calls.has(name) || defined.filter(one => one === name).length !== 1);
    if (orphan !== undefined) {
      return problem(
        `la note ${quoted(`[^${orphan}]`)} n’a pas son appel et son texte`,
        `écrivez ${quoted(`[^${orphan}]`)} dans le récit, puis ${quoted(`[^${orphan}]: la note`)} seul sur une ligne`,
      );
    }
    return heavy
      ? problem('passage trop complexe à convertir', 'simplifiez : citations imbriquées, suites de signes répétés')
      : null;
  };
  /** The pages of the site that a text leads to, as addresses from its root. */
  const pages = written =>
    [...written.matchAll(LINK)].map(([, target]) => target).filter(target => target.startsWith('/'));

  /** The fields of a record as the source will hold them: tidied, nothing empty. */
  const record = (fields, values) =>
    Object.fromEntries(
      fields.flatMap(field => {
        const value = values[field.name];
        if (empty(value) || (field.consented && !values.consent?.fields?.includes(field.name))) return [];
        if (field.many) {
          const items = value.filter(one => !empty(one));
          return [
            [field.name, items.map(one => (field.type === 'group' ? record(field.fields, one) : tidy(field, one)))],
          ];
        }
        return [[field.name, field.type === 'group' ? record(field.fields, value) : tidy(field, value)]];
      }),
    );

  /** Every problem of the fields: [{path, message, hint}]. `values` is what was typed. */
  const fieldProblems = (fields, values, path = [], open = values.public_contacts ?? []) =>
    fields.flatMap(field => {
      const at = [...path, field.name];
      const value = values[field.name];
      if (field.consented && !values.consent?.fields?.includes(field.name)) return [];
      if (empty(value)) {
        if (!field.required) return [];
        const where = field.type === 'group' ? [...at, ...(field.many ? [0] : []), field.fields[0].name] : at;
        return [
          {
            path: where,
            ...problem('à compléter', field.many ? 'ajoutez au moins un élément' : 'ce champ est obligatoire'),
          },
        ];
      }
      const one = (item, spot) => {
        if (field.type === 'group')
          return [...fieldProblems(field.fields, item, spot, open), ...contactProblems(field, item, spot)];
        const text = tidy(field, item);
        const free = ['line', 'url'].includes(field.type) && !(field.name === 'value' && shapes[values.type]);
        const wrong = refuse(field, text) ?? (free ? personalIn(text, open) : null);
        return wrong && !(wrong.mild && (field.name === 'location' || values.type === 'address'))
          ? [{ path: spot, ...wrong }]
          : [];
      };
      if (!field.many) return one(value, at);
      const found = value.flatMap((item, n) => (empty(item) ? [] : one(item, [...at, n])));
      if (found.length || field.type !== 'line') return found;
      const said = value.filter(item => !empty(item));
      const together = [', ', ' | '].map(by => personalIn(said.join(by), open)).find(Boolean);
      return together ? [{ path: [...at, 0], ...together }] : [];
    });
  const contactProblems = (field, item, path) => {
    const shape = field.of === 'ContactDetail' && ['email', 'phone'].includes(item.type) && shapes[item.type];
    if (!shape || empty(item.value) || fits(shape, tidy({ type: 'line' }, item.value))) return [];
    return [{ path: [...path, 'value'], ...refused(shape, item.value) }];
  };

  return {
    clean,
    prose: (written, wrapped) => prose(written, wrapped, item),
    item,
    line,
    tidy,
    refuse,
    isMoment,
    text,
    personalIn,
    body,
    pages,
    record,
    fieldProblems,
  };
};
