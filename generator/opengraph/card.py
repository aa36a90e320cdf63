"""What a card says."""

from dataclasses import dataclass

# Pixels. The proportions networks want, in a size they show in full: half the weight of 1200 × 630.
WIDTH, HEIGHT = 800, 420
MIME = "image/png"


@dataclass(frozen=True, slots=True)
class Card:
    """The picture shown beside a link: `kind` over `title` over `facts`, signed by the club.

    `label` tells a fictional club from a real one, empty for a real one.
    """

    kind: str
    title: str
    facts: str
    club: str
    label: str = ""

    @property
    def words(self) -> str:
        """What the picture says, for those who do not see it."""
        said = [part for part in (self.label, self.kind, self.title, self.facts) if part]
        return f"{', '.join(dict.fromkeys(said))} – {self.club}"
