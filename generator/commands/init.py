"""`club init`: the repository of another club."""

from collections.abc import Mapping
from pathlib import Path

from generator import starter
from generator.commands import RefusedError
from generator.commands.options import answer, command
from generator.commands.output import ask_until, is_attended, say
from generator.core import settings
from generator.starter.identity import QUESTIONS
from generator.writing import folder

_DONE = """\
Le dépôt du club est écrit dans {target} : {count} fichiers.
{first} les pages de content/ : cherchez-y « à compléter ».
1. cd {target} && {start}git add -A && git commit -m "Premier état du club"
2. Nommez le programme dans requirements.txt (docs/fonder-un-club.md) ; make site construit le site dans site/, make serve le montre pendant qu’on écrit.
3. .venv/bin/club new member commence l’annuaire, .venv/bin/club check relit tout.
4. Sur la forge, activez la relecture des propositions et la publication.
5. À lire : README.md (ce qui est à vous, les mises à jour), puis content/publier.md."""


@command("init", *(answer(q.flag, q.help, default="") for q in QUESTIONS))
def init_(target: Path, yes: bool, quiet: bool, **answers: str) -> None:
    """Écrit le dépôt d’un autre club, qui emploie ce programme : docs/fonder-un-club.md."""
    home, there = settings.HOME, target.resolve()
    if there == home or home in there.parents:
        raise RefusedError(
            f"{target} est dans ce dépôt-ci : un autre club a son dossier à lui, par exemple ../club."
        )
    folder.room(target)
    club = starter.understood(_asked(answers) if is_attended(yes=yes) else answers)
    files = starter.founded(club)
    start = "" if (target / ".git").exists() else "git init -b main && "
    folder.fill(target, files)
    waiting = ", ".join(club.waiting())
    first = f"À compléter : {waiting} (mkdocs.yml), puis" if waiting else "À compléter :"
    if not quiet:
        say(_DONE.format(target=target, count=len(files), first=first, start=start))


def _asked(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a person; each is asked again until it can be used."""
    found = {flag: text for flag, text in answers.items() if text}
    for question in QUESTIONS:
        if question.flag not in found:
            found[question.flag] = ask_until(
                question.problem,
                f"{question.asked} (facultatif)",
                question.choices,
                settings.forge_of(found["repo"]) if question.flag == "forge" else "",
            )
    return found
