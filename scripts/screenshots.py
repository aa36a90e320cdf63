"""Take again the pictures of the documentation and of the guides.

make pictures      # needs Chromium, and the site in `site/` for the pictures of the documentation

The pictures of the guides show the miniature club of the tests, which is fictional and does not move.
What each shows is told once, in `SHOTS`; `tests/browser/test_pictures.py` plays the same steps and
compares the words in the frame with those kept in `WORDS` when the picture was taken: a page that
says something else asks for a new picture.
"""

import io
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from generator.review import sites
from generator.review.sites import SeenPage
from scripts.browser import browsing, served
from tests.site_fixtures import build_club, copy_miniature

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = {"home": ("", 1280, 860), "practice": ("pratiques/budget-participatif-gers/", 390, 844)}

ASSETS = ROOT / "content" / "assets"
WORDS = ROOT / "tests" / "browser" / "pictures.json"
WIDTH = 390  # CSS pixels: a phone
SHARPNESS = 2  # pixels of the picture for each
MARGIN = 12  # CSS pixels above the frame, and below it when nothing else is near
COLOURS = 128


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a page: where, what to do there first, from which element to which."""

    address: str
    top: str
    bottom: str
    prepare: Callable[[Page], None] = lambda _: None
    below: int = MARGIN
    proposed: bool = False  # whether the page is of the preview of a proposal


def _begin(page: Page) -> None:
    """Fill the first questions, and let the form propose a commune."""
    page.get_by_label("Titre de la fiche").fill("Conseil de quartier tiré au sort")
    page.get_by_label("La démarche en une phrase").fill(
        "Vingt habitants tirés au sort donnent leur avis sur chaque projet du quartier."
    )
    page.get_by_role("combobox", name="Territoire").press_sequentially("saint-denis")
    page.locator("[role=option]:visible").first.wait_for()
    _settle(page)


def _choose(page: Page) -> None:
    """Answer what must be answered."""
    _begin(page)
    page.locator("[role=option]:visible").filter(has_text="Seine-Saint-Denis").first.click()
    page.get_by_role("radio", name="En cours").check()


def _finish(page: Page) -> None:
    """Go to the last step with what must be answered."""
    _choose(page)
    _last(page)
    page.get_by_text("La fiche est prête").wait_for()


def _forget(page: Page) -> None:
    """Go to the last step too early."""
    page.get_by_label("Titre de la fiche").fill("Conseil de quartier tiré au sort")
    _last(page)
    page.locator(".c-errors").wait_for()


def _last(page: Page) -> None:
    page.locator(".c-steps a").last.click()
    _settle(page)


def _third(page: Page) -> None:
    page.locator(".c-steps a").nth(2).click()
    _settle(page)


def _settle(page: Page) -> None:
    """Let the form say what remains to be done: it waits until one has stopped typing."""
    page.wait_for_timeout(500)


FORM = "contribuer/pratique/"
PRACTICE = "pratiques/budget-participatif-mulhouse/"
MEMBER = "annuaire/camille-exemple/"
# By the name of the picture in `content/assets/`, without its suffix.
SHOTS = {
    "guide-formulaire": Shot(
        FORM, ".c-field:has([id='champ:summary'])", "[role=listbox]:visible", _begin, below=2
    ),
    "guide-a-revoir": Shot(FORM, ".c-steps", ".c-errors", _forget),
    "guide-envoyer": Shot(
        FORM, "[aria-labelledby='envoi:forge']", "[aria-labelledby='envoi:fichier']", _finish
    ),
    "guide-corriger": Shot(PRACTICE, ".c-correct", ".c-correct"),
    "guide-essentiel": Shot(PRACTICE, ".c-facts", ".c-peer li"),
    "guide-difficultes": Shot(PRACTICE, "#resultats", "#difficultes ~ blockquote"),
    "guide-contact": Shot(MEMBER, ".c-peer", "[aria-labelledby='fiche:mandats']"),
    "guide-accord": Shot(
        "contribuer/membre/", "[id='panneau:3'] h2", "[id='panneau:3'] fieldset", _third
    ),
    "guide-ancien-mandat": Shot("annuaire/lou-gabarit/", "h1", ".c-facts"),
    "guide-mention": Shot("", ".c-header", ".c-header__bar"),
    "guide-a-relire": Shot("a-relire.html", "h1", "article", proposed=True),
}
# What the proposal of the preview adds, then what changes with it.
_PROPOSED = SeenPage(f"/{PRACTICE}", "Budget participatif d’exemple : la ville laisse choisir", "")
_ASIDE = (
    SeenPage("/pratiques/", "Pratiques", ""),
    SeenPage("/territoires/haut-rhin/", "Haut-Rhin", ""),
    SeenPage("/themes/finances/", "Finances", ""),
)

# The words that are seen from one element to another, and what is written in the fields.
_FRAMED = """([top, bottom]) => {
    const range = document.createRange();
    range.setStartBefore(top);
    range.setEndAfter(bottom);
    const within = range.commonAncestorContainer;
    const said = [];
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
        if (!range.intersectsNode(node)) continue;
        const field = node.nodeType === Node.ELEMENT_NODE;
        if (!(field ? node : node.parentElement).checkVisibility()) continue;
        if (!field) said.push(node.data);
        else if (node.matches('textarea, input:not([type=checkbox], [type=radio])')) said.push(node.value);
    }
    return said.join(' ').split(/\\s+/).filter(Boolean).join(' ');
}"""


def reach(page: Page, base: str, shot: Shot) -> str:
    """Open the page of a picture, do what it asks; return the words in its frame."""
    page.goto(base + shot.address)
    shot.prepare(page)
    frame = [page.locator(at).first.element_handle() for at in (shot.top, shot.bottom)]
    return str(page.evaluate(_FRAMED, frame))


def propose(site: Path, folder: Path) -> Path:
    """Write under `folder` the preview of a proposal, made from `site`; return it."""
    copy = shutil.copytree(site, folder / "copie")
    sites.preview(copy, folder / "apercu", (_PROPOSED, *_ASIDE), {_PROPOSED.url})
    return folder / "apercu"


def phone(chromium: Browser) -> Page:
    """Return a page of the size of a phone, the same on every machine."""
    return chromium.new_page(
        viewport={"width": WIDTH, "height": 844},
        device_scale_factor=SHARPNESS,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        color_scheme="light",
        reduced_motion="reduce",
    )


def _take(page: Page, shot: Shot) -> bytes:
    """Return the frame of a shot, as a WebP of few colours."""
    top = page.locator(shot.top).first.bounding_box()
    bottom = page.locator(shot.bottom).first.bounding_box()
    if not top or not bottom:
        raise SystemExit(f"{shot.address} : le cadre {shot.top} … {shot.bottom} est introuvable")
    scrolled = page.evaluate("scrollY")
    start = max(0, top["y"] + scrolled - MARGIN)
    height = bottom["y"] + bottom["height"] + scrolled + shot.below - start
    clip = {"x": 0, "y": start, "width": WIDTH, "height": height}
    png = page.screenshot(full_page=True, clip=clip, caret="hide")  # type: ignore[arg-type]
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")
        out = io.BytesIO()
        few.save(out, "WEBP", lossless=True, quality=100, method=6)
    return out.getvalue()


def guides() -> None:
    """Write the pictures of the guides, and the words that they show."""
    words = {}
    with tempfile.TemporaryDirectory() as folder:
        site = build_club(copy_miniature(Path(folder) / "club"), Path(folder) / "site").site
        proposed = propose(site, Path(folder))
        with browsing(site) as (base, chromium), served(proposed) as review:
            for name, shot in SHOTS.items():
                page = phone(chromium)
                words[name] = reach(page, review if shot.proposed else base, shot)
                data = _take(page, shot)
                ASSETS.mkdir(exist_ok=True)
                (ASSETS / f"{name}.webp").write_bytes(data)
                print(f"{name}.webp  {len(data)} octets")
                page.context.close()
    text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
    WORDS.write_text(f"{text}\n", encoding="utf-8")


def documentation() -> None:
    """Write the pictures of the README, from this club's own site."""
    with browsing(ROOT / "site") as (base, chromium):
        for name, (address, width, height) in PAGES.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(base + address)
            page.screenshot(path=IMAGES / f"{name}.png")


def main() -> None:
    """Write every picture."""
    guides()
    documentation()


if __name__ == "__main__":
    main()
