/* The ways to send a proposal: the forge's own page, ready-made; a file; a letter. Nothing leaves by itself. */
import { $, $$ } from '../core/dom.js';
import { fill } from './check.js';

/** @import { Description, Forge, Proposal } from './types' */

const LONGEST_ADDRESS = 7_000; // beyond, forges refuse the address or cut it
const LONGEST_LETTER = 1_900; // beyond, some mail programs cut the letter
const FORGES = {
  github: { file: 'filename', text: 'value', copies: false },
  // Recent versions of GitLab ignore the text of the address: it is copied in any case.
  gitlab: { file: 'file_name', text: 'content', copies: true },
};

/** Show what is marked so in the page, or hide it. @type {(mark: string, shown: boolean) => void} */
export const when = (mark, shown) => {
  for (const node of $$(`[data-when="${mark}"]`)) node.hidden = !shown;
};

/** Where the forge opens the proposal, and whether its text is still to be pasted there.
    @type {(forge: Forge, proposal: Pick<Proposal, 'path' | 'text' | 'change'>) => { href: string, paste: boolean, long: boolean }} */
export const opening = (forge, { path, text, change }) => {
  if (change || !forge.name) return { href: `${forge.edit}/${path}`, paste: true, long: false };
  const kind = FORGES[forge.name];
  const bare = `${forge.new}?${kind.file}=${encodeURIComponent(path)}`;
  const full = `${bare}&${kind.text}=${encodeURIComponent(text)}`;
  const long = full.length > LONGEST_ADDRESS;
  return { href: long ? bare : full, paste: long || kind.copies, long };
};

/** The letter to the club: the text in it when it is short, else a word about the file.
    @type {(contact: string, proposal: Pick<Proposal, 'name' | 'text' | 'subject' | 'agreement'>) => { href: string, attach: boolean }} */
export const letter = (contact, { name, text, subject, agreement }) => {
  const agreed = agreement ? `\n\n${agreement.line}` : '';
  const address = (/** @type {string} */ body) =>
    `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
  const whole = address(`Bonjour,\n\nVoici une proposition pour le site du club.${agreed}\n\n${text}`);
  const attached = address(
    `Bonjour,\n\nVoici une proposition pour le site du club : je joins le fichier ${name}.${agreed}`,
  );
  const attach = whole.length > LONGEST_LETTER;
  return { href: attach ? attached : whole, attach };
};

/** @type {(proposal: Proposal) => string} */
const placeOf = ({ path, partial, listed, change }) => {
  if (partial) return `dans le fichier ${path}, à la place des mêmes champs de la fiche`;
  if (listed) return `à la fin du fichier ${path}`;
  return change ? 'à la place du texte qui s’y trouve' : 'dans le grand cadre, s’il est vide';
};

/** What sends from the page `end`: call it with each proposal. `sent` is called once something has left.
    @param {HTMLElement} end @param {Description} form @param {() => void} sent */
export const sending = (end, { forge, contact, kind }, sent) => {
  const status = $('.c-send__said', end);
  const shown = $('textarea.c-send__text', end);
  const links = /** @type {HTMLAnchorElement[]} */ ($$('[data-send]', end));
  /** @type {Proposal} */
  let proposal;

  /** Say one of the sentences of the page. */
  const say = (/** @type {string} */ which) => {
    status.textContent = fill(status.dataset[which] ?? '', { name: proposal.name, place: placeOf(proposal) });
    sent();
  };
  /** Copy the text, then open the page of the forge. */
  const copy = async (/** @type {string} */ href, /** @type {boolean} */ long) => {
    try {
      await navigator.clipboard.writeText(proposal.text);
      say(long ? 'long' : 'copied');
    } catch {
      shown.hidden = false;
      shown.select();
      say('refused');
    }
    window.open(href, '_blank', 'noopener');
  };
  for (const link of links)
    link.addEventListener('click', event => {
      const { paste, long } = opening(forge, proposal);
      const way = link.dataset.send;
      if (way === 'forge' && paste) event.preventDefault();
      if (way === 'file' || way === 'agreement') say(way);
      else if (way === 'mail') say(letter(contact, proposal).attach ? 'attach' : 'inside');
      else if (paste) copy(link.href, long);
      else say('open');
    });

  return (/** @type {Proposal} */ made) => {
    proposal = made;
    const { href, paste, long } = opening(forge, made);
    const { href: mail, attach } = letter(contact, made);
    const saved = (/** @type {string} */ text) =>
      URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    /** @type {Record<string, string>} */
    const addresses = { forge: href, mail, file: saved(made.text), agreement: saved(made.agreement?.text ?? '') };
    for (const link of links) {
      link.href = addresses[link.dataset.send ?? ''];
      if (link.dataset.send === 'forge') link.target = '_blank';
      if (link.dataset.send === 'file') link.download = made.name;
      if (link.dataset.send === 'agreement') link.download = `accord-${made.name.replace(/\.[a-z]+$/, '.txt')}`;
    }
    status.textContent = '';
    shown.hidden = true;
    shown.value = made.text;
    when('attach', attach || !contact);
    when('inside', !attach && contact !== '');
    when('partial', made.partial === true);
    when('paste', paste && !long);
    when('long', long);
    for (const place of $$('[data-place]', end)) place.textContent = placeOf(made);
    // What puts personal data before everyone, or asks for care, comes after the letter.
    if (kind === 'member' || made.partial) $('.c-ways', end).append(...$$('[data-way=forge]', end));
    for (const [n, button] of $$('.c-ways .c-button', end).entries()) button.classList.toggle('c-button--quiet', n > 0);
  };
};
