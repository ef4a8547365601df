"""Addresses of clusters and practices that carry no language: calendars, feeds, open data."""

from django.urls import path

from peer_exchange.views import attachments, calendars, open_data

urlpatterns = [
    path("open-data/practices.<slug:form>", open_data.send_file, name="practice_data_file"),
    path("clusters/files/<uuid:uuid>/", attachments.show_attachment, name="attachment"),
    path("calendars/<str:token>.ics", calendars.show_feed, name="calendar_feed"),
    path("calendars/<str:token>/<slug:slug>.ics", calendars.show_cluster_feed, name="cluster_feed"),
]
