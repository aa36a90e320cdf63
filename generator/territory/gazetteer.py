"""From what people write to a place of the official code: sure, or said to be unsure.

A form says « MULHOUSE CEDEX 9 », a spreadsheet « 1004 », a letter « St Denis (93) ». What is
certain is resolved; what is probable is resolved and said; everything else is a choice given back
to a person, never a guess.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache

from generator.core import data
from generator.core.text import fold
from generator.territory.geo import (
    KIND_LABELS,
    KINDS,
    POSTAL_DISTRICTS,
    Geography,
    Place,
    geography,
)

_WORDS = data.patterns("gazetteer")
_OF, _TITLES = _WORDS["OF"], _WORDS["titles"]
_AREA = re.compile(r"(commune|epci|departement|region)\s*:\s*([0-9][0-9A-Z]*)", re.IGNORECASE)
_CEDEX = re.compile(r"\bcedex\b\s*\d*", re.IGNORECASE)
_CODE = re.compile(r"(?<![0-9A-Za-z])(\d{4,5}|2[ABab]\d{3})(?![0-9A-Za-z])")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{1,3}|2[ABab])(?![0-9A-Za-z])")
_ARTICLE = re.compile(r"(le|la|les|l)", re.IGNORECASE)
_ALIKE = 0.85  # of SequenceMatcher.ratio: one letter in seven
_CLOSE = 0.75
_TOWN, _LARGER = 20_000, 10  # inhabitants, and times as many
_MANY = 8  # candidates worth showing

Index = dict[str, list[Place]]


@dataclass(frozen=True, slots=True)
class Located:
    """A place; `note` says in French what had to be understood, empty when nothing.

    `renamed`: what was typed is the name of before. `complete`: a code that had lost its zero, or
    the only name of an EPCI said otherwise, which can be nothing else.
    """

    place: Place
    note: str = ""
    renamed: bool = False
    complete: bool = False

    @property
    def certain(self) -> bool:
        """Whether the place can be written for what was typed, without asking."""
        return not self.note or self.complete


@dataclass(frozen=True, slots=True)
class Unsure:
    """Why a text is not one place, in French, and the places that it may mean.

    `choice`: it is one of those, and only its author knows which; else they are but near, unless
    `todo` says what to do.
    """

    why: str
    candidates: tuple[Place, ...] = ()
    choice: bool = False
    todo: str = ""

    def remedy(self, where: str) -> str:
        """Return what to do, or an empty text when there is nothing near.

        `where` says how to answer, before one of several codes: « écrivez dans cette cellule ».
        """
        if self.choice and len(self.candidates) > 1:
            codes = ", ".join(f"{place.area} ({named(place)})" for place in self.candidates)
            return f"{where} l’un de ces codes : {codes}"
        near = " ; ".join(described(place) for place in self.candidates)
        if self.todo:
            return self.todo
        return f"vouliez-vous dire {near} ?" if near else ""


_NOTHING = 5


def _rank(answer: Located | Unsure) -> int:
    """Return what orders the answers to one text: what is exactly a name first, `_NOTHING` last."""
    if isinstance(answer, Located):
        return 2 if answer.note else 0
    if answer.todo:
        return 1
    return 3 if answer.choice else 4 if answer.candidates else _NOTHING


def described(place: Place) -> str:
    """Return a place as one tells it from its namesakes: « Saint-Denis (93), commune:93066 »."""
    where = place.departement or place.region
    inside = f" ({where})" if where and place.kind in {"commune", "epci"} else ""
    return f"{place.name}{inside}, {place.area}"


class Gazetteer:
    """Places by the names people give them. Build one with `gazetteer()`."""

    def __init__(self, geo: Geography) -> None:
        self._geo = geo

    @cached_property
    def _communes(self) -> Index:
        """Communes and municipal arrondissements by folded name."""

        def named() -> Iterator[tuple[str, Place]]:
            for code in (*self._geo.commune_codes, *self._geo.arrondissement_codes):
                if place := self._geo.get(f"commune:{code}"):
                    yield fold(place.name), place
                    if place.commune:  # « Paris 15e Arrondissement »
                        short = fold(place.name).removesuffix(" arrondissement")
                        yield from ((name, place) for name in (short, *_numbered(short)))

        return _index(named())

    @cached_property
    def _former(self) -> Index:
        """What communes that have merged are part of now, by their folded name."""
        found = ((fold(name), place) for name, place in self._geo.former_names)
        return _index((name, place) for name, place in found if name != fold(place.name))

    @cached_property
    def _wider(self) -> dict[str, Index]:
        """EPCI, départements and régions by kind and folded name."""
        usual = [(fold(n), p) for n, p, former in self._geo.usual_names if not former]
        return {
            kind: _index(
                [
                    *((name, place) for place in self._all(kind) for name in _names(place)),
                    *((name, place) for name, place in usual if place.kind == kind),
                ]
            )
            for kind in ("epci", "departement", "region")
        }

    def _all(self, kind: str) -> list[Place]:
        found = (self._geo.get(f"{kind}:{code}") for code in self._geo.codes(kind))
        return [place for place in found if place]

    @cached_property
    def _former_regions(self) -> dict[str, Place]:
        """The present region by the folded name of one of before 2016, and by its code."""
        former = [(name, place, code) for name, place, code in self._geo.usual_names if code]
        return {key: place for name, place, code in former for key in (fold(name), code)}

    @cached_property
    def _departements(self) -> dict[str, str]:
        """Codes of départements by folded name, and by code in small letters."""
        known: dict[str, str] = {}
        for place in self._all("departement"):
            code = place.code.lower()
            known |= dict.fromkeys((fold(place.name), code, code.lstrip("0")), place.code)
        return known

    def departement(self, text: str) -> str:
        """Return the code of the département that a name, a code or a postal code tells, or ""."""
        bare, known = fold(text), self._departements
        if named := [known[one] for one in _spellings("departement", bare) if one in known]:
            return named[0]
        digits = _whole(text)
        if not re.fullmatch(r"\d{5}|2[AB]\d{3}", digits):
            return ""
        corsica = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}
        heads = (corsica.get(digits[:3], ""), digits[:3], digits[:2])
        return next((head for head in heads if head in self._geo.codes("departement")), "")

    def commune_code(self, text: str) -> Place | None:
        """Return the commune of an INSEE code that may have lost its first zero."""
        code = _whole(text)
        return self._geo.get(f"commune:{code}") if re.fullmatch(r"[0-9AB]{5}", code) else None

    def resolve(
        self,
        text: str,
        *,
        kind: str = "commune",
        code: str = "",
        departement: str = "",
    ) -> Located | Unsure:
        """Return the place that a text means, or why it cannot be told.

        `kind` is what is expected: an explicit area (`epci:244400404`) always wins. `code` is
        the official code given beside the name; `departement` a name, a code or a postal code
        that says where to look.
        """
        if explicit := _AREA.fullmatch(text.strip()):
            return self._explicit(*explicit.groups())
        if kind != "commune":
            return self._elsewhere(kind, text or code, code)
        where = self.departement(departement) if departement else ""
        if code and (found := self._by_code(text, code, where)):
            return found
        return self._read(text, where)

    def anywhere(
        self, text: str, kinds: Iterable[str] = KINDS, *, departement: str = ""
    ) -> Located | Unsure:
        """Return the place of any of some kinds that a text means, or why it cannot be told.

        What is exactly a name comes before what nearly is; « commune : Mulhouse » says its kind.
        """
        if explicit := _AREA.fullmatch(text.strip()):
            return self._explicit(*explicit.groups())
        head, colon, tail = text.partition(":")
        if colon:
            kind = _WORDS["kinds"].get(fold(head))
            if not kind:
                return Unsure(f"« {head} » n’est pas une sorte de territoire du code officiel")
            text, kinds = tail.strip(), (kind,)
        answers = [
            self.resolve(text, kind=k, departement=departement if k == "commune" else "")
            for k in kinds
        ]
        best = min(map(_rank, answers))
        kept = [one for one in answers if _rank(one) == best]
        places = tuple(dict.fromkeys(one.place for one in kept if isinstance(one, Located)))
        if len(places) > 1:
            return Unsure(f"« {text} » est le nom de plusieurs territoires", places, choice=True)
        if best == _NOTHING and len(kept) > 1:
            return Unsure(f"aucun territoire ne s’appelle « {text} »")
        return kept[0]

    def _read(self, text: str, where: str) -> Located | Unsure:
        """Resolve what is written for a commune, in the département `where` when it is known."""
        name, hint, numbers = self._parts(text)
        where = where or hint
        if not name:
            why = "ni nom ni code de commune lisible"
            return self._only_a_number(numbers[0]) if numbers else Unsure(why)
        for number in numbers:  # « 68224 Mulhouse »: the code of the commune itself
            place = self.commune_code(number)
            if place and fold(place.name) in {name, f"{name} arrondissement"}:
                return Located(place)
            where = where or self.departement(number)
        return self._by_name(text.strip(), name, where)

    def _explicit(self, kind: str, code: str) -> Located | Unsure:
        kind, code = kind.lower(), code.upper()
        area = f"{kind}:{code}"
        short = f"{kind}:{code.zfill(2)}"  # `departement:1`
        known = self._geo.get(area) or self._geo.get(short)
        place = self.commune_code(code) if kind == "commune" else known
        if place:
            if place.area == area:
                return Located(place)
            lost = place.code.endswith(code)
            note = f"{area} {'lu' if lost else 'est aujourd’hui'} {described(place)}"
            return Located(place, note, renamed=not lost, complete=lost)
        if kind == "region" and code in self._former_regions:
            return _former_region(area, self._former_regions[code])
        if code in POSTAL_DISTRICTS or (kind != "commune" and len(code) == 5):
            return self._only_a_number(code)
        why = f"« {area} » n’existe pas dans le code officiel géographique"
        return Unsure(why, self._near_codes(code))

    def _near_codes(self, code: str) -> tuple[Place, ...]:
        """Return at most three places of which a wrong code may be the code.

        Figures are those of a place of another kind, or of none: near figures are far places.
        """
        spelled = [code, code.zfill(2)]
        if not code.isdigit():  # Corsica, or a letter for a figure
            spelled += [f"2A{code[2:]}", f"2B{code[2:]}"]
            spelled += get_close_matches(code, self._geo.commune_codes, n=1)
        places = (self._geo.get(f"{kind}:{one}") for one in spelled for kind in KINDS)
        return tuple(dict.fromkeys(place for place in places if place))[:3]

    def _by_code(self, text: str, code: str, where: str) -> Located | Unsure | None:
        """Resolve by the official code, when the name beside it does not contradict it."""
        place = self.commune_code(code)
        if place is None:
            return None if text.strip() else Unsure(f"« {code} » n’est pas un code de commune")
        given = code.strip().upper()
        former = place.code not in {given, f"0{given}"}
        note = f"{given} est aujourd’hui {place.name}, {place.area}" if former else ""
        name, _, _ = self._parts(text)
        if not name or name == fold(place.name) or former or place.commune:
            return Located(place, note)
        if _ratio(name, fold(place.name)) >= _ALIKE:
            return Located(place, f"« {text.strip()} » lu {described(place)}")
        by_name = self._by_name(text.strip(), name, where)
        others = (by_name.place,) if isinstance(by_name, Located) else by_name.candidates
        why = f"le code {given} est celui de {place.name}, pas de « {text.strip()} »"
        return Unsure(why, tuple(dict.fromkeys((place, *others))))

    def _parts(self, text: str) -> tuple[str, str, list[str]]:
        """Split a text in a folded name, the département it tells, and its codes."""
        rest = _CEDEX.sub(" ", text)
        hint = ""
        for inside in _BRACKETS.findall(rest):
            if found := self.departement(inside):
                hint = found
            elif _ARTICLE.fullmatch(fold(inside).replace(" ", "")):  # « Havre (Le) »
                rest = f"{inside} {rest}"
        rest = _BRACKETS.sub(" ", rest)
        numbers = _CODE.findall(rest)
        rest = _CODE.sub(" ", rest)
        head, comma, tail = rest.partition(",")
        if comma and (found := self.departement(tail)):
            hint, rest = hint or found, head
        if fold(rest) not in self._communes:
            for number in _NUMBER.findall(rest):  # « Mulhouse 68 », not « Paris 15 »
                if found := self.departement(number):
                    hint, rest = hint or found, re.sub(rf"\b{number}\b", " ", rest)
        return fold(rest), hint, numbers

    def _only_a_number(self, number: str) -> Located | Unsure:
        place = self.commune_code(number)
        why = f"« {number} » peut être un code postal ou un code Insee"
        if (area := POSTAL_DISTRICTS.get(number)) and (district := self._geo.get(area)):
            city = self._geo.get(f"commune:{district.commune}")
            known = dict.fromkeys(one for one in (city, district, place) if one)
            why = why if place and place != district else f"« {number} » est un code postal"
            return Unsure(why, tuple(known), choice=True)
        if place is None:
            return Unsure(why)
        if place.commune:
            return Located(place)
        name = f"« {place.area} » ({named(place)})"
        todo = f"si c’est un code Insee, écrivez {name} ; si c’est un code postal, le nom de la commune"
        return Unsure(why, (place,), todo=todo)

    def _by_name(self, text: str, name: str, where: str) -> Located | Unsure:
        name, where = self._bare_name(name, where)
        if place := self._named(text, name, where):
            return place
        near = self._near(name, where)
        if found := self._communes.get(name, []):
            why = f"« {text} » n’est pas dans le département {where}"
            return Unsure(why, tuple(dict.fromkeys((*found, *near)))[:_MANY])
        # « Hay les Roses »; or a letter or two wrong, in a known département.
        without = [self._inside(self._communes, le + name, where) for le in _WORDS["before"]]
        sure = next((found for found in without if len(found) == 1), [])
        if not sure and where and len(name) > 4:
            sure = [p for p in near if _ratio(name, fold(p.name)) >= _ALIKE]
        if len(sure) == 1:
            return Located(sure[0], f"« {text} » lu {described(sure[0])}")
        return Unsure(f"aucune commune ne s’appelle « {text} »", tuple(near[:_MANY]))

    def _named(self, text: str, name: str, where: str) -> Located | Unsure | None:
        """Return what has exactly this name, today or before it merged; None when nothing has."""
        inside = self._inside(self._communes, name, where)
        before = self._inside(self._former, name, where)
        if len(inside) == 1:
            # « Marans » was a commune of Anjou; « Évry » has 500 inhabitants, but not that of Essonne.
            larger = [p for p in before if (p.population or 0) > (inside[0].population or 0)]
            least = _LARGER * (inside[0].population or 0)
            larger += [] if where else self._called_for_short(name, least)
            if not larger:
                return Located(inside[0])
            why = f"« {text} » est une commune, et peut-être le nom court ou ancien d’une autre"
            return Unsure(why, tuple(dict.fromkeys((*inside, *larger)))[:_MANY], choice=True)
        if inside:
            why = f"{len(inside)} communes s’appellent « {text} »"
            return Unsure(why, tuple(inside[:_MANY]), choice=True)
        larger = [] if where else self._called_for_short(name)
        if len(before) == 1 and not larger:
            note = f"« {text} » est aujourd’hui {described(before[0])}"
            return Located(before[0], note, renamed=True)
        why = f"« {text} » a fusionné{', et peut être le nom court d’une autre' if larger else ''}"
        return Unsure(why, tuple([*before, *larger][:_MANY]), choice=True) if before else None

    def _inside(self, named: dict[str, list[Place]], name: str, where: str) -> list[Place]:
        return [p for p in named.get(name, []) if not where or p.departement == where]

    def _called_for_short(self, name: str, least: int = 0) -> list[Place]:
        """Return the towns of so many inhabitants that may be meant by a short name: « Aix »."""
        longer = (town for town in self._towns if fold(town.name).startswith(f"{name} "))
        return [town for town in longer if (town.population or 0) >= least]

    @cached_property
    def _towns(self) -> list[Place]:
        places = (place for several in self._communes.values() for place in several)
        return [p for p in places if (p.population or 0) >= _TOWN and not p.commune]

    def _bare_name(self, name: str, where: str) -> tuple[str, str]:
        """Return the name of a commune without what is said around it, and its département.

        « ville du havre » is « le havre »; « saint denis de la reunion » is in the département 974.
        """
        for bare in _spellings("commune", name):
            if bare in self._communes or bare in self._former:
                return bare, where
        for inside, code in self._departements.items():
            if bare.endswith(inside) and len(inside) > 3 and where in {"", code}:
                match = re.fullmatch(rf"(.+?)(?: (?:en|dans|{_OF}))*? {re.escape(inside)}", bare)
                if match and match[1] in self._communes:
                    return match[1], code
        return bare, where

    def _near(self, name: str, where: str) -> list[Place]:
        """Return the communes whose name begins with this one, or is nearly it, the nearest first.

        Only those that begin or end as it does are looked at.
        """
        ends = [one for one in self._communes if one[:2] == name[:2] or one[-3:] == name[-3:]]
        known = [one for one in ends if self._inside(self._communes, one, where)]
        close = get_close_matches(name, known, n=_MANY, cutoff=_CLOSE)
        begun = [one for one in known if one.startswith(f"{name} ")]  # « Ambérieu », « Cherbourg »
        longer = [p for one in begun for p in self._inside(self._communes, one, where)]
        longer.sort(key=lambda place: -(place.population or 0))
        near = (p for one in close for p in self._inside(self._communes, one, where))
        return list(dict.fromkeys((*longer, *near)))

    def _elsewhere(self, kind: str, text: str, code: str) -> Located | Unsure:
        digits = re.sub(r"\s", "", code or text).upper()
        for given in (digits, digits.zfill(2)):
            if place := self._geo.get(f"{kind}:{given}"):
                return Located(place)
        named, bare = self._wider[kind], fold(text)
        spelled = [*_spellings(kind, bare)]
        found = next((named[one] for one in spelled if one in named), [])
        former = [self._former_regions[one] for one in spelled if one in self._former_regions]
        if former and not found and kind == "region":
            return _former_region(text, former[0])
        if kind == "epci" and bare not in named:
            found = found or self._by_key.get(_key(bare), [])
            titled = bare != spelled[-1]  # « Rochelle » alone is as well the town
            alone = not re.search(rf"\b{_TITLES['epci']}\b", bare)
            alone = alone and bool(found) and not fold(found[0].name).startswith(bare)
            if len(found) == 1 and (titled or alone):
                note = f"« {text} » lu {described(found[0])}"
                return Located(found[0], note, complete=titled)
        if len(found) == 1:
            return Located(found[0])
        if found:
            why = f"{len(found)} territoires s’appellent « {text} »"
            return Unsure(why, tuple(found[:_MANY]), choice=True)
        close = get_close_matches(bare, named, n=_MANY, cutoff=_CLOSE)
        near = dict.fromkeys(place for name in close for place in named[name])
        return Unsure(f"{_WORDS['unknown'][kind]} « {text} »", tuple(near)[:_MANY])

    @cached_property
    def _by_key(self) -> Index:
        """EPCI by what their name holds beside their kind: « grand poitiers »."""
        return _index((_key(fold(place.name)), place) for place in self._all("epci"))


def _index(named: Iterable[tuple[str, Place]]) -> Index:
    """Return places by name, each once a name."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for name, place in named:
        if place not in found[name]:
            found[name].append(place)
    return dict(found)


