"""The letters about one post: it asks, mentions or answers her, announces something, or was decided upon.

Written when they leave: nothing of a post that was deleted, hidden or read meanwhile, nothing to who may no longer read
the cluster or muted it, and of an edited post the text of today. Plugged in by `peer_exchange.apps`.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from academy.models import Letter, Organisation, User
from academy.sockets import LetterKind, Written
from peer_exchange.enums import NoticeKind, SubscriptionLevel
from peer_exchange.models import Notice, Post, Subscription, TopicRead
from peer_exchange.policies import Standing, standing_of
from peer_exchange.rules.concern import level_of
from peer_exchange.writing import excerpt_of

POST_KIND, POST_CATEGORY = "cluster_post", "cluster_posts"
ANNOUNCEMENT_KIND, ANNOUNCEMENT_CATEGORY = "cluster_announcement", "cluster_announcements"
CHARACTERS = 600  # so many of its characters stand in a letter

READ_MEANWHILE = frozenset({NoticeKind.MENTION, NoticeKind.REPLY, NoticeKind.ANSWER, NoticeKind.ACCEPTED})


def write_post(letter: Letter) -> Written | None:
    """`letter.data`: {"post": key, "why": NoticeKind}."""
    rows = Post.objects.shown().filter(topic__deleted_at__isnull=True)
    rows = rows.select_related("topic", "author", "organisation", "cluster__host").prefetch_related("cluster__texts")
    post, user, why = rows.filter(pk=letter.data["post"]).first(), letter.user, letter.data["why"]
    if post is None or user is None:
        return None
    standing = standing_of(user, post.cluster)
    if not (standing.is_joined or standing.leads) or is_muted(user, post):
        return None
    if why in READ_MEANWHILE and is_read(user, post, letter.key, why):
        return None
    if why == NoticeKind.ACCEPTED and not hasattr(post, "acceptance"):
        return None
    return Written("cluster_post", context_of(post, why, standing))


def context_of(post: Post, why: str, standing: Standing) -> dict[str, Any]:
    """For the letter and its preview, in the active language, as somebody of this standing sees the post."""
    title = post.cluster.local_title
    author = author_of(post, is_revealed=standing.leads)
    subject, sentence = SENTENCES[NoticeKind(why)]
    values = {"author": author, "cluster": title, "topic": post.topic.title}
    return {
        "subject": subject % values,
        "sentence": sentence % values,
        "cluster": title,
        "topic": post.topic.title,
        "author": author,
        "workplace": post.organisation.local_name if post.organisation and not _is_masked(post, standing) else "",
        "excerpt": excerpt_of(post.body, CHARACTERS),
        "excerpt_language": post.language,
        "is_question": why == NoticeKind.ROUTED,
        "needed_by": post.topic.needed_by if why == NoticeKind.ROUTED else None,
        "url": post_url(post),
        "settings_url": settings.SITE_URL + reverse("subscriptions"),
    }


def author_of(post: Post, *, is_revealed: bool) -> str:
    """The name of who wrote it, as readers see it; `is_revealed` for those who lead the cluster."""
    if post.is_anonymous and not is_revealed:
        return gettext("A member of the cluster")
    return post.author.name if post.author is not None else former_member(post.organisation)


def former_member(organisation: Organisation | None) -> str:
    """What stands in the place of the name of a person whose account is gone."""
    if organisation is None:
        return gettext("Former member")
    return gettext("Former member, %(place)s") % {"place": organisation.local_name}


def post_url(post: Post) -> str:
    """The whole address of the post, on whichever page of its topic it stands, in the active language."""
    return settings.SITE_URL + reverse("topic_post", args=[post.cluster.slug, post.topic.uuid, post.number])


def is_muted(user: User, post: Post) -> bool:
    said = dict(Subscription.objects.filter(user=user, cluster=post.cluster_id).values_list("topic_id", "level"))
    return level_of(said.get(post.topic_id), said.get(None)) == SubscriptionLevel.MUTE


def is_read(user: User, post: Post, key: str, why: str) -> bool:
    """She read up to the post, or saw the notice of the same key. Her own post, which was accepted, she read anyway."""
    reads = TopicRead.objects.filter(user=user, topic=post.topic_id, last_no__gte=post.number)
    if why != NoticeKind.ACCEPTED and reads.exists():
        return True
    return Notice.objects.filter(key=key, seen_at__isnull=False).exists()


def _is_masked(post: Post, standing: Standing) -> bool:
    return post.is_anonymous and not standing.leads


# kind of notice → subject, why she gets it
SENTENCES = {
    NoticeKind.ROUTED: (
        _("A question for you: %(topic)s"),
        _("%(author)s asks you in the cluster “%(cluster)s”. You know this from your own work; a few lines help."),
    ),
    NoticeKind.MENTION: (
        _("%(author)s mentions you: %(topic)s"),
        _("%(author)s mentions you in the cluster “%(cluster)s”."),
    ),
    NoticeKind.ANSWER: (
        _("An answer to your question: %(topic)s"),
        _("%(author)s answered what you asked in the cluster “%(cluster)s”."),
    ),
    NoticeKind.REPLY: (
        _("%(author)s replies to you: %(topic)s"),
        _("%(author)s replies to your post in the cluster “%(cluster)s”."),
    ),
    NoticeKind.ACCEPTED: (
        _("Your answer helped: %(topic)s"),
        _("Your answer in the cluster “%(cluster)s” was accepted as a solution. Thank you."),
    ),
    NoticeKind.ANNOUNCEMENT: (
        _("%(cluster)s: %(topic)s"),
        _("An announcement by %(author)s in the cluster “%(cluster)s”, of which you are a member."),
    ),
}

LETTERS = {
    POST_KIND: LetterKind(
        write_post, category=POST_CATEGORY, label=_("Questions, mentions and answers for me in my clusters")
    ),
    ANNOUNCEMENT_KIND: LetterKind(write_post, category=ANNOUNCEMENT_CATEGORY, label=_("Announcements in my clusters")),
}
