"""Addresses of the room of organisations, below `/<lang>/organisation/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
