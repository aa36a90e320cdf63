"""From what people write to a place of the official code: sure, or said to be unsure.

A form says « MULHOUSE CEDEX 9 », a spreadsheet « 1004 », a letter « St Denis (93) ». What is
certain is resolved; what is probable is resolved and said; everything else is a choice given back
to a person, never a guess.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile

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
        places = [(place, place.code.lower()) for place in self._all("departement")]
        keys = ((p.code, (fold(p.name), low, low.lstrip("0"))) for p, low in places)
        return {key: code for code, several in keys for key in several}

    def departement(self, text: str) -> str:
        """Return the code of the département that a name, a code or a postal code tells, or ""."""
        bare, known = fold(text), self._departements
        if code := known.get(bare) or known.get(_untitled("departement", bare)):
            return code
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
        sure = [one for one in answers if isinstance(one, Located)]
        decided = [one for one in answers if isinstance(one, Unsure) and one.todo]
        sure = [one for one in sure if not one.note] or ([] if decided else sure)
        places = tuple(dict.fromkeys(one.place for one in sure))
        if len(places) > 1:
            return Unsure(f"« {text} » est le nom de plusieurs territoires", places, choice=True)
        if sure:
            return sure[0]
        unsure = [one for one in answers if isinstance(one, Unsure)]
        unsure = decided or [one for one in unsure if one.choice] or unsure
        nothing = Unsure(f"aucun territoire ne s’appelle « {text} »")
        alone = unsure[0] if len(unsure) == 1 else nothing
        return next((one for one in unsure if one.candidates), alone)

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
        area = f"{kind.lower()}:{code.upper()}"
        place = self._geo.get(area)
        if place is None and kind.lower() == "commune":
            place = self.commune_code(code)
        if place is None and kind.lower() == "region" and code in self._former_regions:
            return _former_region(area, self._former_regions[code])
        if place is None and (code in POSTAL_DISTRICTS or (kind != "commune" and len(code) == 5)):
            return self._only_a_number(code)
        if place is None:
            near = tuple(self._geo.suggest(area))
            return Unsure(f"« {area} » n’existe pas dans le code officiel géographique", near)
        if place.area == area:
            return Located(place)
        lost = place.code.endswith(code.upper())
        note = f"{area} {'lu' if lost else 'est aujourd’hui'} {described(place)}"
        return Located(place, note, renamed=not lost, complete=lost)

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
        if name not in self._communes and name not in self._former:
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
            larger += [] if where else self._called_for_short(name, inside[0])
            if not larger:
                return Located(inside[0])
            why = f"« {text} » est une commune, et peut-être le nom court ou ancien d’une autre"
            return Unsure(why, tuple(dict.fromkeys((*inside, *larger)))[:_MANY], choice=True)
        if inside:
            why = f"{len(inside)} communes s’appellent « {text} »"
            return Unsure(why, tuple(inside[:_MANY]), choice=True)
        if len(before) == 1:
            note = f"« {text} » est aujourd’hui {described(before[0])}"
            return Located(before[0], note, renamed=True)
        why = f"« {text} » a fusionné"
        return Unsure(why, tuple(before[:_MANY]), choice=True) if before else None

    def _inside(self, named: dict[str, list[Place]], name: str, where: str) -> list[Place]:
        return [p for p in named.get(name, []) if not where or p.departement == where]

    def _called_for_short(self, name: str, place: Place) -> list[Place]:
        """Return the towns, much larger than a place, that may be meant by its name: « Aix »."""
        least = max(_TOWN, _LARGER * (place.population or 0))
        after = self._sorted[bisect_left(self._sorted, f"{name} ") :]
        others = takewhile(lambda other: other.startswith(f"{name} "), after)
        places = (place for other in others for place in self._communes[other])
        return [p for p in places if (p.population or 0) >= least and not p.commune]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._communes)

    def _bare_name(self, name: str, where: str) -> tuple[str, str]:
        """Return the name of a commune without what is said around it, and its département.

        « ville du havre » is « le havre »; « saint denis de la reunion » is in the département 974.
        """
        if match := re.fullmatch(rf"{_TITLES['commune']} (?:({_OF}) )?(.+)", name):
            of, rest = match.groups()
            whole = f"{_WORDS['articles'].get(of, '')}{rest}"
            name = whole if whole in self._communes or whole in self._former else rest
        if name in self._communes or name in self._former:
            return name, where
        for inside, code in self._departements.items():
            if not name.endswith(inside):
                continue
            match = re.fullmatch(rf"(.+?)(?: (?:en|dans|{_OF}))*? {re.escape(inside)}", name)
            if match and len(inside) > 3 and match[1] in self._communes and where in {"", code}:
                return match[1], code
        return name, where

    def _near(self, name: str, where: str) -> list[Place]:
        """Return the communes whose name is nearly this one, the nearest first."""
        matcher = SequenceMatcher(b=name, autojunk=False)
        scored = []
        pairs = _pairs(name)
        shared = Counter(other for pair in pairs for other in self._by_pair.get(pair, ()))
        # Names that share with this one four in ten of its pairs of letters.
        for other in (other for other, count in shared.items() if 10 * count >= 4 * len(pairs)):
            if kept := self._inside(self._communes, other, where):
                matcher.set_seq1(other)
                # « Ambérieu » for Ambérieu-en-Bugey is close too.
                ratio = max(matcher.ratio(), _ALIKE * other.startswith(f"{name} "))
                scored += [(-ratio, p.code, p) for p in kept if ratio >= _CLOSE]
        scored += [
            (-_CLOSE, p.code, p)  # « Cherbourg-Octeville », merged since
            for other in self._by_first_word.get(name.partition(" ")[0], ())
            for p in self._inside(self._communes, other, where)
        ]
        return list(dict.fromkeys(p for _, _, p in sorted(scored, key=lambda s: s[:2])))

    @cached_property
    def _by_first_word(self) -> dict[str, list[str]]:
        """Folded names of communes by their first word, when it tells them from most."""
        found = defaultdict(list)
        for name in self._communes:
            first, space, _ = name.partition(" ")
            if space and len(first) > 4:
                found[first].append(name)
        return {first: names for first, names in found.items() if len(names) <= _MANY // 2}

    def _alike(self, name: str) -> list[str]:
        """Return the names that share with this one four in ten of its pairs of letters."""
        shared: Counter[str] = Counter()
        pairs = _pairs(name)
        for pair in pairs:
            shared.update(self._by_pair.get(pair, ()))
        return [other for other, count in shared.items() if 10 * count >= 4 * len(pairs)]

    @cached_property
    def _by_pair(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for name in self._communes:
            for pair in _pairs(name):
                found[pair].append(name)
        return found

    def _elsewhere(self, kind: str, text: str, code: str) -> Located | Unsure:
        digits = re.sub(r"\s", "", code or text).upper()
        short = digits.zfill(2) if kind in {"departement", "region"} else digits
        for given in dict.fromkeys((digits, short)):
            if place := self._geo.get(f"{kind}:{given}"):
                return Located(place)
        named = self._wider.get(kind, {})
        bare = fold(text)
        found = named.get(bare, [])
        former = self._former_regions.get(_untitled(kind, bare)) if kind == "region" else None
        if former and not found:
            return _former_region(text, former)
        if not found:
            rest = _untitled(kind, bare)
            found = named.get(rest, []) or (
                self._by_key.get(_key(bare), []) if kind == "epci" else []
            )
            if kind == "epci" and len(found) == 1 and bare not in {_short(found[0]), rest}:
                return Located(found[0], f"« {text} » lu {described(found[0])}", complete=True)
        if len(found) == 1:
            return Located(found[0])
        if found:
            why = f"{len(found)} territoires s’appellent « {text} »"
            return Unsure(why, tuple(found[:_MANY]), choice=True)
        near = sorted(
            ((-_ratio(bare, name), p.code, p) for name, ps in named.items() for p in ps),
            key=lambda s: s[:2],
        )
        close = [p for score, _, p in near if -score >= _CLOSE]
        return Unsure(f"{_WORDS['unknown'][kind]} « {text} »", tuple(dict.fromkeys(close))[:_MANY])

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


def _untitled(kind: str, name: str) -> str:
    """Return a folded name without what is said before it: `conseil regional de bretagne`."""
    return re.sub(rf"^(?:{_TITLES[kind]} )?(?:{_OF} )?", "", name)


def _key(name: str) -> str:
    """Return what a folded name of an EPCI holds beside its kind and its articles."""
    return re.sub(rf"\b(?:{_OF}) ", "", re.sub(rf"\b{_TITLES['epci']}\b ?", "", name)).strip()


def _numbered(name: str) -> set[str]:
    """Return the ways to write an arrondissement: `paris 15`, `paris xve`, `15e arrondissement de paris`."""
    city, _, rank = name.rpartition(" ")
    number = int(re.sub(r"\D", "", rank) or 0)
    if not 1 <= number <= len(_WORDS["ranks"]):
        return set()
    roman = _WORDS["ranks"][number - 1]
    ways = {str(number), f"{number}e", f"{number}eme", roman, f"{roman}e", f"{roman}eme"}
    whole = {f"{way} arrondissement de {city}" for way in (*ways, f"{number}er")}
    return {f"{city} {way}" for way in ways} | whole


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


def _pairs(name: str) -> set[str]:
    return {a + b for a, b in pairwise(f"^{name}$")}


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
