"""The letters about questions that wait for an answer, and the question whether an answer helped.

Written when they leave: nothing once somebody answered, or she may no longer read the cluster. Plugged in by
`peer_exchange.apps`.
"""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter
from academy.sockets import LetterKind, Written
from peer_exchange.delivery.decision_letters import CARE_LABEL, QUEUE_CATEGORY
from peer_exchange.delivery.post_letters import POST_CATEGORY, author_of, post_url
from peer_exchange.enums import NudgeStage
from peer_exchange.models import Post, Topic
from peer_exchange.policies import standing_of
from peer_exchange.writing import excerpt_of

NUDGE_KIND, HELPED_KIND = "cluster_nudge", "cluster_helped"
CHARACTERS = 600  # of a question, in a letter


def answers(topic: Any, author_id: Any) -> QuerySet[Post]:
    """Shown posts of a topic by others than its author; both may be an OuterRef."""
    rows = Post.objects.shown().filter(topic=topic, number__gt=1)
    return rows.exclude(author_id=Coalesce(author_id, Value(0)))


def write_nudge(letter: Letter) -> Written | None:
    """`letter.data`: {"topic": key, "stage": NudgeStage}."""
    topic, standing = _topic_of(letter)
    if topic is None or standing is None or topic.solved_at or topic.closed_at:
        return None
    if answers(topic.pk, topic.author_id).exists():
        return None
    post = topic.posts.select_related("author", "organisation", "cluster", "topic").filter(number=1).first()
    if post is None or not post.is_shown:
        return None
    return Written("cluster_nudge", nudge_context(post, letter.data["stage"], is_revealed=standing.leads))


def nudge_context(post: Post, stage: str, *, is_revealed: bool) -> dict[str, Any]:
    """For the letter and its preview, in the active language."""
    cluster, topic = post.cluster.local_title, post.topic
    return {
        "subject": gettext("Nobody answered yet: %(topic)s") % {"topic": topic.title},
        "cluster": cluster,
        "topic": topic.title,
        "sentence": str(SENTENCES[NudgeStage(stage)]) % {"cluster": cluster},
        "author": author_of(post, is_revealed=is_revealed),
        "workplace": post.organisation.local_name if post.organisation and not post.is_anonymous else "",
        "excerpt": excerpt_of(post.body, CHARACTERS),
        "excerpt_language": post.language,
        "needed_by": topic.needed_by,
        "url": post_url(post),
        "button": gettext("Answer"),
    }


def write_helped(letter: Letter) -> Written | None:
    """`letter.data`: {"topic": key, …}. Nothing once she said it."""
    topic, _standing = _topic_of(letter)
    if topic is None or topic.helped or topic.author_id != letter.user_id:
        return None
    return Written("cluster_nudge", helped_context(topic))


def helped_context(topic: Topic) -> dict[str, Any]:
    return {
        "subject": gettext("Did it help? %(topic)s") % {"topic": topic.title},
        "cluster": topic.cluster.local_title,
        "topic": topic.title,
        "sentence": gettext(
            "Two weeks ago your question was answered. Did it help? One click tells your peers and whoever has "
            "the same question next."
        ),
        "url": settings.SITE_URL + reverse("topic_helped", args=[topic.cluster.slug, topic.uuid]),
        "button": gettext("Say whether it helped"),
    }


def _topic_of(letter: Letter) -> tuple[Topic | None, Any]:
    """The topic, as long as it stands and she belongs to its cluster, and what she is there."""
    rows = Topic.objects.standing().select_related("cluster__host").prefetch_related("cluster__texts")
    topic = rows.filter(pk=letter.data["topic"]).first()
    if topic is None or letter.user is None:
        return None, None
    standing = standing_of(letter.user, topic.cluster)
    return (topic, standing) if standing.is_joined or standing.leads else (None, None)


SENTENCES = {
    NudgeStage.RESOURCE_PERSON: _(
        "This question in the cluster “%(cluster)s” has waited for three working days. You are its resource person: "
        "a few lines, or the name of somebody who knows, get it going."
    ),
    NudgeStage.FACILITATOR: _(
        "This question in the cluster “%(cluster)s” has waited for five working days. Who of the members could answer "
        "it? Ask them, or write what you know."
    ),
    NudgeStage.HOST: _(
        "This question in the cluster “%(cluster)s”, which your association hosts, has waited for ten working days. "
        "Perhaps somebody in your network knows the answer."
    ),
}

LETTERS = {
    NUDGE_KIND: LetterKind(write_nudge, category=QUEUE_CATEGORY, label=CARE_LABEL),
    HELPED_KIND: LetterKind(
        write_helped, category=POST_CATEGORY, label=_("Questions, mentions and answers for me in my clusters")
    ),
}
