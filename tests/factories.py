"""Makers of test data. They call the services the site itself uses, so that tests start from a state that exists."""

from decimal import Decimal

import factory
from django.utils.text import slugify
from wagtail.models import Locale, Page

from academy.models import Approach, User
from courses.models import (
    AssignmentPage,
    AssignmentPart,
    Choice,
    Course,
    CourseIndexPage,
    CoursePage,
    Enrollment,
    LessonPage,
    ModulePage,
    Question,
    QuizItem,
    QuizPage,
    Step,
)
from courses.services.enrollments import enroll_person

PASSWORD = "a-long-test-password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return User.objects.create_user(kwargs.pop("email"), kwargs.pop("password", PASSWORD), **kwargs)


def add_child(parent: Page, page: Page, *, live: bool = True) -> Page:
    """Put a page below another and publish it the way the editor does, so that all hooks run."""
    parent.refresh_from_db()
    page.live = False
    parent.add_child(instance=page)
    if live:
        page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_question(text: str, *, tag: str = "", kind: str = "single_choice", right: int = 0, choices: int = 3, **fields):
    """A published question; choice number `right` is correct."""
    question = Question(text=text, kind=kind, locale=Locale.get_default(), feedback=f"About {text}", **fields)
    if kind in ("single_choice", "multiple_choice"):
        question.choices = [
            Choice(
                text=f"{text}: choice {number}",
                is_correct=number == right,
                feedback=f"Why {number}",
                sort_order=number,
                locale=question.locale,
            )
            for number in range(choices)
        ]
    question.save()
    if tag:
        question.tags.add(tag)
        question.save()
    return question


def make_quiz(parent: Page, title: str, *, questions=(), tag: str = "", count: int = 1, live: bool = True, **fields):
    """A quiz page that asks `questions`, or draws `count` from `tag`."""
    quiz = QuizPage(title=title, slug=slugify(title), locale=parent.locale, **fields)
    items = [QuizItem(question=question, sort_order=i, locale=parent.locale) for i, question in enumerate(questions)]
    if tag:
        from taggit.models import Tag

        items.append(QuizItem(tag=Tag.objects.get(name=tag), count=count, sort_order=len(items), locale=parent.locale))
    quiz.items = items
    return add_child(parent, quiz, live=live)


def make_lesson(module: Page, title: str, *, live: bool = True, **fields) -> LessonPage:
    fields.setdefault("body", [("text", f"<p>The text of {title}.</p>")])
    return add_child(module, LessonPage(title=title, slug=slugify(title), locale=module.locale, **fields), live=live)


PARTS: tuple[dict, ...] = (
    {"key": "area", "kind": "line", "label": "The area the team serves", "help": "Name the villages."},
    {"key": "plan", "kind": "text", "label": "The plan", "example": "Of Lipovac-Sample: twice a week."},
    {"key": "partners", "kind": "table", "label": "Who takes part", "columns": "Partner\nBrings", "rows": 2},
    {"key": "start", "kind": "choice", "label": "When it starts", "choices": "Next month\nLater"},
    {"key": "risks", "kind": "text", "label": "Risks", "is_required": False},
)
ANSWERS = {"area": "Two villages", "plan": "Twice a week.", "partners": [["Health centre", "a nurse"]], "start": 1}


def make_assignment(
    parent: Page, title: str = "Assignment", *, parts: tuple[dict, ...] = PARTS, live: bool = True, **fields
) -> AssignmentPage:
    """An assignment with one part of each kind, the last one optional; ANSWERS fill it in."""
    page = AssignmentPage(title=title, slug=slugify(title), locale=parent.locale, **fields)
    page.parts = [AssignmentPart(sort_order=number, locale=parent.locale, **part) for number, part in enumerate(parts)]
    return add_child(parent, page, live=live)


def hand_in(enrollment: Enrollment, page: AssignmentPage, answers: dict | None = None):
    """The submission of this learner, with ANSWERS or others saved and handed in."""
    from courses.services import assignments

    step = Step.objects.get(key=page.translation_key)
    submission = assignments.open_submission(enrollment, step, language=enrollment.language)
    submission = assignments.save_answers(submission, answers or ANSWERS, submission.version)
    assignments.hand_in(submission, page)
    submission.refresh_from_db()
    return submission


def make_module(course_page: CoursePage, title: str, **fields) -> ModulePage:
    return add_child(course_page, ModulePage(title=title, slug=slugify(title), locale=course_page.locale, **fields))


