"""Addresses of clusters and practices below a language."""

from django.urls import include, path

from peer_exchange.views import calendars

urlpatterns = [
    path("", include("peer_exchange.notice_urls")),
    path("calendar/", calendars.show_my_calendar, name="my_calendar"),
    path("calendar/feed/", calendars.change_feed, name="my_calendar_feed"),
    path("clusters/", include("peer_exchange.event_urls")),
    path("clusters/", include("peer_exchange.topic_urls")),
    path("clusters/", include("peer_exchange.cluster_urls")),
    path("practices/", include("peer_exchange.sharing_urls")),
    path("practices/", include("peer_exchange.practice_urls")),
    path("practices/", include("peer_exchange.record_urls")),  # last: a practice has any name
]
