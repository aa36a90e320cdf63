/* Up to four sheets side by side. The address says which (`?f=a&f=b`); what is shown is read from
   the sheets themselves, so that a comparison says what they say, no more and no later. */

import { $, $$, el, root } from './core/dom.js';
import { fold, plural } from './core/text.js';
import { readList } from './list/columns.js';
import { address, ids, MAX, select, selection } from './list/compare-bar.js';

const STORY = [
  ['resultats', 'Résultats'],
  ['difficultes', 'Difficultés'],
];
const host = $('[data-compare]');

/* What a sheet says --------------------------------------------------------------------------- */

const KEPT = new Set(['P', 'UL', 'OL', 'LI', 'STRONG', 'EM', 'SMALL', 'TIME', 'BLOCKQUOTE', 'CODE', 'BR', 'DEL', 'S']);

/** The nodes of a sheet made again: text, a few plain elements, links made complete. */
const copy = (node, base) => {
  if (node.nodeType === Node.TEXT_NODE) return [node.textContent];
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches('sup, script, style, .u-hidden')) return [];
  const inside = () => [...node.childNodes].flatMap(child => copy(child, base));
  if (node.tagName === 'A') {
    const target = new URL(node.getAttribute('href') || '', base);
    return /^(https?|mailto|tel):$/.test(target.protocol) ? [el('a', { href: target.href }, ...inside())] : inside();
  }
  if (node.tagName === 'TABLE') {
    return [el('p', {}, el('a', { href: base }, 'Un tableau est à lire dans la fiche'))];
  }
  if (/^H[3-6]$/.test(node.tagName)) return [el('p', {}, el('strong', {}, ...inside()))];
  return KEPT.has(node.tagName) ? [el(node.tagName.toLowerCase(), {}, ...inside())] : inside();
};

/** The nodes between a heading and the next one. */
const under = (heading, base) => {
  const nodes = [];
  for (
    let next = heading?.nextElementSibling;
    next && !/^(H1|H2|SECTION|DIV)$/.test(next.tagName);
    next = next.nextElementSibling
  ) {
    nodes.push(...copy(next, base));
  }
  return nodes;
};

const read = (page, id, base) => {
  const rows = new Map();
  const facts = $$('.c-facts', page);
  for (const pair of facts.flatMap(list => $$('dl > div', list))) {
    rows.set(
      $('dt', pair).textContent.trim(),
      [...$('dd', pair).childNodes].flatMap(child => copy(child, base)),
    );
  }
  for (const [anchor, label] of STORY) {
    const nodes = under(page.getElementById(anchor), base);
    if (nodes.length) rows.set(label, nodes);
  }
  const peers = $('.c-peer ul', page);
  if (peers) rows.set('À qui parler', copy(peers, base));
  return {
    id,
    url: base,
    title: $('h1', page).textContent.trim(),
    badges: $$('h1 ~ .c-badges > li', page).map(badge => [badge.className, badge.firstChild.textContent]),
    rows,
  };
};

const known = new Map();
/** A sheet by its identifier: `{sheet}`, or `{missing}`: what to say. */
const sheet = id => {
  if (!known.has(id)) known.set(id, load(id));
  return known.get(id);
};
const load = async (id, again = true) => {
  const base = `${root}pratiques/${id}/`;
  let answer;
  try {
    answer = await fetch(base, { cache: 'no-cache' });
  } catch {
    known.delete(id); // to be asked again when the connection is back
    return { missing: `La fiche « ${id} » n’a pas pu être chargée : vérifiez votre connexion.` };
  }
  const missing = { missing: `La fiche « ${id} » n’existe pas, ou n’existe plus.` };
  if (!answer.ok) return missing;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if ($('[data-practice]', page)) return { sheet: read(page, id, base) };
  // The page of a former address leads to the present one.
  const moved = $('meta[http-equiv="refresh"] ~ * a, main a', page)?.getAttribute('href');
  const next = moved && /\/pratiques\/([a-z0-9-]+)\/$/.exec(new URL(moved, base).pathname)?.[1];
  return next && again ? load(next, false) : missing;
};

/** The labels of all the sheets, each sheet keeping its own order; the story comes last. */
const labels = sheets => {
  const order = [];
  for (const { rows } of sheets) {
    let at = 0;
    for (const label of rows.keys()) {
      if (order.includes(label)) at = order.indexOf(label) + 1;
      else order.splice(at++, 0, label);
    }
  }
  const last = [...STORY.map(([, label]) => label), 'À qui parler'];
  return [...order.filter(label => !last.includes(label)), ...last.filter(label => order.includes(label))];
};

/* The page ------------------------------------------------------------------------------------ */

const status = el('p', { class: 'u-hidden', role: 'status' });
const missing = el('div', { class: 'c-compare__missing', hidden: true });
const input = el('input', { type: 'search', id: 'bloc:comparer-ajouter', autocomplete: 'off' });
const choices = el('ul', { class: 'c-compare__choices' });
const choicesStatus = el('p', { class: 'c-note', role: 'status' });
const form = el(
  'form',
  { class: 'c-find', role: 'search', 'aria-label': 'Ajouter une fiche à la comparaison' },
  el('label', { for: 'bloc:comparer-ajouter' }, 'Ajouter une fiche'),
  el('div', { class: 'c-find__row' }, input),
  choicesStatus,
  choices,
);
const region = el('div', {
  class: 'c-table c-compare',
  role: 'region',
  'aria-label': 'Fiches côte à côte',
  tabindex: '0',
  hidden: true,
});
const empty = el(
  'div',
  { class: 'c-empty', hidden: true },
  el('h2', {}, 'Aucune fiche à comparer'),
  el('p', {}, 'Cherchez une fiche ci-dessus, ou parcourez les pratiques : chaque fiche a un bouton « Comparer ».'),
  el('p', {}, el('a', { class: 'c-button', href: `${root}pratiques/` }, 'Voir les pratiques')),
);
const print = el('button', { class: 'c-button c-button--quiet', type: 'button' }, 'Imprimer');
const tools = el('p', { class: 'c-compare__tools' }, print);
const here = el('p', { class: 'c-print' });
host.replaceChildren(here, status, missing, form, empty, region, tools);
print.addEventListener('click', () => window.print());

