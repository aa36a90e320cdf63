/* What the scripts of the pages share: elements, addresses, data. */

export const $ = (selector, scope = document) => scope.querySelector(selector);
export const $$ = (selector, scope = document) => [...scope.querySelectorAll(selector)];

const frame = $('script[data-root]').dataset;
/** The address of the site's root, with its final slash. */
export const root = new URL(frame.root, location.href).href;
/** The address of the data that only these scripts read: of the same release as they. */
export const internal = new URL(frame.internal, location.href).href;
/** A style sheet of the release, to be added to the page. */
export const styleSheet = name => el('link', { rel: 'stylesheet', href: new URL(`${name}.css`, import.meta.url).href });

/** An element with its attributes and children; text stays text. */
export const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, '');
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child != null && child !== ''));
  return node;
};

/** Whether a click asks for a new tab or window. */
export const opensElsewhere = event => event.ctrlKey || event.metaKey || event.shiftKey;

/** Internal data (`annuaire/liste.json`), as it is now: what a browser kept is compared first. Throws
    when it cannot be had, as when the site has changed release since the page was opened. */
export const json = async address => {
  const answer = await fetch(internal + address, { cache: 'no-cache' });
  if (!answer.ok) throw Object.assign(new Error(`${address} : ${answer.status}`), { gone: answer.status === 404 });
  return answer.json();
};

/** Ask for the page again when its data is `gone`: the browser had kept that of an earlier release. Once
    for each release, so that a host of two minds makes no loop. Returns whether it does. */
export const renew = ({ gone }) => {
  const key = `club.release:${location.pathname}`;
  try {
    if (!gone || sessionStorage.getItem(key) === internal) return false;
    sessionStorage.setItem(key, internal);
  } catch {
    return false;
  } // storage refused
  location.reload();
  return true;
};
