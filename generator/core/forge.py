"""Addresses of the forge that hosts the sources: where to change a line, where to say it is wrong.

GitHub and GitLab spell them differently; nothing else depends on which one it is.

- GitHub: https://docs.github.com/repositories/working-with-files and, for the fields of an issue
  form, https://docs.github.com/issues/tracking-your-work-with-issues/creating-an-issue
- GitLab: https://docs.gitlab.com/user/project/repository/web_editor/ and
  https://docs.gitlab.com/user/project/issues/create_issues/
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from generator.core.settings import Settings

# The issue form of this repository that « Signaler une erreur » opens, and its fields.
ERROR_FORM = "signaler-une-erreur.yml"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a page is made from: a file and a line, or a folder (`line` 0, path ending in `/`).

    `path` is relative to the root of the repository, empty for the root itself. `missing` says
    that nobody wrote the file yet.
    """

    path: str
    line: int = 0
    missing: bool = False

    @property
    def label(self) -> str:
        """The place as people write it: `members.yaml, ligne 12`."""
        if not self.line:
            return self.path or "tout le dépôt"
        return f"{self.path}, ligne {self.line}"


def edit(settings: Settings, origin: Origin) -> str:
    """Return where the source is changed (a folder: where it is listed)."""
    base = settings.repo_url + ("/-" if settings.forge == "gitlab" else "")
    path = quote(origin.path.rstrip("/"))
    branch = quote(settings.branch)
    if origin.missing:
        folder, _, name = path.rpartition("/")
        field = "file_name" if settings.forge == "gitlab" else "filename"
        return f"{base}/new/{branch}/{folder}?{field}={name}"
    if not origin.line:
        return f"{base}/tree/{branch}/{path}".rstrip("/")
    return f"{base}/edit/{branch}/{path}" + (f"#L{origin.line}" if origin.line > 1 else "")


def new(settings: Settings) -> str:
    """Return where a file is proposed; its name and its text are still to be added."""
    base = settings.repo_url + ("/-" if settings.forge == "gitlab" else "")
    return f"{base}/new/{quote(settings.branch)}"


def editing(settings: Settings) -> str:
    """Return what the addresses where files are changed begin with."""
    return edit(settings, Origin("", 1)).rstrip("/")


def report(settings: Settings, origin: Origin, page: str) -> str:
    """Return where an error is reported, the page and its source already written down."""
    title = f"Erreur sur la page {page}"
    address = settings.site_url.rstrip("/") + page
    if settings.forge == "gitlab":
        text = f"Page : {address}\n\nSource : {origin.label}\n\nCe qui est faux, et d’où vous le savez :\n"
        fields = {"issue[title]": title, "issue[description]": text}
        return f"{settings.repo_url}/-/issues/new?{urlencode(fields, quote_via=quote)}"
    fields = {"template": ERROR_FORM, "title": title, "page": address, "source": origin.label}
    return f"{settings.repo_url}/issues/new?{urlencode(fields, quote_via=quote)}"