const asked = () => ids(new URLSearchParams(location.search).getAll('f'));

const table = sheets => {
  const head = sheets.map(({ id, url, title, badges }) =>
    el(
      'th',
      { scope: 'col' },
      el('a', { href: url }, title),
      el('ul', { class: 'c-badges' }, ...badges.map(([name, text]) => el('li', { class: name }, text))),
      el(
        'button',
        { type: 'button', class: 'c-compare__remove', 'data-remove': id },
        'Retirer',
        el('span', { class: 'u-hidden' }, ` ${title}`),
      ),
    ),
  );
  const rows = labels(sheets).map(label =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, label),
      ...sheets.map(({ rows: said }) =>
        el(
          'td',
          {},
          ...(said.has(label)
            ? said.get(label).map(node => (node.cloneNode ? node.cloneNode(true) : node))
            : [el('small', {}, 'non renseigné')]),
        ),
      ),
    ),
  );
  return el(
    'table',
    {},
    el('caption', {}, plural(sheets.length, 'fiche comparée', 'fiches comparées')),
    el('thead', {}, el('tr', {}, el('td', {}), ...head)),
    el('tbody', {}, ...rows),
  );
};

let turn = 0;
const show = async () => {
  const mine = ++turn;
  const wanted = asked();
  const kept = wanted.slice(0, MAX);
  status.textContent = kept.length ? 'Lecture des fiches…' : '';
  const found = await Promise.all(kept.map(sheet));
  if (mine !== turn) return;
  // Two addresses may lead to the same sheet.
  const sheets = [...new Map(found.filter(one => one.sheet).map(one => [one.sheet.id, one.sheet])).values()];
  const said = found.flatMap(one => one.missing || []);
  if (wanted.length > MAX) said.push(`${MAX} fiches au plus sont comparées : les suivantes ne sont pas montrées.`);
  missing.replaceChildren(...said.map(text => el('p', {}, text)));
  missing.hidden = !said.length;
  select(sheets.map(({ id }) => id));
  region.hidden = tools.hidden = !sheets.length;
  empty.hidden = Boolean(sheets.length);
  region.dataset.sheets = sheets.length;
  region.replaceChildren(...(sheets.length ? [table(sheets)] : []));
  form.hidden = sheets.length >= MAX;
  here.textContent = address();
  status.textContent = [sheets.length ? `${plural(sheets.length, 'fiche comparée', 'fiches comparées')}.` : '', ...said]
    .join(' ')
    .trim();
};

/** Compare other sheets; the button « back » returns to those before. */
const go = some => {
  history.pushState(null, '', address(some));
  return show();
};

region.addEventListener('click', async event => {
  const button = event.target.closest('[data-remove]');
  if (!button) return;
  const at = $$('[data-remove]', region).indexOf(button);
  await go(selection().filter(id => id !== button.dataset.remove));
  const left = $$('[data-remove]', region);
  (left[Math.min(at, left.length - 1)] || input).focus();
});

/* Adding a sheet: titles and places, read when someone is about to look for one ---------------- */

let directory;
const titles = () => {
  directory ??= readList('pratiques').then(({ count, id, place, read }) =>
    Array.from({ length: count }, (_, i) => ({
      id: id(i),
      title: read.title(i),
      place: place(i),
      words: fold(`${read.title(i)} ${place(i)}`),
    })),
  );
  directory.catch(() => {
    directory = undefined;
  });
  return directory;
};
let look = 0;
const suggest = async () => {
  const mine = ++look;
  const words = fold(input.value).split(' ').filter(Boolean);
  let all = [];
  try {
    all = words.length ? await titles() : [];
  } catch {
    choicesStatus.textContent = 'La liste des fiches n’a pas pu se charger. Vérifiez votre connexion, puis réessayez.';
    return;
  }
  if (mine !== look) return;
  const chosen = new Set(selection());
  const found = all.filter(one => !chosen.has(one.id) && words.every(word => one.words.includes(word)));
  choices.replaceChildren(
    ...found
      .slice(0, 8)
      .map(one =>
        el(
          'li',
          {},
          el(
            'button',
            { type: 'button', 'data-add': one.id },
            one.title,
            one.place ? el('small', {}, ` ${one.place}`) : null,
          ),
        ),
      ),
  );
  if (!words.length) choicesStatus.textContent = '';
  else if (!found.length)
    choicesStatus.textContent = 'Aucune autre fiche ne porte ces mots dans son titre ou son lieu.';
  else
    choicesStatus.textContent =
      found.length > 8 ? `Les 8 premières de ${plural(found.length, 'fiche')}` : plural(found.length, 'fiche');
};
input.addEventListener('focus', () => titles().catch(() => {}), { once: true });
input.addEventListener('input', suggest);
form.addEventListener('submit', event => {
  event.preventDefault();
  $('[data-add]', choices)?.focus();
});
choices.addEventListener('click', async event => {
  const button = event.target.closest('[data-add]');
  if (!button) return;
  input.value = '';
  await Promise.all([suggest(), go([...selection(), button.dataset.add])]);
  if (form.hidden) region.focus();
  else input.focus();
});

window.addEventListener('popstate', show);
if (!asked().length && selection().length) history.replaceState(null, '', address());
show();
