"""What notices and moderation know of a person: handed out, and forgotten.

Records of decisions stay, because they are about posts of the cluster; the names in them go. Whom a member reported is
told to nobody else.
"""

from typing import Any

from django.db import transaction

from academy.models import User
from academy.sockets import PersonalData
from peer_exchange.models import (
    ClusterRead,
    DigestOpening,
    Flag,
    ModerationRecord,
    Notice,
    Subscription,
    TopicRead,
)


def export_notices(user: User) -> dict[str, Any]:
    notices = Notice.objects.filter(user=user).select_related("cluster", "post__topic", "event")
    said = Subscription.objects.filter(user=user).select_related("cluster", "topic").order_by("pk")
    flags = Flag.objects.filter(user=user).select_related("post__topic").order_by("pk")
    about = ModerationRecord.objects.filter(person=user).select_related("cluster", "topic").order_by("pk")
    reads = TopicRead.objects.filter(user=user).select_related("topic").order_by("pk")
    return {
        "notices": [
            {
                "what": row.get_kind_display(),
                "cluster": row.cluster.title if row.cluster else "",
                "about": _about(row),
                "created_at": row.created_at,
                "seen_at": row.seen_at,
            }
            for row in notices
        ],
        "what_reaches_me": [
            {
                "cluster": row.cluster.title,
                "topic": row.topic.title if row.topic else "",
                "level": row.get_level_display(),
            }
            for row in said
        ],
        "read_topics": [{"topic": row.topic.title, "up_to_post": row.last_no, "read_at": row.read_at} for row in reads],
        "reports": [
            {
                "topic": row.post.topic.title,
                "post": row.post.number,
                "reason": row.get_reason_display(),
                "note": row.note,
                "created_at": row.created_at,
            }
            for row in flags
        ],
        "decisions_about_my_posts": [
            {
                "cluster": row.cluster.title,
                "topic": row.topic.title if row.topic else "",
                "what": row.get_action_display(),
                "reason": row.reason,
                "at": row.at,
            }
            for row in about
        ],
    }


@transaction.atomic
def erase_notices(user: User, choices: frozenset[str]) -> None:
    """Called again it finds nothing. Her open reports go with her; a post that they hid stays for review."""
    for model in (Notice, Subscription, TopicRead, ClusterRead, Flag):
        model.objects.filter(user=user).delete()
    ModerationRecord.objects.filter(person=user).update(person=None)
    ModerationRecord.objects.filter(by=user).update(by=None)
    DigestOpening.objects.filter(by=user).update(by=None)


def _about(notice: Notice) -> str:
    if notice.post is not None:
        return notice.post.topic.title
    return notice.event.title if notice.event is not None else ""


personal_data = PersonalData(export=export_notices, erase=erase_notices)
