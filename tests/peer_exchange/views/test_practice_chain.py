"""From learning to a practice and back; figures for donors; what is known of a person."""

from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse

from academy import site_version, sockets
from academy.models import Letter
from courses.enums import Breakdown
from courses.services.indicators import TOTAL, Scope
from peer_exchange.delivery.practice_letters import author_token
from peer_exchange.models import Adoption, Challenge, Practice
from peer_exchange.services.challenges import post_challenge
from peer_exchange.services.practice_authors import accept_invitation, invite_author
from peer_exchange.services.practice_data import personal_data
from peer_exchange.services.practices import draft_of
from peer_exchange.services.publications import publish_practice, unpublish_practice
from peer_exchange.views.practice_chain import offers_after
from tests.peer_exchange.notice_makers import make_cluster
from tests.peer_exchange.people import make_region
from tests.peer_exchange.practices import make_draft, make_municipality, make_practice, write


@pytest.fixture
def course(enrollment):
    return enrollment.course


@pytest.fixture
def practice(bob, course):
    region = make_region()
    practice = make_practice(bob, region.town, approach=course.approach, title="Of the same approach")
    site_version.bump()
    return practice


def test_after_a_course_a_practice_begins_with_what_is_known(client, alice, course):
    client.force_login(alice)
    request = RequestFactory().get("/")
    address = offers_after(request, [course])[course.pk]["url"]
    client.post(address, {"language": "en"})
    draft = draft_of(Practice.objects.get())
    assert draft.approach == course.approach
    assert list(draft.courses.all()) == [course]
    assert draft.source_submission is None


def test_a_course_of_others_fills_in_nothing(client, charlie, course):
    client.force_login(charlie)
    client.post(f"{reverse('practice_new')}?course={course.key}", {"language": "en"})
    draft = draft_of(Practice.objects.get())
    assert (draft.approach, list(draft.courses.all())) == (None, [])


def test_course_and_cluster_show_practices_of_their_approach(client, practice, course_page, course):
    cluster = make_cluster(approach=course.approach, visibility="public")
    pages = [course_page.url, reverse("cluster", kwargs={"slug": cluster.slug})]
    assert all("Of the same approach" in client.get(page).content.decode() for page in pages)
    unpublish_practice(practice, by=None)
    site_version.bump()
    assert all("Of the same approach" not in client.get(page).content.decode() for page in pages)


def test_figures_count_what_is_public_and_runs(practice, bob):
    town = practice.organisation
    stopped, running = make_municipality("Stopped"), make_municipality("Running", economy="RS")
    for place, stage in ((stopped, "stopped"), (running, "implemented")):
        Adoption.objects.create(
            practice=practice, organisation=place, stage=stage, stopped_reason="x", language="en",
            started_on=date(2026, 3, 1),
        )  # fmt: skip
    measures = {name: sockets.measures.get(name) for name in ("practices", "adoptions")}
    year = (date(2026, 1, 1), date(2026, 12, 31))
    published = practice.first_published_at.date()
    assert measures["practices"](Scope(town, published, published), Breakdown.ECONOMY) == {TOTAL: 1, "AL": 1}
    assert measures["practices"](Scope(running, published, published), "") == {TOTAL: 0}
    assert measures["adoptions"](Scope(running, *year), Breakdown.ECONOMY) == {TOTAL: 1, "RS": 1}
    assert measures["adoptions"](Scope(stopped, *year), "") == {TOTAL: 0}
    assert measures["adoptions"](Scope(running, date(2027, 1, 1), date(2027, 12, 31)), "") == {TOTAL: 0}


def test_what_is_known_of_a_person_is_handed_out_and_forgotten(practice, alice, bob):
    place = make_municipality("Hers")
    Adoption.objects.create(practice=practice, organisation=place, language="en", contact=alice)
    post_challenge(alice, title="No bus", problem="Nobody drives.", language="en")
    draft = make_draft(alice, title="My draft")
    told = personal_data.export(alice)
    assert [row["title"] for row in told["practices"]] == ["My draft"]
    assert [row["municipality"] for row in told["adoptions"]] == ["Hers"]
    assert [row["title"] for row in told["challenges"]] == ["No bus"]
    for _twice in range(2):
        personal_data.erase(alice, frozenset())
    assert not Practice.objects.filter(pk=draft.pk).exists()
    assert Adoption.objects.get().contact is None
    assert Challenge.objects.get().author is None
    personal_data.erase(bob, frozenset())
    assert Practice.objects.public().get() == practice
    assert not practice.authors.exists()


def test_a_name_that_is_forgotten_stands_in_no_version_and_no_print(client, practice, alice, bob, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    invite_author(practice, alice.email, by=bob)
    secret = Letter.objects.get(kind="practice_author").data["secret"]
    accept_invitation(author_token(secret), alice)
    publish_practice(practice, by=None)
    b"".join(client.get(reverse("practice_print", kwargs={"slug": practice.slug, "form": "brief"})).streaming_content)
    assert practice.versions.first().content["authors"] == [bob.name, alice.name]
    personal_data.erase(bob, frozenset())
    assert [version.content["authors"] for version in practice.versions.all()] == [[alice.name], []]
    assert not practice.files.exists()


def test_who_was_to_be_asked_and_leaves_is_named_and_written_to_no_more(client, bob, charlie):
    practice = make_practice(bob, make_municipality(), contact_name="Bob Whomtoask", contact_email=bob.email)
    write(practice, bob, problem="They stayed at home, all of them.")
    other = make_practice(charlie, make_municipality("other-town"))
    for _twice in range(2):
        personal_data.erase(bob, frozenset())
    draft = draft_of(practice)
    practice.refresh_from_db()
    assert (practice.contact_name, practice.contact_email) == ("", "")
    assert (draft.contact_name, draft.contact_email, draft.problem[:4]) == ("", "", "They")
    assert practice.versions.get().content["contact_name"] == ""
    assert "whomtoask" not in practice.folded
    assert "Whomtoask" not in client.get(reverse("practice", kwargs={"slug": practice.slug})).content.decode()
    other.refresh_from_db()
    assert other.contact_name == "Sara Sample"
