/* Up to four sheets side by side. The address says which (`?f=a&f=b`); what is shown is read from
   the sheets themselves, so that a comparison says what they say, no more and no later. */
import { $, $$, clone, el, root } from './core/dom.js';
import { fold, plural } from './core/text.js';
import { address, idsIn, MAX, select, selection } from './list/compare-bar.js';
import { readList } from './list/data.js';

/** What is compared besides the facts: what follows a heading of a sheet. */
const STORY = [
  ['#resultats', 'Résultats'],
  ['#difficultes', 'Difficultés'],
  ['.c-peer h2:has(+ ul)', 'À qui parler'],
];
const SUGGESTED = 8;

/* What a sheet says --------------------------------------------------------------------------- */

/** What an element of a sheet holds, without what only the sheet has a use for; its links are made complete.
 * @type {(node: Element, base: string) => Node[]} */
const content = (node, base) => {
  for (const part of $$('sup, script, style, img, input, button, .u-hidden', node)) part.remove();
  for (const heading of $$('h3, h4, h5, h6', node))
    heading.replaceWith(el('p', {}, el('strong', {}, ...heading.childNodes)));
  for (const link of $$('a', node)) link.href = new URL(link.getAttribute('href') ?? '', base).href;
  for (const table of $$('table', node))
    table.replaceWith(el('p', {}, el('a', { href: base }, 'Un tableau est à lire dans la fiche')));
  for (const part of $$('*', node))
    for (const name of part.getAttributeNames()) if (name !== 'href') part.removeAttribute(name);
  return [...node.childNodes];
};

/** What stands between a heading and the next one.
 * @param {Element} heading */
const under = heading => {
  const found = el('div');
  for (let next = heading.nextElementSibling; next && !next.matches('h1, h2, section, div'); ) {
    found.append(next);
    next = heading.nextElementSibling;
  }
  return found;
};

/** @type {(page: Document, id: string, url: string) => Sheet} */
const read = (page, id, url) => {
  /** @type {Map<string, Node[]>} */
  const rows = new Map();
  for (const pair of $$('.c-facts dl > div', page))
    rows.set($('dt', pair).textContent.trim(), content($('dd', pair), url));
  for (const [selector, label] of STORY) {
    const nodes = $$(selector, page).flatMap(heading => content(under(heading), url));
    if (nodes.length) rows.set(label, nodes);
  }
  const badges = $$('h1 ~ .c-badges > li', page).map(({ className, firstChild }) =>
    el('li', { class: className }, firstChild?.textContent),
  );
  return { id, url, title: $('h1', page).textContent.trim(), badges, rows };
};

/** @type {Map<string, Sheet>} */
const known = new Map();
/** A sheet by its identifier, or what to say of one that cannot be had.
 * @type {(id: string, again?: boolean) => Promise<Sheet | string>} */
const load = async (id, again = true) => {
  const url = `${root}pratiques/${id}/`;
  const missing = `La fiche « ${id} » n’existe pas, ou n’existe plus.`;
  const answer = known.has(id) ? null : await fetch(url, { cache: 'no-cache' }).catch(() => null);
  if (!answer) return known.get(id) ?? `La fiche « ${id} » n’a pas pu être chargée : vérifiez votre connexion.`;
  if (!answer.ok) return missing;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if ($('[data-practice]', page)) {
    const sheet = read(page, id, url);
    known.set(id, sheet);
    return sheet;
  }
  // The page of a former address leads to the present one.
  const moved = $('meta[http-equiv="refresh"] ~ * a, main a', page)?.getAttribute('href') ?? '';
  const [, next] = /\/pratiques\/([a-z0-9-]+)\/$/.exec(new URL(moved, url).pathname) ?? [];
  return next && again ? load(next, false) : missing;
};

/** The labels of all the sheets, each sheet keeping its own order; the story comes last.
 * @param {Sheet[]} sheets */
const labels = sheets => {
  /** @type {string[]} */
  const order = [];
  for (const { rows } of sheets) {
    let at = 0;
    for (const label of rows.keys()) {
      if (!order.includes(label)) order.splice(at, 0, label);
      at = order.indexOf(label) + 1;
    }
  }
  const last = STORY.map(([, label]) => label);
  return order.sort((a, b) => last.indexOf(a) - last.indexOf(b));
};

/* The page ------------------------------------------------------------------------------------ */

const host = $('[data-comparison]');
const status = $('[data-status]', host);
const missing = $('.c-compare__missing', host);
const region = $('.c-compare', host);
const form = $('form', host);
const input = $('input', form);
const choices = $('ul[data-choices]', form);
const choicesStatus = $('[data-found]', form);

const asked = () => idsIn(location.search);

