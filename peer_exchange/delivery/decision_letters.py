"""The letters of moderation: what was decided about her post or topic, and that a queue waits for those who lead.

Written when they leave: of several decisions about one post only the last is told. Plugged in by `peer_exchange.apps`.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.enums import ModerationAction, PostState
from peer_exchange.models import Cluster, ModerationRecord, Post

DECISION_KIND, DECISION_CATEGORY = "cluster_decision", "cluster_decisions"
QUEUE_KIND, QUEUE_CATEGORY = "cluster_queue", "cluster_care"
CARE_LABEL = _("What waits in the clusters that I look after")


def write_decision(letter: Letter) -> Written | None:
    """`letter.data`: {"record": key}. She reads it though she muted or left the cluster: it is about her own words."""
    rows = ModerationRecord.objects.select_related("cluster__host", "topic", "post").prefetch_related("cluster__texts")
    row = rows.filter(pk=letter.data["record"]).first()
    if row is None or letter.user is None:
        return None
    if row.post_id and ModerationRecord.objects.filter(post=row.post_id, pk__gt=row.pk).exists():
        return None
    is_readable = Cluster.objects.readable_by(letter.user).filter(pk=row.cluster_id).exists()
    return Written("cluster_decision", decision_context(row, is_readable=is_readable))


def decision_context(row: ModerationRecord, *, is_readable: bool) -> dict[str, Any]:
    """For the letter and its preview, in the active language."""
    cluster = row.cluster.local_title
    topic = row.topic if row.topic is not None and row.topic.deleted_at is None else None
    subject, sentence = SENTENCES[ModerationAction(row.action)]
    values = {"cluster": cluster, "topic": topic.title if topic else cluster}
    path = reverse("topic", args=[row.cluster.slug, topic.uuid]) if topic and is_readable else ""
    sentence = sentence if row.by_id or row.action != ModerationAction.HIDDEN else HIDDEN_BY_FLAGS
    return {
        "subject": str(subject) % values,
        "sentence": str(sentence) % values,
        "cluster": cluster,
        "topic": topic.title if topic else "",
        "reason": "" if row.action in (ModerationAction.SPLIT, ModerationAction.MERGED) else row.reason,
        "url": settings.SITE_URL + path if path else "",
    }


def write_queue(letter: Letter) -> Written | None:
    """`letter.data`: {"cluster": key}. Nothing once everything is decided, or who leads no longer does."""
    if letter.user is None:
        return None
    led = Cluster.objects.led_by(letter.user).select_related("host").prefetch_related("texts")
    cluster = led.filter(pk=letter.data["cluster"]).first()
    if cluster is None:
        return None
    return queue_letter_of(cluster)


def queue_letter_of(cluster: Cluster) -> Written | None:
    posts = Post.objects.filter(cluster=cluster, deleted_at__isnull=True, topic__deleted_at__isnull=True)
    waits = Q(state__in=[PostState.HELD, PostState.HIDDEN]) | Q(
        flags__resolved_at__isnull=True, flags__pk__isnull=False
    )
    found = posts.filter(waits).distinct().order_by("created_at")
    count, oldest = found.count(), found.first()
    if oldest is None:
        return None
    hours = max(1, (timezone.now() - oldest.created_at) // timedelta(hours=1))
    title = cluster.local_title
    return Written(
        "cluster_queue",
        {
            "subject": ngettext("%(n)d post waits for you: %(cluster)s", "%(n)d posts wait for you: %(cluster)s", count)
            % {"n": count, "cluster": title},
            "cluster": title,
            "sentence": ngettext(
                "In the cluster “%(cluster)s” %(n)d post waits to be looked at.",
                "In the cluster “%(cluster)s” %(n)d posts wait to be looked at.",
                count,
            )
            % {"n": count, "cluster": title},
            "oldest": ngettext(
                "The oldest has waited for %(n)d hour. Its author does not know why nobody answers.",
                "The oldest has waited for %(n)d hours. Its author does not know why nobody answers.",
                hours,
            )
            % {"n": hours},
            "url": settings.SITE_URL + reverse("cluster_moderation", args=[cluster.slug]),
            "button": gettext("Look at them"),
        },
    )


HIDDEN_BY_FLAGS = _("Three members asked to look at your post. It is hidden until the facilitator has decided.")
SENTENCES = {
    ModerationAction.APPROVED: (
        _("Your post is visible: %(topic)s"),
        _("The facilitator of “%(cluster)s” looked at your post; everybody in the cluster reads it now."),
    ),
    ModerationAction.HIDDEN: (
        _("Your post is hidden: %(topic)s"),
        _("The facilitator of “%(cluster)s” hid your post."),
    ),
    ModerationAction.RESTORED: (
        _("Your post is visible again: %(topic)s"),
        _("The facilitator of “%(cluster)s” looked at your post; it is visible again."),
    ),
    ModerationAction.DELETED: (
        _("Your post was deleted: %(topic)s"),
        _("The facilitator of “%(cluster)s” deleted your post. If you see it otherwise, tell the facilitator."),
    ),
    ModerationAction.CLOSED: (
        _("Your topic was closed: %(topic)s"),
        _("The facilitator of “%(cluster)s” closed your topic. It stays readable; nobody writes there any more."),
    ),
    ModerationAction.REOPENED: (
        _("Your topic is open again: %(topic)s"),
        _("The facilitator of “%(cluster)s” opened your topic again."),
    ),
    ModerationAction.SPLIT: (
        _("Your post has a topic of its own: %(topic)s"),
        _("The facilitator of “%(cluster)s” made a new topic of your post and of what belongs to it."),
    ),
    ModerationAction.MERGED: (
        _("Your topic was joined with another: %(topic)s"),
        _("The facilitator of “%(cluster)s” joined your topic with another one on the same matter."),
    ),
}

LETTERS = {
    DECISION_KIND: LetterKind(
        write_decision, category=DECISION_CATEGORY, label=_("Decisions about what I wrote in my clusters")
    ),
    QUEUE_KIND: LetterKind(write_queue, category=QUEUE_CATEGORY, label=CARE_LABEL),
}
