"""The list of clusters and the overview of one: what happens next, and the first thing to do."""

from datetime import timedelta

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from courses.forms.editions import language_choices
from peer_exchange.enums import EventPlaceState, MemberState
from peer_exchange.models import Cluster, ClusterMember, Output, Post, Topic
from peer_exchange.policies import Standing, may_join, may_write
from peer_exchange.services.boards import due_outputs, unanswered
from peer_exchange.views import event_cards
from peer_exchange.views.cluster_cards import cards_of, with_words
from peer_exchange.views.cluster_room import cluster_address, cluster_context
from peer_exchange.views.cluster_settings import hosts_of
from peer_exchange.views.doors import cluster_or_404
from peer_exchange.views.event_cards import Card
from peer_exchange.views.members import join_form
from peer_exchange.views.practice_chain import practices_of_approach

EVENTS, QUESTIONS, TOPICS, NEWCOMERS, OUTPUTS = 3, 4, 5, 6, 5  # so many of each on the overview
NEW = timedelta(days=30)  # so long somebody is new
SOON = timedelta(days=30)  # outputs due by then are named


@require_safe
def list_clusters(request: HttpRequest) -> HttpResponse:
    """Hers first, those that need an answer of hers, then those to join, by approach, then those that have ended."""
    user = request.user
    rows = list(with_words(Cluster.objects.visible_to(user).with_people()))
    states, readable = {}, set()
    if user.is_authenticated:
        states = dict(user.cluster_members.values_list("cluster", "state"))
        readable = set(Cluster.objects.readable_by(user).values_list("pk", flat=True))
    else:
        readable = {row.pk for row in rows if row.visibility == "public"}
    for row in rows:
        row.her_state = states.get(row.pk, "")
    cards = cards_of(rows, user if user.is_authenticated else None, readable=readable)
    running = [card for card in cards if card["cluster"].archived_at is None]
    mine = [card for card in running if card["state"] in (MemberState.JOINED, MemberState.INVITED)]
    mine.sort(key=lambda card: (card["state"] != MemberState.INVITED, -card["unread"]))
    others = [card for card in running if card not in mine]
    context = {
        "mine": mine,
        "groups": _by_approach(others),
        "ended": [card for card in cards if card["cluster"].archived_at is not None],
        "founds": user.is_authenticated and bool(hosts_of(request)),
    }
    return render(request, "peer_exchange/clusters/list.html", context)


@require_safe
def show_cluster(request: HttpRequest, slug: str) -> HttpResponse:
    """For readers what happens next; for everybody else what it is and the way in."""
    cluster, standing = cluster_or_404(request.user, slug)
    comes_in = request.user.is_authenticated and not standing.is_joined
    context = cluster_context(request, cluster, standing, "cluster") | {
        "joins": may_join(standing, cluster),
        "form": join_form(request, cluster, standing) if comes_in else None,
        "languages": languages_of(cluster),
    }
    if not standing.is_joined:
        context["figures"] = Cluster.objects.with_people().values("people", "places").get(pk=cluster.pk)
    if standing.reads:
        context |= _news(request, cluster, standing)
    return render(request, "peer_exchange/clusters/overview.html", context)


def languages_of(cluster: Cluster) -> list[str]:
    """In the active language."""
    names = dict(language_choices())
    return [str(names[code]) for code in cluster.languages if code in names]


def _by_approach(cards: list[dict]) -> list[dict]:
    """`[{name, cards}]` in the order of the approaches, clusters without one last."""
    groups: dict[int | None, dict] = {}
    for card in sorted(cards, key=lambda card: getattr(card["cluster"].approach, "position", 10_000)):
        approach = card["cluster"].approach
        name = approach.name if approach else gettext("Several approaches")
        groups.setdefault(approach.pk if approach else None, {"name": name, "cards": []})["cards"].append(card)
    return list(groups.values())


def _news(request: HttpRequest, cluster: Cluster, standing: Standing) -> dict:
    now = timezone.now()
    user = request.user
    is_inside = standing.is_joined or standing.leads
    events = list(cluster.events.held().coming(now=now).with_taken().order_by("starts_at", "pk")[:EVENTS])
    for event in events:
        event.cluster = cluster
    cards = event_cards.cards_of(events, user, standing, now=now)
    topics = Topic.objects.filter(cluster=cluster).listed_to(user, leads=standing.leads).filter(posts_count__gt=0)
    questions = list(unanswered(cluster)[:QUESTIONS])
    others = topics.select_related("organisation").exclude(pk__in=[row.pk for row in questions])
    latest = list(others.order_by("-last_post_at", "-pk")[:TOPICS])
    today = timezone.localdate(now)
    newcomers: list[ClusterMember] = []
    outputs: list[Output] = []
    if is_inside:
        joined = ClusterMember.objects.joined().filter(cluster=cluster, user__is_active=True, joined_at__gt=now - NEW)
        newcomers = list(joined.select_related("user", "organisation").order_by("-joined_at")[:NEWCOMERS])
        outputs = list(due_outputs(cluster, by=today + SOON)[:OUTPUTS])
    named = [row.organisation for row in [*questions, *latest, *newcomers, *outputs] if row.organisation]
    prefetch_related_objects(named, "names")
    return {
        "events": cards,
        "questions": questions,
        "has_questions": bool(questions) or Topic.objects.standing().filter(cluster=cluster, kind="question").exists(),
        "latest": latest,
        "newcomers": newcomers,
        "outputs": outputs,
        "today": today,
        "writes": bool(may_write(standing, cluster)),
        "practices": practices_of_approach(cluster.approach.key) if cluster.approach else None,
        "welcome": _welcome(cluster, standing, cards),
    }


def _welcome(cluster: Cluster, standing: Standing, events: list[Card]) -> dict | None:
    """Words of welcome and the first things to do, for a member who has not closed them."""
    member = standing.member
    if member is None or not member.is_joined or member.welcomed_at is not None or cluster.archived_at is not None:
        return None
    steps = [
        {
            "text": gettext("Introduce yourself: who you are, what you can be asked about"),
            "url": cluster_address("cluster_introduction", cluster),
            "is_done": bool(member.introduction),
        },
        {
            "text": gettext("Ask your first question, or answer one"),
            "url": cluster_address("cluster_discussions", cluster),
            "is_done": Post.objects.filter(cluster=cluster, author=member.user_id).exists(),
        },
    ]
    if events:
        url = cluster_address("event", cluster, uuid=events[0].event.uuid)
        is_done = any(card.action == EventPlaceState.GOING for card in events)
        steps.append({"text": gettext("Register for the next event"), "url": url, "is_done": is_done})
    if standing.leads and not cluster.edition_id:
        is_done = cluster.members.joined().exclude(user=member.user_id).exists()
        text = gettext("Invite the first people: six from three municipalities are enough to begin.")
        steps.insert(0, {"text": text, "url": cluster_address("cluster_invite", cluster), "is_done": is_done})
    if standing.leads and not events:
        url = cluster_address("event_new", cluster)
        steps.append({"text": gettext("Plan an event"), "url": url, "is_done": False})
    return {"words": cluster.welcome, "steps": steps}
