"""Accounts: sign-up, sign-in, second factor (django-allauth), profile and own data."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
