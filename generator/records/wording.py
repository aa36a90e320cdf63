"""What the rules between several fields say: the words, for the checker and for the forms.

A form cannot run our rules, but it can say the same thing of the same fault: it is given these
texts with its description (`views/forms.py`). A value in braces is what the rule puts there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A fault and its remedy. `asked` is the remedy for who fills a form and sees no field name."""

    message: str
    hint: str
    asked: str = ""

    def said(self, **values: object) -> tuple[str, str]:
        """Return the message with its values, and the remedy in a source."""
        return self.message.format(**values), self.hint


D01 = Wording("la fin ({end}) précède le début ({start})", "vérifiez les deux dates")
D02 = Wording("{when} est après aujourd’hui ({today})", "corrigez la date ou l’état")
D03 = Wording(
    "l’identifiant ne commence pas par « {expected} »",
    "renommez le fichier d’après la date de début",
    "l’adresse d’une réunion suit son mois : annulez celle-ci et proposez-en une autre, "
    "ou demandez à l’équipe de la renommer",
)
D04 = Wording(
    "{number} participants pour {out_of} personnes concernées",
    "vérifiez « number » et « out_of »",
    "vérifiez les deux nombres",
)
D05 = Wording(
    "réunion prévue le {start}, qui est passé",
    "écrivez « status: held » ou « status: cancelled »",
    "corrigez la date, ou dites qu’elle s’est tenue",
)
D07 = Wording(
    "{stage} vient {word} {other}",
    "vérifiez les deux dates et le nom des étapes",
)
D08 = Wording(
    "{stage} n’est pas une étape de cette nature de texte : « {kind} »",
    "corrigez « kind » ou le nom de l’étape",
    "corrigez la nature du texte ou le nom de l’étape",
)
D10 = Wording(
    "signature du {date} par « {member} » : {why}",
    "retirez la signature, ou complétez les mandats dans members.yaml",
    "vérifiez la date, retirez la signature, ou faites d’abord compléter ses mandats dans l’annuaire",
)
D10_ASKED_OF_MEMBER = "vérifiez les dates des mandats : cette signature est déjà donnée"
D10_OVER = "son dernier mandat connu était terminé ({last})"
D10_EARLY = "son premier mandat connu n’avait pas commencé"
D13 = Wording(
    "la tâche a une date d’achèvement ({done}) et l’état « {status} »",
    "écrivez « status: done », ou retirez « done »",
    "choisissez « Faite », ou effacez cette date",
)
V02 = Wording(
    "« {role} » ne s’exerce pas dans {kind}",
    "indiquez {right}, ou changez le mandat",
    "choisissez {right}, ou un autre mandat",
)
# The kinds of place a mandate is held in, as a sentence names one.
PLACES = {
    "commune": "une commune",
    "arrondissement": "un arrondissement municipal",
    "epci": "une intercommunalité",
    "departement": "un département",
    "region": "une région",
}
R06 = Wording(
    "« {member} » a déjà signé",
    "retirez l’une des deux lignes",
    "retirez l’une des deux signatures",
)
R07 = Wording(
    "le texte est promulgué ou publié, et sa référence officielle manque",
    "ajoutez « reference: loi n° AAAA-NNN du … »",
    "écrivez-la comme le Journal officiel : loi n° AAAA-NNN du …",
)
