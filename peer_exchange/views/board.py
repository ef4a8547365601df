"""The board of who leads a cluster: what waits for her, who is silent, what comes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from peer_exchange.services.boards import board_of
from peer_exchange.views.cluster_room import cluster_context
from peer_exchange.views.doors import led_cluster_or_404


@require_safe
@login_required
def show_board(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = led_cluster_or_404(request.user, slug)
    context = cluster_context(request, cluster, standing, "cluster_board") | {"board": board_of(cluster)}
    return render(request, "peer_exchange/clusters/board.html", context)
