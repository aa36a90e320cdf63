"""Which web addresses may be published; the address that opens a ready message."""

import re
from urllib.parse import quote, urlsplit

import nh3

# In one piece: browsers read `\\` and line breaks their own way.
_IN_SITE = re.compile(r"#[^\s<>\"\\`]*|/(?!/)[^\s<>\"\\`]*")
SCHEMES = ("https", "http", "mailto", "tel")


def in_site(target: str) -> bool:
    """Whether `target` is an address of the site (`/…`) or a place in the page (`#…`)."""
    return bool(_IN_SITE.fullmatch(target))


def publishable(url: str) -> bool:
    """Whether `url` has an allowed scheme and is one that browsers and cleaners understand.

    The cleaner is the one the audit trusts, so that what the rules accept, it accepts.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme.lower() not in SCHEMES or any(c in url for c in ' <>"\\`'):
        return False
    if parts.scheme.lower() in {"https", "http"} and not host:
        return False
    cleaned = nh3.clean(
        f'<a href="{url.replace("&", "&amp;")}">x</a>',
        tags={"a"},
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    return "href=" in cleaned


def mailto(address: str, subject: str, body: str) -> str:
    """Return the address that opens a message to `address`, ready to be read over and sent.

    Line breaks are CRLF; all but letters, digits, `-._~` and the at sign is percent-encoded, in UTF-8 (RFC 6068).
    """
    words = quote(body.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={words}"