def make_course(
    title: str = "Outreach", *, slug: str = "", lessons: int = 2, quiz: bool = True, final_test: bool = True, **fields
):
    """A published course: one module with `lessons` lessons and a quiz, and a final test. Returns its page."""
    index = CourseIndexPage.objects.get(locale=Locale.get_default())
    fields.setdefault("approach", Approach.objects.get(key="outreach"))
    fields.setdefault("summary", f"All about {title}.")
    fields.setdefault("requires_quizzes", quiz)
    fields.setdefault("requires_final_test", final_test)
    page = add_child(
        index, CoursePage(title=title, slug=slug or slugify(title), locale=index.locale, hours=5, **fields)
    )
    module = make_module(page, "First module")
    for number in range(lessons):
        make_lesson(module, f"Lesson {number + 1}")
    if quiz or final_test:
        questions = [make_question(f"{title} question {number + 1}") for number in range(3)]
        if quiz:
            make_quiz(module, "Quiz", questions=questions)
        if final_test:
            make_quiz(page, "Final test", questions=questions, kind="final_test")
    return page


def course_of(page: CoursePage) -> Course:
    return Course.objects.get(page_key=page.translation_key)


def steps_of(page: CoursePage) -> list[Step]:
    return steps_of_course(course_of(page))


def enroll(user: User, page: CoursePage, *, language: str = "en") -> Enrollment:
    return enroll_person(user, course_of(page), language=language)


def finish(enrollment: Enrollment) -> Enrollment:
    """Do every step of the course, quizzes with 90 per cent."""
    from courses.services.progress import record_attempt, record_step

    for step in Step.objects.in_force().filter(course=enrollment.course):
        if step.kind in ("lesson", "assignment"):
            record_step(enrollment, step)
        else:
            record_attempt(enrollment, step, score=Decimal(90), passed=True)
    enrollment.refresh_from_db()
    return enrollment


def steps_of_course(course: Course) -> list[Step]:
    return list(Step.objects.in_force().filter(course=course))


def make_path(*course_pages: CoursePage, title: str = "A way", live: bool = True, **fields):
    """A published learning path of these courses, each building on the one before. Returns its page."""
    from courses.models import PathItem, PathOutcome, PathPage

    index = CourseIndexPage.objects.get(locale=Locale.get_default())
    page = PathPage(
        title=title, slug=slugify(title), locale=index.locale, cover_motif="diamonds", cover_palette="spruce", **fields
    )
    courses = [course_of(course_page) for course_page in course_pages]
    page.items = [
        PathItem(
            course=course, builds_on=courses[place - 1] if place else None, why=f"Why {course.title}.",
            sort_order=place, locale=index.locale,
        )
        for place, course in enumerate(courses)
    ]  # fmt: skip
    page.outcomes = [PathOutcome(text="Walk it.", sort_order=0, locale=index.locale)]
    return add_child(index, page, live=live)


def path_of(page):
    """The record of a path page."""
    from courses.models import LearningPath

    return LearningPath.objects.get(page_key=page.translation_key)


def make_organisation(kind: str = "municipality", parent=None, *, name: str = "", key: str = "", **fields):
    """An organisation of this kind, below `parent` or at the top."""
    from academy.models import Organisation
    from academy.services.organisations import add_organisation

    name = name or f"{kind.capitalize()} {Organisation.objects.count() + 1} (sample)"
    fields = {"key": key or slugify(name), "is_sample": True} | fields
    return add_organisation(parent, kind=kind, name=name, **fields)


def run(user: User, organisation, role: str = "administrator"):
    """She works there in this role; `member` is staff without any."""
    from academy.services.organisations import join_organisation

    return join_organisation(user, organisation, role=role)


def make_edition(page: CoursePage, organisation=None, *, by: User | None = None, live: bool = True, begins=7, **fields):
    """An edition of this course, announced; it begins in so many days and lasts four weeks. Without an organisation it
    is for everybody.
    """
    from datetime import timedelta

    from django.utils import timezone

    from courses.services.editions import announce_edition, create_edition

    by = by or User.objects.filter(email="maker@example.org").first() or UserFactory(email="maker@example.org")
    starts_on = timezone.localdate() + timedelta(days=begins)
    fields = {
        "starts_on": starts_on, "ends_on": starts_on + timedelta(days=27), "language": "en",
        "time_zone": "Europe/Skopje", "is_for_branch_only": organisation is not None,
    } | fields  # fmt: skip
    edition = create_edition(by, course=course_of(page), organisation=organisation, **fields)
    return announce_edition(edition, by) if live else edition
