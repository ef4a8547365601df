"""The data set that other platforms were measured with: a course of 50 lessons and 200 questions, and many learners."""

import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from io import StringIO
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.models import Locale

from academy.models import User
from courses.delivery.certificate_pdf import draw_certificate
from courses.enums import EnrollmentState
from courses.models import Certificate, Course, Enrollment, LessonPage, QuizPage, Step, StepResult
from courses.services.attempts import start_attempt
from courses.services.certificates import issue_certificate
from courses.sheets import field_name
from tests import factories

LESSONS, MODULES, QUESTIONS, ASKED = 50, 5, 200, 10
SIGNED_IN = 200  # learners whose sessions take turns
CSRF = "x" * 32
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@dataclass(frozen=True)
class Learner:
    enrollment: Enrollment
    cookie: str


@dataclass(frozen=True)
class School:
    course: Course
    course_url: str
    lesson_urls: list[str]
    quiz: QuizPage
    quiz_url: str
    quiz_step: Step
    learners: list[Learner]
    certificates: list[str]


def build_course() -> None:
    """The course, its lessons with the bodies of the shipped ones."""
    folder = settings.BASE_DIR / "courses" / "content" / "mobile-outreach-teams"
    call_command("setup_site", stdout=StringIO())
    call_command("load_course", folder, stdout=StringIO())
    bodies = [lesson.body for lesson in LessonPage.objects.filter(locale=Locale.get_default(), live=True)]
    for number in range(QUESTIONS):
        factories.make_question(f"Bench question {number}", tag="bench", choices=4)
    page = factories.make_course("Bench course", lessons=0, quiz=False, final_test=False)
    module = page.get_children().get().specific
    factories.make_quiz(page, "Bench quiz", tag="bench", count=ASKED)
    for number in range(LESSONS):
        if number and number % (LESSONS // MODULES) == 0:
            module = factories.make_module(page, f"Module {number}")
        factories.make_lesson(module, f"Lesson {number + 1}", body=bodies[number % len(bodies)])


def enroll_learners(count: int) -> School:
    """Bring the course to `count` learners, each some way into it; the first SIGNED_IN of them have sessions."""
    course = Course.objects.get(title="Bench course")
    steps = list(Step.objects.in_force().filter(course=course))
    lessons = [step for step in steps if step.kind == "lesson"]
    now = timezone.now()
    there = User.objects.filter(email__endswith="@bench.example.org").count()
    users = User.objects.bulk_create(
        [
            User(email=f"learner{n}@bench.example.org", name=f"Learner Number {n}", password="!", time_zone="UTC")
            for n in range(there, count)
        ]
    )
    enrollments = Enrollment.objects.bulk_create(
        [
            Enrollment(
                user=user,
                course=course,
                language="en",
                percent=100 * done // len(steps),
                last_step=lessons[done - 1],
                last_activity_at=now - timedelta(minutes=number),
            )
            for number, user in enumerate(users)
            for done in [1 + number % (len(lessons) - 1)]
        ],
        batch_size=1000,
    )
    StepResult.objects.bulk_create(
        [
            StepResult(enrollment=enrollment, step=step, done_at=now)
            for number, enrollment in enumerate(enrollments)
            for step in lessons[: 1 + number % (len(lessons) - 1)]
        ],
        batch_size=5000,
    )
    return find_school(course, steps)


def find_school(course: Course, steps: list[Step]) -> School:
    page = factories.CoursePage.objects.get(translation_key=course.page_key)
    lessons = LessonPage.objects.descendant_of(page).order_by("path")
    quiz = QuizPage.objects.descendant_of(page).get()
    enrollments = (
        Enrollment.objects.filter(course=course, state=EnrollmentState.ACTIVE).select_related("user").order_by("pk")
    )
    return School(
        course=course,
        course_url=page.get_url(),
        lesson_urls=[lesson.get_url() for lesson in lessons],
        quiz=quiz,
        quiz_url=quiz.get_url(),
        quiz_step=next(step for step in steps if step.key == quiz.translation_key),
        learners=[Learner(enrollment, sign_in(enrollment.user)) for enrollment in enrollments[:SIGNED_IN]],
        certificates=issue_certificates(course),
    )


def sign_in(user: User) -> str:
    """A session as signing in leaves it, and the token that forms carry."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def issue_certificates(course: Course, count: int = 20) -> list[str]:
    """Of the learners who enrolled last, with the names of the region."""
    issued = list(Certificate.objects.filter(enrollment__course=course).values_list("code", flat=True))
    names = ["Ana Marija Horvat-Petrović", "Љубица Стојановић", "Şükrü Çağlayan", "Ștefan Țurcanu", "Gëzim Çollaku"]
    wanted = Enrollment.objects.filter(course=course, state=EnrollmentState.ACTIVE).select_related("user", "course")
    for number, enrollment in enumerate(wanted.order_by("-pk")[: count - len(issued)]):
        enrollment.user.name = names[number % len(names)]
        enrollment.user.save()
        enrollment.state, enrollment.completed_at = EnrollmentState.COMPLETED, timezone.now()
        enrollment.percent, enrollment.score = 100, Decimal(90)
        enrollment.save()
        issued.append(issue_certificate(enrollment).code)
    return issued


def draw_certificates(codes: list[str]) -> float:
    """How many PDFs one core draws in a second, the first (which loads the fonts) not counted."""
    rows = list(Certificate.objects.filter(code__in=codes))
    draw_certificate(rows[0])
    started = time.process_time()
    for row in rows:
        draw_certificate(row)
    return len(rows) / (time.process_time() - started)


def open_attempts(school: School, count: int) -> list[tuple[str, str, str]]:
    """`count` attempts ready to be handed in: (address, cookie, form). Each learner has one at a time: new learners."""
    course, prefix = school.course, get_random_string(8).lower()
    users = User.objects.bulk_create(
        [User(email=f"{prefix}{n}@bench.example.org", name=f"Quick {n}", password="!") for n in range(count)]
    )
    enrollments = Enrollment.objects.bulk_create(
        [Enrollment(user=user, course=course, language="en") for user in users]
    )
    ready = []
    for enrollment in enrollments:
        attempt = start_attempt(enrollment, school.quiz, school.quiz_step, language="en")
        address = f"/en/learning/attempts/{attempt.uuid}/submission/"
        ready.append((address, sign_in(enrollment.user), filled_form(attempt.paper)))
    return ready


def filled_form(paper: dict) -> str:
    answers = {field_name(place): item["choices"][0]["key"] for place, item in enumerate(paper["items"])}
    return urlencode({"csrfmiddlewaretoken": CSRF, **answers})
