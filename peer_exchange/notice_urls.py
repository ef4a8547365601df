"""Addresses of notices, subscriptions and moderation below a language."""

from django.urls import path

from peer_exchange.views import digests, helped, moderation, notices, subscriptions

urlpatterns = [
    path("notices/", notices.show_notices, name="notices"),
    path("notices/settings/", subscriptions.choose_subscriptions, name="subscriptions"),
    path("clusters/<slug:slug>/subscription/", subscriptions.subscribe_to_cluster, name="cluster_subscription"),
    path("clusters/<slug:slug>/read/", subscriptions.mark_all_read, name="cluster_read"),
    path(
        "clusters/<slug:slug>/discussions/<uuid:topic>/subscription/",
        subscriptions.subscribe_to_topic,
        name="topic_subscription",
    ),
    path("clusters/<slug:slug>/digest/", digests.open_digest, name="cluster_digest"),
    path("clusters/<slug:slug>/digest/letter/", digests.show_letter, name="cluster_digest_letter"),
    path("clusters/<slug:slug>/discussions/<uuid:topic>/helped/", helped.say, name="topic_helped"),
    path("clusters/<slug:slug>/moderation/", moderation.show_queue, name="cluster_moderation"),
    path("clusters/<slug:slug>/posts/<uuid:post>/flag/", moderation.flag_post, name="post_flag"),
    path("clusters/<slug:slug>/posts/<uuid:post>/decision/", moderation.decide_post, name="post_decision"),
    path("clusters/<slug:slug>/discussions/<uuid:topic>/order/", moderation.order_topic, name="topic_order"),
    path("clusters/<slug:slug>/discussions/<uuid:topic>/pin/", moderation.pin_topic, name="topic_pin"),
]
