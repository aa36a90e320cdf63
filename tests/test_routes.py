"""Every address of the site comes from one place, and links between pages are relative."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import routes
from generator.kinds import KINDS

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
ADDRESSES = st.lists(SLUGS, max_size=4).map(lambda parts: "".join(f"/{p}" for p in parts) + "/")
HOST = "https://exemple.fr"


@given(ADDRESSES, ADDRESSES, st.one_of(st.just(""), SLUGS))
def test_a_relative_link_leads_to_its_target(target: str, page: str, anchor: str) -> None:
    wanted = f"{target}#{anchor}" if anchor else target
    link = routes.relative(wanted, page)
    assert urljoin(HOST + page, link) == HOST + wanted
    assert not link.startswith("/")


@given(ADDRESSES, ADDRESSES, SLUGS)
def test_a_relative_link_leads_to_a_file(folder: str, page: str, name: str) -> None:
    target = f"{folder}{name}.png"
    assert urljoin(HOST + page, routes.relative(target, page)) == HOST + target


@given(ADDRESSES, ADDRESSES, SLUGS)
def test_a_relative_link_keeps_its_query(target: str, page: str, word: str) -> None:
    wanted = f"{target}?q={word}#x"
    assert urljoin(HOST + page, routes.relative(wanted, page)) == HOST + wanted


@given(ADDRESSES, ADDRESSES, ADDRESSES)
def test_a_site_may_live_in_any_folder(target: str, page: str, root: str) -> None:
    link = routes.relative(target, page)
    base = HOST + root.rstrip("/")
    assert urljoin(base + page, link) == base + target


def test_a_link_inside_the_page_is_its_anchor() -> None:
    assert routes.relative("/a/#x", "/a/") == "#x"
    assert routes.relative("/#x", "/") == "#x"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_addresses(kind: str) -> None:
    assert routes.record(kind, "x").startswith("/")
    if kind != "page":
        assert routes.section(kind).strip("/") in routes.SECTIONS
        assert routes.record(kind, "x").startswith(routes.section(kind))


def test_addresses_are_those_of_the_contract() -> None:
    assert routes.record("page", "index") == "/"
    assert routes.record("page", "club") == "/club/"
    assert routes.record("member", "x") == "/annuaire/x/"
    assert routes.record("practice", "x") == "/pratiques/x/"
    assert routes.record("meeting", "x") == "/reunions/x/"
    assert routes.record("watch", "x") == "/veille/x/"
    assert routes.record("action", "x") == "/actions/x/"
    assert routes.hub("themes", "x") == "/themes/x/"
    assert routes.hub("methods", "x") == "/methodes/x/"
    assert routes.agenda() == "/agenda.ics"
    assert routes.event("x") == "/reunions/x/reunion.ics"
    assert routes.feed("tout") == "/flux/tout.xml"


def test_every_page_has_an_address() -> None:
    found = routes.every({"member": ["a"], "page": ["presse"]}, [("themes", "b"), ("levels", "c")])
    assert {"/", "/club/", "/contribuer/", "/territoires/", "/recherche/", "/reseau/"} <= found
    assert {"/annuaire/a/", "/presse/", "/themes/b/"} <= found
    assert "/levels/c/" not in found
    assert all(address.startswith("/") and address.endswith("/") for address in found)


@given(ADDRESSES)
def test_source_and_built_files_stay_in_their_folder(address: str) -> None:
    source, built = routes.source_file(address), routes.built_file(address)
    assert source.endswith(".md")
    assert built.endswith("index.html")
    assert not source.startswith("/")
    assert not built.startswith("/")
    assert ".." not in source.split("/") + built.split("/")


@given(ADDRESSES, ADDRESSES)
def test_two_addresses_never_share_a_file(one: str, other: str) -> None:
    if one != other:
        assert routes.source_file(one) != routes.source_file(other)
        assert routes.built_file(one) != routes.built_file(other)


def test_the_home_page_is_the_index() -> None:
    assert (routes.source_file("/"), routes.built_file("/")) == ("index.md", "index.html")
    assert routes.built_file("/a/b/") == "a/b/index.html"
