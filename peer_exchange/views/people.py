"""Whom a text may mention and a question may ask: people of its cluster, as the page asks for them."""

from itertools import islice

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from academy.folding import fold
from peer_exchange.views.doors_of_posts import writable_cluster_or_404
from peer_exchange.views.topics import peers_of

OFFERED = 8


@require_safe
@login_required
def find_people(request: HttpRequest, slug: str) -> JsonResponse:
    """`{people: [{uuid, name, place}]}` whose names hold a word that begins with `q`, whatever the script."""
    cluster, _standing = writable_cluster_or_404(request.user, slug)
    wanted = fold(request.GET.get("q", "")[:80])
    members = cluster.members.joined().filter(user__is_active=True).exclude(user=request.user)
    members = members.select_related("organisation").prefetch_related("organisation__names").order_by("user__name")
    found = []
    for member in members.select_related("user", "organisation"):
        folded = f" {fold(member.user.name)}"
        if f" {wanted}" not in folded:
            continue
        place = member.organisation.local_name if member.organisation else ""
        found.append({"uuid": str(member.user.uuid), "name": member.user.name, "place": place})
        if len(found) == OFFERED:
            break
    return JsonResponse({"people": found})


@require_safe
@login_required
def find_peers(request: HttpRequest, slug: str) -> JsonResponse:
    """`{peers: [words]}`: members and municipalities of the cluster, as the form of a question names them."""
    cluster, _standing = writable_cluster_or_404(request.user, slug)
    wanted = fold(request.GET.get("q", "")[:80])
    peers = (words for words in sorted(peers_of(cluster, but=request.user)) if f" {wanted}" in f" {fold(words)}")
    return JsonResponse({"peers": list(islice(peers, OFFERED))})
