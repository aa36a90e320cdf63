"""Which web addresses may be published."""

import re
from urllib.parse import urlsplit

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
