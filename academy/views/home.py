"""The home page: the promise, the chain of five steps, and what the rooms show there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from academy import sockets
from academy.models import HomePage


def show_home(request: HttpRequest, page: HomePage) -> HttpResponse:
    sections = [section for _name, plug in sockets.home_sections if (section := plug(request))]
    return render(request, "academy/home.html", {"page": page, "sections": sections})
