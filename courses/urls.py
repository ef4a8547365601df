"""Addresses of learning that carry no language."""

from django.urls import path

from courses.views import certificates

urlpatterns = [
    path("certificates/<str:code>.pdf", certificates.download_certificate, name="certificate_pdf"),
]
