"""The page that shows the excerpts to embed, each with the code to paste."""

from html import escape
from typing import Any

from generator.core.settings import Settings
from generator.views.excerpts import Excerpt, excerpts
from generator.views.model import SiteView


def values(site: SiteView, settings: Settings) -> dict[str, Any]:
    """Return what the template of the page needs."""
    return {
        "excerpts": excerpts(site),
        "code": lambda excerpt: code(excerpt, settings),
        "origin": settings.site_url.rstrip("/"),
    }


def code(excerpt: Excerpt, settings: Settings) -> str:
    """Return the HTML that a town pastes in its site.

    `sandbox` without `allow-scripts`: even if ours were replaced, nothing could run in the page.
    """
    title = f"{settings.site_name} : {excerpt.title}"
    return (
        f'<iframe src="{settings.absolute(excerpt.url)}" title="{escape(title)}" '
        f'width="100%" height="{excerpt.height}" loading="lazy" referrerpolicy="no-referrer" '
        'sandbox="allow-top-navigation-by-user-activation allow-popups" '
        'style="border: 0; max-width: 800px"></iframe>'
    )
