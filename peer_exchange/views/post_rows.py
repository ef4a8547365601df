"""Posts and polls as a page shows them: whose name is seen, what may be done, who reacted. In few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from academy.models import User
from peer_exchange import writing
from peer_exchange.delivery.post_letters import author_of
from peer_exchange.enums import PollKind, ReactionKind, TopicKind, VoteValue
from peer_exchange.models import Attachment, Poll, Post, Reaction, Topic, Vote
from peer_exchange.policies import Standing, may_accept, may_change_poll, may_edit, may_remove, may_write
from peer_exchange.services.polls import is_closed


@dataclass(frozen=True)
class ReactionRow:
    kind: str
    label: str
    number: int
    is_mine: bool


@dataclass(frozen=True)
class PostRow:
    """A post for one reader. `language` is empty where it is that of the page; `place` is where its author worked."""

    post: Post
    author: str
    place: str
    body: SafeString
    language: str
    is_mine: bool
    is_masked: bool
    is_new: bool
    is_accepted: bool
    can_edit: bool
    can_remove: bool
    can_react: bool
    can_accept: bool
    reply_to: Any = None  # {"number": …, "author": …}
    files: list[Attachment] = field(default_factory=list)
    reactions: list[ReactionRow] = field(default_factory=list)


def posts_with_people(posts):
    """A PostQuerySet with what `post_rows` reads of each post."""
    rows = posts.select_related("author", "organisation", "reply_to__author", "reply_to__organisation", "acceptance")
    return rows.prefetch_related("attachments")


def post_rows(
    posts: Iterable[Post], topic: Topic, user: User, standing: Standing, *, new_from: int | None = None
) -> list[PostRow]:
    """`posts` come through `posts_with_people`; those from number `new_from` are new to her. Two queries."""
    posts = list(posts)
    places = [row.organisation for post in posts for row in (post, post.reply_to) if row and row.organisation]
    prefetch_related_objects(places, "names")
    reactions = _reactions(posts, user)
    accepts = topic.kind == TopicKind.QUESTION and bool(may_accept(user, standing, topic))
    writes = bool(may_write(standing, topic.cluster))
    page_language = get_language()
    rows = []
    for post in posts:
        post.topic = topic
        is_mine = post.author_id is not None and post.author_id == user.pk
        sees_name = standing.leads or is_mine
        is_masked = post.is_anonymous and not sees_name
        files = [] if post.deleted_at else list(post.attachments.all())
        shown = writing.pictures_in(post.body) if files else set()
        rows.append(
            PostRow(
                post=post,
                author=author_of(post, is_revealed=sees_name),
                place=post.organisation.local_name if post.organisation and post.author and not is_masked else "",
                body=writing.render(post.body),
                language=post.language if post.language != page_language else "",
                is_mine=is_mine,
                is_masked=is_masked,
                is_new=bool(new_from) and post.number >= (new_from or 0) and not is_mine,
                is_accepted=hasattr(post, "acceptance"),
                can_edit=is_mine and bool(may_edit(user, standing, post)),
                can_remove=bool(may_remove(user, standing, post)) and post.deleted_at is None,
                can_react=writes and not is_mine and post.is_shown,
                can_accept=accepts and post.is_shown and post.number > 1,
                reply_to=_answered(post, standing, user),
                files=[file for file in files if file.uuid not in shown],
                reactions=reactions.get(post.pk, _reaction_rows({}, set())),
            )
        )
    return rows


def _answered(post: Post, standing: Standing, user: User) -> dict | None:
    """The post that is answered, unless it is the one right above or is gone."""
    other = post.reply_to
    if other is None or other.deleted_at is not None or other.number == post.number - 1:
        return None
    sees_name = standing.leads or other.author_id == user.pk
    return {"number": other.number, "author": author_of(other, is_revealed=sees_name)}


def _reactions(posts: list[Post], user: User) -> dict[int, list[ReactionRow]]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    mine: dict[int, set[str]] = defaultdict(set)
    rows = Reaction.objects.filter(post__in=[post.pk for post in posts]).values("post", "kind").order_by()
    for row in rows.annotate(n=Count("pk"), hers=Count("pk", filter=Q(user=user.pk))):
        counts[row["post"]][row["kind"]] = row["n"]
        if row["hers"]:
            mine[row["post"]].add(row["kind"])
    return {pk: _reaction_rows(counts[pk], mine[pk]) for pk in counts}


def _reaction_rows(counts: dict[str, int], mine: set[str]) -> list[ReactionRow]:
    return [
        ReactionRow(kind.value, str(kind.label), counts.get(kind.value, 0), kind.value in mine) for kind in ReactionKind
    ]


@dataclass(frozen=True)
class OptionRow:
    """A choice with its votes; `mine` is what she voted, None without a vote. `share` is a percentage of the voters."""

    pk: int
    text: str
    starts_at: Any
    ends_at: Any
    yes: int
    maybe: int
    share: int
    mine: int | None
    names: str
    is_best: bool


def poll_context(poll: Poll | None, user: User, standing: Standing) -> dict | None:
    """For `_poll.html`; two queries. Who voted what is shown where the poll says so, and only inside the cluster."""
    if poll is None:
        return None
    votes = list(Vote.objects.filter(option__poll=poll).select_related("user").order_by("at", "pk"))
    voters = {vote.user_id for vote in votes}
    by_option: dict[int, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_option[vote.option_id].append(vote)
    inside = standing.is_joined or standing.leads
    points = {pk: sum(vote.value for vote in rows) for pk, rows in by_option.items()}
    best = max(points.values(), default=0)
    rows = []
    for option in poll.options.all():
        given = by_option[option.pk]
        yes = [vote for vote in given if vote.value == VoteValue.YES]
        names = [vote.user.name for vote in given if vote.value != VoteValue.NO] if poll.shows_names and inside else []
        rows.append(
            OptionRow(
                pk=option.pk,
                text=_words_of(poll, option.position, option.text),
                starts_at=option.starts_at,
                ends_at=option.ends_at,
                yes=len(yes),
                maybe=sum(vote.value == VoteValue.IF_NEEDED for vote in given),
                share=round(100 * len(yes) / len(voters)) if voters else 0,
                mine=next((vote.value for vote in given if vote.user_id == user.pk), None),
                names=", ".join(names),
                is_best=bool(best) and points.get(option.pk) == best and poll.kind != PollKind.SENSE_CHECK,
            )
        )
    closed = is_closed(poll)
    return {
        "poll": poll,
        "rows": rows,
        "is_closed": closed,
        "may_vote": not closed and bool(may_write(standing, poll.topic.cluster)),
        "may_close": not closed and user.is_authenticated and bool(may_change_poll(user, standing, poll)),
        "has_voted": user.pk in voters,
        "voters": ngettext("%(n)d person voted", "%(n)d people voted", len(voters)) % {"n": len(voters)},
        "values": [(value.value, str(value.label)) for value in reversed(VoteValue)],
    }


def _words_of(poll: Poll, position: int, text: str) -> str:
    """A sense check and an opt-in have words of the house, in the language of the page."""
    if poll.kind == PollKind.SENSE_CHECK:
        senses = [gettext("Against"), gettext("Doubtful"), gettext("Can live with it"), gettext("In favor"),
                  gettext("Fully behind it")]  # fmt: skip
        return senses[position] if position < len(senses) else text
    if poll.kind == PollKind.OPT_IN:
        return gettext("I take part") if position == 0 else gettext("Not this time")
    return text
