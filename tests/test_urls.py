"""The address that opens a ready message (RFC 6068), read back as a mail programme reads it."""

import re
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.urls import mailto, publishable

# RFC 6068, section 2: `qchar`, the semicolon, the slash and the like left out.
_QCHAR = r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*"
_ADDRESS = re.compile(rf"mailto:(?:{_QCHAR}@?)*\?subject={_QCHAR}&body={_QCHAR}")
_TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)


def _read(address: str) -> tuple[str, dict[str, str]]:
    """Return the recipient and the fields, as a mail programme reads them."""
    target = urlsplit(address)
    fields = target.query.split("&")
    assert "+" not in target.query, "a plus is no space in a mailto"
    return unquote(target.path), dict(
        parse_qsl("&".join(fields), keep_blank_values=True, strict_parsing=True)
    )


@pytest.mark.parametrize(
    ("address", "subject", "body"),
    [
        ("club@exemple.fr", "Pour Éloïse\u00a0: l’été", "Bonjour,\n\nMerci.\n"),
        ("club+site@exemple.fr", "100 % & plus ? #1 [a] = b", "https://exemple.fr/x/?a=1&b=2#c"),
        ("o'hara!#&?/@exemple.fr", "«\u00a0Oui\u00a0»", "a+b\n\n\nc\n"),
        ("club@exemple.fr", "", ""),
    ],
)
def test_a_message_is_read_as_it_was_written(address: str, subject: str, body: str) -> None:
    made = mailto(address, subject, body)
    assert _ADDRESS.fullmatch(made)
    assert publishable(made)
    assert _read(made) == (address, {"subject": subject, "body": body.replace("\n", "\r\n")})


@given(_TEXTS, _TEXTS.map(lambda text: text.replace("\r", "")))
def test_whatever_it_says_a_message_is_one_address(subject: str, body: str) -> None:
    made = mailto("club@exemple.fr", subject, body)
    assert _ADDRESS.fullmatch(made)
    assert _read(made)[1] == {"subject": subject, "body": body.replace("\n", "\r\n")}
