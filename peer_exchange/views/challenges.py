"""Challenges beside the practices: the list, one of them, posting, answering, closing."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.folding import fold
from academy.models import User
from academy.policies import require
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import WRITING_ROLES, ChallengeState, MemberState, TargetGroup
from peer_exchange.errors import PeerError
from peer_exchange.forms.challenges import AnswerForm, ChallengeForm
from peer_exchange.models import Challenge, Cluster
from peer_exchange.policies import may_close_challenge
from peer_exchange.services import challenges

PER_PAGE = 20


@require_safe
def list_challenges(request: HttpRequest) -> HttpResponse:
    """Open ones first, the youngest first; ?q= finds words in them."""
    query = request.GET.get("q", "").strip()[:200]
    rows = Challenge.objects.public().select_related("organisation", "approach")
    rows = rows.prefetch_related("organisation__names", "approach__names", "solved_by")
    for word in fold(query).split():
        rows = rows.filter(folded__contains=word)
    page = Paginator(rows.order_by("-state", "-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    asked = urlencode({"q": query}) if query else ""
    return render(request, "peer_exchange/sharing/challenges.html", {"page": page, "query": query, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
def show_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """One, with the practices that may answer it; a signed-in person posts one more."""
    challenge = challenge_or_404(slug)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect("challenge", slug=slug)
        if form.is_valid():
            try:
                challenges.answer_challenge(challenge, [form.cleaned_data["practice"]], by=request.user)
            except PeerError as error:
                messages.error(request, error.message)
            else:
                messages.success(request, gettext("Thank you. Who asked gets a letter."))
            return redirect("challenge", slug=slug)
    labels = dict(TargetGroup.choices)
    context = {
        "challenge": challenge,
        "groups": [labels[value] for value in challenge.target_groups if value in labels],
        "practices": [
            {"practice": row, "url": public_path(row)}
            for row in challenge.solved_by.public().select_related("organisation").order_by("code")
        ],
        "form": form if request.user.is_authenticated and challenge.state == ChallengeState.OPEN else None,
        "topic": _topic(request.user, challenge),
        "clusters": _clusters(request.user) if challenge.topic_id is None else [],
        "may_close": request.user.is_authenticated
        and challenge.state == ChallengeState.OPEN
        and bool(may_close_challenge(request.user, challenge)),
    }
    return render(request, "peer_exchange/sharing/challenge.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_challenge(request: HttpRequest) -> HttpResponse:
    """?q= is what she searched for and did not find."""
    members = request.user.memberships.current().select_related("organisation")
    places = list(dict.fromkeys(member.organisation for member in members))
    initial = {"title": request.GET.get("q", "").strip()[:160], "language": get_language()}
    if places:
        initial["organisation"] = places[0].pk
    form = ChallengeForm(request.POST or None, initial=initial, organisations=places, clusters=_clusters(request.user))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data.get(name) for name in form.Meta.fields}
        try:
            challenge = challenges.post_challenge(request.user, cluster=form.cleaned_data.get("ask_in"), **values)
        except PeerError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("Your challenge is public. You get a letter when somebody knows more."))
            return redirect("challenge", slug=challenge.slug)
    status = 422 if form.is_bound else 200
    return render(request, "peer_exchange/sharing/challenge_new.html", {"form": form}, status=status)


@require_POST
@login_required
def discuss_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """In a cluster where she writes."""
    challenge = challenge_or_404(slug)
    rooms = {row.slug: row for row in _clusters(request.user)}
    cluster = rooms.get(request.POST.get("cluster", ""))
    if cluster is None:
        messages.error(request, gettext("Choose one of your clusters."))
        return redirect("challenge", slug=slug)
    try:
        topic = challenges.discuss_challenge(challenge, cluster, by=request.user)
    except PeerError as error:
        messages.error(request, error.message)
        return redirect("challenge", slug=slug)
    if topic.cluster_id != cluster.pk:
        return redirect("challenge", slug=slug)
    return redirect("topic", slug=cluster.slug, uuid=topic.uuid)


@require_POST
@login_required
def close_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    challenge = challenge_or_404(slug)
    require(may_close_challenge(request.user, challenge))
    is_answered = request.POST.get("state") == ChallengeState.ANSWERED
    challenges.close_challenge(
        challenge, ChallengeState.ANSWERED if is_answered else ChallengeState.CLOSED, by=request.user
    )
    messages.success(request, gettext("Closed. Thank you for saying so."))
    return redirect("challenge", slug=slug)


def challenge_or_404(slug: str) -> Challenge:
    rows = Challenge.objects.public().select_related("organisation", "approach", "author")
    return get_object_or_404(rows.prefetch_related("organisation__names", "approach__names"), slug=slug)


def _clusters(user: User | AnonymousUser) -> Iterable[Cluster]:
    """Running ones in which she writes."""
    if not user.is_authenticated:
        return []
    members = user.cluster_members.filter(state=MemberState.JOINED, role__in=WRITING_ROLES)
    rows = Cluster.objects.running().filter(pk__in=members.order_by().values("cluster"))
    return list(rows.prefetch_related("texts"))


def _topic(user: User | AnonymousUser, challenge: Challenge) -> dict | None:
    """Where it is talked over, for who reads there."""
    topic = challenge.topic
    if topic is None or not Cluster.objects.readable_by(user).filter(pk=topic.cluster_id).exists():
        return None
    if topic.deleted_at is not None:
        return None
    return {"topic": topic, "cluster": topic.cluster}
