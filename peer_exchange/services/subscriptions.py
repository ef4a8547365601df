"""What a person wants to hear of a cluster or of one topic: watch, normal, mute."""

from django.db import transaction

from academy.models import User
from peer_exchange.enums import SubscriptionLevel
from peer_exchange.models import Cluster, Subscription, Topic


@transaction.atomic
def choose_cluster_level(user: User, cluster: Cluster, level: str) -> None:
    """Normal needs no row."""
    rows = Subscription.objects.filter(user=user, cluster=cluster, topic__isnull=True)
    if level == SubscriptionLevel.NORMAL:
        rows.delete()
    elif not rows.update(level=level):
        Subscription.objects.create(user=user, cluster=cluster, level=level)


@transaction.atomic
def choose_topic_level(user: User, topic: Topic, level: str) -> None:
    """Without a level the topic is heard as its cluster is."""
    rows = Subscription.objects.filter(user=user, topic=topic)
    if not level:
        rows.delete()
    elif not rows.update(level=level):
        Subscription.objects.create(user=user, cluster_id=topic.cluster_id, topic=topic, level=level)
