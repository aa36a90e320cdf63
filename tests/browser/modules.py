"""The modules of the scripts as they are written: a page loads one bundle, a test calls what is in it."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from scripts.javascript import SRC


def serve_modules(page: Page) -> None:
    """Let a page of a site import `/src/form/check.js` and the like."""

    def answer(route: Route) -> None:
        path = SRC / urlsplit(route.request.url).path.removeprefix("/src/")
        route.fulfill(path=path, content_type="text/javascript")

    page.route("**/src/**/*.js", answer)
