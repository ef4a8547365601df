"""Addresses of learning that carry no language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
