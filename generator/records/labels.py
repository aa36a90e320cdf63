"""What values, terms and fields are called in French, and what people write for them.

One is found by what was typed when that can mean nothing else. The words of a choice stand beside it
(`fields.Words`), those of a term in its vocabulary.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Protocol

from generator.core.data import table
from generator.core.text import fold
from generator.records.fields import Choice, fixed_values


def of(choice: Any) -> Mapping[str, str]:
    """Return the label of each value of a choice: of its type, or of its values."""
    values = choice if isinstance(choice, Choice) else fixed_values(choice)
    return {value: words[0] for value, words in values.words.items()}


class Labelled(Protocol):
    """A term of a vocabulary, as far as its names go."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def synonyms(self) -> tuple[str, ...]:
        """What else people call it."""


def value(text: str, values: Choice) -> str:
    """Return the value of the contract that a text means, empty when that is not certain."""
    found = _named(text, {v: (v, *words) for v, words in values.words.items()})
    return found[0] if len(found) == 1 else ""


def terms(text: str, vocabulary: Mapping[str, Labelled]) -> tuple[str, ...]:
    """Return the keys of a vocabulary that a text means: one when it is certain.

    Either half of a doublet is a name (« adjointe au maire »).
    """
    names = {k: (k, t.label, *_halves(t.label), *t.synonyms) for k, t in vocabulary.items()}
    return _named(text, names)


def _named(text: str, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the keys that a text names: as one of their names is, else as a French one is inflected.

    The first name of a key is the key itself.
    """
    bare = fold(text)
    found = tuple(k for k, words in names.items() if bare in map(fold, words))
    found = found or tuple(k for k, words in names.items() if _means(bare, words[1:]))
    label, bracket, key = text.strip().removesuffix(")").partition("(")
    if not found and bracket and label.strip() and key.strip():
        # « Terminée (completed) », from a message
        found = tuple(k for k in _named(label, names) if k in _named(key, names))
    return () if "?" in text else found


def near(text: str, names: Mapping[str, str], alike: float = 0.7) -> str:
    """Return the key, of labels by key, that is nearly what was typed; empty when none is."""
    bare = fold(text)
    known = {fold(name): key for key, label in names.items() for name in (label, key)}
    close = get_close_matches(bare, known, n=1, cutoff=alike)
    several = {key for name, key in known.items() if name.startswith(f"{bare} ")}
    # One more word may say the contrary: « pas terminé ».
    if not close or len(several) > 1 or len(bare.split()) > len(close[0].split()):
        return ""
    return known[close[0]]


def write(key: str, label: str) -> str:
    """Return what to write for a value: « écrivez « completed » (Terminée) »."""
    return f"écrivez « {key} »" + (f" ({label})" if label else "")


def apart(text: str, read: Callable[[str], Sequence[str]]) -> str:
    """Return how to write several values that stand as one, when each is certain; else nothing."""
    found = [read(part.strip()) for part in re.split(r"[,;/]| et | & ", text)]
    if len(found) < 2 or any(len(one) != 1 for one in found):
        return ""
    return f"mettez chaque valeur à part : [{', '.join(one[0] for one in found)}]"


def listed(names: Mapping[str, str], most: int = 40) -> str:
    """Return the values that are possible, the label first and the key in brackets."""
    known = [f"{label} ({key})" for key, label in names.items()]
    more = f"… ({len(known)} en tout)" if len(known) > most else ""
    return f"valeurs possibles : {', '.join(known[:most])}{more}"


def _means(bare: str, names: Iterable[str]) -> bool:
    whole = bare.replace(" ", "")  # « Coconstruction »
    return any(  # an « arrêt » is no « arrêté »
        (bare in _inflected(fold(name)) and not (name.endswith("é") and f"{bare}e" == fold(name)))
        or whole == fold(name).replace(" ", "")
        for name in names
    )


_ENDINGS = ("", "e", "s", "es")


def _inflected(name: str) -> set[str]:
    """Return a folded name with its first or last word in both genders and numbers."""
    words = name.split()
    found = {name}
    for at in {0, len(words) - 1} if words else ():
        word = words[at]
        if len(word) > 2:
            stems = {word, word.removesuffix("s"), word.removesuffix("e"), word.removesuffix("es")}
            found |= {
                " ".join([*words[:at], stem + ending, *words[at + 1 :]])
                for stem in stems
                for ending in _ENDINGS
            }
    return found


def _halves(label: str) -> set[str]:
    """Return the two forms that a label has for both genders.

    « Adjoint ou adjointe au maire » is « Adjoint au maire » and « adjointe au maire ».
    """
    one, ou, other = label.partition(" ou ")
    if not ou:
        return set()
    _, _, rest = other.partition(" ")
    return {one, other, f"{one} {rest}"}


# --- fields -------------------------------------------------------------------------------

# What people call a field, beside its name and its label; of several, the one its group has.
_FIELDS: dict[str, tuple[str, ...]] = table("fields")


def field(typed: str, fields: Mapping[str, Iterable[str]]) -> str:
    """Return the field that a key surely means, empty when none or several.

    `fields` gives the labels of each field of a group by its name.
    """
    bare = fold("".join(f" {c}" if c.isupper() else c for c in typed.replace("_", " ")))
    bare = fold(typed) if " " in bare and len(bare.split()) >= len(typed) else bare
    same = [name for name in fields if _bare(name) in {bare, bare.replace(" ", "")}]
    number = [n for n in fields if _bare(n).removesuffix("s") == bare.removesuffix("s")]
    label = next((w for w in (bare, bare.removesuffix("s"), f"{bare}s") if w in _FIELDS), "")
    declared = [name for name in _FIELDS.get(label, ()) if name in fields][:1]
    labelled = [name for name, labels in fields.items() if bare in {fold(x) for x in labels}]
    for found in (same, number, declared, labelled):
        if found:
            return found[0] if len(set(found)) == 1 else ""
    return ""


_WORDS = table("words")
_TO_REACH = {word: kind for kind, words in _WORDS["reach"].items() for word in words}


def elsewhere(typed: str, fields: Iterable[str]) -> str:
    """Return what to do with a key that is no field and leads to none; or ""."""
    bare = fold(typed.replace("_", " "))
    if bare in {"title", "titre"} and "id" in fields:
        return "supprimez la ligne : la page porte le nom de ce dont elle parle"
    if "contact_details" not in fields:
        return ""
    if kind := _TO_REACH.get(bare):
        return (
            f"écrivez-le dans « contact_details » : « - type: {kind} », puis « value: » ; il n’est"
            " publié qu’avec l’accord de la personne, dans « consent »"
        )
    return (
        "supprimez la ligne : le club ne garde pas cette donnée"
        if bare in _WORDS["never_kept"]
        else ""
    )


def _bare(name: str) -> str:
    return fold(name.replace("_", " "))
