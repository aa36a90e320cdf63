/* What the scripts of the pages share: elements, templates, addresses, data. */

/** The first element that matches. The page must have it: where it may not, the caller's type says so
 * (`@type {HTMLElement | null}`).
 * @template {string} S @template {Element} [E=Selected<S>] @param {S} selector @param {ParentNode} [scope] */
export const $ = (selector, scope = document) => /** @type {E} */ (scope.querySelector(selector));

/** All the elements that match.
 * @template {string} S @template {Element} [E=Selected<S>] @param {S} selector @param {ParentNode} [scope] */
export const $$ = (selector, scope = document) => /** @type {E[]} */ ([...scope.querySelectorAll(selector)]);

const frame = $('script[data-root]').dataset;
/** The address of the site's root, with its final slash. */
export const root = new URL(frame.root ?? '', location.href).href;
/** The address of the data that only these scripts read: of the same release as they. */
export const internal = new URL(frame.internal ?? '', location.href).href;

/** Whether a child is there to be shown. @param {unknown} child @returns {child is Node | string} */
const isFull = child => child instanceof Node || (typeof child === 'string' && child !== '');

/** An element with its attributes and children; text stays text.
 * @template {keyof HTMLElementTagNameMap} K @param {K} name @param {Attributes} [attributes]
 * @param {Child[]} children */
export const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) node.setAttribute(key, String(value));
  node.append(...children.filter(isFull));
  return node;
};

/** Fill the slots of an element, `<p data-slot="place">`: `{ place: 'Nantes' }` gives it content, `{ place: '' }` takes it
 * away, `{ place: { hidden: true } }` sets its properties. A slot that is not named stays as it is.
 * @template {HTMLElement} E @param {E} node @param {Record<string, Slot>} slots */
export const fill = (node, slots) => {
  for (const spot of [node, ...$$('[data-slot]', node)]) {
    const slot = slots[spot.dataset.slot ?? ''];
    if (slot === undefined) continue;
    const children = [slot].flat().filter(isFull);
    if (children.length) spot.replaceChildren(...children);
    else if (slot && !Array.isArray(slot)) Object.assign(spot, slot);
    else spot.remove();
  }
  return node;
};

/** A copy of the element in the `<template>` of that id, its slots filled.
 * @template {HTMLElement} [E=HTMLElement] @param {string} id @param {Record<string, Slot>} [slots] */
export const clone = (id, slots = {}) => {
  const { content } = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return fill(/** @type {E} */ (content.firstElementChild?.cloneNode(true)), slots);
};

/** Data that the site no longer has: it has changed release since the page was opened. */
class Gone extends Error {}

/** Internal data (`annuaire/liste.json`), as it is now: what a browser kept is compared first. Throws
 * when it cannot be had.
 * @template T @param {string} address @returns {Promise<T>} */
export const json = async address => {
  const answer = await fetch(internal + address, { cache: 'no-cache' });
  if (!answer.ok) throw new (answer.status === 404 ? Gone : Error)(`${address} : ${answer.status}`);
  return answer.json();
};

/** What `make` gives for each key, asked once; a failure may be tried again.
 * @template T @param {(key: string) => Promise<T>} make */
export const once = make => {
  /** @type {Map<string, Promise<T>>} */
  const kept = new Map();
  return (key = '') => {
    const asked = kept.get(key) ?? make(key);
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
    return asked;
  };
};

/** What `act` gives, null when the browser refuses to keep or to read (storage off or full).
 * @template T @param {() => T} act */
export const attempt = act => {
  try {
    return act();
  } catch {
    return null;
  }
};

/** `act`, a moment after the last call. @type {(act: () => unknown, milliseconds: number) => () => void} */
export const settled = (act, milliseconds) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
};

/** What is asked again before it was answered: each turn that begins ends the one before, and is told whether it still
 * is the last. */
export const turns = () => {
  let last = 0;
  return () => {
    last += 1;
    const mine = last;
    return () => mine === last;
  };
};

/** Ask for the page again when its data is gone: the browser had kept that of an earlier release. Once
 * for each release, so that a host of two minds makes no loop. Returns whether it does.
 * @param {unknown} error */
export const renew = error => {
  const key = `club.release:${location.pathname}`;
  if (!(error instanceof Gone) || attempt(() => sessionStorage.getItem(key)) === internal) return false;
  if (attempt(() => sessionStorage.setItem(key, internal)) === null) return false;
  location.reload();
  return true;
};
