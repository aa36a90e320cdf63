"""A club of a size one meets, as the browser and the search are tested on it.

Its practices and its texts are those of the first club, as they were one day: tests do not depend on
what a club writes next. Its member is fictional; its pages are those of a new club.
"""

import shutil
from pathlib import Path

from generator import starter
from generator.sources.files import LIST_FILES
from generator.starter import Identity
from generator.writing import folder

HERE = Path(__file__).resolve().parent
CLUB = Identity(
    name="Club des élus locaux",
    host="Exemples réunis",
    email="contact@club-des-elus.example",
    url="https://club-des-elus.example/",
)
_RECORDS = ("practices", "meetings", "watch")


def write(root: Path) -> Path:
    """Write the sources of this club to `root`, and return it."""
    founded = starter.founded(CLUB)
    own = ("mkdocs.yml", "actions/", "content/", "vocabularies/")
    folder.fill(root, {name: data for name, data in founded.items() if name.startswith(own)})
    for name in LIST_FILES:
        shutil.copyfile(HERE / name, root / name)
    for name in _RECORDS:
        shutil.copytree(HERE / name, root / name)
    return root
