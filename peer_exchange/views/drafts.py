"""Drafts as forms see them: kept while somebody types, shown again when she comes back, thrown away at her word."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from peer_exchange.errors import PeerError, StaleDraft
from peer_exchange.forms.topics import PollForm, ReplyForm, TopicForm
from peer_exchange.models import Draft
from peer_exchange.services.drafts import save_draft
from peer_exchange.views.doors_of_posts import listed_topic_or_404, writable_cluster_or_404

SKIPPED = {"files", "key", "version"}
LONGEST = 200_000


@require_POST
@login_required
def keep_topic_draft(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, _standing = writable_cluster_or_404(request.user, slug)
    return _keep(request, cluster, None)


@require_POST
@login_required
def keep_reply_draft(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    cluster, _standing = writable_cluster_or_404(request.user, slug)
    topic, _standing = listed_topic_or_404(request.user, slug, uuid)
    return _keep(request, cluster, topic)


def _keep(request: HttpRequest, cluster, topic) -> JsonResponse:
    """`{version, said}`; 409 with `{version, said, body}` of what another tab saved."""
    try:
        draft = save_draft(
            request.user,
            cluster,
            topic=topic,
            fields=fields_of(request.POST, is_topic=topic is None),
            version=version_of(request.POST),
        )
    except StaleDraft as error:
        stands = error.draft
        return JsonResponse(
            {
                "version": stands.version if stands else 0,
                "body": stands.fields.get("body", "") if stands else "",
                "said": gettext("Another tab saved something else. What you see here is kept on this page only."),
            },
            status=409,
        )
    except PeerError as error:
        return JsonResponse({"said": str(error.message)}, status=422)
    return JsonResponse({"version": draft.version, "said": said_of(draft)})


def said_of(draft: Draft) -> str:
    moment = date_format(timezone.localtime(draft.updated_at), "TIME_FORMAT")
    return gettext("Saved as a draft at %(time)s") % {"time": moment}


def version_of(data: QueryDict) -> int:
    value = data.get("version", "")
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def fields_of(data: QueryDict, *, is_topic: bool) -> dict[str, Any]:
    """What is kept of a form: the fields by the names that they have on the page, the text as safe HTML."""
    form = TopicForm if is_topic else ReplyForm
    names = set(form.base_fields) - SKIPPED
    if is_topic:
        names |= {name for name in data if name.startswith(f"{PollForm.prefix}-")} | {"step"}
    kept: dict[str, Any] = {name: data[name][:LONGEST] for name in names & set(data)}
    if "attachments" in kept:
        kept["attachments"] = data.getlist("attachments")[:20]
    kept["body"] = form.base_fields["body"].widget.value_from_datadict(data, {}, "body") or ""
    return kept


def initial_of(draft: Draft | None) -> dict[str, Any]:
    """For the form of a page on which she goes on writing."""
    return {**draft.fields, "version": draft.version} if draft else {}


def poll_initial_of(draft: Draft | None) -> dict[str, Any]:
    prefix = f"{PollForm.prefix}-"
    fields = draft.fields if draft else {}
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}
