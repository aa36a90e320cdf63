"""`club erase`: a person leaves every source; what remains elsewhere, and the answer to send, are said."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import click

from generator import routes
from generator.build.check import check
from generator.club import Club
from generator.commands import RefusedError
from generator.commands.options import Day, command, day_of
from generator.commands.output import is_attended, print_findings, prompt, say, writing
from generator.core import data, published, settings, tombstones
from generator.core.findings import Finding, errors
from generator.core.settings import Settings
from generator.core.system import CONTENT, FINE, USAGE
from generator.core.text import slug, sorted_words, unaccented
from generator.kinds import KINDS, PEOPLE
from generator.sources import files
from generator.writing import disk
from generator.writing.erasing import Erasure, Person, Place, erase, person

_WORDS = data.table("erase")
_SHOWN = 200  # lines of a list


@command("erase")
def erase_(
    id_: str,
    name: str,
    heir: str,
    lift: bool,
    yes: bool,
    root: Path,
    today: Day,
    quiet: bool,
) -> None:
    """Retire une personne de toutes les sources, et dit ce qui reste ailleurs."""
    config = settings.load(root)
    if lift:
        _lift(root, id_)
        return
    before = check(root, config, day_of(today))
    whom = _whom(before.club, id_, name)
    if heir and heir not in before.club.records["member"]:
        raise RefusedError(f"--tasks-to : « {heir} » n’est pas un membre du club.")
    texts = _texts(root)
    made = erase(before.club, whom, texts, heir, _beside(root, texts))
    if not (made.texts or made.doubtful):
        raise RefusedError(f"« {whom.name} » n’est nommé dans aucune source.")
    marks = [one for one in (whom.name, *whom.ids) if one and not _is_other(before.club, whom, one)]
    locks = {tombstones.FILE: tombstones.added(root, marks)} if _key() else {}
    if known := published.load(root):
        gone = {routes.record(whom.kind, one) for one in whom.ids}
        named = set(slug(whom.name).split("-"))  # a sheet called after them may be renamed
        gone |= {one for one in known if named <= {*re.split("[/-]", one)}}
        locks[published.FILE] = published.text(known.keys() - gone)
    _show(made)
    kept = {path: text for path, text in made.texts.items() if text is not None}
    brought = check(root, config, day_of(today), kept).brought(before.findings)
    if wrong := [f for f in errors(brought) if f.path != published.FILE]:
        print_findings(wrong, "text")
        say("Rien n’est écrit : corrigez d’abord ces passages.")
        sys.exit(CONTENT)
    if not yes and not (
        is_attended(yes=yes) and prompt("Tout retirer ?", type=bool, default=False)
    ):
        say("Rien n’est écrit. Avec --yes, tout ce qui précède le sera.")
        sys.exit(USAGE)
    with writing(root, "erase"):
        after = {path: disk.as_before(root / path, text) for path, text in kept.items()}
        without = [path for path, text in made.texts.items() if text is None]
        disk.write(root, after | locks, without=without)
        _forget(root)
    if not quiet:
        click.echo(_report(config, whom, made))
    sys.exit(FINE)


def _is_other(club: Club, whom: Person, name: str) -> bool:
    """Whether someone who stays bears a name: a mark of it would refuse them."""
    people = [(kind, one) for kind in PEOPLE for one in club.records[kind].values()]
    others = [one for one in people if (one[0], one[1].id) != (whom.kind, whom.ids[0])]
    called = (text for kind, one in others for text in (one.id, KINDS[kind].title(one)))
    return sorted_words(name) in map(sorted_words, called)


def _key() -> bytes:
    if not (found := tombstones.key()):
        say(_WORDS["no_key"].format(key=tombstones.KEY, least=tombstones.LEAST))
    return found


def _lift(root: Path, name: str) -> None:
    known = tombstones.load(root)
    if not known.hold(name):
        raise RefusedError(f"« {name} » n’a pas d’empreinte, ou la clé {tombstones.KEY} manque.")
    lines = (root / tombstones.FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if line.strip() != tombstones.mark(known.key, name)]
    disk.write(root, {tombstones.FILE: "".join(left)})
    say(f"{tombstones.FILE} : « {name} » peut de nouveau figurer.")


def _whom(club: Club, id_: str, name: str) -> Person:
    """Return who an id, or a name, is of; someone removed by hand is known by what refers to them."""
    found = [(kind, id_) for kind in PEOPLE if id_ in club.records[kind]]
    found = found or [(kind, one) for kind in PEOPLE for one in club.named(kind, id_)]
    if len(found) > 1:
        several = " ; ".join(f"« {one} » ({KINDS[kind].label.lower()})" for kind, one in found)
        raise RefusedError(
            f"« {id_} » désigne plusieurs personnes : {several}. Donnez l’identifiant."
        )
    if found:
        return person(club, *found[0])
    return person(club, "member", id_, name)


def _texts(root: Path) -> dict[str, str]:
    """Return every source that can be read, by path."""
    found = {path: files.editable(root, path) for path in files.paths(root)}
    return {path: text for path, text in found.items() if not isinstance(text, Finding)}


def _beside(root: Path, texts: dict[str, str]) -> dict[str, str]:
    """Return what else is at the top of a club, its settings first: no command changes it."""
    locks = {tombstones.FILE, published.FILE, *texts}
    found = (
        one for one in sorted(root.iterdir()) if one.name not in locks and not one.is_symlink()
    )
    return {one.name: one.read_text("utf-8", errors="replace") for one in found if one.is_file()}


def _show(made: Erasure) -> None:
    for key, places in (("done", made.done), ("tasks", made.tasks), ("doubtful", made.doubtful)):
        if places:
            say(f"{_WORDS[key]} ({len(places)}) :")
            _list(places)


def _list(places: list[Place]) -> None:
    for place in places[:_SHOWN]:
        say(f"  {place.path}:{place.line} {place.text}")
    if len(places) > _SHOWN:
        say(f"  … et {len(places) - _SHOWN} autres")


def _forget(root: Path) -> None:
    """Remove what builds remember of the sources: nothing but what a build makes again."""
    for path in (root / ".club").glob("*"):
        if not path.name.endswith("lock"):  # who builds meanwhile holds it
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _report(config: Settings, whom: Person, made: Erasure) -> str:
    """Return what is left to do, where the person may still be read, and a draft of the answer."""
    # git-filter-repo compares bytes: « (?i) » knows no accent.
    words = [
        "".join(c if c.isascii() else f"(?:{c.lower()}|{c.upper()}|{unaccented(c)})" for c in one)
        for one in map(re.escape, re.split(r"[\s-]+", whom.name))
    ]
    orders = dict.fromkeys("[ -]".join(one) for one in (words, words[-1:] + words[:-1]))
    gone = [f"regex:(?i){one}(?![\\w-])==>(nom retiré)" for one in orders]
    gone += [f"regex:{one}(?![\\w-])==>nom-retire" for one in whom.ids]
    gone += [f"{one}==>(coordonnée retirée)" for one in whom.details]
    values = {
        "gone": " ".join(map(shlex.quote, gone)),
        "page": config.absolute(routes.record(whom.kind, whom.ids[0])),
        "image": f" --path {shlex.quote(whom.image)} --invert-paths" if whom.image else "",
        "repo": config.repo_url or "ADRESSE-DU-DEPOT",
        "host": config.host,
        "read": _WORDS["read"] if made.doubtful else "",
    }
    return str(_WORDS["report"]).format(**values).strip()
