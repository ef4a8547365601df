"""Challenges beside the practices: the list, one of them, posting, answering, closing, taking back."""

from collections import Counter
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
from academy.models import Approach, User
from academy.policies import require
from peer_exchange import library
from peer_exchange.delivery.practice_letters import public_path
from peer_exchange.enums import WRITING_ROLES, ChallengeState, MemberState, TargetGroup
from peer_exchange.errors import PeerError
from peer_exchange.forms.challenges import AnswerForm, ChallengeForm
from peer_exchange.library import Card
from peer_exchange.models import Challenge, Cluster, Practice, Topic
from peer_exchange.policies import may_close_challenge
from peer_exchange.rules.facets import positions_of
from peer_exchange.services import challenges
from peer_exchange.views.practice_cards import cards_of

PER_PAGE = 20
OFFERED = 3  # practices that nobody named yet
LIKELY = 2  # points, at least, of a practice that is offered
STEM = 6  # letters of a word of the title; shorter than five it says little


@require_safe
def list_challenges(request: HttpRequest) -> HttpResponse:
    """Open ones first, the youngest first; ?q= finds words in them."""
    query = request.GET.get("q", "").strip()[:200]
    rows = Challenge.objects.public().select_related("organisation", "approach")
    rows = rows.prefetch_related("organisation__names", "approach__names", "solved_by")
    if query:
        words = fold(query).split()
        rows = rows.matching(words) if words else rows.none()
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
    rows = challenge.solved_by.public().select_related("organisation").prefetch_related("organisation__names")
    named = list(rows.order_by("code"))
    is_open = challenge.state == ChallengeState.OPEN
    clusters = _clusters(request.user)
    topics = _topics(request.user, challenge, clusters)
    talking = {row.cluster_id for row in topics}
    context = {
        "challenge": challenge,
        "is_open": is_open,
        "groups": [labels[value] for value in challenge.target_groups if value in labels],
        "practices": [{"practice": row, "url": public_path(row)} for row in named],
        "offered": cards_of(fitting(challenge, {row.pk for row in named})) if is_open else [],
        "form": form if request.user.is_authenticated and is_open else None,
        "topics": topics,
        "clusters": [row for row in clusters if row.pk not in talking],
        "is_hers": request.user.is_authenticated and bool(may_close_challenge(request.user, challenge)),
    }
    return render(request, "peer_exchange/sharing/challenge.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def post_challenge(request: HttpRequest) -> HttpResponse:
    """?q=, ?approach= and ?target= are what she looked for in the library and did not find."""
    members = request.user.memberships.current().select_related("organisation")
    places = list(dict.fromkeys(member.organisation for member in members))
    initial = {
        "title": request.GET.get("q", "").replace("\x00", "").strip()[:160],
        "approach": Approach.objects.filter(key=request.GET.get("approach", "").replace("\x00", "")).first(),
        "target_groups": [value for value in request.GET.getlist("target") if value in TargetGroup.values],
        "language": get_language(),
    }
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
    return redirect("topic", slug=cluster.slug, uuid=topic.uuid)


@require_POST
@login_required
def close_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    challenge = challenge_or_404(slug)
    require(may_close_challenge(request.user, challenge))
    state = ChallengeState.CLOSED
    others: list[Practice] = []
    if request.POST.get("state") == ChallengeState.ANSWERED:
        state = ChallengeState.ANSWERED
        others = list(challenge.solved_by.public().exclude(code__in=request.POST.getlist("practice")))
    try:
        challenges.close_challenge(challenge, state, by=request.user, not_solved_by=others)
    except PeerError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, gettext("Closed. Thank you for saying so."))
    return redirect("challenge", slug=slug)


@require_POST
@login_required
def withdraw_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    challenge = challenge_or_404(slug)
    require(may_close_challenge(request.user, challenge))
    challenges.withdraw_challenge(challenge, by=request.user)
    messages.success(request, gettext("Your challenge is no longer on the site."))
    return redirect("challenges")


def fitting(challenge: Challenge, named: set[int]) -> list[Card]:
    """Practices that may answer it, of its approach, for its people, with its words; not those named already."""
    shelf = library.current()
    points: Counter[int] = Counter()
    carried = shelf.index.values
    signs = [(carried["target"].get(value, 0), 2) for value in challenge.target_groups]
    if challenge.approach is not None:
        signs.append((carried["approach"].get(challenge.approach.key, 0), 2))
    words = dict.fromkeys(word[:STEM] for word in fold(challenge.title).split() if len(word) >= STEM - 1)
    signs += [(shelf.named(word), 1) for word in words]
    for rows, weight in signs:
        points.update(dict.fromkeys(positions_of(rows), weight))
    likely = sorted((position for position in points if points[position] >= LIKELY), key=lambda at: (-points[at], at))
    return [card for card in map(shelf.cards.__getitem__, likely) if card.practice_id not in named][:OFFERED]


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


def _topics(user: User | AnonymousUser, challenge: Challenge, clusters: Iterable[Cluster]) -> list[Topic]:
    """Where it is talked over: in these clusters of hers, and in the one that is noted, for who reads there."""
    places = {row.pk for row in clusters}
    noted = challenge.topic
    if noted is not None and Cluster.objects.readable_by(user).filter(pk=noted.cluster_id).exists():
        places.add(noted.cluster_id)
    if not places:
        return []
    return list(challenges.topics_about(challenge, places).listed_to(user).prefetch_related("cluster__texts"))
