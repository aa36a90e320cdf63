"""Take again the pictures of the documentation, from the site in `site/`.

make site && python -m scripts.screenshots      # needs Chromium
"""

import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PAGES = {"home": ("/", 1280, 860), "practice": ("/pratiques/budget-participatif-gers/", 390, 844)}
BROWSER_FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Write one PNG a page."""
    browser = shutil.which("chromium") or sys.exit("Chromium est absent.")
    handler = partial(_Quiet, directory=str(ROOT / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as play:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = play.chromium.launch(executable_path=browser, args=BROWSER_FLAGS)
        for name, (address, width, height) in PAGES.items():
            page = chromium.new_page(viewport={"width": width, "height": height})
            page.goto(f"http://127.0.0.1:{server.server_address[1]}{address}")
            page.screenshot(path=IMAGES / f"{name}.png")
        chromium.close()
        server.shutdown()


if __name__ == "__main__":
    main()
