"""What clusters show on pages of others: navigation, home, search, a course, a lesson, my learning, an edition."""

from functools import lru_cache
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from academy import site_version
from academy.folding import fold
from academy.models import User
from courses.models import Course, Edition, Enrollment
from peer_exchange.enums import WRITING_ROLES, MemberState, Visibility
from peer_exchange.models import Cluster
from peer_exchange.views.cluster_cards import cards_of, with_words
from peer_exchange.views.cluster_room import cluster_address, title_language

AT_HOME = 3
FOUND = 20  # at most, on the search page


def navigation(request: HttpRequest) -> list[dict]:
    return [{"label": gettext("Clusters"), "url": reverse("clusters")}]


def home_section(request: HttpRequest) -> dict | None:
    """Hers first, then those everybody knows of."""
    rows = list(with_words(Cluster.objects.offered_to(request.user).with_people()))
    if not rows:
        return None
    rows.sort(key=lambda row: row.her_state != MemberState.JOINED)
    chosen = rows[:AT_HOME]
    readable = {row.pk for row in chosen if may_read(row)}
    user = request.user if request.user.is_authenticated else None
    return {
        "template": "peer_exchange/clusters/_home_section.html",
        "cards": cards_of(chosen, user, readable=readable),
        "url": reverse("clusters"),
    }


def search_clusters(request: HttpRequest, query: str) -> dict:
    words = fold(query).split()
    rows = with_words(Cluster.objects.visible_to(request.user).running())
    results = []
    for row in rows:
        told = [row.title, row.purpose, row.host.name, *(f"{text.title} {text.purpose}" for text in row.texts.all())]
        said = f" {fold(' '.join(told))}"
        if words and all(f" {word}" in said for word in words):
            language = title_language(row)
            url = cluster_address("cluster", row)
            results.append({"title": row.local_title, "url": url, "summary": row.local_purpose, "language": language})
    return {"heading": gettext("Clusters"), "results": results[:FOUND]}


def course_section(request: HttpRequest, course_id: int) -> dict | None:
    """The clusters in which people talk about this course; to a visitor those that everybody may know of."""
    rows = [named(row, state) for row, state in known_to(request.user, talking_about(course_id))][:AT_HOME]
    return {"template": "peer_exchange/clusters/_course_section.html", "clusters": rows} if rows else None


def lesson_section(request: HttpRequest, course_id: int, step: UUID, enrollment: Enrollment | None) -> dict | None:
    """A question about this lesson to the peers of her cluster, that of her edition first; else a cluster to join."""
    if not request.user.is_authenticated:
        return None
    edition = enrollment.edition_id if enrollment is not None else None
    known = known_to(request.user, talking_about(course_id))
    known.sort(
        key=lambda pair: (pair[1] not in WRITING_ROLES, pair[1] == "", edition is None or pair[0].edition_id != edition)
    )
    if not known:
        return None
    row, role = known[0]
    asks = role in WRITING_ROLES
    ask_url = f"{cluster_address('topic_new', row)}?step={step}" if asks else ""
    return {"template": "peer_exchange/clusters/_lesson_section.html", **named(row, role), "ask_url": ask_url}


def offers_after(request: HttpRequest, courses: list[Course]) -> dict[int, dict]:
    """For each completed course a cluster that talks about it, or one of its approach, where she is nothing yet."""
    pks, approaches = {course.pk for course in courses}, {course.approach_id for course in courses}
    rows = [row for row in running() if row.edition_id is None and row.visibility != Visibility.HIDDEN]
    rows = [row for row in rows if row.approach_id in approaches or pks & courses_of(row)]
    hers = set(request.user.cluster_members.filter(cluster__in=rows).values_list("cluster", flat=True)) if rows else ()
    rows = [row for row in rows if row.pk not in hers]
    found = {}
    for course in courses:
        about = [row for row in rows if course.pk in courses_of(row)]
        alike = [row for row in rows if row.approach_id == course.approach_id]
        if chosen := (about or alike)[:1]:
            found[course.pk] = {"template": "peer_exchange/clusters/_offer.html", **named(chosen[0], "")}
    return found


def edition_section(request: HttpRequest, edition: Edition) -> dict | None:
    """On the page that manages an edition: its own cluster, or the button that opens one."""
    cluster = Cluster.objects.filter(edition=edition).first()
    return {
        "template": "peer_exchange/clusters/_edition_section.html",
        "edition": edition,
        "cluster": cluster,
        "has_host": edition.organisation_id is not None,
    }


def edition_room_section(request: HttpRequest, edition: Edition) -> dict | None:
    """On the page of an edition, for the members of its cluster."""
    cluster = Cluster.objects.readable_by(request.user).running().filter(edition=edition).first()
    if cluster is None:
        return None
    return {"template": "peer_exchange/clusters/_edition_room.html", "url": cluster_address("cluster", cluster)}


def talking_about(course_id: int) -> tuple[Cluster, ...]:
    """Running clusters of this course, hidden ones too."""
    return tuple(row for row in running() if course_id in courses_of(row))


def running() -> tuple[Cluster, ...]:
    """All that run, hidden ones too, with their texts and courses: read once per version of the clusters, so that pages
    of learning cost no query where there is none.
    """
    version = site_version.current(Cluster.site_part)
    return _read_running() if version is None else _known_running(version)


def courses_of(row: Cluster) -> set[int]:
    return {course.pk for course in row.courses.all()}


def _read_running() -> tuple[Cluster, ...]:
    return tuple(Cluster.objects.running().prefetch_related("texts", Prefetch("courses", Course.objects.only("pk"))))


@lru_cache(maxsize=2)
def _known_running(version: int) -> tuple[Cluster, ...]:
    return _read_running()


def known_to(user: User | AnonymousUser, rows: tuple[Cluster, ...]) -> list[tuple[Cluster, str]]:
    """Those of them that she may know of, each with her role, which is empty where she is no member; one query."""
    roles: dict[int, str] = {}
    if rows and user.is_authenticated:
        roles = dict(
            user.cluster_members.filter(state=MemberState.JOINED, cluster__in=rows).values_list("cluster", "role")
        )
    return [(row, roles.get(row.pk, "")) for row in rows if row.visibility != Visibility.HIDDEN or row.pk in roles]


def named(row: Cluster, role: str) -> dict:
    return {
        "cluster": row,
        "url": cluster_address("cluster", row),
        "language": title_language(row),
        "is_joined": bool(role),
    }


def may_read(row: Cluster) -> bool:
    """Of a cluster that is offered to her."""
    return row.visibility == Visibility.PUBLIC or row.her_state == MemberState.JOINED
