"""What a person wrote in clusters: handed out to her, and forgotten.

Her words stay where peers answered them, under "former member" and the municipality of their day; her name goes, also
out of the texts of others that mention her.
"""

from typing import Any

from django.db import transaction
from django.utils import translation

from academy.models import Organisation, User
from academy.sockets import PersonalData
from peer_exchange import writing
from peer_exchange.delivery.post_letters import former_member
from peer_exchange.models import Attachment, ClusterMember, Draft, Post, PostRevision, Reaction, Topic, Vote
from peer_exchange.services.posts import folded_of, remove_attachment


def export_discussions(user: User) -> dict[str, Any]:
    posts = Post.objects.filter(author=user).select_related("cluster", "topic").order_by("pk")
    topics = Topic.objects.filter(author=user, deleted_at__isnull=True).select_related("cluster").order_by("pk")
    reactions = Reaction.objects.filter(user=user).select_related("post__topic").order_by("pk")
    votes = Vote.objects.filter(user=user).select_related("option__poll").order_by("pk")
    drafts = Draft.objects.filter(user=user).select_related("cluster", "topic").order_by("pk")
    files = Attachment.objects.filter(uploader=user).select_related("cluster").order_by("pk")
    return {
        "topics": [
            {
                "cluster": row.cluster.title,
                "title": row.title,
                "kind": row.get_kind_display(),
                "tried": row.tried,
                "name_hidden": row.is_anonymous,
                "opened_at": row.created_at,
            }
            for row in topics
        ],
        "posts": [
            {
                "cluster": row.cluster.title,
                "topic": row.topic.title,
                "number": row.number,
                "text": writing.plain_of(row.body),
                "written_at": row.created_at,
                "changed_at": row.edited_at,
                "deleted_at": row.deleted_at,
            }
            for row in posts
        ],
        "reactions": [
            {"topic": row.post.topic.title, "post": row.post.number, "what": row.get_kind_display()}
            for row in reactions
        ],
        "votes": [
            {"poll": row.option.poll.question, "choice": str(row.option), "vote": row.get_value_display(), "at": row.at}
            for row in votes
        ],
        "drafts": [
            {
                "cluster": row.cluster.title,
                "topic": row.topic.title if row.topic else row.fields.get("title", ""),
                "text": writing.plain_of(row.fields.get("body", "")),
                "saved_at": row.updated_at,
            }
            for row in drafts
        ],
        "files": [
            {"cluster": row.cluster.title, "name": row.name, "bytes": row.size, "uploaded_at": row.created_at}
            for row in files
        ],
    }


@transaction.atomic
def erase_discussions(user: User, choices: frozenset[str]) -> None:
    """Called again it finds nothing. Runs before her memberships go: they say of which municipality she was."""
    _erase_name(user)
    Draft.objects.filter(user=user).delete()
    for attachment in Attachment.objects.filter(uploader=user, post__isnull=True):
        remove_attachment(attachment)
    Attachment.objects.filter(uploader=user).update(uploader=None)
    Reaction.objects.filter(user=user).delete()
    Vote.objects.filter(user=user).delete()
    Topic.objects.filter(author=user).update(author=None)
    Post.objects.filter(author=user).update(author=None)


def _erase_name(user: User) -> None:
    members = ClusterMember.objects.filter(user=user).select_related("organisation")
    places = {member.cluster_id: member.organisation for member in members}
    person = str(user.uuid)
    for post in Post.objects.filter(body__contains=person).select_related("topic"):
        post.body = _without_name(post.body, user, places.get(post.cluster_id), post.language)
        post.folded = folded_of(post)
        post.save(update_fields=["body", "folded"])
    for revision in PostRevision.objects.filter(body__contains=person).select_related("post"):
        place, language = places.get(revision.post.cluster_id), revision.post.language
        revision.body = _without_name(revision.body, user, place, language)
        revision.save(update_fields=["body"])
    for draft in Draft.objects.filter(fields__body__icontains=person).select_related("user"):
        language = draft.user.language
        draft.fields["body"] = _without_name(draft.fields["body"], user, places.get(draft.cluster_id), language)
        draft.save(update_fields=["fields"])


def _without_name(body: str, user: User, place: Organisation | None, language: str) -> str:
    with translation.override(language):
        return writing.replace_mention(body, user.uuid, former_member(place))


personal_data = PersonalData(export=export_discussions, erase=erase_discussions)
