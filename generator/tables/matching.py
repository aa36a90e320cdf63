"""Which record a row is about: by its id, else by its name and place; when unsure, none."""

from generator.club import Club
from generator.core.text import bad_id, fold, slug
from generator.tables.lines import Data, Line, groups, listed
from generator.tables.values import titled, words
from generator.writing.ids import free

_COMPLETE = "complétez la ligne, ou dites quelle colonne le donne (--map)"


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
            return words(f"{data.get('given_name')} {data.get('family_name')}")
        return fold(str(data.get("title")))

    def find(self, line: Line) -> str | None:
        """Return the id of a row's record, a new one maybe; None when the row is refused."""
        if given := line.data.pop("id", None):
            return self._by_id(line, str(given))
        return self._member(line) if self._kind == "member" else self._titled(line)

    def _by_id(self, line: Line, id_: str) -> str | None:
        if id_ in self._data:
            return id_
        if id_ in self._aliases:
            line.notes.append(f"« {id_} » est aujourd’hui « {self._aliases[id_]} »")
            return self._aliases[id_]
        if id_ in self._taken:
            why, todo = f"la fiche « {id_} » a des erreurs", "corrigez-la d’abord : « club check »"
            line.refuse("id", why, todo)
            return None
        if problem := bad_id(id_):
            line.refuse("id", *problem)
            return None
        return id_

    def _member(self, line: Line) -> str | None:
        given, family = str(line.data.get("given_name", "")), str(line.data.get("family_name", ""))
        if not (given and family):
            missing, what = ("family_name", "le nom") if given else ("given_name", "le prénom")
            line.refuse(missing, f"{what} manque", _COMPLETE)
            return None
        named = self._names.get(self._key(line.data), [])
        areas = {str(m["area"]) for m in groups(line.data.get("memberships")) if "area" in m}
        here = [i for i in named if not areas or areas & self._areas(i)]
        if len(here) == 1:
            for name in ("given_name", "family_name"):  # spelled as the club does
                line.data.pop(name)
            return here[0]
        if named:
            told = ", ".join(f"« {i} »" for i in named)
            todo = "ajoutez une colonne « Identifiant » : celui-ci si c’est elle, un autre sinon"
            line.refuse("family_name", f"une personne de ce nom est déjà là : {told}", todo)
            return None
        for name in ("given_name", "family_name"):
            line.data[name] = titled(str(line.data[name]))
        return free(slug(f"{given} {family}"), self._taken)

    def _areas(self, id_: str) -> set[str]:
        """Return the areas of a member, and those they lie in."""
        found: set[str] = set()
        for mandate in groups(self._data[id_].get("memberships")):
            area = str(mandate.get("area"))
            found.add(area)
            if place := self._club.place(area):
                found |= {place.area, f"epci:{place.epci}", f"commune:{place.commune}"}
                found |= {f"departement:{place.departement}", f"region:{place.region}"}
        return found

    def _titled(self, line: Line) -> str | None:
        title = str(line.data.get("title", ""))
        if not title:
            line.refuse("title", "le titre manque", _COMPLETE)
            return None
        where = self._where(line.data)
        same = self._names.get(fold(title), [])
        here = [i for i in same if not where or self._where(self._data[i]) == where]
        if len(here) == 1:
            line.data.pop("title")
            return here[0]
        if here:
            why = f"{len(here)} fiches ont ce titre : {', '.join(here)}"
            line.refuse("title", why, "ajoutez une colonne « Identifiant »")
            return None
        day = f"{where}-" if self._kind == "meeting" and where else ""
        return free(f"{day}{slug(title)}", self._taken)

    def _where(self, data: Data) -> str:
        """Return what tells two records of one title apart: the area, or the day."""
        if self._kind == "practice":
            return str(data.get("area", ""))
        return str(data.get("start", ""))[:10]
