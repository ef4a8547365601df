"""One door per object: a stranger gets 404, a wrong role 403 with the reason. Every view gets its objects here."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from academy.models import User
from academy.policies import deny, require
from peer_exchange.models import Cluster, Event, Topic
from peer_exchange.policies import Standing, may_lead, standing_in

Visitor = User | AnonymousUser


def cluster_or_404(user: Visitor, slug: str) -> tuple[Cluster, Standing]:
    """A cluster that she knows of; its name and purpose may be shown, not what is written in it."""
    clusters = Cluster.objects.visible_to(user).with_standing(user).select_related("host", "approach")
    clusters = clusters.prefetch_related("texts", "host__names")
    cluster = get_object_or_404(clusters, slug=slug)
    return cluster, standing_in(user, cluster)


def readable_cluster_or_404(user: Visitor, slug: str) -> tuple[Cluster, Standing]:
    """A cluster whose inside she reads; 403 with the way in for one that she only knows of."""
    cluster, standing = cluster_or_404(user, slug)
    if not standing.reads:
        require(deny(_("Only members read what is written here. Join the cluster first.")))
    return cluster, standing


def led_cluster_or_404(user: Visitor, slug: str) -> tuple[Cluster, Standing]:
    cluster, standing = readable_cluster_or_404(user, slug)
    require(may_lead(standing))
    return cluster, standing


def topic_or_404(user: Visitor, slug: str, uuid: UUID) -> tuple[Topic, Standing]:
    """A topic that stands, in a cluster that she reads; 404 inside a cluster that she only knows of."""
    cluster, standing = cluster_or_404(user, slug)
    if not standing.reads:
        raise Http404
    topics = (
        Topic.objects.standing()
        .filter(cluster=cluster)
        .select_related("section", "author", "organisation", "poll", "step")
    )
    topic = get_object_or_404(topics, uuid=uuid)
    topic.cluster = cluster
    return topic, standing


def event_or_404(user: Visitor, slug: str, uuid: UUID) -> tuple[Event, Standing]:
    """A published event of a cluster that she reads; who leads it finds its drafts too."""
    cluster, standing = cluster_or_404(user, slug)
    if not standing.reads:
        raise Http404
    events = Event.objects.filter(cluster=cluster)
    event = get_object_or_404(events if standing.leads else events.published(), uuid=uuid)
    event.cluster = cluster
    return event, standing


def led_event_or_404(user: Visitor, slug: str, uuid: UUID) -> tuple[Event, Standing]:
    event, standing = event_or_404(user, slug, uuid)
    require(may_lead(standing))
    return event, standing
