"""Each part of the site has a version of its own: publishing in one reads nothing anew of the others, but no page that
was kept before is served again.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from academy import publishing, site_version
from academy.models import Approach
from academy.models.approach import approach_names
from academy.site_version import PAGES
from courses import catalogue
from peer_exchange import library
from peer_exchange.models import Cluster, Practice
from peer_exchange.services.publications import publish_practice, unpublish_practice
from tests.peer_exchange.practices import make_draft, make_practice

pytestmark = pytest.mark.django_db
PARTS = (PAGES, Approach.site_part, Cluster.site_part, Practice.site_part)


def versions() -> dict[str, int | None]:
    return {part: site_version.current(part) for part in PARTS}


def changed(before: dict[str, int | None]) -> set[str]:
    return {part for part, version in versions().items() if version != before[part]}


def test_a_part_is_raised_alone_and_the_whole_with_it():
    before, whole = versions(), site_version.whole()
    site_version.bump(Practice.site_part)
    assert changed(before) == {Practice.site_part}
    assert site_version.whole() != whole
    before = versions()
    site_version.bump()
    assert changed(before) == set(PARTS)


def test_a_name_is_a_part_once():
    with pytest.raises(ValueError, match="already"):
        site_version.add_part(PAGES)


def test_inside_a_request_what_is_raised_is_unknown():
    with site_version.pinned():
        assert site_version.whole() is not None
        site_version.bump(Practice.site_part)
        assert site_version.whole() is None
        assert site_version.current() is None
    assert site_version.whole() is not None


def test_publishing_a_course_leaves_the_library_and_the_names(
    alice, course_page, django_capture_on_commit_callbacks, django_assert_num_queries
):
    make_practice(alice, None, place="Sample", economy="AL")
    site_version.bump()
    library.current()
    approach_names()
    before = versions()
    with django_capture_on_commit_callbacks(execute=True):
        course_page.save_revision().publish()
    assert changed(before) == {PAGES}
    with django_assert_num_queries(0):
        assert len(library.current().cards) == 1
        approach_names()


def test_publishing_a_practice_leaves_the_catalogue_and_empties_the_page_cache(
    client, alice, course_page, django_capture_on_commit_callbacks, django_assert_num_queries
):
    client.get("/en/")
    with override("en"):
        catalogue.cards("en")
    practice = make_draft(alice)
    for change in (publish_practice, unpublish_practice):
        before = versions()
        with django_capture_on_commit_callbacks(execute=True):
            change(practice, by=None)
        assert changed(before) == {Practice.site_part}
        with django_assert_num_queries(0), override("en"):
            assert len(catalogue.cards("en")) == 1
        assert client.get("/en/").headers.get("X-Page-Cache") != "hit"


def test_a_renamed_approach_shows_everywhere(course_page, django_capture_on_commit_callbacks):
    with override("en"):
        assert catalogue.cards("en")[0].approach != "Renamed"
        approach = Approach.objects.get(key=catalogue.cards("en")[0].approach_key)
        name = approach.names.get(language="en")
        name.name = "Renamed"
        before = versions()
        with django_capture_on_commit_callbacks(execute=True):
            name.save()
            approach.save()
        assert changed(before) == set(PARTS)
        assert catalogue.cards("en")[0].approach == "Renamed"


def test_what_redis_missed_is_caught_up_with_part_by_part(alice, course_page):
    practice = make_practice(alice, None, place="Sample", economy="AL")
    site_version.bump()
    later = timezone.now() + timedelta(seconds=1)
    ModelLogEntry.objects.log_action(instance=practice, action="wagtail.unpublish", timestamp=later)
    before = versions()
    publishing.catch_up()
    assert changed(before) == {Practice.site_part}
