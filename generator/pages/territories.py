"""Members and practices gathered by région, then département."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.views.model import MemberView, PlaceView, PracticeView, SiteView


@dataclass(slots=True)
class Area:
    """A département (or a région as such) and what the club has there."""

    name: str
    practices: list[PracticeView] = field(default_factory=list)
    members: list[MemberView] = field(default_factory=list)


@dataclass(slots=True)
class Region:
    """A région and its départements that have something, in order of code."""

    code: str
    name: str
    by_code: dict[str, Area] = field(default_factory=dict)

    @property
    def areas(self) -> list[Area]:
        """The départements by code; what concerns the whole région comes first."""
        return [self.by_code[code] for code in sorted(self.by_code)]


def territories(site: SiteView) -> list[Region]:
    """Return the régions that have something, by name."""
    regions: dict[str, Region] = {}
    for place, record in _placed(site):
        if not place.region_code:
            continue
        code = place.region_code
        region = regions.setdefault(code, Region(code, place.region))
        whole = "Toute la région"
        area = region.by_code.setdefault(place.departement_code, Area(place.departement or whole))
        if isinstance(record, PracticeView):
            area.practices.append(record)
        else:
            area.members.append(record)
    return sorted(regions.values(), key=lambda region: region.name)


def _placed(site: SiteView) -> Iterator[tuple[PlaceView, PracticeView | MemberView]]:
    for practice in site.practices:
        if practice.place:
            yield practice.place, practice
    for member in site.members:
        if member.active and member.current.place:
            yield member.current.place, member
