/* What the scripts of the pages share: elements, numbers, words without accents. */

/** The address of the site's root, with its final slash. */
export const root = new URL('..', import.meta.url).href;

export const $ = (selector, scope = document) => scope.querySelector(selector);
export const $$ = (selector, scope = document) => [...scope.querySelectorAll(selector)];

/** An element with its attributes and children; text stays text. */
export const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, '');
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null && child !== ''));
  return node;
};

export const number = (n) => n.toLocaleString('fr-FR');
export const plural = (n, one, many = `${one}s`) => `${number(n)}\u00a0${n > 1 ? many : one}`;

/** A text as it is compared: no accent, no capital, « œ » opened, one space between words. */
export const fold = (text) => text
  .toLowerCase()
  .replace(/œ/g, 'oe')
  .replace(/æ/g, 'ae')
  .normalize('NFD')
  .replace(/\p{Mn}/gu, '')
  .replace(/[^\p{L}\p{N}]+/gu, ' ')
  .trim();

/** The JSON of an address of the site (`annuaire/liste.json`); throws when it cannot be had. */
export const json = async (address) => {
  const answer = await fetch(root + address);
  if (!answer.ok) throw new Error(`${address} : ${answer.status}`);
  return answer.json();
};
