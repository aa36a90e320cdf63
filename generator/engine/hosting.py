"""What a host is told of the files of a site, and copies of them compressed in advance.

Headers are for the hosts that read `_headers`, copies for those that serve them. nginx and Apache are told the
same in `docs/hosting/`; a test starts them and compares.
"""

import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.engine import release

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
}
# On pages, but the excerpts that other sites show in a frame.
PAGES = {"Content-Security-Policy": "frame-ancestors 'self'"}
# On names made of a content. Such hosts make browsers compare all the rest by themselves.
RELEASE = {"Cache-Control": "public, max-age=31536000, immutable"}
# On what other programs read, from the pages of other sites too.
DATA = {"Access-Control-Allow-Origin": "*"}

_EXCERPTS = "integrer"
_TEXTS = frozenset(
    {".css", ".csv", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".vcf", ".xml"}
)
_SMALLEST = 1024  # bytes under which compressing saves no packet
_GZIP = 31  # zlib's wbits: its header carries no date


def headers(site: Path, *, apart: bool = False) -> str:
    """Return the text of `_headers`, of a site that robots may not index when it is `apart`, in the form that Netlify and Cloudflare Pages share.

    Hosts join the values of a header that two rules give: no header is in two that meet.
    """
    everywhere = EVERYWHERE | ({"X-Robots-Tag": "noindex"} if apart else {})
    rules: dict[str, Mapping[str, str]] = {"/*": everywhere, "/": PAGES, f"/{_EXCERPTS}/": PAGES}
    sections = sorted(path.parent.name for path in site.glob("*/index.html"))
    rules |= {f"/{name}/*": PAGES for name in sections if name != _EXCERPTS}
    rules |= {f"/{path}": RELEASE for path in _named_by_content(site)}
    rules |= {f"/{name}/*": DATA for name in ("api", "flux")}
    lines: list[str] = []
    for path, values in rules.items():
        lines += [path, *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def _named_by_content(site: Path) -> Iterator[str]:
    yield f"{release.programs()}*"
    for path in sorted((site / release.internal() / "pagefind").iterdir()):
        if path.suffix != ".json":  # these say what is there now
            yield path.relative_to(site).as_posix() + ("/*" if path.is_dir() else "")


def compress(site: Path, jobs: int) -> None:
    """Write, beside each text of `site`, the same compressed by gzip when that is worth it."""
    files = sorted(path for path in site.rglob("*") if path.suffix in _TEXTS and path.is_file())
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(_compress, files))


def _compress(path: Path) -> None:
    data = path.read_bytes()
    packed = zlib.compress(data, 9, wbits=_GZIP)
    if len(data) >= _SMALLEST and len(packed) < len(data):
        path.with_name(f"{path.name}.gz").write_bytes(packed)
