"""The whole flow of a build, readable on one screen."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

from generator import engine, exports, opengraph, pages, routes, search, views
from generator.build import audit, cache, images, publish
from generator.build.check import Checked, ContentError, check
from generator.build.serve import Preview
from generator.core import memory, published, system, tombstones
from generator.core.findings import Finding, printable
from generator.core.settings import MEMBERS, Settings
from generator.exports import catalogue, site_files
from generator.pages import documents
from generator.pages.page import GeneratedPage
from generator.sources import files
from generator.views.model import SiteView

__all__ = ["AuditError", "Built", "Checked", "ContentError", "build", "check"]
PREVIEW = "preview"  # where `club serve` builds, in the folder of what is made
# What of a club's folder a site never replaces.
_TAKEN = {".club", ".git", *files.CONTENT}

# Says a step, then how much of it is done, of how much.
Progress = Callable[..., None]


class AuditError(system.ClubError):
    """The built site has defects; nothing was published."""

    code = system.AUDIT

    def __init__(self, defects: list[audit.Defect]) -> None:
        super().__init__(audit.refused(defects))
        self.defects = defects


@dataclass(frozen=True, slots=True)
class Built:
    """What a build published: `counts` is the number of records per kind; `same` when nothing had changed."""

    site: Path
    pages: int
    counts: dict[str, int]
    warnings: list[Finding]
    same: bool = False


def build(
    root: Path,
    settings: Settings,
    today: date,
    *,
    out: Path,
    jobs: int,
    private: Path | None = None,
    engine_name: str = "mkdocs",
    precompress: bool = False,
    progress: Progress = lambda *_: None,
    preview: Preview | None = None,
) -> Built:
    """Check, write the pages, run the engine, index, audit, then publish in one step.

    The pages that are open in a `preview` are first shown there, alone. `private` is the folder of what
    the members' edition shows, and the other must not; what is kept of that edition stays there.

    Raises ContentError, AuditError, or the error of the part that failed; in every case
    `out` is what it was before.
    """
    base = root.resolve()
    members = settings.edition == MEMBERS
    work = (private.resolve() if members and private else base) / ".club"
    for path in (base, out):
        _nameable(path)
    marker = publish.PRIVATE_MARKER if members else publish.MARKER
    out = publish.check_target(out, marker)
    publish.check_apart(out, base, _TAKEN if out != work / PREVIEW else ())
    if private:
        publish.check_outside(private.resolve(), base)
    if members:
        publish.check_outside(out, base)
    day = settings.on(today)
    order = _Order(
        root, day, today, out, jobs, private, engine_name, precompress, progress, preview
    )
    busy = "Une autre construction est en cours dans ce dossier"
    with system.lock(work / "lock", busy, "club build"), cache.opened(work / "cache.db") as before:
        programme = cache.of_programme()
        made = _made_of(base, order, programme)
        known = before.state
        if made and known.get("made") == made and known.get("site") == cache.of_site(out):
            publish.staging(out, work)  # what a build that was killed left goes
            findings = [Finding(**one) for one in known["findings"]]
            return Built(out, known["pages"], known["counts"], findings, same=True)
        progress("Vérification des sources")
        remembered = before.memory(programme, jobs)
        with memory.lent(remembered):
            checked = check(root, settings, today, private=private)
        if checked.errors:
            raise ContentError(checked)
        new = publish.staging(out, work)
        try:
            with memory.lent(remembered):
                fresh, keys = _make(order, checked, new, work, before, programme)
            progress("Publication")
            publish.swap(new, out, marker)
        finally:
            shutil.rmtree(new, ignore_errors=True)
            for name in ("shards", "search", "open"):
                shutil.rmtree(work / name, ignore_errors=True)
        counts = {kind: len(records) for kind, records in checked.club.records.items()}
        state = {
            # What was saved meanwhile may have been read, or not.
            "made": made if made == _made_of(base, order, programme) else "",
            "programme": programme,
            "site": cache.of_site(out),
            "pages": len(keys),
            "counts": counts,
            "findings": [asdict(one) for one in checked.findings],
        }
        with suppress(
            cache.Error
        ):  # a full disk: the site is published, the next build begins again
            before.remember(remembered)
            before.keep(fresh, keys, state)
    return Built(out, len(keys), counts, checked.findings)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be built, and how."""

    root: Path
    settings: Settings
    today: date
    out: Path
    jobs: int
    private: Path | None
    engine: str
    precompress: bool
    progress: Progress
    preview: Preview | None


_READ = (*files.CONTENT, tombstones.FILE, published.FILE)


def _made_of(base: Path, order: _Order, programme: str) -> str:
    """Return the digest of all that the site is made of, empty when something cannot be read."""
    options = (
        order.settings,
        order.today,
        order.engine,
        order.precompress,
        str(order.out),
    )
    try:
        aside = cache.of_files(order.private, (files.PRIVATE,)) if order.private else ""
        return cache.digest(programme, cache.of_files(base, _READ), repr(options), aside)
    except OSError:
        return ""


