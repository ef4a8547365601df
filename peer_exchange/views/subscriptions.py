"""What reaches her: one page for all her clusters, and the control on the pages of a cluster and of a topic."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from academy.models import User
from academy.policies import require
from peer_exchange.forms.subscriptions import LevelForm, SubscriptionsForm
from peer_exchange.models import Cluster, Subscription, Topic
from peer_exchange.policies import may_subscribe
from peer_exchange.services import reading, subscriptions
from peer_exchange.views.doors import readable_cluster_or_404, topic_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def choose_subscriptions(request: HttpRequest) -> HttpResponse:
    clusters = list(Cluster.objects.joined_by(request.user).prefetch_related("texts"))
    said = Subscription.objects.filter(user=request.user, cluster__in=clusters).select_related("topic", "cluster")
    rows = [row for row in said if row.topic is None or row.topic.deleted_at is None]
    data = request.POST if request.method == "POST" else None
    form = SubscriptionsForm(data, clusters=clusters, said=rows)
    if form.is_valid():
        with transaction.atomic():
            for cluster, level in form.cluster_levels():
                subscriptions.choose_cluster_level(request.user, cluster, level)
            for topic, level in form.topic_levels():
                subscriptions.choose_topic_level(request.user, topic, level)
        messages.success(request, gettext("Your choice is saved."))
        return redirect("subscriptions")
    context = {
        "form": form,
        "has_clusters": bool(clusters),
        "breadcrumbs": [
            {"label": gettext("Notices"), "url": reverse("notices")},
        ],
    }
    return render(request, "peer_exchange/notices/subscriptions.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def subscribe_to_cluster(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = readable_cluster_or_404(request.user, slug)
    require(may_subscribe(standing))
    form = LevelForm(request.POST)
    if form.is_valid():
        subscriptions.choose_cluster_level(request.user, cluster, form.cleaned_data["level"] or "normal")
        messages.success(request, gettext("Your choice is saved."))
    else:
        messages.error(request, gettext("Choose one of the levels in the list."))
    return redirect("cluster", slug=cluster.slug)


@require_POST
@login_required
def subscribe_to_topic(request: HttpRequest, slug: str, topic: UUID) -> HttpResponse:
    found, standing = topic_or_404(request.user, slug, topic)
    require(may_subscribe(standing))
    form = LevelForm(request.POST)
    if form.is_valid():
        subscriptions.choose_topic_level(request.user, found, form.cleaned_data["level"])
        messages.success(request, gettext("Your choice is saved."))
    else:
        messages.error(request, gettext("Choose one of the levels in the list."))
    return redirect("topic", slug, topic)


@require_POST
@login_required
def mark_all_read(request: HttpRequest, slug: str) -> HttpResponse:
    cluster, standing = readable_cluster_or_404(request.user, slug)
    require(may_subscribe(standing))
    reading.mark_all_read(request.user, cluster)
    messages.success(request, gettext("Everything in this cluster counts as read."))
    return redirect("cluster_discussions", slug=cluster.slug)


def control(user: User, cluster: Cluster) -> dict[str, Any]:
    """For `peer_exchange/notices/_level.html` on the page of a cluster; one query."""
    said = Subscription.objects.filter(user=user, cluster=cluster, topic__isnull=True)
    level = said.values_list("level", flat=True).first() or "normal"
    return {
        "form": LevelForm(initial={"level": level}, of_topic=False),
        "url": reverse("cluster_subscription", args=[cluster.slug]),
    }


def control_of_topic(topic: Topic, level: str) -> dict[str, Any]:
    """The same on the page of a topic, of which she said this."""
    form = LevelForm(initial={"level": level}, of_topic=True)
    return {"form": form, "url": reverse("topic_subscription", args=[topic.cluster.slug, topic.uuid])}
