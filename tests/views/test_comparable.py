"""Comparable practices and peers on the sheets: who is proposed, who never is, and why."""

from datetime import date

import pytest

from generator import demo, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds.comparable import MOST, with_peers
from generator.kinds.view import ComparableView
from generator.records import french
from generator.views.model import SiteView

TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    """A fictional club with former members and practices inspired by others."""
    folder = tmp_path_factory.mktemp("comparable") / "club"
    sizes = demo.Sizes(members=150, practices=90, meetings=0, watch=0, actions=0)
    demo.write_demo(folder, sizes, seed=3, today=TODAY, home=settings.HOME)
    return views.site(pipeline.check(folder, settings.load(folder), TODAY).club, today=TODAY)


def _plain(found: ComparableView) -> str:
    return found.reason.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_few_others_each_with_its_reason(site: SiteView) -> None:
    lists = {view.url: view.comparable for view in site.practices}
    lists |= {view.url: view.comparable for view in site.members}
    for url, comparable in lists.items():
        urls = [found.ref.url for found in comparable]
        assert len(urls) == len(set(urls)) <= MOST
        assert url not in urls
        assert all(found.reason and found.place for found in comparable)
    assert all(len(view.comparable) == MOST for view in site.members if view.current.place)


def test_a_comparable_practice_shares_a_method_or_a_theme(site: SiteView) -> None:
    known = {view.id: view for view in site.practices}
    for view in site.practices:
        for found in view.comparable:
            other = known[found.ref.id]
            theirs = {*other.methods, *other.themes}
            common = [ref.label for ref in (*view.methods, *view.themes) if ref in theirs]
            assert common
            assert f"en commun : {french.enumeration(common)}" in _plain(found)


def test_a_difference_leads_only_when_there_is_no_likeness(site: SiteView) -> None:
    lists = [view.comparable for view in site.practices] + [v.comparable for v in site.members]
    found = [_plain(one) for comparable in lists for one in comparable]
    different = {said for said in found if said.startswith(("autre taille", "ailleurs"))}
    assert all("même" not in said and "en commun" not in said for said in different)
    assert any(" autre taille" in said for said in found)


def test_a_former_member_is_proposed_to_nobody(site: SiteView) -> None:
    former = {view.id for view in site.members if not view.active}
    assert former
    proposed = {found.ref.id for view in site.members for found in view.comparable}
    assert proposed
    assert not former & proposed


def test_a_former_member_still_finds_peers(site: SiteView) -> None:
    assert all(view.comparable for view in site.members if not view.active)


def test_nobody_to_compare_with_is_no_list(site: SiteView) -> None:
    alone = next(view for view in site.members if view.active)
    (found,) = with_peers((alone,))
    assert found.comparable == ()