/** @param {Sheet[]} sheets */
const draw = sheets => {
  const heads = sheets.map(({ id, url, title, badges }) => {
    const link = { textContent: title, href: url };
    const head = clone('comparer:fiche', { title: link, badges, remove: { value: id }, name: title });
    return el('th', { scope: 'col' }, ...head.childNodes);
  });
  const rows = labels(sheets).map(label => {
    const cells = sheets.map(({ rows }) => el('td', {}, ...(rows.get(label) ?? [el('small', {}, 'non renseigné')])));
    return el('tr', {}, el('th', { scope: 'row' }, label), ...cells);
  });
  region.dataset.sheets = String(sheets.length);
  $('caption', region).textContent = plural(sheets.length, 'fiche comparée', 'fiches comparées');
  $('thead', region).replaceChildren(el('tr', {}, el('td'), ...heads));
  $('tbody', region).replaceChildren(...rows);
};

const show = async () => {
  const query = location.search;
  const wanted = asked();
  status.textContent = wanted.length ? 'Lecture des fiches…' : '';
  const found = await Promise.all(wanted.slice(0, MAX).map(id => load(id)));
  if (query !== location.search) return; // something else has been asked since
  // Two addresses may lead to the same sheet.
  const sheets = [...new Map(found.flatMap(one => (typeof one === 'string' ? [] : [[one.id, one]]))).values()];
  const notes = found.filter(one => typeof one === 'string');
  if (wanted.length > MAX) notes.push(`${MAX} fiches au plus sont comparées : les suivantes ne sont pas montrées.`);
  missing.replaceChildren(...notes.map(text => el('p', {}, text)));
  missing.hidden = !notes.length;
  select(sheets.map(({ id }) => id));
  region.hidden = !sheets.length;
  $('.c-compare__tools', host).hidden = !sheets.length;
  $('.c-empty', host).hidden = sheets.length > 0;
  form.hidden = sheets.length >= MAX;
  draw(sheets);
  $('[data-address]', host).textContent = address();
  const compared = sheets.length ? [`${$('caption', region).textContent}.`] : [];
  status.textContent = [...compared, ...notes].join(' ');
};

/** Compare other sheets; the button « back » returns to those before.
 * @param {string[]} ids */
const go = ids => {
  history.pushState(null, '', address(ids));
  return show();
};

region.addEventListener('click', async event => {
  const button = /** @type {HTMLElement} */ (event.target).closest('button');
  if (!button) return;
  const at = $$('button', region).indexOf(button);
  await go(selection().filter(id => id !== button.value));
  const left = $$('button', region);
  (left[Math.min(at, left.length - 1)] ?? input).focus();
});

/* Adding a sheet: titles and places, read when someone is about to look for one ---------------- */

/** @type {Entry[] | undefined} */
let directory;
const titles = async () => {
  directory ??= (await readList('pratiques')).entries;
  return directory;
};

const suggest = async () => {
  /** @type {Entry[]} */
  let all = [];
  try {
    if (input.value.trim()) all = await titles();
  } catch {
    choicesStatus.textContent = 'La liste des fiches n’a pas pu se charger. Vérifiez votre connexion, puis réessayez.';
    return;
  }
  const words = fold(input.value).split(' ').filter(Boolean);
  const chosen = selection();
  const found = all.filter(({ id, title, place }) => {
    const text = fold(`${title} ${place}`);
    return !chosen.includes(id) && words.every(word => text.includes(word));
  });
  const shown = words.length ? found.slice(0, SUGGESTED) : [];
  choices.replaceChildren(
    ...shown.map(({ id, title, place }) => clone('comparer:choix', { add: { value: id }, title, place })),
  );
  const count = plural(found.length, 'fiche');
  if (!words.length) choicesStatus.textContent = '';
  else if (!found.length)
    choicesStatus.textContent = 'Aucune autre fiche ne porte ces mots dans son titre ou son lieu.';
  else choicesStatus.textContent = found.length > SUGGESTED ? `Les ${SUGGESTED} premières de ${count}` : count;
};

input.addEventListener('focus', () => titles().catch(() => {}), { once: true });
input.addEventListener('input', suggest);
form.addEventListener('submit', event => {
  event.preventDefault();
  $('button', choices)?.focus();
});
choices.addEventListener('click', async event => {
  const button = /** @type {HTMLElement} */ (event.target).closest('button');
  if (!button) return;
  input.value = '';
  await Promise.all([suggest(), go([...selection(), button.value])]);
  if (form.hidden) region.focus();
  else input.focus();
});

$('button[data-print]', host).addEventListener('click', () => window.print());
window.addEventListener('popstate', show);
$('[data-instead]').remove();
host.hidden = false;
if (!asked().length && selection().length) history.replaceState(null, '', address());
show();
