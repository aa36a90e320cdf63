"""The terms of the club say what they are called elsewhere, in words that exist there."""

import yaml

from generator.exports.participedia import methods
from tests.exports.test_participedia import KEYS
from tests.site_fixtures import HOME


def test_the_alignments_of_the_club_are_known_keys() -> None:
    for name, field in (("themes", "general_issues"), ("levels", "public_spectrum")):
        terms = yaml.safe_load((HOME / "vocabularies" / f"{name}.yaml").read_text(encoding="utf-8"))
        aligned = {term["participedia"] for term in terms.values() if term.get("participedia")}
        assert aligned <= KEYS[field]
        assert aligned
    terms = yaml.safe_load((HOME / "vocabularies" / "methods.yaml").read_text(encoding="utf-8"))
    for term in terms.values():
        for field, found in methods([term.get("participedia") or ""]).items():
            assert set([found] if isinstance(found, str) else found) <= KEYS[field], term["label"]
