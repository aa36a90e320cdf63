"""`club init`: the repository of another club."""

from collections.abc import Callable, Mapping
from pathlib import Path

from generator import starter
from generator.commands import RefusedError
from generator.commands.options import answer, command
from generator.commands.output import asking, saying
from generator.core import settings
from generator.starter.identity import QUESTIONS, Question
from generator.writing import folder

Say = Callable[[str], None]
# Asked of a person: a question, the choices, what is proposed; returns the answer, maybe empty.
Ask = Callable[[str, tuple[str, ...], str], str]


_NEXT = """\
2. Nommez le programme dans requirements.txt (docs/fonder-un-club.md) ; make site construit le site dans site/, make serve le montre pendant qu’on écrit.
3. .venv/bin/club new member commence l’annuaire, .venv/bin/club check relit tout.
4. Sur la forge, activez la relecture des propositions et la publication.
5. À lire : README.md (ce qui est à vous, les mises à jour), puis content/publier.md."""


@command("init", *(answer(q.flag, q.help, default="") for q in QUESTIONS))
def init_(target: Path, yes: bool, quiet: bool, **answers: str) -> None:
    """Écrit le dépôt d’un autre club, qui emploie ce programme : docs/fonder-un-club.md."""
    run(target, answers, ask=asking(yes=yes), say=saying(quiet=quiet))


def run(target: Path, answers: Mapping[str, str], *, ask: Ask | None, say: Say) -> None:
    """Write the repository of a new club in `target`, which is absent, empty or holds a `.git`.

    `answers` are by flag, empty when not given; without `ask`, stand-ins are taken and listed.
    Raises RefusedError, ClubError, AlreadyThereError, NotAFolderError.
    """
    home, there = settings.HOME, target.resolve()
    if there == home or home in there.parents:
        raise RefusedError(
            f"{target} est dans ce dépôt-ci : un autre club a son dossier à lui, par exemple ../club."
        )
    folder.room(target)
    club = starter.understood(_asked(answers, ask, say) if ask else answers)
    files = starter.founded(club)
    versioned = (target / ".git").exists()
    folder.fill(target, files)
    say(f"Le dépôt du club est écrit dans {target} : {len(files)} fichiers.")
    waiting = ", ".join(club.waiting())
    first = f"À compléter : {waiting} (mkdocs.yml), puis" if waiting else "À compléter :"
    start = "" if versioned else "git init -b main && "
    say(f"{first} les pages de content/ : cherchez-y « à compléter ».")
    say(f'1. cd {target} && {start}git add -A && git commit -m "Premier état du club"')
    say(_NEXT)


def _asked(answers: Mapping[str, str], ask: Ask, say: Say) -> dict[str, str]:
    """Return the answers of a person; each is asked again until it can be used."""
    found = {flag: text for flag, text in answers.items() if text}
    for question in QUESTIONS:
        if question.flag in found or not _useful(question, found):
            continue
        proposed = "github" if question.flag == "forge" else ""
        while True:
            text = ask(f"{question.asked} (facultatif)", question.choices, proposed).strip()
            wrong = question.problem(text)
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
