"""Axe on every kind of page, wide and narrow, in the light and in the dark; and nothing is wider than a phone."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page

from academy import site_version
from courses.models import AssignmentPage, Attempt, Certificate, CoursePage, LessonPage, QuizPage
from courses.services.assignments import comment, review_submission
from courses.services.attempts import submit_attempt
from courses.services.certificates import revoke_certificate
from courses.services.paths import refresh_path
from peer_exchange.models import Adoption, Challenge, Practice
from peer_exchange.services.challenges import answer_challenge, post_challenge
from tests import factories
from tests.browser.courses import make_every_block
from tests.browser.steps import come_signed_in
from tests.courses.quizzes import all_wrong, begin
from tests.peer_exchange.full_case import FULL, PARTS
from tests.peer_exchange.practices import make_municipality, make_practice

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

PUBLIC = {
    "home": lambda: "/en/",
    "catalogue": lambda: "/en/courses/",
    "catalogue, nothing found": lambda: "/en/courses/?q=zzz",
    "course": lambda: "/en/courses/outreach/",
    "learning path": lambda: way(),
    "search": lambda: "/en/search/?q=lesson",
    "about": lambda: "/en/about/",
    "sign up": lambda: "/accounts/signup/",
    "sign in": lambda: "/accounts/login/",
    "new password": lambda: "/accounts/password/reset/",
    "look into your mail": lambda: "/accounts/confirm-email/",
    "not found": lambda: "/en/nothing-here/",
    "check of a certificate": lambda: "/en/certificates/",
    "valid certificate": lambda: address("certificate", code=certificate().code),
    "revoked certificate": lambda: address("certificate", code=revoked().code),
    "unknown certificate": lambda: "/en/certificates/AAAA-AAAA-AAAA-AAAA/",
    "library": lambda: practices() and "/en/practices/?economy=AL&economy=nowhere",
    "library, nothing found": lambda: practices() and "/en/practices/?economy=AL&cost=5_20&q=children",
    "map of practices": lambda: practices() and "/en/practices/map/?at=300.300.900",
    "practices compared": lambda: f"/en/practices/compare/?code={'&code='.join(row.code for row in practices())}",
    "practice": lambda: address("practice", slug=practices()[0].slug),
    "challenges": lambda: challenge() and "/en/practices/challenges/",
    "challenge": lambda: address("challenge", slug=challenge().slug),
}
SIGNED_IN = {
    "course, enrolled": lambda: "/en/courses/outreach/",
    "lesson with every block": lambda: lesson_with_every_block().get_url(),
    "quiz": lambda: quiz().get_url(),
    "attempt": lambda: address("attempt", attempt=attempt().uuid),
    "unanswered questions": lambda: address("attempt_submission", attempt=attempt().uuid),
    "result": lambda: address("attempt_result", attempt=failed().uuid),
    "my learning": lambda: "/en/learning/",
    "learning path, begun": lambda: way(),
    "learning path, completed": lambda: certificate() and way(),
    "my learning, on a path": lambda: way() and "/en/learning/",
    "my learning, completed": lambda: certificate() and "/en/learning/",
    "assignment": lambda: assignment().get_url(),
    "assignment, returned": lambda: returned().get_url(),
    "my learning, with an assignment": lambda: returned() and "/en/learning/",
    "challenge of hers": lambda: address("challenge", slug=challenge().slug),
    "new challenge": lambda: "/en/practices/challenges/new/?q=snow",
    "profile": lambda: "/accounts/profile/",
    "e-mail address": lambda: "/accounts/email/",
    "password": lambda: "/accounts/password/change/",
    "two-step sign-in": lambda: "/accounts/2fa/",
    "my data": lambda: "/accounts/data/",
    "delete the account": lambda: "/accounts/data/delete/",
    "sign out": lambda: "/accounts/logout/",
}


@pytest.mark.parametrize("kind", PUBLIC)
def test_public_pages(enrollment, live_server, page, has_no_barriers, kind):
    look(page, live_server.url + PUBLIC[kind](), has_no_barriers)


@pytest.mark.parametrize("kind", SIGNED_IN)
def test_pages_of_learners(enrollment, live_server, page, has_no_barriers, kind):
    come_signed_in(page, enrollment.user, at=live_server.url)
    look(page, live_server.url + SIGNED_IN[kind](), has_no_barriers)


def look(page: Page, url: str, has_no_barriers: Callable[[Page], None]) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(url)
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            has_no_barriers(page)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def address(name: str, **kwargs) -> str:
    with override("en"):
        return reverse(name, kwargs=kwargs)


def enrollment_of_alice():
    return factories.Enrollment.objects.get()


def quiz() -> QuizPage:
    return QuizPage.objects.get(title="Quiz")


def attempt() -> Attempt:
    return begin(enrollment_of_alice(), quiz())


def failed() -> Attempt:
    begun = attempt()
    return submit_attempt(begun, all_wrong(begun))


def certificate() -> Certificate:
    return factories.finish(enrollment_of_alice()).certificates.get()


def assignment() -> AssignmentPage:
    return factories.make_assignment(CoursePage.objects.get(slug="outreach"), brief="<p>Write with others.</p>")


def returned() -> AssignmentPage:
    """With a word of a facilitator on a part and on the whole, and an answer of hers."""
    page = assignment()
    submission = factories.hand_in(enrollment_of_alice(), page)
    admin = factories.UserFactory(is_superuser=True)
    review_submission(submission, admin, {"plan": "How often?", "": "Nearly."}, decision="returned", number=1)
    comment(submission, enrollment_of_alice().user, "Twice a week.", part="plan")
    return page


def way() -> str:
    """The address of a learning path: Alice's course and another one; completed if her course was and stands alone."""
    pages = [CoursePage.objects.get(slug="outreach")]
    if enrollment_of_alice().state == "active":
        pages.append(factories.make_course("Day-care", lessons=1, quiz=False, final_test=False))
    path = factories.path_of(factories.make_path(*pages))
    refresh_path(path.pk)
    return f"/en/courses/{path.key}/"


def practices() -> list[Practice]:
    """A short card and a full case, one of which travelled; the library knows them."""
    alice = enrollment_of_alice().user
    here = make_municipality("here", latitude="41.33", longitude="19.82", population=20_000)
    there = make_municipality("there", economy="XK", latitude="42.66", longitude="21.16")
    rows = [make_practice(alice, here, title="Short"), make_practice(alice, here, parts=PARTS, **FULL)]
    Adoption.objects.create(practice=rows[0], organisation=there, stage="implemented", language="en")
    site_version.bump()
    return rows


def challenge() -> Challenge:
    """With a practice that somebody named, and one that nobody did."""
    named, _other = practices()
    asked = post_challenge(
        enrollment_of_alice().user, title="No bus", problem="Forty people wait.", tried="We asked.", language="sq",
        approach=named.approach,
    )  # fmt: skip
    answer_challenge(asked, [named], by=factories.UserFactory())
    return asked


def revoked() -> Certificate:
    admin = factories.UserFactory(is_superuser=True)
    return revoke_certificate(certificate(), reason="The name was wrong.", by=admin)


def lesson_with_every_block() -> LessonPage:
    return make_every_block(LessonPage.objects.get(title="Lesson 1"))
