"""What an edition may show on a given day. Private fields end in this package.

Pages and exporters import `views.model` only; `views.people` is where consent is read.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from generator import routes
from generator.club import Club
from generator.core import personal
from generator.core.data import table
from generator.kinds import KINDS, Contact, Kind, Member, Term
from generator.kinds.view import ContactLine, Person
from generator.views import agenda
from generator.views.common import Lens
from generator.views.figures import figures
from generator.views.forms import forms, rules, sheets
from generator.views.model import HubView, SiteView, TermView, VocabularyView
from generator.views.register import register

# A shorter value (a room number) would be found by chance.
MIN_SECRET = 5

_TITLES: dict[str, str] = table("vocabularies")["titles"]
_ALIGNMENTS: dict[str, str] = table("vocabularies")["alignments"]


def site(
    club: Club,
    *,
    today: date,
    members: bool = False,
    retention_months: int = 12,
    fictional: bool = False,
) -> SiteView:
    """Return everything an edition, public or of the `members`, may show of `club` on `today`."""
    lens = Lens(club, today, retention_months, club.private if members else {})
    found = {name: _shown(lens, kind) for name, kind in KINDS.items()}
    return SiteView(
        today=today.isoformat(),
        fictional=fictional,
        members_only=members,
        records=found,
        themes=_hubs(lens, "themes", found),
        methods=_hubs(lens, "methods", found),
        vocabularies=_vocabularies(lens),
        image_files=_images(lens, found["member"]),
        figures=figures(lens, found["member"], found["practice"], found["meeting"]),
        register=register(found["meeting"]),
        news=agenda.news(found, today),
        coming=agenda.coming(found, today),
        forms=forms(lens),
        form_rules=rules(),
        sheets=tuple(sheets(lens)),
    )


def _shown(lens: Lens, kind: Kind) -> tuple[Any, ...]:
    """Return the views of the records of a kind, in the order of its list."""
    views = [kind.view(lens, record) for record in lens.club.records[kind.name].values()]
    return kind.complete(tuple(kind.arrange(views)))


def _images(lens: Lens, people: Any) -> tuple[str, ...]:
    """The images that pages show or lead to, by address: the only ones to be published."""
    shown = {m.image for m in people if m.image}
    for kind, record in lens.club.each():
        links = lens.club.outline(kind, record.id).destinations
        shown |= {link.target for link in links if link.image or link.target.startswith("/assets/")}
    return tuple(sorted(shown))


def _hubs(lens: Lens, vocabulary: str, found: dict[str, Any]) -> tuple[HubView, ...]:
    """Return one hub a term, each with the records that name it."""
    by_key = {kind: _by_term(views, vocabulary) for kind, views in found.items()}
    sources = lens.club.sources
    lines = {e.id: sources.line(e) for e in sources.entries if e.vocabulary == vocabulary}
    return tuple(
        HubView(
            **_term(vocabulary, key, term),
            vocabulary=vocabulary,
            synonyms=term.synonyms,
            problems=term.problems,
            records={kind: tuple(index.get(key, ())) for kind, index in by_key.items()},
            line=lines[key],
        )
        for key, term in lens.club.vocabularies.get(vocabulary, {}).items()
    )


def _vocabularies(lens: Lens) -> tuple[VocabularyView, ...]:
    """Return the vocabularies: ours in their order, then those the club added."""
    found = lens.club.vocabularies
    names = [n for n in _TITLES if n in found]
    names += sorted(n for n in found if n not in _TITLES)
    return tuple(
        VocabularyView(
            name,
            _TITLES.get(name, name),
            tuple(TermView(**_term(name, key, term)) for key, term in found[name].items()),
        )
        for name in names
    )


def _term(vocabulary: str, key: str, term: Term) -> dict[str, Any]:
    """Return the fields of the view of a term."""
    aligned = ((name, getattr(term, field)) for field, name in _ALIGNMENTS.items())
    return {
        "key": key,
        "label": term.label,
        "description": term.description or "",
        "url": routes.hub(vocabulary, key) if vocabulary in routes.HUBS else "",
        "alignments": tuple((name, value) for name, value in aligned if value),
    }


def _by_term(views: Any, vocabulary: str) -> dict[str, list[Any]]:
    index: dict[str, list[Any]] = {}
    for view in views:
        for ref in getattr(view, vocabulary, ()):
            index.setdefault(ref.id, []).append(view)
    return index


def public(club: Club, site_view: SiteView, own: str) -> list[str]:
    """Return the e-mail addresses and the numbers that the site may show.

    They are the club's `own`, those people agreed to show, those that records declare and that are not
    told to members alone, and the examples of the forms. The audit refuses any other.
    """
    shown = {line.value for line in _contacts(site_view) if line.type != "address"}
    aside = {personal.key(one) for one in _private(club) - shown}
    shown |= {one for _, record in club.each() for one in record.public_contacts}
    shown = {one for one in shown if personal.key(one) not in aside}
    asked = [field for form in site_view.forms for step in form.steps for field in step.fields]
    examples = {part.example for field in asked for part in (field, *field.fields)}
    return sorted(shown | examples | {own})


def _contacts(site_view: SiteView) -> Iterator[ContactLine]:
    people: list[Person] = [*site_view.members, *site_view.contacts]
    return (line for person in people for line in person.contacts)


def withheld(club: Club, site_view: SiteView, allowed: Iterable[str] = ()) -> list[str]:
    """Return the contact values of the sources that no one's view shows, nor is otherwise `allowed`.

    And all that is told to members alone, whatever is allowed, but what the views show. The audit
    looks for them in every published file: none may be there.
    """
    people: list[Member | Contact] = [*club.all(Member).values(), *club.all(Contact).values()]
    held = {detail.value for person in people for detail in person.contact_details}
    keys = {personal.key(one) for one in allowed}
    held = {value for value in held if personal.key(value) not in keys} | _private(club)
    shown = {line.value for line in _contacts(site_view)}
    shown |= {
        text for one in site_view.members for text in (one.summary, *(x.url for x in one.links))
    }
    return sorted(value for value in held - shown if len(value) > MIN_SECRET)


def _private(club: Club) -> set[str]:
    """Return what is told to members alone."""
    found = set()
    for member in club.private.values():
        found |= {detail.value for detail in member.contact_details}
        found |= {link.url for link in member.links}
        found |= {text for text in (member.summary,) if text}
    return found
