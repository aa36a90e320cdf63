"""MkDocs as a command: a folder of pages in, a folder of HTML out.

The engine is a replaceable part: nothing here knows what a page says. Its configuration is
always the generator's own `mkdocs.yml`; the club only gives its names and addresses.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from generator.settings import HOME, Settings
from generator.views import french


class EngineError(Exception):
    """The engine failed: a bug or a broken machine, never the content's fault."""


def configuration(settings: Settings, docs: Path, site: Path) -> dict[str, Any]:
    """Return the engine's configuration for one folder of pages."""
    config: dict[str, Any] = yaml.safe_load((HOME / "mkdocs.yml").read_text(encoding="utf-8"))
    config |= {
        "site_name": settings.site_name,
        "site_url": settings.site_url,
        "site_description": settings.site_description,
        "docs_dir": str(docs),
        "site_dir": str(site),
    }
    config["theme"]["custom_dir"] = str(HOME / "theme")
    if settings.repo_url:
        config["repo_url"] = settings.repo_url
    notice = settings.election_notice
    config["extra"]["club"] |= {
        "fictional": settings.fictional,
        "host": settings.host,
        "election_notice": french.typography(notice.text) if notice else "",
    }
    return config


def build(settings: Settings, docs: Path, site: Path, work: Path, timeout: float) -> None:
    """Run MkDocs on `docs`, into `site`; `work` receives its configuration.

    Raises EngineError with what it printed when it fails or passes `timeout` seconds.
    """
    path = work / "mkdocs.yml"
    config = configuration(settings, docs, site)
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    # -P: a file of the folder we are in, called yaml.py, is not imported.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "--config-file", str(path)]
    # Material announces the end of MkDocs 1 on each run; the decision is in docs/decisions.
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=work,
            env=env,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"MkDocs n’a pas fini en {timeout:.0f} s sur {docs}."
        raise EngineError(message) from None
    if done.returncode or done.stderr.strip():
        raise EngineError(f"MkDocs a échoué sur {docs} :\n{done.stderr or done.stdout}")
