"""Polls of topics: votes and their end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from peer_exchange.enums import PollKind, VoteValue
from peer_exchange.errors import PeerError
from peer_exchange.models import Poll
from peer_exchange.services.polls import cast_vote, close_poll
from peer_exchange.views.cluster_room import cluster_address
from peer_exchange.views.doors_of_posts import listed_topic_or_404


def poll_or_404(request: HttpRequest, slug: str, uuid: UUID) -> Poll:
    topic, _standing = listed_topic_or_404(request.user, slug, uuid)
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        raise Http404
    poll.topic = topic
    return poll


@require_POST
@login_required
def vote(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """`choice` are the chosen options; of a time poll `option-<key>` says how well each of them suits."""
    poll = poll_or_404(request, slug, uuid)
    try:
        cast_vote(poll, by=request.user, values=_values(request, poll))
    except PeerError as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, gettext("Your vote counts. You can change it until the poll closes."))
    return redirect(f"{cluster_address('topic', poll.topic.cluster, uuid=poll.topic.uuid)}#poll")


@require_POST
@login_required
def close(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    poll = poll_or_404(request, slug, uuid)
    close_poll(poll, by=request.user)
    messages.success(request, gettext("The poll is closed. Its result stays."))
    return redirect(f"{cluster_address('topic', poll.topic.cluster, uuid=poll.topic.uuid)}#poll")


def _values(request: HttpRequest, poll: Poll) -> dict[int, VoteValue]:
    if poll.kind != PollKind.TIME:
        chosen = request.POST.getlist("choice")
        return {int(key): VoteValue.YES for key in chosen if key.isdecimal() and len(key) < 19}
    values = {}
    for pk in poll.options.values_list("pk", flat=True):
        said = request.POST.get(f"option-{pk}", "")
        if said in {str(value.value) for value in VoteValue}:
            values[pk] = VoteValue(int(said))
    return values
