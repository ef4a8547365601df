"""Addresses of editions, below `/<lang>/editions/`: the public page, and where it is managed."""

from django.urls import path

from courses.views import editions
from courses.views.organisation import edition_desk, edition_people, edition_sessions

urlpatterns = [
    path("<uuid:edition>/", editions.show_edition, name="edition"),
    path("<uuid:edition>/entry/", editions.enter_edition, name="edition_entry"),
    path("<uuid:edition>/leave/", editions.leave_edition, name="edition_leave"),
    path("<uuid:edition>/calendar.ics", editions.show_calendar, name="edition_calendar"),
    path("<uuid:edition>/sessions/<uuid:session>.ics", editions.show_session_calendar, name="session_calendar"),
    path("<uuid:edition>/manage/", edition_desk.show_desk, name="edition_manage"),
    path("<uuid:edition>/manage/state/", edition_desk.change_state, name="edition_state"),
    path("<uuid:edition>/manage/copy/", edition_desk.copy, name="edition_copy"),
    path("<uuid:edition>/manage/settings/", edition_desk.change_settings, name="edition_settings"),
    path("<uuid:edition>/manage/dates/", edition_desk.change_dates, name="edition_dates"),
    path("<uuid:edition>/manage/sessions/", edition_sessions.list_sessions, name="edition_sessions"),
    path("<uuid:edition>/manage/sessions/<uuid:session>/", edition_sessions.change, name="edition_session"),
    path("<uuid:edition>/manage/sessions/<uuid:session>/cancel/", edition_sessions.cancel, name="session_cancel"),
    path(
        "<uuid:edition>/manage/sessions/<uuid:session>/attendance/",
        edition_sessions.note,
        name="session_attendance",
    ),
    path("<uuid:edition>/manage/people/", edition_people.list_people, name="edition_people"),
    path("<uuid:edition>/manage/people/<uuid:place>/", edition_people.decide, name="edition_place"),
    path(
        "<uuid:edition>/manage/people/<uuid:enrollment>/adjustments/",
        edition_people.adjust,
        name="edition_adjustments",
    ),
]
