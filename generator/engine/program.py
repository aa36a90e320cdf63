"""The engine as a program: a folder of pages in, a folder of HTML out.

It is a replaceable part: nothing here knows what a page says. Its configuration is always the
generator's own `mkdocs.yml`, which MkDocs and Zensical both read; the club only gives its names
and addresses.
"""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from generator.core import system
from generator.core.settings import HOME, MEMBERS, Settings
from generator.engine import release
from generator.records import french

# The last line of what Python prints when the system refused something.
_REFUSED = re.compile(r"^\w+Error: \[Errno (\d+)\][^:\n]*(?:: '([^'\n]*)'.*)?\s*\Z", re.MULTILINE)


class EngineError(system.BrokenError):
    """The engine failed: a bug or a broken machine, never the content's fault."""


class AbsentError(system.ClubError):
    """The engine that was asked for is not installed."""


# By name, how an engine is asked to build: its name for readers, the words before its configuration,
# what is imported before it runs.
ENGINES = {
    "mkdocs": ("MkDocs", ("build", "--quiet", "--config-file"), "mkdocs.commands.build"),
    "zensical": ("Zensical", ("build", "--clean", "--config-file"), "zensical.main"),
}


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
        "members": settings.edition == MEMBERS,
        # What the title of the home page says: the first words of the description.
        "purpose": french.typography(
            re.split(r"[\u00a0\u202f ]?[:.;]", settings.site_description)[0]
        ),
        "host": settings.host,
        "election_notice": french.typography(notice.text) if notice else "",
    }
    return config


class Run:
    """An engine at work on the folder `docs`, into `site`; `work` receives its configuration.

    `extra` is a part of the configuration. The engine is imported here, once, and run in a child.
    Raises AbsentError when it is not installed.
    """

    def __init__(
        self,
        settings: Settings,
        docs: Path,
        site: Path,
        work: Path,
        seconds: float,
        extra: Mapping[str, Any],
        engine: str = "mkdocs",
    ) -> None:
        self.site = site
        self._name, words, first = ENGINES[engine]
        if not find_spec(engine):
            raise AbsentError(f"{self._name} n’est pas installé : pip install {engine}.")
        self._docs, self._seconds = docs, seconds
        path = work / "mkdocs.yml"
        config = configuration(settings, docs, site, extra)
        for folder in ("docs_dir", "site_dir"):  # Zensical knows no other
            config[folder] = os.path.relpath(config[folder], work)
        text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        # Material announces the end of MkDocs 1 on each run; the decision is in docs/decisions.
        env = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        with suppress(ImportError):
            import_module(first)
        self._program = system.Program(engine, [*words, str(path)], cwd=work, env=env)

    def done(self) -> int:
        """Return how many pages it has written."""
        return sum(1 for _ in self.site.rglob("index.html")) if self.site.exists() else 0

    def wait(self, tick: Callable[[], None] = lambda: None) -> None:
        """Wait for its end, calling `tick` now and then.

        Raises EngineError with what it printed when it fails or passes its time, OSError when
        the system refused it something (a full disk).
        """
        try:
            code, out, err = self._program.wait(self._seconds, tick)
        except TimeoutError:
            message = f"{self._name} n’a pas fini en {self._seconds:.0f} s sur {self._docs}."
            raise EngineError(message) from None
        if refused := _REFUSED.search(err):
            number = int(refused[1])
            raise OSError(number, os.strerror(number), refused[2])
        if code or err.strip():
            raise EngineError(f"{self._name} a échoué sur {self._docs} :\n{err or out}")

    def stop(self) -> None:
        """End it if it still runs."""
        self._program.stop()
