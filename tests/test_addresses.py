"""Every address × every kind of person: what each may open. A new address belongs into this table."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from academy.services.letters import unsubscribe_token
from courses import organisation_urls
from courses.services.attempts import start_attempt
from peer_exchange import cluster_urls, event_urls, notice_urls, record_urls, sharing_urls, topic_urls
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = ("anonymous", "charlie", "alice", "organisation", "trainer", "editor", "facilitator", "admin")
SIGN_IN = "sign-in"  # sent to sign in
ENROLL = "enroll"  # sent to the course page
OK = 200


@dataclass(frozen=True)
class Place:
    """What the addresses below are about: Alice's enrollment, attempt and certificate in one course."""

    enrollment: object
    attempt: object
    certificate: object
    lesson: object
    lesson_step: object
    quiz_step: object
    path: object
    assignment: object
    submission: object


@pytest.fixture
def place(course_page, alice, bob):
    enrollment = factories.finish(factories.enroll(alice, course_page))
    lesson_step, _second, quiz_step, _final = factories.steps_of(course_page)
    quiz = course_page.get_descendants().get(slug="quiz").specific
    assignment = factories.make_assignment(course_page)
    return Place(
        enrollment=enrollment,
        attempt=start_attempt(enrollment, quiz, quiz_step, language="en"),
        certificate=enrollment.certificates.get(),
        lesson=course_page.get_descendants().get(slug="lesson-1"),
        lesson_step=lesson_step,
        quiz_step=quiz_step,
        path=factories.make_path(course_page),
        assignment=assignment,
        submission=factories.hand_in(enrollment, assignment),
    )


def row(address: Callable[[Place], str], method: str = "get", **expected):
    return address, method, expected


def public(address, method="get"):
    return row(address, method, **dict.fromkeys(PEOPLE, OK))


def signed_in(address, method="get", ok=OK):
    return row(address, method, anonymous=SIGN_IN, **dict.fromkeys(PEOPLE[1:], ok))


def hers(address, method="get", ok=OK):
    """Alice's own: a stranger learns nothing of it, whoever she is."""
    return row(address, method, anonymous=SIGN_IN, **dict.fromkeys(PEOPLE[1:], 404) | {"alice": ok})


def reviewed(address, otherwise):
    """For facilitators: who may review assignments, and it is not her own."""
    people = {"anonymous": SIGN_IN, **dict.fromkeys(PEOPLE[1:], otherwise)}
    return row(address, **people | dict.fromkeys(("editor", "facilitator", "admin"), OK))


def cms(address, *allowed):
    """Visitors sign in first; who has no role in the CMS is told so, who lacks this permission comes to its start."""
    outside = {"anonymous": SIGN_IN, "charlie": 403, "alice": 403, "organisation": 403}
    return row(address, **outside | dict.fromkeys(PEOPLE[4:], 302) | dict.fromkeys(allowed, OK))


