"""Sample data for the style guide, chosen to hurt: long Albanian titles, Cyrillic names, Turkish capitals, no values.

Invented texts; must not touch the database.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import SafeString, mark_safe

from academy import weave

LONG_SQ = "Planifikimi strategjik me pjesëmarrje dhe llogaridhënia shoqërore në njësitë e vetëqeverisjes vendore"
COVER = {"motif": "routes", "palette": "spruce"}


def html(text: str) -> SafeString:
    return mark_safe(text)


class SampleForm(forms.Form):
    name = forms.CharField(label="Full name", help_text="As it should stand on your certificate.")
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(
        label="Role", choices=[("", "Choose"), ("social", "Social services"), ("planning", "Planning")]
    )
    about = forms.CharField(label="About your work", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    size = forms.ChoiceField(
        label="Size of the municipality",
        widget=forms.RadioSelect,
        choices=[("s", "Below 10,000 people"), ("m", "10,000 to 50,000"), ("l", "Above 50,000")],
        required=False,
    )
    terms = forms.BooleanField(label="I have read the privacy notice")


class SampleFilter(forms.Form):
    approach = forms.ChoiceField(
        label="Approach", choices=[("", "All"), ("outreach", "Mobile outreach")], required=False
    )
    language = forms.ChoiceField(
        label="Language", choices=[("", "All"), ("sq", "Shqip"), ("tr", "Türkçe")], required=False
    )
    q = forms.CharField(label="Words in the title", required=False)


def courses() -> list[dict[str, Any]]:
    rows = [
        ("Day-care centres", "houses", "clay", 14, 240, None, "", ""),
        ("Mobile outreach teams", "routes", "spruce", 15, 270, 7, "", ""),
        ("Social dialogue forums", "combs", "violet", 14, 210, None, "", ""),
        ("Awareness raising", "rays", "saffron", 14, 180, 14, "", ""),
        ("Inclusive disaster risk management", "waves", "river", 16, 270, None, "", ""),
        ("Мапирање на социјалните потреби", "fields", "meadow", 16, 300, None, "mk", "Македонски"),
        (LONG_SQ, "steps", "slate", 15, 255, 2, "sq", "Shqip"),
        ("Sosyal hesap verebilirlik: İlçe belediyeleri için", "diamonds", "madder", 14, 210, None, "tr", "Türkçe"),
    ]
    return [
        {
            "title": title,
            "url": "#",
            "summary": "How a municipality reaches the people who never come to the counter, week after week."
            if i < 2
            else "",
            "lessons": lessons,
            "minutes": minutes,
            "language_code": code,
            "language": language,
            "cover": {"motif": motif, "palette": palette},
            "progress": None
            if done is None
            else {"done": done, "total": lessons, "minutes_left": minutes * (lessons - done) // lessons},
        }
        for i, (title, motif, palette, lessons, minutes, done, code, language) in enumerate(rows)
    ]


def outline() -> list[dict[str, Any]]:
    def items(*rows: tuple[str, str, str, int]) -> list[dict[str, Any]]:
        return [{"title": t, "url": "#", "kind": k, "state": s, "minutes": m} for t, k, s, m in rows]

    return [
        {
            "title": "Why outreach",
            "items": items(
                ("Who stays invisible", "lesson", "done", 10),
                ("What a mobile team is", "lesson", "done", 12),
                ("Quiz: why outreach", "quiz", "done", 5),
            ),
        },
        {
            "title": "Setting up",
            "items": items(
                ("Choosing people", "lesson", "done", 10),
                ("Routes and vehicles: how a team reaches people every week", "lesson", "current", 10),
                ("First visits", "lesson", "open", 15),
                ("Quiz: setting up", "quiz", "locked", 5),
            ),
        },
        {"title": "The end", "items": items(("Final test", "final_test", "locked", 20))},
    ]


def context() -> dict[str, Any]:
    bound = SampleForm({"name": "", "email": "no address", "size": "m"})
    bound.full_clean()
    return {
        "site_name": "Municipal e-Academy",
        "cover": COVER,
        "courses": courses(),
        "progresses": [
            {"done": 0, "total": 15, "minutes_left": 270},
            {"done": 7, "total": 15, "minutes_left": 125},
            {"done": 15, "total": 15, "minutes_left": 0},
            {"done": 1, "total": 3, "minutes_left": 20},
            {"done": 23, "total": 60, "minutes_left": 700},
        ],
        "cloths": [{"motif": m, "palette": p} for m, p in zip(weave.MOTIFS, weave.PALETTES, strict=True)],
        "outline": outline(),
        "crumbs": [{"label": "Courses", "url": "#"}, {"label": "Mobile outreach teams", "url": "#"}],
        "previous": {"title": "Choosing people", "url": "#"},
        "next": {"title": LONG_SQ, "url": "#"},
        "body": html("<p>Plan the route before you buy the vehicle: count the time a visit <em>really</em> needs.</p>"),
        "sources": [
            {
                "title": "Guide to outreach work",
                "publisher": "NALAS",
                "year": "2023",
                "url": "https://example.org/guide",
            },
            {"title": "Field notes", "publisher": "", "year": "", "url": ""},
        ],
        "steps": [
            {
                "lead": "Mark.",
                "body": "Mark the settlements where people from your mapping live and the next service.",
            },
            {"lead": "Group.", "body": "Group them into day routes of no more than five stops."},
            {
                "lead": "",
                "body": "Drive each route once without clients and note the real times, also after rain.",
            },
        ],
        "checklist": [
            {"key": "a", "text": "The decision of the council names the budget line.", "checked": True},
            {"key": "b", "text": "Two people of the team can drive.", "checked": False},
            {"key": "c", "text": "Every visit has a consent, written or witnessed.", "checked": False},
        ],
        "parts": [
            {
                "heading": "Mobile team",
                "body": html("<ul><li>goes to the person</li><li>costs fuel and time</li></ul>"),
            },
            {"heading": "Service point", "body": html("<ul><li>has fixed hours</li><li>is easy to find</li></ul>")},
        ],
        "terms": [
            {"term": "Outreach", "meaning": "Work that goes to people who do not come by themselves."},
            {"term": "Случај", "meaning": "One person or household with a plan and a responsible worker."},
        ],
        "table_head": ["Cost", "First year", "Second year", "Third year"],
        "table_rows": [["Vehicle", "18,000 €", "0 €", "0 €"], ["Salaries of two", "16,800 €", "17,300 €", "17,800 €"]],
        "heat_head": ["Municipality", "Day-care", "Outreach", "Dialogue", "Awareness", "Risk"],
        "heat_rows": [
            {"label": name, "url": "", "cells": [{"value": v, "level": min(5, (v + 15) // 20)} for v in values]}
            for name, values in [
                ("Tuzla", [86, 74, 52, 90, 31]),
                ("Gračanica", [40, 35, 0, 28, 8]),
                ("Ljubuški", [22, 10, 0, 14, 100]),
            ]
        ],
        "transcript": html("<p>Narrator: The bus stops at the bridge at nine.</p>"),
        "actions": [
            {"label": "Try again", "url": "#", "variant": ""},
            {"label": "See your answers", "url": "#", "variant": "secondary"},
        ],
        "issued": date(2026, 3, 14),
        "expires": date(2029, 3, 13),
        "unbound": SampleForm(auto_id="new_%s"),
        "bound": bound,
        "filter_form": SampleFilter(auto_id="filter_%s"),
        "page_of_many": Paginator(range(200), 10).get_page(7),
        "stats": [
            {"value": "412", "label": "enrolled"},
            {"value": "63 %", "label": "on schedule"},
            {"value": "187", "label": "certificates"},
            {"value": "29", "label": "overdue, remind them", "url": "#", "tone": "attention"},
        ],
        "empty_action": {"label": "Find a course", "url": "#"},
        "swatches": ["paper", "card", "sunk", "wash", "action", "attention", "gold", "success", "info", "deep"],
    }
