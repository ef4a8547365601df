"""Addresses of events and resources below `/<lang>/clusters/`."""

from django.urls import path

from peer_exchange.views import calendars, event_desk, events, resources

EVENT = "<slug:slug>/events/<uuid:uuid>/"

urlpatterns = [
    path("<slug:slug>/events/", events.list_events, name="cluster_events"),
    path("<slug:slug>/events/calendar.ics", calendars.show_cluster_calendar, name="cluster_calendar"),
    path("<slug:slug>/events/new/", event_desk.plan_event, name="event_new"),
    path(EVENT, events.show_event, name="event"),
    path(f"{EVENT}calendar.ics", calendars.show_event_calendar, name="event_calendar"),
    path(f"{EVENT}answer/", events.answer, name="event_answer"),
    path(f"{EVENT}feedback/", events.say_how_it_was, name="event_feedback"),
    path(f"{EVENT}change/", event_desk.change_event, name="event_change"),
    path(f"{EVENT}publish/", event_desk.publish_event, name="event_publish"),
    path(f"{EVENT}cancel/", event_desk.cancel_event, name="event_cancel"),
    path(f"{EVENT}copy/", event_desk.copy_event, name="event_copy"),
    path(f"{EVENT}attendance/", event_desk.note_attendance, name="event_attendance"),
    path(f"{EVENT}report/", event_desk.write_report, name="event_report"),
    path("<slug:slug>/resources/", resources.list_resources, name="cluster_resources"),
    path("<slug:slug>/resources/new/", resources.add_resource, name="resource_new"),
    path("<slug:slug>/resources/<uuid:uuid>/", resources.open_resource, name="resource"),
    path("<slug:slug>/resources/<uuid:uuid>/remove/", resources.remove_resource, name="resource_remove"),
]
