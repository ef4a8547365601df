"""Addresses of learning below a language; course pages themselves come through the page tree."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
