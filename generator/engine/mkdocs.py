"""MkDocs as a command: a folder of pages in, a folder of HTML out.

The engine is a replaceable part: nothing here knows what a page says. Its configuration is
always the generator's own `mkdocs.yml`; the club only gives its names and addresses.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.core import system
from generator.core.settings import HOME, Settings
from generator.engine import release
from generator.records import french

# The last line of what Python prints when the system refused something.
_REFUSED = re.compile(r"^\w+Error: \[Errno (\d+)\][^:\n]*(?:: '([^'\n]*)'.*)?\s*\Z", re.MULTILINE)


class EngineError(system.BrokenError):
    """The engine failed: a bug or a broken machine, never the content's fault."""


def configuration(
    settings: Settings, docs: Path, site: Path, extra: Mapping[str, Any]
) -> dict[str, Any]:
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
    config["extra"] |= {**extra, "programs": release.programs(), "internal": release.internal()}
    config["extra"]["club"] |= {
        "fictional": settings.fictional,
        "host": settings.host,
        "election_notice": french.typography(notice.text) if notice else "",
    }
    return config


def build(
    settings: Settings,
    docs: Path,
    site: Path,
    work: Path,
    timeout: float,
    extra: Mapping[str, Any],
) -> None:
    """Run MkDocs on `docs`, into `site`; `work` receives its configuration, of which `extra` is a part.

    Raises EngineError with what it printed when it fails or passes `timeout` seconds, OSError when
    the system refused it something (a full disk).
    """
    path = work / "mkdocs.yml"
    config = configuration(settings, docs, site, extra)
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    arguments = ["build", "--quiet", "--config-file", str(path)]
    # Material announces the end of MkDocs 1 on each run; the decision is in docs/decisions.
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        code, out, err = system.run("mkdocs", arguments, cwd=work, timeout=timeout, env=env)
    except subprocess.TimeoutExpired:
        message = f"MkDocs n’a pas fini en {timeout:.0f} s sur {docs}."
        raise EngineError(message) from None
    if refused := _REFUSED.search(err):
        number = int(refused[1])
        raise OSError(number, os.strerror(number), refused[2])
    if code or err.strip():
        raise EngineError(f"MkDocs a échoué sur {docs} :\n{err or out}")
