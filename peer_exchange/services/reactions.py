"""Reactions to posts: Useful, Same here, Thanks; each once per person, and taken back by the same press."""

from django.db import transaction

from academy.models import User
from academy.policies import require
from peer_exchange.enums import ReactionKind
from peer_exchange.errors import AnswerGone
from peer_exchange.models import Post, Reaction
from peer_exchange.policies import may_write, standing_of


@transaction.atomic
def set_reaction(post: Post, *, by: User, kind: ReactionKind, is_on: bool) -> None:
    """Not to her own posts. Twice called, no change. Raises PermissionDenied, AnswerGone."""
    require(may_write(standing_of(by, post.cluster), post.cluster))
    if not post.is_shown or post.author_id == by.pk:
        raise AnswerGone
    if is_on:
        Reaction.objects.bulk_create([Reaction(post=post, user=by, kind=kind)], ignore_conflicts=True)
    else:
        Reaction.objects.filter(post=post, user=by, kind=kind).delete()