def _whole(code: str) -> str:
    """Return a code in capitals, with the zero that a spreadsheet takes from its five digits."""
    bare = code.strip().upper()
    return f"0{bare}" if re.fullmatch(r"\d{4}", bare) else bare


def _former_region(text: str, place: Place) -> Unsure:
    """Return what is said of a région of before 2016: the one that holds it now is not the same."""
    why = f"« {text} » est une ancienne région, aujourd’hui dans la région {place.name}"
    todo = "écrivez le nom d’un territoire d’aujourd’hui : région, département, intercommunalité ou commune"
    return Unsure(why, (place,), todo=todo)


def _spellings(kind: str, name: str) -> Iterator[str]:
    """Yield a folded name, then without what is said before it: `conseil regional de bretagne`.

    A commune keeps its article: « ville du havre » is « le havre » first.
    """
    yield name
    title = f"(?:{_TITLES[kind]} ){'' if kind == 'commune' else '?'}"
    if match := re.fullmatch(rf"{title}(?:({_OF}) )?(.+)", name):
        yield _WORDS["articles"].get(match[1], "") + match[2]
        yield match[2]


def _key(name: str) -> str:
    """Return what a folded name of an EPCI holds beside its kind and its articles."""
    return re.sub(rf"\b(?:{_OF}) ", "", re.sub(rf"\b{_TITLES['epci']}\b ?", "", name)).strip()


