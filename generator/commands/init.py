"""`club init`: the repository of another club, and its programme brought up to date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import git, settings, starter
from generator.findings import printable
from generator.starter import Identity
from generator.starter.identity import problem
from generator.writing import folder

Say = Callable[[str], None]
# Asked of a person: a question, the choices, what is proposed; returns the answer, maybe empty.
Ask = Callable[[str, tuple[str, ...], str], str]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its flag without dashes, which is its name, and the French question."""

    flag: str
    asked: str
    choices: tuple[str, ...] = ()


QUESTIONS = (
    Question("name", "Nom du club"),
    Question("host", "Nom de l’association d’accueil, sans le mot « association »"),
    Question("email", "Courriel du club"),
    Question("url", "Adresse du site (https://…)"),
    Question("repo", "Adresse du dépôt sur la forge (https://…)"),
    Question("forge", "Forge, si son adresse ne la dit pas", settings.FORGES),
)
_WAITING = {
    "name": "le nom du club",
    "host": "l’association d’accueil",
    "email": "le courriel",
    "url": "l’adresse du site",
    "repo": "l’adresse du dépôt",
}


class RefusedError(Exception):
    """The repository cannot be written there; the message is in French."""


def run(target: Path, answers: Mapping[str, str], *, ask: Ask | None, say: Say) -> None:
    """Write the repository of a new club in `target`, which is absent, empty or holds a `.git`.

    `answers` are by flag, empty when not given; without `ask`, stand-ins are taken and listed.
    Raises RefusedError, BadAnswerError, BadFillError, AlreadyThereError, NotAFolderError.
    """
    home = _checkout()
    _outside(home, target)
    folder.room(target)
    club = starter.understood(_asked(answers, ask, say) if ask else answers)
    files = starter.founded(home, club)
    versioned = (target / ".git").exists()
    folder.fill(target, files)
    say(f"Le dépôt du club est écrit dans {target} : {len(files)} fichiers.")
    for line in _next(target, club, versioned=versioned):
        say(line)


def update(target: Path, *, name: Callable[[str], None], say: Say) -> None:
    """Replace the programme in the repository of a club by this one; `name` each path removed.

    What the club wrote is not touched. Raises RefusedError, SettingsError, BadFillError,
    NotAFolderError.
    """
    home = _checkout()
    _outside(home, target)
    if not all((target / part).exists() for part in ("mkdocs.yml", "members.yaml", "generator")):
        raise RefusedError(f"{target} n’est pas un dépôt écrit par « club init ».")
    unsaved = git.unsaved(target.resolve())
    if unsaved is None:
        raise RefusedError(
            f"{target} n’est pas suivi par git : la mise à jour ne pourrait être ni relue ni annulée. "
            "Lancez-y « git init », enregistrez tout, puis recommencez."
        )
    if unsaved:
        raise RefusedError(
            f"{target} a des changements qui ne sont pas enregistrés ({_few(unsaved)}) : "
            "enregistrez-les par « git commit », puis recommencez."
        )
    club = starter.of(settings.load(target))
    files, removed = starter.updated(home, target.resolve(), club)
    new = sum(not (target / path).exists() for path in files)
    folder.change(target.resolve(), files, removed)
    for path in removed:
        name(f"retiré : {printable(path)}")
    if not files and not removed:
        say("Le programme est déjà à jour.")
        return
    say(
        f"Le programme est à jour : {_count(new, 'ajouté')}, "
        f"{_count(len(files) - new, 'modifié')}, {_count(len(removed), 'retiré')}. "
        "Ce que le club a écrit n’a pas changé."
    )
    say(
        "Lisez CHANGELOG.md et « git diff », lancez « make test », puis « git add -A && git commit »."
    )


def _checkout() -> Path:
    """Return the folder of this programme in source form. Raises RefusedError."""
    home = settings.HOME
    if not all((home / part).is_file() for part in ("Makefile", "pyproject.toml", ".gitignore")):
        raise RefusedError(
            "« club init » copie le programme sous forme de sources : lancez-le depuis un dépôt "
            "(git clone, puis .venv/bin/club init), et non depuis un paquet installé."
        )
    return home


def _outside(home: Path, target: Path) -> None:
    there = target.resolve()
    if there == home or home in there.parents:
        raise RefusedError(
            f"{target} est dans ce dépôt-ci : un autre club a son dossier à lui, par exemple ../club."
        )


def _asked(answers: Mapping[str, str], ask: Ask, say: Say) -> dict[str, str]:
    """Return the answers of a person; each is asked again until it can be used."""
    found = {flag: text for flag, text in answers.items() if text}
    for question in QUESTIONS:
        if question.flag in found or not _useful(question, found):
            continue
        proposed = "github" if question.flag == "forge" else ""
        while True:
            text = ask(f"{question.asked} (facultatif)", question.choices, proposed).strip()
            wrong = problem(question.flag, text)
            if not wrong:
                break
            say(wrong)
        found[question.flag] = text
    return found


def _useful(question: Question, found: Mapping[str, str]) -> bool:
    """Whether a question is worth asking: a forge that says its name is known."""
    repo = found.get("repo", "")
    known = settings.forge_of(repo) == "gitlab" or repo.startswith("https://github.com/")
    return question.flag != "forge" or bool(repo and not known)


def _next(target: Path, club: Identity, *, versioned: bool) -> list[str]:
    waiting = [_WAITING[name] for name in club.waiting()]
    first = f"À compléter : {', '.join(waiting)} (mkdocs.yml), puis" if waiting else "À compléter :"
    start = "" if versioned else "git init -b main && "
    return [
        f"{first} les pages de content/ : cherchez-y « à compléter ».",
        f'1. cd {target} && {start}git add -A && git commit -m "Premier état du club"',
        "2. make site construit le site dans site/ ; make serve le montre pendant qu’on écrit.",
        "3. .venv/bin/club new member commence l’annuaire, .venv/bin/club check relit tout.",
        "4. Choisissez une forge, et activez-y la relecture et la publication : docs/ci.md.",
        "5. À lire : docs/fonder-un-club.md (ce qui est à vous, les mises à jour), puis content/publier.md.",
    ]


def _few(paths: list[str]) -> str:
    names = [printable(path[3:]) for path in paths]
    return ", ".join(names[:3]) + (f" et {len(names) - 3} de plus" if len(names) > 3 else "")


def _count(number: int, what: str) -> str:
    many = "s" * (number > 1)
    return f"{number} fichier{many} {what}{many}"
