"""Take again the pictures of the documentation, from the site in `site/`.

make site && python -m scripts.screenshots      # needs Chromium
"""

from pathlib import Path

from scripts.browser import browsing

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = {"home": ("", 1280, 860), "practice": ("pratiques/budget-participatif-gers/", 390, 844)}


def main() -> None:
    """Write one PNG a page."""
    with browsing(ROOT / "site") as (base, chromium):
        for name, (address, width, height) in PAGES.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(base + address)
            page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
