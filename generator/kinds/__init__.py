"""The kinds of records: one declaration each, over which everything iterates."""

from dataclasses import dataclass

from generator.kinds.action import Action
from generator.kinds.contact import Contact
from generator.kinds.meeting import Meeting
from generator.kinds.member import Member
from generator.kinds.page import Page, Term
from generator.kinds.practice import Practice
from generator.kinds.watch import WatchEntry
from generator.records import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its model, where its sources live and where its pages go.

    `section` is the first part of its addresses.
    """

    name: str
    model: type[Record]
    source: str
    section: str
    label: str
    plural: str

    @property
    def listed(self) -> bool:
        """Whether its records are those of one YAML list, and not a Markdown file each."""
        return self.source.endswith(".yaml")

    @property
    def folder(self) -> str:
        """The folder of its files."""
        return self.source.rstrip("/")


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("member", Member, "members.yaml", "annuaire", "Membre", "Membres"),
        Kind("contact", Contact, "network.yaml", "reseau", "Contact", "Réseau"),
        Kind("practice", Practice, "practices/", "pratiques", "Pratique", "Pratiques"),
        Kind("meeting", Meeting, "meetings/", "reunions", "Réunion", "Réunions"),
        Kind("watch", WatchEntry, "watch/", "veille", "Veille", "Veille"),
        Kind("action", Action, "actions/", "actions", "Action", "Actions collectives"),
        Kind("page", Page, "content/", "", "Page", "Pages"),
    )
}

__all__ = [
    "KINDS",
    "Action",
    "Contact",
    "Kind",
    "Meeting",
    "Member",
    "Page",
    "Practice",
    "Term",
    "WatchEntry",
]
