"""The ready messages to the club: to sign an action, to reach someone, to withdraw an agreement. Nothing leaves by itself.

Whoever may be called has, on any page, the contact details of their own page and no other: those that
`views/people.py` lets out. Without an address of the club a message is empty: nothing is promised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.settings import Settings
from generator.core.urls import mailto
from generator.kinds.action import ActionView
from generator.kinds.view import ContactLine, Ref, Shared
from generator.records.french import typography

# A list of more people has one message for all: those of a hundred would weigh more than its page.
MOST = 12
# Of a title or a name: some mail programs cut a message of 2,000 signs, and an accented letter takes six.
_LONGEST = 80
_FROM = "Nom et prénom :\nFonction et territoire :\n"


@dataclass(frozen=True, slots=True)
class Peer:
    """Someone to call: what they agreed to show, and the message that the club passes on."""

    ref: Ref
    contacts: tuple[ContactLine, ...] = ()
    message: str = ""


def _letter(settings: Settings, subject: str, body: str) -> str:
    return settings.contact_email and mailto(
        settings.contact_email, typography(subject), typography(f"Bonjour,\n\n{body}")
    )


def _short(text: str) -> str:
    return (
        text
        if len(text) <= _LONGEST
        else f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]}…"
    )


def sign(view: ActionView, settings: Settings) -> str:
    """Return the message that signs an action."""
    title = _short(view.title)
    body = (
        f"Je signe « {title} »\n({settings.absolute(view.url)}).\n\n{_FROM}\n"
        "J’accepte que ma signature paraisse sur le site du club et sur la lettre.\n"
    )
    return _letter(settings, f"Je signe : {title}", body)


def withdraw(settings: Settings, view: Shared | None = None) -> str:
    """Return the message that withdraws an agreement: as easy as it was to give it (RGPD art. 7.3).

    `view`: the page of the person, None when they are still to say who they are.
    """
    who = f"{settings.absolute(view.url)}\n{_short(view.title)}" if view else "Nom et prénom :"
    body = (
        "Je retire l’accord donné pour la publication de mes données (coordonnées, photo, présentation, "
        f"liens). Merci de les retirer du site et des fichiers du club.\n\n{who}"
    )
    return _letter(settings, "Je retire mon accord", body)


def _pass_on(name: str, about: str, url: str, settings: Settings) -> str:
    """Return the message for someone, about a sheet or about nothing that has a page."""
    name, about = _short(name), _short(about)
    subject = f"Au sujet de : {about}\n" if about else ""
    body = (
        f"Pouvez-vous transmettre ce message à {name} ?\n\n"
        f"{subject}{settings.absolute(url)}\n\nMa question :\n\n{_FROM}"
    )
    return _letter(settings, f"Pour {name}" + (f" : {about}" if about else ""), body)


def person(view: Shared, settings: Settings) -> dict[str, str]:
    """Return, for the page of someone, the `message` to them and the address of the `club`."""
    message = _pass_on(view.title, "", view.url, settings)
    return {"message": message, "club": settings.contact_email}


def ask(title: str, url: str, settings: Settings) -> dict[str, str]:
    """Return the message that asks the club who can speak of something, and its address."""
    title = _short(title)
    body = (
        f"Qui, dans le club, peut m’en parler ?\n\nAu sujet de : {title}\n"
        f"{settings.absolute(url)}\n\nMa question :\n\n{_FROM}"
    )
    message = _letter(settings, f"Qui peut en parler : {title}", body)
    return {"ask": message, "club": settings.contact_email}


def whom(
    view: Shared,
    refs: Sequence[Ref],
    shown: Mapping[str, tuple[ContactLine, ...]],
    settings: Settings,
) -> dict[str, Any]:
    """Return the `peers` to call about a record; to `ask` the club is for when there are none, or many.

    `shown` are the contact details of each member's own page.
    """
    one_each = 0 < len(refs) <= MOST
    asked = ask(view.title, view.url, settings)
    if not one_each:
        return {"peers": [Peer(ref) for ref in refs], **asked}
    peers = [
        Peer(ref, shown.get(ref.id, ()), _pass_on(ref.label, view.title, view.url, settings))
        for ref in refs
    ]
    return {"peers": peers, **asked, "ask": ""}
