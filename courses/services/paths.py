"""Learning paths: their records in line with the published pages, and who has completed every course of one.

It knows courses only as completed or not, nothing of steps or results. Every function may be called twice.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from academy.models import User
from courses.enums import EnrollmentState
from courses.models import Course, Enrollment, LearningPath, PathCompletion, PathCourse, PathPage
from courses.services.certificates import issue_path_certificate

BATCH = 200


@transaction.atomic
def sync_path(page: PathPage) -> LearningPath | None:
    """Make the record of `page` (in any language) equal to its published source-language page.

    Returns the path, or None while nothing of it is published yet. `refresh_path` completes it for people who have
    done all its courses already.
    """
    path = LearningPath.objects.select_for_update().filter(page_key=page.translation_key).first()
    pages = PathPage.objects.filter(translation_key=page.translation_key).select_related("locale")
    if path is None:
        source = pages.filter(live=True).order_by("first_published_at", "pk").first()
        if source is None:
            return None
        language = source.locale.language_code
        path = LearningPath(page_key=source.translation_key, key=_free_key(source.slug), source_language=language)
    else:
        source = pages.filter(locale__language_code=path.source_language).first()
        if source is None or not source.live:
            if path.is_open:
                path.is_open = False
                path.save(update_fields=["is_open"])
            return path
    _copy_facts(path, source)
    _sync_courses(path, source)
    return path


@transaction.atomic
def complete_paths(user: User, course: Course, *, now: datetime | None = None) -> list[PathCompletion]:
    """She has completed `course`: complete each open path that holds it and whose every course she has done by now.

    Returns the paths completed by this call. Two courses that end in the same moment wait for each other here, so that
    the second sees the first.
    """
    paths = list(LearningPath.objects.filter(is_open=True, path_courses__course=course))
    if not paths:
        return []
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    done = set(_completed(user.pk))
    found = []
    for path in paths:
        wanted = set(path.path_courses.values_list("course_id", flat=True))
        if wanted <= done and (completion := _complete(path, user, now or timezone.now())):
            found.append(completion)
    return found


def refresh_path(path_pk: int, *, now: datetime | None = None) -> int:
    """Complete the path for everybody who has done all its courses; returns for how many people.

    After it was published or lost a course. Nobody loses a completed path.
    """
    path = LearningPath.objects.filter(pk=path_pk, is_open=True).first()
    if path is None:
        return 0
    wanted = set(path.path_courses.values_list("course_id", flat=True))
    if not wanted:
        return 0
    changed = last_pk = 0
    while batch := list(_finishers(path, wanted).filter(pk__gt=last_pk).order_by("pk")[:BATCH]):
        last_pk = batch[-1].pk
        for user in batch:
            with transaction.atomic():
                changed += _complete(path, user, now or timezone.now()) is not None
    return changed


def refresh_paths() -> None:
    """Sweep: paths whose completion was lost with a worker or a broker."""
    for pk in LearningPath.objects.filter(is_open=True).values_list("pk", flat=True):
        refresh_path(pk)


def _free_key(slug: str) -> str:
    key, number = slug, 2
    while LearningPath.objects.filter(key=key).exists():
        key, number = f"{slug}-{number}", number + 1
    return key


def _copy_facts(path: LearningPath, page: PathPage) -> None:
    facts = {
        "title": page.title,
        "has_certificate": page.has_certificate,
        "certificate_months": page.certificate_months,
        "is_open": True,
    }
    changed = [name for name, value in facts.items() if getattr(path, name) != value]
    for name in changed:
        setattr(path, name, facts[name])
    if path.pk is None or changed:
        path.save()


def _sync_courses(path: LearningPath, page: PathPage) -> None:
    items = page.items.order_by("sort_order", "pk").values_list("course_id", flat=True)
    wanted = {course: place for place, course in enumerate(dict.fromkeys(items))}
    standing = dict(path.path_courses.values_list("course_id", "position"))
    path.path_courses.exclude(course__in=wanted).delete()
    for course_id, position in wanted.items():
        if standing.get(course_id) != position:
            PathCourse.objects.update_or_create(path=path, course_id=course_id, defaults={"position": position})


def _completed(user_pk: int) -> Iterable[int]:
    """Ids of the courses she has completed."""
    rows = Enrollment.objects.filter(user=user_pk, state=EnrollmentState.COMPLETED)
    return rows.values_list("course_id", flat=True)


def _finishers(path: LearningPath, wanted: set[int]) -> QuerySet[User]:
    """People who have completed all `wanted` courses and not the path."""
    done = Enrollment.objects.filter(state=EnrollmentState.COMPLETED, course__in=wanted, user__isnull=False)
    users = done.values("user").annotate(courses=Count("course", distinct=True)).filter(courses=len(wanted))
    return User.objects.filter(pk__in=users.values("user")).exclude(path_completions__path=path)


def _complete(path: LearningPath, user: User, now: datetime) -> PathCompletion | None:
    """The completion with its certificate, or None when it stood already."""
    completion, is_new = PathCompletion.objects.get_or_create(user=user, path=path, defaults={"completed_at": now})
    if not is_new:
        return None
    if path.has_certificate:
        issue_path_certificate(completion, now=now)
    return completion
