"""Makers of test data. They call the services the site itself uses, so that tests start from a state that exists."""

from decimal import Decimal

import factory
from django.utils.text import slugify
from wagtail.models import Locale, Page

from academy.models import Approach, User
from courses.models import (
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
        if step.kind == "lesson":
            record_step(enrollment, step)
        else:
            record_attempt(enrollment, step, score=Decimal(90), passed=True)
    enrollment.refresh_from_db()
    return enrollment


def steps_of_course(course: Course) -> list[Step]:
    return list(Step.objects.in_force().filter(course=course))
