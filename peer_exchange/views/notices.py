"""What concerns her: the bell in the header, and the page behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peer_exchange.delivery.post_letters import author_of
from peer_exchange.enums import ModerationAction, NoticeKind, NudgeStage
from peer_exchange.models import Cluster, Notice
from peer_exchange.services import reading
from peer_exchange.views import practice_notices

PER_PAGE = 30


@dataclass(frozen=True)
class Line:
    """A notice as she reads it: `about` is the title of what it leads to, in its `language`."""

    sentence: str
    about: str
    language: str
    url: str
    cluster: str
    at: datetime
    is_new: bool


def bell(request: HttpRequest) -> dict | None:
    """For the header; no more than one query a minute."""
    if not request.user.is_authenticated:
        return None
    count = reading.bell_count(request.user)
    return {"template": "peer_exchange/notices/_bell.html", "url": reverse("notices"), "number": count}


@require_safe
@login_required
@never_cache
def show_notices(request: HttpRequest) -> HttpResponse:
    """The newest first. What the page shows counts as seen from then on, and needs no letter any more."""
    rows = Notice.objects.shown_to(request.user).select_related(
        "cluster", "post__topic", "post__author", "post__organisation", "event", "practice"
    )
    page = Paginator(rows.prefetch_related("cluster__texts"), PER_PAGE).get_page(request.GET.get("page"))
    notices = list(page)
    led = set(_led(request, notices))
    lines = [line_of(notice, is_revealed=notice.cluster_id in led) for notice in notices]
    reading.see_notices(request.user, [notice.pk for notice in notices if notice.seen_at is None])
    return render(request, "peer_exchange/notices/notices.html", {"page": page, "lines": lines})


def _led(request: HttpRequest, notices: Iterable[Notice]) -> Iterable[int]:
    """The clusters that she leads, of those whose notices hide a name."""
    masked = {notice.cluster_id for notice in notices if notice.post and notice.post.is_anonymous}
    if not masked:
        return []
    return Cluster.objects.led_by(request.user).filter(pk__in=masked).values_list("pk", flat=True)


def line_of(notice: Notice, *, is_revealed: bool) -> Line:
    """In the active language. Comes with post, topic, author, organisation, event, practice and cluster loaded."""
    cluster = notice.cluster.local_title if notice.cluster else ""
    about, language, url = _target(notice)
    return Line(
        sentence=sentence_of(notice, is_revealed=is_revealed),
        about=about,
        language=language,
        url=url,
        cluster=cluster,
        at=notice.created_at,
        is_new=notice.seen_at is None,
    )


def _target(notice: Notice) -> tuple[str, str, str]:
    """Title, its language, address."""
    topic = notice.post.topic if notice.post is not None else None
    if notice.post is not None and topic is not None and topic.deleted_at is None and notice.cluster is not None:
        if notice.data.get("stage") == NudgeStage.DID_IT_HELP:
            return topic.title, topic.language, reverse("topic_helped", args=[notice.cluster.slug, topic.uuid])
        url = reverse("topic_post", args=[notice.cluster.slug, topic.uuid, notice.post.number])
        return topic.title, topic.language, url
    if notice.event is not None and notice.cluster is not None:
        event = notice.event
        return event.title, event.language, reverse("event", args=[notice.cluster.slug, event.uuid])
    if notice.practice is not None:
        return practice_notices.target_of(notice)
    if notice.cluster is not None:
        name = "cluster_members" if notice.data.get("what") == "asked" else "cluster"
        return notice.cluster.local_title, "", reverse(name, args=[notice.cluster.slug])
    return "", "", ""


def sentence_of(notice: Notice, *, is_revealed: bool) -> str:
    values: dict[str, Any] = {"author": author_of(notice.post, is_revealed=is_revealed) if notice.post else ""}
    if notice.kind == NoticeKind.MODERATION:
        return str(DECISIONS.get(notice.data.get("action", ""), _("Something was decided about your post")))
    if notice.data.get("stage") == NudgeStage.DID_IT_HELP:
        return gettext("Did the answers to your question help?")
    if notice.kind == NoticeKind.PRACTICE:
        return practice_notices.sentence_of(notice)
    if notice.kind == NoticeKind.EVENT:
        return str(EVENTS.get(notice.data.get("what", ""), NoticeKind.EVENT.label))
    if notice.kind == NoticeKind.MEMBERSHIP:
        return str(MEMBERSHIPS.get(notice.data.get("what", ""), NoticeKind.MEMBERSHIP.label))
    if notice.kind in SENTENCES and notice.post:
        return str(SENTENCES[NoticeKind(notice.kind)]) % values
    return gettext(notice.get_kind_display())


SENTENCES = {
    NoticeKind.ROUTED: _("%(author)s asks you"),
    NoticeKind.MENTION: _("%(author)s mentions you"),
    NoticeKind.ANSWER: _("%(author)s answered your question"),
    NoticeKind.REPLY: _("%(author)s replies to you"),
    NoticeKind.ACCEPTED: _("Your answer was accepted as a solution"),
    NoticeKind.ANNOUNCEMENT: _("%(author)s announces"),
    NoticeKind.NUDGE: _("A question waits for an answer"),
}
DECISIONS = {
    ModerationAction.APPROVED: _("Your post is visible now"),
    ModerationAction.HIDDEN: _("Your post is hidden until it is reviewed"),
    ModerationAction.RESTORED: _("Your post is visible again"),
    ModerationAction.DELETED: _("Your post was deleted by the facilitator"),
    ModerationAction.CLOSED: _("Your topic was closed"),
    ModerationAction.REOPENED: _("Your topic is open again"),
    ModerationAction.MOVED: _("Your topic stands in another section now"),
    ModerationAction.SPLIT: _("Your post became part of a new topic"),
    ModerationAction.MERGED: _("Your topic was joined with another one"),
}
EVENTS = {
    "invitation": _("You are invited"),
    "changed": _("An event was changed"),
    "cancelled": _("An event does not take place"),
    "promoted": _("A seat became free: you take part"),
}
MEMBERSHIPS = {
    "asked": _("Somebody asks to join"),
    "accepted": _("You are a member now"),
    "declined": _("Your request was declined"),
    "invited": _("You are invited"),
    "removed": _("Your membership ended"),
}
