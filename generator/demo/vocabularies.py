"""The club's vocabularies, whose keys the records use and whose files the demo copies."""

from pathlib import Path

import yaml

NAMES = (
    *("methods", "levels", "recruitment", "themes", "publics", "mandates"),
    *("legal-kinds", "stages"),
)


def files(home: Path) -> list[Path]:
    """Return the vocabulary files of `home`, in order."""
    return sorted((home / "vocabularies").glob("*.yaml"))


def terms(home: Path, name: str) -> dict[str, str]:
    """Return the label of each key of a vocabulary, in its order."""
    path = home / "vocabularies" / f"{name}.yaml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
    except FileNotFoundError:
        message = (
            f"le vocabulaire {path} est absent ; indiquez le dossier qui contient vocabularies/"
        )
        raise FileNotFoundError(message) from None
    return {str(key): str(term["label"]) for key, term in data.items()}