TABLE = {
    "home": public(lambda place: "/en/"),
    "catalogue": public(lambda place: "/en/courses/"),
    "course": public(lambda place: "/en/courses/outreach/"),
    "learning path": public(lambda place: "/en/courses/a-way/"),
    "learning path in another language": public(lambda place: "/sq/courses/a-way/"),
    "course in another language": public(lambda place: "/mk/courses/outreach/"),
    "search": public(lambda place: "/en/search/?q=outreach"),
    "glossary": public(lambda place: "/en/glossary/"),
    "practices": public(lambda place: "/en/practices/"),
    "map of practices": public(lambda place: "/en/practices/map/?economy=AL"),
    "practices compared": public(lambda place: "/en/practices/compare/?code=GP-2026-0001"),
    "handbook": row(lambda place: "/en/handbooks/outreach.pdf", **dict.fromkeys(PEOPLE, 202)),
    "about": public(lambda place: "/en/about/"),
    "sign up": row(lambda place: "/accounts/signup/", anonymous=OK, **dict.fromkeys(PEOPLE[1:], 302)),
    "sign in": row(lambda place: "/accounts/login/", anonymous=OK, **dict.fromkeys(PEOPLE[1:], 302)),
    "certificate check": public(lambda place: f"/en/certificates/{place.certificate.code}/"),
    "certificate pdf": public(lambda place: f"/certificates/{place.certificate.code}.pdf"),
    "certificate form": public(lambda place: "/en/certificates/"),
    "health": public(lambda place: "/healthz"),
    "cover": public(lambda place: "/weave/routes-spruce.svg"),
    "unknown page": row(lambda place: "/en/no-such-page/", **dict.fromkeys(PEOPLE, 404)),
    "my learning": signed_in(lambda place: "/en/learning/"),
    "profile": signed_in(lambda place: "/accounts/profile/"),
    "own data": signed_in(lambda place: "/accounts/data/"),
    "own organisations": signed_in(lambda place: "/accounts/organisations/"),
    "letters": signed_in(lambda place: "/accounts/letters/"),
    "my calendar": signed_in(lambda place: "/en/calendar/"),
    "stop letters": public(lambda place: f"/accounts/letters/{unsubscribe_token(place.enrollment.user, 'news')}/"),
    "stop letters at once": public(
        lambda place: f"/accounts/letters/{unsubscribe_token(place.enrollment.user, 'news')}/", "post"
    ),
    "stop letters by a wrong link": row(lambda place: "/accounts/letters/no.token/", **dict.fromkeys(PEOPLE, 404)),
    "lesson": row(
        lambda place: "/en/courses/outreach/first-module/lesson-1/",
        anonymous=SIGN_IN, charlie=ENROLL, alice=OK, organisation=ENROLL, facilitator=ENROLL, trainer=OK, editor=OK,
        admin=OK,
    ),
    "quiz": row(
        lambda place: "/en/courses/outreach/first-module/quiz/",
        anonymous=SIGN_IN, charlie=ENROLL, alice=OK, organisation=ENROLL, facilitator=ENROLL, trainer=OK, editor=OK,
        admin=OK,
    ),
    "module": row(lambda place: "/en/courses/outreach/first-module/", **dict.fromkeys(PEOPLE, ENROLL)),
    "enroll": signed_in(lambda place: "/en/learning/enrollments/", "post", ok=404),  # without a course
    "finish a lesson": hers(
        lambda place: (
            f"/en/learning/enrollments/{place.enrollment.uuid}/steps/{place.lesson_step.key}/completion/"
        ),
        "post",
        ok=302,
    ),
    "start an attempt": hers(
        lambda place: f"/en/learning/enrollments/{place.enrollment.uuid}/steps/{place.quiz_step.key}/attempts/",
        "post",
        ok=302,
    ),
    "attempt": hers(lambda place: f"/en/learning/attempts/{place.attempt.uuid}/"),
    "result of an open attempt": hers(lambda place: f"/en/learning/attempts/{place.attempt.uuid}/result/", ok=302),
    "assignment page": row(
        lambda place: "/en/courses/outreach/assignment/",
        anonymous=SIGN_IN, charlie=ENROLL, alice=OK, organisation=ENROLL, facilitator=ENROLL, trainer=OK, editor=OK,
        admin=OK,
    ),
    "blank template": public(lambda place: f"/en/learning/templates/{place.assignment.translation_key}.docx"),
    "assignment": hers(lambda place: f"/en/learning/assignments/{place.submission.uuid}/", ok=302),
    "assignment as pdf": hers(lambda place: f"/en/learning/assignments/{place.submission.uuid}.pdf"),
    "assignment as Word file": hers(lambda place: f"/en/learning/assignments/{place.submission.uuid}.docx"),
    "save an assignment": hers(
        lambda place: (
            f"/en/learning/enrollments/{place.enrollment.uuid}/steps/{place.assignment.translation_key}/assignment/"
        ),
        "post",
        ok=302,
    ),
    "assignments to review": reviewed(lambda place: "/en/learning/reviews/", 403),
    "review": reviewed(lambda place: f"/en/learning/reviews/{place.submission.uuid}/", 404),
    "reviewed text as Word file": reviewed(lambda place: f"/en/learning/reviews/{place.submission.uuid}.docx", 404),
    "cms": cms(lambda place: "/admin/", "trainer", "editor", "facilitator", "admin"),
    "cms lesson editor": cms(lambda place: f"/admin/pages/{place.lesson.pk}/edit/", "trainer", "editor", "admin"),
    "cms path editor": cms(lambda place: f"/admin/pages/{place.path.pk}/edit/", "trainer", "editor", "admin"),
    "cms question bank": cms(lambda place: "/admin/snippets/courses/question/", "trainer", "editor", "admin"),
    "cms glossary": cms(lambda place: "/admin/snippets/courses/term/", "trainer", "editor", "admin"),
    "cms certificates": cms(lambda place: "/admin/certificates/", "editor", "facilitator", "admin"),
    "cms people": cms(lambda place: "/admin/users/", "admin"),
    "cms organisations": cms(lambda place: "/admin/organisations/", "admin"),
    "cms letters": cms(lambda place: "/admin/letters/", "admin"),
    "style guide": row(lambda place: "/styleguide/", **dict.fromkeys(PEOPLE, 404) | {"admin": OK}),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_address(request, settings, place, name):
    settings.REQUIRE_SECOND_FACTOR = False
    address, method, expected = TABLE[name]
    found = {}
    for person in PEOPLE:
        client = Client()
        if person != "anonymous":
            client.force_login(request.getfixturevalue(person))
        found[person] = outcome(getattr(client, method)(address(place)))
    assert found == expected


def outcome(response):
    location = response.headers.get("Location", "")
    if location.startswith(("/accounts/login/?next=", "/admin/login/?next=")):
        return SIGN_IN
    if location == "/en/courses/outreach/":
        return ENROLL
    return response.status_code


def test_the_table_names_every_person():
    for name, (_address, _method, expected) in TABLE.items():
        assert set(expected) == set(PEOPLE), name


KNOWN_ELSEWHERE = {  # tested with their own rules in the tests of their views
    "assignment_blank_pdf",
    "attempt_answers",
    "attempt_submission",
    "account_confirm_email",
    "account_delete",
    "block_response",
    *("edition", "edition_entry", "edition_leave", "edition_calendar", "session_calendar", "edition_manage"),
    *("edition_state", "edition_copy", "edition_settings", "edition_dates", "edition_sessions", "edition_session"),
    *("session_cancel", "session_attendance", "edition_people", "edition_place", "edition_adjustments"),
    "own_data_download",
    "review_pdf",
    "own_organisations_leave",
    *("invitation", "join"),
    # the room of organisations: tests/courses/test_boundary.py opens every address of it as everybody
    *(pattern.name for pattern in organisation_urls.urlpatterns),
    # clusters: tests/peer_exchange/views/test_cluster_boundary.py likewise
    *(pattern.name for pattern in cluster_urls.urlpatterns),
    # events, the shelf and calendars: test_event_boundary.py and test_event_pages.py beside it
    *(pattern.name for pattern in event_urls.urlpatterns),
    *("my_calendar_feed", "calendar_feed", "cluster_feed"),
    # discussions: tests/peer_exchange/views/test_discussion_boundary.py likewise
    *(pattern.name for pattern in topic_urls.urlpatterns),
    "attachment",
    # tests/peer_exchange/test_practice_addresses.py
    *("practices_mine", "practice_new", "practice_draft", "practice_preview", "practice_withdraw", "practice_authors"),
    "practice_discard",
    *("practice_author", "practice_author_drop", "practice_file_add", "practice_upload", "practice_reviews_result"),
    *("practices_check", "practice_check", "practice_editing", "practice_review", "practice_still_running"),
    # adoptions, challenges, open data: tests of these names in tests/peer_exchange/views
    *(pattern.name for pattern in sharing_urls.urlpatterns),
    "practice_data_file",
    # one public practice: tests/peer_exchange/test_record_addresses.py
    *(pattern.name for pattern in record_urls.urlpatterns),
    # notices and moderation: tests/peer_exchange/views/test_notice_boundary.py
    *(pattern.name for pattern in notice_urls.urlpatterns),
    "media",
    "root",
}


def test_no_address_of_ours_is_forgotten():
    """Every named address of the site's own rooms stands in the table or in the list above."""
    resolver = get_resolver()

    def names(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                module = getattr(pattern.urlconf_module, "__name__", "")
                if pattern.namespace is None and not module.startswith(("wagtail", "allauth")):
                    yield from names(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and pattern.name and is_ours(pattern):
                yield pattern.name

    def is_ours(pattern):
        return pattern.callback.__module__.startswith(("academy", "courses", "peer_exchange"))

    tested = {
        "certificate",
        "certificate_search",
        "certificate_pdf",
        "cover",
        "enroll",
        "learning",
        "profile",
        "own_data",
        "own_organisations",
    }
    tested |= {"search", "step_completion", "attempt_start", "attempt", "attempt_result", "styleguide", "wagtail_serve"}
    tested |= {"handbook", "healthz", "favicon", "cms_sign_in", "wagtailcore_login"}
    tested |= {"assignment", "assignment_pdf", "assignment_docx", "assignment_answers", "assignment_blank_docx"}
    tested |= {"reviews", "review", "review_docx", "glossary", "letters", "letters_unsubscribe", "my_calendar"}
    tested |= {"practices", "practice_map", "practice_compare"}
    assert set(names(resolver.url_patterns)) <= tested | KNOWN_ELSEWHERE