def _numbered(name: str) -> set[str]:
    """Return the ways to write an arrondissement: `paris 15`, `paris xve`, `15e arrondissement de paris`."""
    city, _, rank = name.rpartition(" ")
    number = int(re.sub(r"\D", "", rank))
    spelled = (str(number), _WORDS["ranks"][number - 1])
    ways = [one + end for one in spelled for end in ("", "e", "er", "eme")]
    orders = ("{city} {way}", "{city} {way} arrondissement", "{way} arrondissement de {city}")
    return {order.format(city=city, way=way) for order in orders for way in ways}


def _names(place: Place) -> set[str]:
    """Return the folded names of an EPCI, a département or a région: its acronym, `cc du pays de …`."""
    full = fold(place.name)
    acronym = re.fullmatch(r"(.+?) \(([A-Z0-9]{3,})\)", place.name)
    bare = full.removeprefix("la ")  # « Réunion », not a commune of that name
    return {full, bare, _short(place), *(map(fold, acronym.groups()) if acronym else ())}


def _short(place: Place) -> str:
    """Return the name of an EPCI with the DGCL's abbreviation back: `cc du pays de …`."""
    name = fold(place.name)
    for long, short in _WORDS["short"].items() if place.kind == "epci" else ():
        name = re.sub(rf"^{long}", short, name)
    return name


def _ratio(a: str, b: str) -> float:
    return SequenceMatcher(a=a, b=b, autojunk=False).ratio()


def named(place: Place) -> str:
    """Return the name of a place, told from its namesakes: « Saint-Denis, 93 »."""
    where = place.departement if place.kind in {"commune", "epci"} else KIND_LABELS[place.kind]
    return f"{place.name}, {where.lower() if place.kind in {'departement', 'region'} else where}"


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer, made once."""
    return Gazetteer(geography())
