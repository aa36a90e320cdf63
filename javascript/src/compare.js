/* Up to four sheets side by side. The address says which (`?f=a&f=b`); what is shown is read from
   the sheets themselves, so that a comparison says what they say, no more and no later. */
import { among, combobox } from './core/combo.js';
import { $, $$, clone, el, once, root } from './core/dom.js';
import { plural } from './core/text.js';
import { address, idsIn, MAX, select, selection } from './list/compare-bar.js';
import { readList } from './list/data.js';

/** What is compared besides the facts: what follows a heading of a sheet. */
const STORY = [
  ['#resultats', 'Résultats'],
  ['#difficultes', 'Difficultés'],
  ['.c-peer h2:has(+ ul)', 'À qui parler'],
];

/* What a sheet says --------------------------------------------------------------------------- */

/** What an element of a sheet holds, without what only the sheet has a use for; its links are made complete.
 * @type {(node: Element, base: string) => Node[]} */
const content = (node, base) => {
  for (const part of $$('sup, script, style, img, table, input, button, .u-hidden, .c-relay', node)) part.remove();
  for (const heading of $$('h3, h4, h5, h6', node))
    heading.replaceWith(el('p', {}, el('strong', {}, ...heading.childNodes)));
  for (const link of $$('a', node)) link.href = new URL(link.getAttribute('href') ?? '', base).href;
  for (const part of $$('[id], [class]', node)) for (const name of ['id', 'class']) part.removeAttribute(name);
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

/** A sheet by its identifier, or what to say of one that does not exist.
 * @type {(id: string, again?: boolean) => Promise<Sheet | string>} */
const load = async (id, again = true) => {
  const url = `${root}pratiques/${id}/`;
  const answer = await fetch(url, { cache: 'no-cache' });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (answer.ok && $('[data-practice]', page)) return read(page, id, url);
  // The page of a former address leads to the present one.
  const moved = answer.ok && $('meta[http-equiv="refresh"] ~ * a, main a', page)?.getAttribute('href');
  const [, next] = /\/pratiques\/([a-z0-9-]+)\/$/.exec(new URL(moved || '', url).pathname) ?? [];
  return moved && next && again ? load(next, false) : `La fiche « ${id} » n’existe pas, ou n’existe plus.`;
};
const sheetOf = once(id => load(id));

/** The labels of all the sheets, in the order they come; the story comes last.
 * @param {Sheet[]} sheets */
const labels = sheets => {
  const last = STORY.map(([, label]) => label);
  const all = new Set(sheets.flatMap(({ rows }) => [...rows.keys()]));
  return [...all].sort((a, b) => last.indexOf(a) - last.indexOf(b));
};

/* The page ------------------------------------------------------------------------------------ */

const host = $('[data-comparison]');
const status = $('[data-status]', host);
const missing = $('.c-compare__missing', host);
const region = $('.c-compare', host);
const form = $('form', host);

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
  const lost = 'Une fiche n’a pas pu être chargée : vérifiez votre connexion.';
  const found = await Promise.all(wanted.slice(0, MAX).map(id => sheetOf(id).catch(() => lost)));
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

const directory = once(async () => {
  const { entries } = await readList('pratiques');
  return entries.map(({ id, title, place = '' }) => /** @type {Row} */ ([id, title, place]));
});
const { input } = combobox({
  box: $('.c-combo', form),
  find: async text => among(text.trim() ? await directory() : [], text, selection()),
  describe: ([, ...words]) => words.filter(Boolean),
  choose: async ([id]) => {
    input.value = '';
    await go([...selection(), id]);
    if (form.hidden) region.focus();
  },
});
form.addEventListener('submit', event => event.preventDefault());

$('button[data-print]', host).addEventListener('click', () => window.print());
window.addEventListener('popstate', show);
$('[data-instead]').remove();
host.hidden = false;
if (!asked().length && selection().length) history.replaceState(null, '', address());
show();
