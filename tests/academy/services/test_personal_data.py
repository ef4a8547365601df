"""Export and erasure: everything of hers and nothing of others; afterwards no row of ours names her."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from wagtail.log_actions import log
from wagtail.models import Comment, Page
from wagtail.users.models import UserProfile

from academy.models import User
from academy.services.personal_data import all_choices, erase_person, export_person
from courses.models import Attempt, BlockResponse, Certificate, Enrollment, Response, Step
from courses.rules.kinds import freeze
from courses.rules.paper import Paper, Source, SourceChoice
from courses.services.personal_data import KEEP_CERTIFICATES
from tests.factories import PASSWORD, enroll, finish

NAME = "Zdravka Neponovljiva-Пример"
EMAIL = "zdravka.neponovljiva@example.org"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
TYPED = "my very own words 7391"


@pytest.fixture
def zdravka(course_page, verify, with_second_factor):
    """A learner with a trace in every room: everything a person can leave behind."""
    user = verify(
        User.objects.create_user(EMAIL, PASSWORD, name=NAME, name_other_script="Здравка Непоновљива", language="sr")
    )
    with_second_factor(user)
    enrollment = finish(enroll(user, course_page, language="sr"))
    step = Step.objects.filter(course=enrollment.course, kind="quiz").first()
    paper = Paper(
        title="Quiz one",
        feedback="never",
        items=(
            freeze(Source("q1", "short_text", "en", "How is it called?", accepted=("outreach",))),
            freeze(
                Source(
                    "q2", "single_choice", "en", "Which?",
                    choices=(SourceChoice("a", "The first", is_correct=True), SourceChoice("b", "The second")),
                )
            ),
        ),
    )  # fmt: skip
    attempt = Attempt.objects.create(
        enrollment=enrollment, step=step, number=1, seed=1, paper=paper.to_json(), language="sr", pass_mark=80
    )
    Response.objects.create(attempt=attempt, item=0, answer={"text": f"{TYPED} {NAME}"}, points=Decimal(0))
    Response.objects.create(attempt=attempt, item=1, answer={"choices": ["b"]}, points=Decimal(0))
    BlockResponse.objects.create(
        enrollment=enrollment,
        step=step,
        block="5f0c2c0e-6f4e-5d0a-9a43-7f0c2b1f6f11",
        data={"note": f"{TYPED} {EMAIL}"},
    )
    page = Page.objects.get(pk=course_page.pk).specific
    page.owner = user
    page.save()
    page.locked_by = user
    page.save_revision(user=user)
    Comment.objects.create(page=page, user=user, text=TYPED, contentpath="title")
    UserProfile.get_for_user(user)
    log(user, "wagtail.edit", user=user)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["account_authentication_methods"] = [{"email": EMAIL}]
    session.create()
    return user


def rows_that_hold(*words):
    """`table: row` of every row of the database, search index included, in which one of the words stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                # JSON columns write letters beyond ASCII as \\u escapes
                text = " ".join(str(value) for value in row)
                text += text.encode("utf-8", "replace").decode("unicode_escape", "replace")
                if any(word in text for word in words):
                    found.append(f"{table}: {text[:200]}")
    return found


def test_the_scan_finds_her_while_she_is_there(zdravka):
    tables = {line.partition(":")[0] for line in rows_that_hold(NAME, EMAIL, TYPED)}
    assert {
        "academy_user",
        "account_emailaddress",
        "courses_response",
        "courses_blockresponse",
        "wagtailcore_comment",
        "wagtailcore_modellogentry",
        "courses_certificate",
    } <= tables


def test_after_erasure_no_row_holds_her_name_address_or_words(zdravka):
    assert erase_person(zdravka) is True
    assert rows_that_hold(NAME, EMAIL, TYPED, "Здравка Непоновљива") == []
    assert not any(session.get_decoded().get("_auth_user_id") == str(zdravka.pk) for session in Session.objects.all())


def test_erasing_twice_is_erasing_once(zdravka, django_capture_on_commit_callbacks, letters):
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_person(zdravka) is True
        assert erase_person(zdravka) is False
    assert len(letters.to(EMAIL)) == 1


