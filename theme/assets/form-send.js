/* The ways to send a proposal: the forge's own page, ready-made; a file; a letter. Nothing leaves by itself. */
import { el, root } from './dom.js';

const LONGEST_ADDRESS = 7_000; // beyond, forges refuse the address or cut it
const LONGEST_LETTER = 1_900; // beyond, some mail programs cut the letter
const FORGES = {
  github: { name: 'GitHub', file: 'filename', text: 'value', request: 'pull request' },
  // Recent versions of GitLab ignore the text of the address: it is copied in any case.
  gitlab: { name: 'GitLab', file: 'file_name', text: 'content', request: 'merge request', copies: true },
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

/** Where the forge opens the proposal, and whether its text is still to be pasted there. */
export const opening = (forge, { path, text, change }) => {
  if (change) return { href: `${forge.edit}/${path}`, paste: true };
  const kind = FORGES[forge.name];
  const bare = `${forge.new}?${kind.file}=${encodeURIComponent(path)}`;
  const full = `${bare}&${kind.text}=${encodeURIComponent(text)}`;
  const long = full.length > LONGEST_ADDRESS;
  return { href: long ? bare : full, paste: long || Boolean(kind.copies), long };
};

/** The letter to the club: the text in it when it is short, else a word about the file. */
export const letter = (contact, { name, text, subject }) => {
  const address = (body) => `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
  const whole = address(`Bonjour,\n\nVoici une proposition pour le site du club.\n\n${text}`);
  return whole.length <= LONGEST_LETTER
    ? { href: whole, attach: false }
    : { href: address(`Bonjour,\n\nVoici une proposition pour le site du club : je joins le fichier ${name}.`), attach: true };
};

/** The elements that send `proposal`: {path, name, text, subject, change, listed}; `form` is the description. */
export const ways = (form, proposal, sent) => {
  const { forge, contact, kind } = form;
  const status = el('p', { role: 'status', class: 'c-send__said' });
  const shown = el('textarea', { class: 'c-send__text', rows: 8, readonly: true, 'aria-label': 'Le texte de la proposition', hidden: true });
  shown.value = proposal.text;
  const say = (text) => { status.textContent = text; sent(); };
  const byHand = () => {
    shown.hidden = false;
    shown.select();
  };

  const online = () => {
    const { name, request } = FORGES[forge.name];
    const { href, paste, long } = opening(forge, proposal);
    const open = el('a', { class: 'c-button', href, target: '_blank', rel: 'noopener' }, `Ouvrir la proposition sur ${name}`);
    const where = proposal.listed ? `à la fin du fichier ${proposal.path}` : proposal.change ? 'à la place du texte qui s’y trouve' : 'dans le grand cadre, s’il est vide';
    open.addEventListener('click', async (event) => {
      if (!paste) { say(`La page de ${name} s’ouvre dans un nouvel onglet, déjà remplie.`); return; }
      event.preventDefault();
      const done = await copy(proposal.text);
      const why = long ? 'Le texte est trop long pour tenir dans l’adresse\u00a0: il est copié.' : 'Le texte est copié.';
      if (!done) byHand();
      say(done ? `${why} Dans la page qui s’ouvre, collez-le (Ctrl\u00a0+\u00a0V) ${where}.` : `Votre navigateur n’a pas laissé copier le texte. Copiez-le ci-dessous (Ctrl\u00a0+\u00a0C), puis collez-le ${where}, dans la page qui s’est ouverte.`);
      window.open(href, '_blank', 'noopener');
    });
    return el('section', { class: 'c-send', 'aria-labelledby': 'envoi-forge' }, el('h3', { id: 'envoi-forge' }, `Avec un compte ${name}`),
      el('p', {}, `La page s’ouvre prête à être proposée (« ${request} »). ${paste ? `Le texte est copié d’abord\u00a0: collez-le ${where}. ` : ''}Validez en bas de la page\u00a0; l’équipe relit avant de publier.`),
      el('p', { class: 'c-note' }, `Une proposition sur ${name} est publique et le reste, avec votre nom de compte${kind === 'member' ? ' et toutes les données de cette fiche. Pour une personne, préférez le courriel' : ''}.`),
      el('p', {}, open));
  };

  const bySelf = () => {
    const save = el('a', { class: forge.name && kind !== 'member' ? 'c-button c-button--quiet' : 'c-button', download: proposal.name, href: URL.createObjectURL(new Blob([proposal.text], { type: 'text/plain;charset=utf-8' })) }, 'Télécharger le fichier');
    save.addEventListener('click', () => say(`Le fichier ${proposal.name} est dans vos téléchargements.`));
    const { href, attach } = contact ? letter(contact, proposal) : { href: `${root}contact/`, attach: true };
    const write = el('a', { class: 'c-button c-button--quiet', href }, contact ? 'Préparer le courriel' : 'Écrire au club');
    if (contact) write.addEventListener('click', () => say(attach ? `Votre messagerie s’ouvre. Joignez le fichier ${proposal.name}.` : 'Votre messagerie s’ouvre, le texte est dans le message.'));
    return el('section', { class: 'c-send', 'aria-labelledby': 'envoi-courriel' }, el('h3', { id: 'envoi-courriel' }, forge.name ? 'Sans compte, par courriel' : 'Par courriel'),
      el('p', {}, attach ? 'Téléchargez le fichier, puis joignez-le au courriel que le second bouton prépare.' : 'Le second bouton prépare le courriel, texte compris. Le fichier est là si vous préférez le joindre.'),
      contact ? el('p', {}, `Adresse du club\u00a0: ${contact}`) : null,
      el('p', {}, save, write));
  };

  const both = forge.name ? (kind === 'member' ? [bySelf(), online()] : [online(), bySelf()]) : [bySelf()];
  return [...both, status, shown];
};
