"""Placeholder while it is written."""
from django.http import Http404


def _none(request, **kwargs):
    raise Http404
list_frameworks = edit_framework = show_framework = copy_framework = delete_framework = download_pdf = download_csv = edit_indicator = delete_indicator = _none