def test_figures_stay_without_a_person(zdravka):
    before = Enrollment.objects.values("course", "state", "percent", "score", "completed_at").get(user=zdravka)
    results = Enrollment.objects.get(user=zdravka).results.count()
    erase_person(zdravka)
    enrollment = Enrollment.objects.get()
    assert enrollment.user is None
    assert Enrollment.objects.values(*before).get() == before
    assert enrollment.results.count() == results > 0
    typed, ticked = Response.objects.order_by("item")
    assert (typed.answer, typed.points) == ({}, 0)
    assert ticked.answer == {"choices": ["b"]}
    assert not BlockResponse.objects.exists()


def test_certificates_stay_when_she_wants_it(zdravka):
    code = Certificate.objects.get().code
    erase_person(zdravka, choices=frozenset({KEEP_CERTIFICATES}))
    certificate = Certificate.objects.get(code=code)
    assert certificate.name == NAME
    assert {line.partition(":")[0] for line in rows_that_hold(NAME, EMAIL)} == {"courses_certificate"}


def test_certificates_go_when_she_wants_it_replaced_ones_too(zdravka, admin):
    old = Certificate.objects.get()
    Certificate.objects.filter(pk=old.pk).update(revoked_at=old.issued_at, revoked_reason="Name was wrong")
    newer = Certificate.objects.get(pk=old.pk)
    newer.pk, newer.code, newer.revoked_at, newer.revoked_reason, newer.replaces = None, "NEWER", None, "", old
    newer.save()
    erase_person(zdravka)
    assert not Certificate.objects.exists()


def test_pages_she_made_stay_without_owner(zdravka, course_page):
    erase_person(zdravka)
    page = Page.objects.get(pk=course_page.pk)
    assert page.owner is None
    assert page.revisions.exists()


def test_others_keep_everything(zdravka, alice, course_page, verify):
    verify(alice)
    finish(enroll(alice, course_page))
    before = json.dumps(export_person(alice, now=NOW), cls=DjangoJSONEncoder)
    erase_person(zdravka)
    assert json.dumps(export_person(alice, now=NOW), cls=DjangoJSONEncoder) == before


def test_the_choice_is_offered_only_to_those_who_have_certificates(zdravka, alice):
    assert all_choices(zdravka) == {KEEP_CERTIFICATES}
    assert all_choices(alice) == frozenset()


def test_the_export_holds_everything_and_nothing_of_others(zdravka, alice, course_page):
    finish(enroll(alice, course_page))
    data = export_person(zdravka)
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    assert data["account"]["addresses"] == [{"email": EMAIL, "verified": True, "primary": True}]
    (course,) = data["courses"]["courses"]
    assert course["percent"] == 100
    assert len(course["steps_done"]) == Enrollment.objects.get(user=zdravka).results.count()
    (attempt,) = [attempt for attempt in course["attempts"] if attempt["quiz"] == "Quiz one"]
    assert attempt["answers"][0]["answer"] == [f"{TYPED} {NAME}"]
    assert (attempt["answers"][1]["question"], attempt["answers"][1]["answer"]) == ("Which?", ["The second"])
    assert course["entries_in_lessons"][0]["entry"] == {"note": f"{TYPED} {EMAIL}"}
    assert course["certificates"][0]["code"] == Certificate.objects.get(enrollment__user=zdravka).code
    assert data["editing"]["comments"][0]["text"] == TYPED
    assert data["editing"]["pages_owned"][0]["title"] == course_page.title
    assert "alice" not in text.lower()
    assert zdravka.password not in text
    assert "secret" not in text


def test_the_export_costs_the_same_for_one_course_and_for_more(zdravka, django_assert_max_num_queries):
    with django_assert_max_num_queries(47):  # about one for each kind of record, not for each record
        export_person(zdravka)


def test_her_address_is_free_again(zdravka):
    erase_person(zdravka)
    again = User.objects.create_user(EMAIL, PASSWORD, name="Somebody Else")
    EmailAddress.objects.create(user=again, email=EMAIL, primary=True, verified=True)
    assert not any(export_person(again)["courses"].values())
