"""What one may decide of a proposal, why, and what to do then: the first lines of the summary."""

from collections.abc import Iterator

from generator.core.findings import Severity
from generator.records import french
from generator.review.model import Review

MANY = 20  # records, from which a proposal is unusual


def count(number: int, one: str, many: str = "") -> str:
    """`3, "fiche"` -> `3 fiches`; zero and one are singular."""
    return f"{french.number(number)} {one if number < 2 else many or f'{one}s'}"


def decision(review: Review) -> tuple[str, str]:
    """Return what one may decide, and what to do then, in French."""
    if review.stopped:
        return (
            "🔴 **La vérification s’est arrêtée en chemin : ce résumé est incomplet.**",
            "n’acceptez pas. Relancez la vérification (« Re-run ») ; si elle s’arrête encore, prévenez les responsables techniques.",
        )
    if review.grave or review.errors or review.defects:
        return _refused(review)
    if doubts := list(dict.fromkeys(_doubts(review))):
        return (
            f"🟠 **À examiner avant de publier : {' ; '.join(doubts)}.**",
            "lisez ces points ci-dessous, puis le texte. Si tout vous convient, acceptez (« Merge ») ; sinon, laissez un mot à l’auteur.",
        )
    if review.changes or review.images:
        return (
            "🟢 **Peut être publiée : rien d’inhabituel, il reste à juger le texte.**",
            "lisez « Fiche par fiche ». Si le texte vous convient, acceptez (« Merge ») : le site est à jour dans les minutes qui suivent.",
        )
    if review.rewritten:
        return (
            "⚪ **Rien ne change pour un lecteur : seule la mise en forme des fichiers change.**",
            "vous pouvez accepter, ou demander à l’auteur pourquoi.",
        )
    return (
        "⚪ **Rien ne change pour un lecteur.**",
        "rien à publier : vous pouvez fermer la proposition.",
    )


def _refused(review: Review) -> tuple[str, str]:
    wrong = len(review.errors) + len(review.defects)
    if not review.grave:
        return (
            f"🔴 **À corriger avant de publier : {count(wrong, 'erreur')}.**",
            "n’acceptez pas encore. Copiez la rubrique « Erreurs » dans un mot à l’auteur ; la vérification recommence à chaque correction.",
        )
    more = f" Elle a aussi {count(wrong, 'erreur')}." if wrong else ""
    seen = "L’aperçu a été fait sans ces fichiers, mais a" if review.preview else "A"
    return (
        f"⛔ **À confier aux responsables techniques : la proposition touche au fonctionnement du site ({count(len(review.grave), 'fichier')}).**{more}",
        f"n’acceptez pas seul. {seen}ccepter la proposition les mettrait en place. Si l’auteur ne voulait changer qu’un texte, demandez-lui de les retirer.",
    )


def _elsewhere(review: Review) -> str:
    """Return where a text too long for the summary is read."""
    none = review.unbuilt and not review.preview
    return "dans la proposition elle-même" if none else "dans l’aperçu"


def _doubts(review: Review) -> Iterator[str]:
    """Yield what deserves a look, the gravest first."""
    touched = review.told
    refused = any(person.wrong for person in review.people)
    yield from (
        said
        for wanted, said in (
            (review.ignored, "les fichiers ignorés"),
            (refused, "un accord manquant"),
            (review.people and not refused, "les données personnelles"),
            (review.lost, "une adresse perdue"),
        )
        if wanted
    )
    for change in review.changes:
        yield from change.alerts
    yield from (
        said
        for wanted, said in (
            (review.hosts, "de nouveaux sites liés"),
            (any(link.doubts for link in review.links), "un lien à l’adresse inhabituelle"),
            (any(c.how == "removed" and not c.lost for c in touched), "une fiche retirée"),
            (any(c.how == "renamed" for c in touched) and not review.lost, "une fiche renommée"),
            (any(file.comments for file in review.rewritten), "des commentaires dans les fichiers"),
            (len(touched) > MANY, f"le nombre de fiches touchées ({len(touched)})"),
            (
                any(f.severity is Severity.WARNING for f in review.came),
                "de nouveaux avertissements",
            ),
            (review.cut, f"des textes trop longs pour ce résumé, à lire {_elsewhere(review)}"),
            (
                review.unbuilt and not review.pages,
                f"l’aperçu, qui n’a pas pu être {'comparé' if review.preview else 'fait'}",
            ),
        )
        if wanted
    )
