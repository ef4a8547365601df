"""A learning path's own page: the way through its courses, how far she is, and the one next step.

Also what other pages say of paths: the catalogue, the home page, a course, "My learning", the search.
"""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from academy.folding import fold
from academy.models import User
from courses.enums import EnrollmentState
from courses.models import Certificate, Enrollment, PathCompletion, PathPage, StepResult
from courses.outline import outline_for
from courses.path_outline import Station, Way, build_way, outcomes_of, way_for, ways
from courses.views.shell import breadcrumbs, progress_of, resume_item

DONE, ACTIVE, OPEN = "done", "active", "open"
Standing = Mapping[int, tuple[Enrollment, frozenset[int]]]  # course id → her enrollment and the ids of her done steps


def show_path(request: HttpRequest, page: PathPage) -> HttpResponse:
    language = get_language()
    is_preview = getattr(request, "is_preview", False)
    way = build_way(page, language) if is_preview else way_for(page.translation_key, language)
    if way is None:  # published this very moment, or its record is not there yet
        way = build_way(page, language)
    is_learner = not is_preview and request.user.is_authenticated
    standing = standing_of(request, way.course_ids) if is_learner else {}
    certificate = None
    completion = None
    if is_learner:
        completion = PathCompletion.objects.filter(user=request.user, path=way.path_id).first()
        certificate = Certificate.objects.unrevoked().filter(path_completion=completion).first() if completion else None
    context = {
        "page": page,
        "way": way,
        "outcomes": [row.text for row in page.outcomes.all()] if is_preview else outcomes_of(way),
        "content_language": way.language,
        "languages_of_path": [name for code, name in settings.LANGUAGES if code in way.languages],
        "breadcrumbs": breadcrumbs(None),
        "completion": completion,
        "certificate": certificate,
        "is_preview": is_preview,
        **path_context(way, standing, is_completed=completion is not None),
    }
    return render(request, "courses/path.html", context)


def standing_of(request: HttpRequest, course_ids: frozenset[int]) -> Standing:
    """What she has of these courses: two queries, whatever their number."""
    rows = Enrollment.objects.of(request.user).standing().filter(course__in=course_ids).select_related("course")
    return standing_among(rows, done_among(rows))


def done_among(enrollments: Iterable[Enrollment]) -> dict[int, set[int]]:
    """`{enrollment: ids of its done steps}`; one query."""
    done: dict[int, set[int]] = {}
    results = StepResult.objects.filter(enrollment__in=[row.pk for row in enrollments])
    for enrollment_id, step_id in results.values_list("enrollment_id", "step_id"):
        done.setdefault(enrollment_id, set()).add(step_id)
    return done


def standing_among(enrollments: Iterable[Enrollment], done: Mapping[int, set[int]]) -> Standing:
    """Of several enrollments in a course a completed one counts, else the newest."""
    found: dict[int, Enrollment] = {}
    for row in sorted(enrollments, key=lambda row: row.enrolled_at):
        before = found.get(row.course_id)
        if before is None or before.state != EnrollmentState.COMPLETED:
            found[row.course_id] = row
    return {course_id: (row, frozenset(done.get(row.pk, ()))) for course_id, row in found.items()}


def path_context(way: Way, standing: Standing, *, is_completed: bool = False) -> dict:
    """`{stations, path_progress, next, is_begun}`: rows of `_station`; `next` is the row to go on with, if any."""
    rows = [_station(station, standing) for station in way.stations]
    return {
        "stations": rows,
        "is_begun": bool(standing),
        "path_progress": {
            "done": sum(row["state"] == DONE for row in rows),
            "total": len(rows),
            "minutes_left": sum(row["minutes_left"] for row in rows),
        },
        "next": None if is_completed else _next(rows),
    }


def _station(station: Station, standing: Standing) -> dict:
    """A station with its state: `{station, state, enrollment, progress, minutes_left, url, resume}`."""
    card = station.card
    row = {"station": station, "state": OPEN, "minutes_left": card.minutes, "url": card.url}
    if card.course_id not in standing:
        return row
    enrollment, done = standing[card.course_id]
    row |= {"enrollment": enrollment, "state": ACTIVE}
    if enrollment.state == EnrollmentState.COMPLETED:
        return row | {"state": DONE, "minutes_left": 0}
    if outline := outline_for(card.page_key, get_language()):
        progress = progress_of(outline, done)
        resume = resume_item(outline, enrollment, done)
        row |= {"progress": progress, "minutes_left": progress["minutes_left"], "resume": resume}
    return row


def _next(rows: list[dict]) -> dict | None:
    """The first course she has begun and not finished, else the first that she has not begun."""
    open_rows = [row for row in rows if row["state"] != DONE]
    return next((row for row in open_rows if row["state"] == ACTIVE), open_rows[0] if open_rows else None)


# What other pages say of paths ------------------------------------------------------------------------------------


def path_bands(request: HttpRequest) -> list[dict]:
    """Every path as `courses/_path_band.html` takes it, with her progress once she is in one of its courses."""
    found = ways(get_language())
    standing: Standing = {}
    if found and request.user.is_authenticated:
        standing = standing_of(request, frozenset[int]().union(*(way.course_ids for way in found)))
    return [_band(way, _within(way, standing)) for way in found]


def begun_paths(user: User, standing: Standing) -> list[dict]:
    """The paths of which she is in at least one course, with their certificates: two queries for all of them."""
    found = [(way, hers) for way in ways(get_language()) if (hers := _within(way, standing))]
    if not found:
        return []
    completions = PathCompletion.objects.filter(user=user).prefetch_related("certificates")
    by_path = {completion.path_id: completion for completion in completions}
    rows = []
    for way, hers in found:
        completion = by_path.get(way.path_id)
        issued = completion.certificates.all() if completion else ()
        certificate = next((row for row in issued if row.revoked_at is None), None)
        rows.append(_band(way, hers, completion=completion) | {"certificate": certificate})
    return rows


def places_of(request: HttpRequest, course_id: int, *, with_next: bool = True) -> list[dict]:
    """`[{way, station, next}]` of a course on each path; `next` is the first course after it that she has not done."""
    found = [(way, station) for way in ways(get_language()) if (station := way.station_of(course_id))]
    if not found:
        return []
    done = _completed_courses(request) if with_next else frozenset()
    places = []
    for way, station in found:
        following = way.after(station)
        while following is not None and following.card.course_id in done:
            following = way.after(following)
        places.append({"way": way, "station": station, "next": following})
    return places


def search_paths(request: HttpRequest, query: str) -> dict:
    words = fold(query).split()
    found = [way for way in ways(get_language()) if way.matches(words)]
    return {
        "heading": gettext("Learning paths"),
        "results": [
            {"title": way.title, "url": way.url, "summary": way.summary, "language": way.language} for way in found
        ],
    }


def _within(way: Way, standing: Standing) -> Standing:
    return {key: standing[key] for key in way.course_ids & standing.keys()}


def _band(way: Way, standing: Standing, *, completion: PathCompletion | None = None) -> dict:
    return {"way": way, "completion": completion, **path_context(way, standing, is_completed=completion is not None)}


def _completed_courses(request: HttpRequest) -> frozenset[int]:
    if not request.user.is_authenticated:
        return frozenset()
    rows = Enrollment.objects.of(request.user).filter(state=EnrollmentState.COMPLETED)
    return frozenset(rows.values_list("course_id", flat=True))
