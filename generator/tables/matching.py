"""Which record a row is about: by its id, else by its name and place; when unsure, none."""

from generator.club import Club
from generator.core.text import bad_id, fold, free, slug, sorted_words
from generator.tables.rows import Data, Line, groups, listed
from generator.tables.values import titled

_BY_ID = "ajoutez une colonne « Identifiant »"


class Matcher:
    """Finds records of one kind among those of a club, and those added since."""

    def __init__(self, club: Club, kind: str) -> None:
        self._club, self._kind = club, kind
        self._data: dict[str, Data] = {}
        self._names: dict[str, list[str]] = {}
        self._aliases: dict[str, str] = {}
        self._taken = set(club.known[kind])
        for id_ in club.records[kind]:
            self.keep(id_, dict(club.entries[kind, id_].data))

    def keep(self, id_: str, data: Data) -> None:
        """Take note of what a record says now."""
        if id_ not in self._data:
            self._names.setdefault(self._key(data), []).append(id_)
            self._aliases |= dict.fromkeys(listed(data.get("aliases")), id_)
            self._taken |= {id_, *listed(data.get("aliases"))}
        self._data[id_] = data

    def _key(self, data: Data) -> str:
        if self._kind == "member":
            return sorted_words(f"{data.get('given_name')} {data.get('family_name')}")
        return fold(str(data.get("title")))

    def find(self, line: Line) -> str | None:
        """Return the id of a row's record, a new one maybe; None when the row is refused."""
        if given := line.data.pop("id", None):
            return self._by_id(line, str(given))
        parts = {"family_name": "le nom", "given_name": "le prénom"}
        parts = parts if self._kind == "member" else {"title": "le titre"}
        for name, what in parts.items():
            if not line.data.get(name):
                line.refuse(name, f"{what} manque", "complétez la ligne, ou dites-le par --mapping")
                return None
        named = self._names.get(self._key(line.data), [])
        here = [id_ for id_ in named if self._may_be(line.data, id_)]
        if len(here) == 1:
            for name in parts:  # spelled as the club does
                line.data.pop(name)
            return here[0]
        if self._kind == "member" and named:
            why = f"une personne de ce nom est déjà là : {', '.join(f'« {i} »' for i in named)}"
            line.refuse("family_name", why, f"{_BY_ID} : celui-ci si c’est elle, un autre sinon")
            return None
        if here:
            line.refuse("title", f"{len(here)} fiches ont ce titre : {', '.join(here)}", _BY_ID)
            return None
        return self._new(line.data)

    def _by_id(self, line: Line, id_: str) -> str | None:
        if id_ in self._data:
            return id_
        if id_ in self._aliases:
            line.notes.append(f"« {id_} » est aujourd’hui « {self._aliases[id_]} »")
            return self._aliases[id_]
        problem = bad_id(id_)
        if id_ in self._taken:
            problem = f"la fiche « {id_} » a des erreurs", "corrigez-la d’abord : « club check »"
        if problem:
            line.refuse("id", *problem)
        return None if problem else id_

    def _may_be(self, data: Data, id_: str) -> bool:
        """Whether a record of the same name may be the one that a row is about."""
        if self._kind == "member":
            areas = {str(m["area"]) for m in groups(data.get("memberships")) if "area" in m}
            return not areas or bool(areas & self._areas(id_))
        return self._where(data) in {"", self._where(self._data[id_])}

    def _areas(self, id_: str) -> set[str]:
        areas = [str(m.get("area")) for m in groups(self._data[id_].get("memberships"))]
        places = [place for place in map(self._club.place, areas) if place]
        return {*areas, *(area for place in places for area in (place.area, *place.inside))}

    def _where(self, data: Data) -> str:
        """Return what distinguishes two records of one title: the area, or the day."""
        meeting = self._kind == "meeting"
        return str(data.get("start", ""))[:10] if meeting else str(data.get("area", ""))

    def _new(self, data: Data) -> str:
        if self._kind == "member":
            for name in ("given_name", "family_name"):
                data[name] = titled(str(data[name]))
            return free(slug(f"{data['given_name']} {data['family_name']}"), self._taken)
        day = self._where(data) if self._kind == "meeting" else ""
        return free(f"{day}-{slug(str(data['title']))}".lstrip("-"), self._taken)
