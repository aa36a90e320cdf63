"""The terms of the club say what they are called elsewhere, in words that exist there."""

import yaml

from tests.site_fixtures import HOME


def _words(text: str) -> set[str]:
    return set(text.split())


# The keys of participedia.net for the fields that terms align with (its `shared-field-options`, read in 2026).
KEYS = {
    "general_issues": _words(
        "agriculture arts business economics education energy environment governance health housing "
        "human identity immigration international labor law media national planning science social "
        "transportation"
    ),
    "method_types": _words(
        "collaborative community deliberative direct evaluation experiential informal "
        "informal_participation internal longterm participantled participatory planning protest "
        "public public_meetings research"
    ),
    "approaches": _words(
        "advocacy citizenship civil cogovernance coproduction coproduction_form consultation direct "
        "independent informal informal_engagement leadership evaluation protest research social"
    ),
    "public_spectrum": _words("inform consult involve collaborate empower not"),
    "facetoface_online_or_both": _words("facetoface online both"),
    "open_limited": _words("open open_to limited both"),
    "recruitment_method": _words("captive random stratified appointment election not"),
}


def test_the_alignments_of_the_club_are_known_keys() -> None:
    """A method is `type/approach`, or `field: key`."""
    for name in ("themes", "levels", "methods"):
        terms = yaml.safe_load((HOME / "vocabularies" / f"{name}.yaml").read_text(encoding="utf-8"))
        aligned = [term["participedia"] for term in terms.values() if term.get("participedia")]
        assert aligned
        for alignment in aligned:
            field, colon, key = alignment.rpartition(": ")
            kind, slash, approach = key.partition("/")
            fields = {
                "themes": "general_issues",
                "levels": "public_spectrum",
                "methods": "method_types",
            }
            assert kind in KEYS[field if colon else fields[name]], alignment
            assert not slash or approach in KEYS["approaches"], alignment
