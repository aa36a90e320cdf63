"""The words of the rules that forms apply too (`views/forms.py`): a value in braces is put by the rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A fault and its remedy. `asked` is the remedy for who fills a form and sees no field name."""

    message: str
    hint: str
    asked: str = ""

    def filled(self, **values: object) -> tuple[str, str]:
        """Return the message with its values, and the remedy in a source."""
        return self.message.format(**values), self.hint


D01 = Wording("la fin ({end}) précède le début ({start})", "vérifiez les deux dates")
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
