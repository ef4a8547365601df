"""Challenges: problems without a solution yet, answered with practices, talked over in a cluster, closed or withdrawn.

Everybody sees them, so every change makes the pages of the site new.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext

from academy import site_version
from academy.folding import fold
from academy.models import Letter, User
from academy.policies import require
from academy.services.letters import queue_letter
from peer_exchange.delivery.adoption_letters import challenge_path
from peer_exchange.enums import ChallengeState, TopicKind
from peer_exchange.errors import ChallengeOver, ChallengesOfToday, TooManyChallenges
from peer_exchange.models import Challenge, Cluster, Post, Practice, Topic
from peer_exchange.policies import may_close_challenge
from peer_exchange.querysets import TopicQuerySet
from peer_exchange.services.topics import open_topic
from peer_exchange.writing import html_of_plain

MOST_OPEN = 5  # of one person
MOST_A_DAY = 10  # of one person, closed ones and those taken back included
MOST_LETTERS = 10  # a day to who asked, whoever points to practices
DAY = timedelta(days=1)
KIND = "practice_challenge"
TAKEN = {"new"}


@transaction.atomic
def post_challenge(by: User, *, cluster: Cluster | None = None, **fields: Any) -> Challenge:
    """Public at once; with a `cluster` it is asked there too.

    Raises TooManyChallenges, ChallengesOfToday, PermissionDenied.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # a double click waits for the first
    known = Challenge.objects.filter(author=by, title=fields["title"], problem=fields["problem"], withdrawn_at=None)
    if (twin := known.first()) is not None:
        return twin
    if Challenge.objects.public().filter(author=by, state=ChallengeState.OPEN).count() >= MOST_OPEN:
        raise TooManyChallenges
    if Challenge.objects.filter(author=by, created_at__gt=timezone.now() - DAY).count() >= MOST_A_DAY:
        raise ChallengesOfToday
    words = " ".join([fields["title"], fields["problem"], fields.get("tried", "")])
    challenge = Challenge.objects.create(author=by, slug=_free_slug(fields["title"]), folded=fold(words), **fields)
    if cluster is not None:
        _open_topic(challenge, cluster, by)
    site_version.bump_on_commit(Practice.site_part)
    return challenge


@transaction.atomic
def discuss_challenge(challenge: Challenge, cluster: Cluster, *, by: User) -> Topic:
    """Open a topic about it where she writes; in a cluster where she finds one already, it is that one.

    Raises ChallengeOver, PermissionDenied.
    """
    row = _lock(challenge)
    if (standing := topics_about(row, [cluster.pk]).listed_to(by).first()) is not None:
        return standing
    topic = _open_topic(row, cluster, by)
    site_version.bump_on_commit(Practice.site_part)
    return topic


@transaction.atomic
def answer_challenge(challenge: Challenge, practices: Sequence[Practice], *, by: User) -> None:
    """These public practices may help; who posted it gets a letter about each, once, and not too many a day; all stand
    on its page. Raises ChallengeOver.
    """
    row = _lock(challenge)
    today = Letter.objects.filter(user=row.author, kind=KIND, created_at__gt=timezone.now() - DAY)
    known = set(row.solved_by.values_list("pk", flat=True))
    for practice in practices:
        if practice.pk in known:
            continue
        row.solved_by.add(practice)
        if row.author is not None and row.author != by and today.count() < MOST_LETTERS:
            data = {"challenge": row.pk, "practice": practice.pk}
            queue_letter(KIND, row.author, key=f"challenge/{row.uuid}/{practice.pk}", data=data)
    site_version.bump_on_commit(Practice.site_part)


@transaction.atomic
def close_challenge(
    challenge: Challenge, state: ChallengeState, *, by: User, not_solved_by: Sequence[Practice] = ()
) -> None:
    """A solution was found, or it is no longer asked. Of the practices named, these were none.

    Raises ChallengeOver, PermissionDenied.
    """
    require(may_close_challenge(by, challenge))
    row = _lock(challenge)
    row.solved_by.remove(*not_solved_by)
    Challenge.objects.filter(pk=row.pk).update(state=state)
    site_version.bump_on_commit(Practice.site_part)


@transaction.atomic
def withdraw_challenge(challenge: Challenge, *, by: User, now: datetime | None = None) -> None:
    """Taken off the site; what was said about it in a cluster stays there. Raises PermissionDenied."""
    require(may_close_challenge(by, challenge))
    Challenge.objects.public().filter(pk=challenge.pk).update(withdrawn_at=now or timezone.now())
    site_version.bump_on_commit(Practice.site_part)


def topics_about(challenge: Challenge, clusters: Collection[int]) -> TopicQuerySet:
    """Where these clusters talk it over: the topic that is noted, and questions that begin with its address."""
    address = f"/practices/challenges/{challenge.slug}/"
    openings = Post.objects.filter(cluster__in=clusters, number=1, deleted_at=None, body__contains=address)
    noted = [challenge.topic.pk, challenge.topic.merged_into_id] if challenge.topic else []
    about = Q(pk__in=noted) | Q(kind=TopicKind.QUESTION, pk__in=openings.values("topic"))
    return Topic.objects.standing().filter(about, cluster__in=clusters).select_related("cluster").order_by("pk")


def _lock(challenge: Challenge) -> Challenge:
    row = Challenge.objects.public().select_for_update(of=("self",)).filter(pk=challenge.pk).first()
    if row is None or row.state != ChallengeState.OPEN:
        raise ChallengeOver
    return row


def _open_topic(challenge: Challenge, cluster: Cluster, by: User) -> Topic:
    with translation.override(challenge.language):
        url = settings.SITE_URL + challenge_path(challenge)
        link = format_html('<p><a href="{}">{}</a></p>', url, gettext("The challenge"))
    topic = open_topic(
        cluster, by=by, kind=TopicKind.QUESTION, title=challenge.title, language=challenge.language,
        body=html_of_plain(challenge.problem) + link, tried=challenge.tried,
    )  # fmt: skip
    unnoted = Challenge.objects.exclude(topic__in=Topic.objects.filter(deleted_at=None))
    unnoted.filter(pk=challenge.pk).update(topic=topic, cluster=cluster)
    return topic


def _free_slug(title: str) -> str:
    base = slugify(anyascii(title))[:120].strip("-") or "challenge"
    taken = TAKEN | set(Challenge.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return base if base not in taken else next(slug for n in count(2) if (slug := f"{base}-{n}") not in taken)