def _make(
    order: _Order, checked: Checked, new: Path, work: Path, before: cache.Cache, programme: str
) -> tuple[dict[str, str], list[str]]:
    """Make the site in `new` and audit it; return the pages that were not known, and the keys of all."""
    settings, progress = order.settings, order.progress
    site, public = _views(order, checked)
    if order.preview:
        _show(order, order.preview, site, _fresh(work / "open"))
    progress("Écriture des pages")
    written, exported = memory.together(
        [lambda: list(pages.pages(site, settings)), lambda: exports.export(public, settings)]
    )
    written.append(pages.data_page(site, settings, catalogue.open_data(public, settings)))
    generated = sorted(written, key=lambda p: p.address)
    shown = pages.navigation(site)
    common = cache.digest(programme, repr((settings, shown, order.engine)))
    keys = {page.address: cache.digest(common, page.file, page.text) for page in generated}
    known = before.pages(keys.values())
    known.pop(keys["/"], None)  # the home page is always made: the files of the theme come with it
    missing = [page for page in generated if keys[page.address] not in known]
    folder = _fresh(work / "pages")
    names = [name.lstrip("/") for name in site.image_files]  # the photos that pages show
    photos = {name: images.clean(order.root / "content" / name) for name in names}
    texts = {page.file: page.text.encode() for page in missing}
    _write(texts | _files(site, settings, generated, exported) | photos, folder)
    step = f"Construction de {len(missing)} pages"
    progress(step)
    shards = _fresh(work / "shards")
    tell = partial(progress, step)
    engine.run(settings, missing, folder, new, shards, order.jobs, shown, tell, order.engine)
    made = {routes.built_file(page.address): page.address for page in generated}
    fresh = {}
    for name, address in made.items():
        if html := known.get(keys[address]):
            _write({name: html.encode()}, new)
        else:
            fresh[keys[address]] = (new / name).read_text(encoding="utf-8")
    allowed = views.public(checked.club, site, settings.contact_email)
    look = partial(audit.look, new, site_url=settings.site_url, public=allowed)

    def dressed() -> None:
        opengraph.place(opengraph.cards(site, settings), new, work / "cards", order.jobs)
        look()

    progress("Cartes, index de recherche et lecture des pages")
    index = partial(search.index, new, new / engine.release.internal(), _fresh(work / "search"))
    memory.together([dressed, index])
    (new / "_headers").write_text(engine.hosting.headers(new, apart=site.apart), encoding="utf-8")
    progress("Audit du site")
    expected = {page.address for page in generated} | documents.moved(site).keys()
    # Records in, pages out: a kind that nobody shows is a defect, not a site without it.
    expected |= {routes.record(kind, one.id) for kind, one in checked.club.each()}
    defects = audit.audit(
        new,
        map(routes.built_file, expected),
        site_url=settings.site_url,
        public=allowed,
        withheld=views.withheld(checked.club, site, allowed),
    )
    if defects:
        raise AuditError(defects)
    if order.precompress:  # copies of what was audited
        progress("Compression")
        engine.hosting.compress(new, order.jobs)
    return fresh, list(keys.values())


def _views(order: _Order, checked: Checked) -> tuple[SiteView, SiteView]:
    """Return what the edition shows, and what everyone may see: what leaves by a file may be sent on."""
    settings = order.settings
    view = partial(
        views.site,
        checked.club,
        today=order.today,
        retention_months=settings.retention_months,
        fictional=settings.fictional,
    )
    public = view()
    return view(members=True) if settings.edition == MEMBERS else public, public


def _show(order: _Order, preview: Preview, site: SiteView, work: Path) -> None:
    """Put the records that are open in a preview in the site that it shows, before the rest is made."""
    made = list(pages.open_records(site, order.settings, preview.open_pages()))
    if not made or not order.out.exists():
        return
    _write({page.file: page.text.encode() for page in made}, work / "pages")
    extra = pages.navigation(site)
    engine.run(order.settings, made, work / "pages", work / "site", work, 1, extra)
    for page in made:
        name = routes.built_file(page.address)
        preview.replace(order.out / name, (work / "site" / name).read_bytes())
    preview.changed(())


def _nameable(path: Path) -> None:
    """Refuse a path that the engine's configuration cannot name. Raises PublishError."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        message = f"{printable(str(path))} n’est pas un nom en UTF-8 : renommez ce dossier."
        raise publish.PublishError(message) from None


def _fresh(folder: Path) -> Path:
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def _files(
    site: SiteView, settings: Settings, generated: list[GeneratedPage], exported: dict[str, str]
) -> dict[str, bytes]:
    """Return the data of the folder the engine reads, beside the Markdown of the pages."""
    addresses = [page.address for page in generated if not page.meta.get("noindex")]
    texts = dict(exported)
    if not site.apart:  # whose pages ask not to be indexed
        texts["sitemap.xml"] = site_files.sitemap(addresses, site, settings)
    texts |= documents.documents(site, settings)
    return {name: text.encode() for name, text in texts.items()}


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
