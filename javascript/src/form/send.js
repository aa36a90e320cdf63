/* The ways to send a proposal: the forge's own page, ready-made; a file; a letter. Nothing leaves by itself. */
import { $, $$ } from '../core/dom.js';

/** @import { Description, Forge, Proposal } from './types' */

const LONGEST_ADDRESS = 7_000; // beyond, forges refuse the address or cut it
const LONGEST_LETTER = 1_900; // beyond, some mail programs cut the letter
const FORGES = {
  github: { name: 'GitHub', file: 'filename', text: 'value', copies: false },
  // Recent versions of GitLab ignore the text of the address: it is copied in any case.
  gitlab: { name: 'GitLab', file: 'file_name', text: 'content', copies: true },
};

/** Show what is marked so in the page, or hide it. @type {(mark: string, shown: boolean) => void} */
export const when = (mark, shown) => {
  for (const node of $$(`[data-when="${mark}"]`)) node.hidden = !shown;
};

/** Where the forge opens the proposal, and whether its text is still to be pasted there.
    @type {(forge: Forge, proposal: Pick<Proposal, 'path' | 'text' | 'change'>) => { href: string, paste: boolean, long?: boolean }} */
export const opening = (forge, { path, text, change }) => {
  if (change || !forge.name) return { href: `${forge.edit}/${path}`, paste: true };
  const kind = FORGES[forge.name];
  const bare = `${forge.new}?${kind.file}=${encodeURIComponent(path)}`;
  const full = `${bare}&${kind.text}=${encodeURIComponent(text)}`;
  const long = full.length > LONGEST_ADDRESS;
  return { href: long ? bare : full, paste: long || kind.copies, long };
};

/** The letter to the club: the text in it when it is short, else a word about the file.
    @type {(contact: string, proposal: Pick<Proposal, 'name' | 'text' | 'subject'>) => { href: string, attach: boolean }} */
export const letter = (contact, { name, text, subject }) => {
  /** @type {(body: string) => string} */
  const address = body =>
    `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
  const whole = address(`Bonjour,\n\nVoici une proposition pour le site du club.\n\n${text}`);
  const attached = address(`Bonjour,\n\nVoici une proposition pour le site du club : je joins le fichier ${name}.`);
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

  /** Open the forge, the text copied first when its page cannot be filled; gives what to say. @type {(paste: boolean) => Promise<string>} */
  const open = async paste => {
    const copied =
      paste &&
      (await navigator.clipboard.writeText(proposal.text).then(
        () => true,
        () => false,
      ));
    shown.hidden = copied || !paste;
    if (!shown.hidden) shown.select();
    const place = placeOf(proposal);
    if (!paste) return 'La page s’ouvre dans un nouvel onglet, déjà remplie. Validez en bas de cette page.';
    const { long } = opening(forge, proposal);
    const why = long ? 'Le texte est trop long pour tenir dans l’adresse\u00a0: il est copié.' : 'Le texte est copié.';
    return copied
      ? `${why} Dans la page qui s’ouvre, collez-le ${place} (appui long puis «\u00a0Coller\u00a0», ou Ctrl\u00a0+\u00a0V).`
      : `Votre navigateur n’a pas laissé copier le texte. Copiez-le ci-dessous, puis collez-le ${place}, dans la page qui s’est ouverte.`;
  };
  let last = -Infinity;
  /** @param {MouseEvent} event @param {HTMLAnchorElement} link */
  const press = async (event, link) => {
    const twice = event.timeStamp - last < 1_000; // the same press: it must not open or save twice
    if (twice || link.dataset.send === 'forge') event.preventDefault();
    if (twice) return;
    last = event.timeStamp;
    if (link.dataset.send === 'file') status.textContent = `Le fichier ${proposal.name} est dans vos téléchargements.`;
    else if (link.dataset.send === 'mail')
      status.textContent = letter(contact, proposal).attach
        ? `Votre messagerie s’ouvre. Joignez-y le fichier ${proposal.name}.`
        : 'Votre messagerie s’ouvre, le texte est dans le message\u00a0: envoyez-le.';
    else {
      status.textContent = await open(opening(forge, proposal).paste);
      window.open(link.href, '_blank', 'noopener');
    }
    sent();
  };
  for (const link of links) link.addEventListener('click', event => press(event, link));

  return (/** @type {Proposal} */ made) => {
    proposal = made;
    const { href, paste, long } = opening(forge, made);
    const { href: mail, attach } = letter(contact, made);
    const file = URL.createObjectURL(new Blob([made.text], { type: 'text/plain;charset=utf-8' }));
    /** @type {Record<string, string>} */
    const addresses = { forge: href, mail, file };
    for (const link of links) link.href = addresses[link.dataset.send ?? ''];
    $('a[data-send=file]', end).download = made.name;
    status.textContent = '';
    shown.hidden = true;
    shown.value = made.text;
    when('attach', attach || !contact);
    when('inside', !attach && Boolean(contact));
    when('partial', Boolean(made.partial));
    // What puts personal data before everyone, or asks for care, comes after the letter.
    const online = $$('[data-way=forge]', end);
    if (kind === 'member' || made.partial) $('.c-ways', end).append(...online);
    for (const [n, button] of $$('.c-ways .c-button', end).entries()) button.classList.toggle('c-button--quiet', n > 0);
    const copied = long ? 'Le texte est trop long pour l’adresse\u00a0: il est' : 'Le texte est';
    for (const note of $$('[data-paste]', end))
      note.textContent = paste ? `${copied} copié d’abord\u00a0; collez-le ${placeOf(made)}. ` : '';
  };
};
