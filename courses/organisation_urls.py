"""Addresses of the room of organisations, below `/<lang>/organisation/`."""

from django.urls import URLPattern, path

from courses.views.organisation import adjustments, editions

urlpatterns: list[URLPattern] = [
    path("<slug:organisation>/editions/", editions.list_editions, name="organisation_editions"),
    path("<slug:organisation>/editions/new/", editions.create, name="organisation_edition_new"),
    path(
        "<slug:organisation>/people/<uuid:enrollment>/adjustments/", adjustments.adjust, name="organisation_adjustments"
    ),
]
