/* The ways to send a proposal: the forge's own page, ready-made; a file; a letter. Nothing leaves by itself. */
import { el, root } from '../core/dom.js';
import { NBSP } from '../core/text.js';

const LONGEST_ADDRESS = 7_000; // beyond, forges refuse the address or cut it
const LONGEST_LETTER = 1_900; // beyond, some mail programs cut the letter
const FORGES = {
  github: { name: 'GitHub', file: 'filename', text: 'value', request: 'pull request' },
  // Recent versions of GitLab ignore the text of the address: it is copied in any case.
  gitlab: { name: 'GitLab', file: 'file_name', text: 'content', request: 'merge request', copies: true },
};

const copy = async text => {
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
  const address = body =>
    `mailto:${contact}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
  const whole = address(`Bonjour,\n\nVoici une proposition pour le site du club.\n\n${text}`);
  return whole.length <= LONGEST_LETTER
    ? { href: whole, attach: false }
    : {
        href: address(`Bonjour,\n\nVoici une proposition pour le site du club : je joins le fichier ${name}.`),
        attach: true,
      };
};

/** The elements that send `proposal`: {path, name, text, subject, change, listed, partial}; `form` is the description. */
export const ways = (form, proposal, sent) => {
  const { forge, contact, kind } = form;
  const status = el('p', { role: 'status', class: 'c-send__said' });
  const shown = el('textarea', {
    class: 'c-send__text',
    rows: 8,
    readonly: true,
    'aria-label': 'Le texte de la proposition',
    hidden: true,
  });
  shown.value = proposal.text;
  const say = text => {
    status.textContent = text;
    sent();
  };
  const byHand = () => {
    shown.hidden = false;
    shown.select();
  };
  // A second press within a moment is the same one: it must not open or save twice.
  let last = -Infinity;
  const once = act => event => {
    if (event.timeStamp - last < 1_000) {
      event.preventDefault();
      return;
    }
    last = event.timeStamp;
    act(event);
  };
  // What puts personal data before everyone, or asks for care, comes after the letter.
  const private_ = kind === 'member' || proposal.partial;
  let n = 0;
  const way = (id, title, ...inside) => {
    n += 1;
    return el('section', { class: 'c-send', 'aria-labelledby': id }, el('h3', { id }, `${n}. ${title}`), ...inside);
  };
  const button = quiet => (quiet ? 'c-button c-button--quiet' : 'c-button');

  const online = () => {
    const { name, request } = FORGES[forge.name];
    const { href, paste, long } = opening(forge, proposal);
    const open = el(
      'a',
      { class: button(private_), href, target: '_blank', rel: 'noopener' },
      `Ouvrir la proposition sur ${name}`,
    );
    const place = proposal.partial
      ? `dans le fichier ${proposal.path}, à la place des mêmes champs de la fiche`
      : proposal.listed
        ? `à la fin du fichier ${proposal.path}`
        : proposal.change
          ? 'à la place du texte qui s’y trouve'
          : 'dans le grand cadre, s’il est vide';
    open.addEventListener(
      'click',
      once(async event => {
        if (!paste) {
          say(`La page de ${name} s’ouvre dans un nouvel onglet, déjà remplie. Validez en bas de cette page.`);
          return;
        }
        event.preventDefault();
        const done = await copy(proposal.text);
        const why = long
          ? 'Le texte est trop long pour tenir dans l’adresse\u00a0: il est copié.'
          : 'Le texte est copié.';
        if (!done) byHand();
        say(
          done
            ? `${why} Dans la page qui s’ouvre, collez-le ${place} (appui long puis «\u00a0Coller\u00a0», ou Ctrl\u00a0+\u00a0V).`
            : `Votre navigateur n’a pas laissé copier le texte. Copiez-le ci-dessous, puis collez-le ${place}, dans la page qui s’est ouverte.`,
        );
        window.open(href, '_blank', 'noopener');
      }),
    );
    return way(
      'envoi:forge',
      `Avec un compte ${name}`,
      el(
        'p',
        {},
        `La page s’ouvre prête à être proposée (« ${request} »). ${paste ? `${long ? 'Le texte est trop long pour l’adresse\u00a0: il' : 'Le texte'} est copié d’abord\u00a0; collez-le ${place}. ` : ''}Validez en bas de la page.`,
      ),
      el(
        'p',
        { class: 'c-note' },
        `Une proposition sur ${name} est publique et le reste, avec votre nom de compte${kind === 'member' ? ' et toutes les données de cette fiche. Pour une personne, préférez le courriel' : ''}.`,
      ),
      el('p', {}, open),
    );
  };

  const { href, attach } = contact ? letter(contact, proposal) : { href: `${root}contact/`, attach: true };
  const address = contact ? el('p', { class: 'c-note' }, `Adresse du club\u00a0: ${contact}`) : null;
  const byMail = () => {
    const write = el(
      'a',
      { class: button(forge.name && !private_), href },
      contact ? 'Préparer le courriel' : 'Écrire au club',
    );
    if (contact)
      write.addEventListener(
        'click',
        once(() =>
          say(
            attach
              ? `Votre messagerie s’ouvre. Joignez-y le fichier ${proposal.name}.`
              : 'Votre messagerie s’ouvre, le texte est dans le message\u00a0: envoyez-le.',
          ),
        ),
      );
    return way(
      'envoi:courriel',
      'Par courriel, sans compte',
      el(
        'p',
        {},
        attach
          ? `Ce texte est trop long pour un courriel tout prêt\u00a0: téléchargez le fichier${NBSP}(ci-dessous), puis joignez-le au courriel que ce bouton prépare.`
          : 'Ce bouton ouvre votre messagerie avec un courriel tout prêt, texte compris. Il ne reste qu’à l’envoyer.',
      ),
      address,
      el('p', {}, write),
    );
  };
  const byFile = () => {
    const save = el(
      'a',
      {
        class: button(true),
        download: proposal.name,
        href: URL.createObjectURL(new Blob([proposal.text], { type: 'text/plain;charset=utf-8' })),
      },
      'Télécharger le fichier',
    );
    save.addEventListener(
      'click',
      once(() => say(`Le fichier ${proposal.name} est dans vos téléchargements.`)),
    );
    return way(
      'envoi:fichier',
      'Avec le fichier',
      el(
        'p',
        {},
        'Pour l’envoyer plus tard, depuis un autre appareil ou votre messagerie sur le web\u00a0: un petit fichier de texte, à joindre à un courriel au club.',
      ),
      el('p', {}, save),
    );
  };
  const after = el(
    'section',
    { class: 'c-send', 'aria-labelledby': 'envoi:suite' },
    el('h3', { id: 'envoi:suite' }, 'Et ensuite\u00a0?'),
    el(
      'ol',
      { class: 'c-form__next' },
      forge.name
        ? el('li', {}, `Sur ${FORGES[forge.name].name}, une vérification automatique répond en quelques minutes.`)
        : null,
      el(
        'li',
        {},
        `Une personne de l’équipe relit, et vous répond ${forge.name ? 'au même endroit, ou par courriel si vous avez écrit' : 'par courriel'}. Rien ne paraît avant.`,
      ),
      el('li', {}, `Sans réponse au bout de deux semaines, relancez le club${contact ? `${NBSP}: ${contact}` : ''}.`),
    ),
  );

  const all = !forge.name ? [byMail, byFile] : private_ ? [byMail, byFile, online] : [online, byMail, byFile];
  return [...all.map(make => make()), status, shown, after];
};
