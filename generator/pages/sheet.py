"""What a practice sheet needs to be cited: its reference."""

import re

from generator.core.settings import Settings
from generator.kinds.practice import PracticeView


def citation(view: PracticeView, settings: Settings) -> dict[str, str]:
    """Return the parts of a reference to the sheet: `text` without its address, and `url`.

    The only date is that of the last review: the sheet says nothing of others.
    """
    title = re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", view.title))
    read = ""
    if view.reviewed:
        read = f", relue {'le' if view.reviewed.is_day else 'en'} {view.reviewed.text}"
    text = f"{settings.site_name}, « {title} », fiche de pratique{read}, Licence Ouverte 2.0"
    return {"text": text, "url": settings.absolute(view.url)}
