"""Reminders in the room: the rules, whose turn it is today, the letter as people get it, what was sent."""

from collections.abc import Mapping
from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.enums import Access
from academy.services.access import record_access
from courses.catalogue import Card, cards
from courses.enums import ReminderKind
from courses.errors import LearningError
from courses.forms.reminders import ReminderForm
from courses.models import Course, Edition, ReminderRule
from courses.services import reminder_rules, reminders, report_subscriptions
from courses.services.overviews import course_titles
from courses.views.organisation.reminder_preview import LANGUAGES, letter_as_sent
from courses.views.organisation.room import Room, address, in_room
from courses.wording import title_of_edition

TAB = "organisation_reminders"
MOST_LISTED = 100


@require_safe
@in_room(TAB)
def show_reminders(request: HttpRequest, room: Room) -> HttpResponse:
    rules = list(ReminderRule.objects.filter(organisation=room.organisation).select_related("edition__course"))
    above = [row for row in reminders.RuleBook.of_all().rules if _is_above(row, room)]
    due, is_more = reminders.due_today(room.organisation)
    history = reminders.letters_by_day(room.organisation)
    titles = course_titles(get_language() or "en")
    context = room.context() | {
        "rules": [_row(rule, room, titles) for rule in rules],
        "above": [_row(rule, room, titles) for rule in above],
        "due_count": len(due),
        "due_is_more": is_more,
        "today_url": address("organisation_reminders_today", room.organisation),
        "new_url": address("organisation_reminder_new", room.organisation),
        "usual_url": address("organisation_reminders_usual", room.organisation),
        "history": [(day, count) for day, count in history.items()],
        "history_total": sum(history.values()),
        "subscription": report_subscriptions.subscription_of(request.user, room.organisation),
        "subscription_url": address("organisation_monthly_report", room.organisation),
    }
    return render(request, "courses/organisation/reminders.html", context)


@require_safe
@in_room(TAB)
def show_today(request: HttpRequest, room: Room) -> HttpResponse:
    """Whose turn it is, with the reason; a list of people, so it is noted."""
    due, is_more = reminders.due_today(room.organisation)
    record_access(request.user, Access.VIEWED, "people", organisation=room.organisation, count=len(due))
    known = {card.course_id: card for card in cards(get_language() or "en")}
    rows = [
        {
            "name": row.user.name,
            "language": dict(settings.LANGUAGES).get(row.user.language, row.user.language),
            "items": [
                {
                    **_course(item.enrollment.course, known.get(item.enrollment.course_id)),
                    "why": said_of(item.reminder.rule.kind, item.reminder.count),
                }
                for item in row.items
            ],
        }
        for row in due[:MOST_LISTED]
    ]
    context = room.context() | {
        "rows": rows,
        "count": len(due),
        "is_more": is_more,
        "left_out": max(len(due) - MOST_LISTED, 0),
        "back_url": address(TAB, room.organisation),
    }
    return render(request, "courses/organisation/reminders_today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB)
def edit_reminder(request: HttpRequest, room: Room, rule: UUID | None = None) -> HttpResponse:
    """A new one, or one that is there; a fault keeps what was typed."""
    row = _rule_or_404(room, rule) if rule else None
    editions = Edition.objects.filter(organisation__in=room.branch_ids).select_related("course")
    form = ReminderForm(request.POST or None, editions=editions, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            reminder_rules.save_rule(room.organisation, request.user, row, **form.cleaned_data)
        except LearningError as error:
            form.add_error("days", str(error))
        else:
            messages.success(request, gettext("The reminder is saved."))
            return redirect(address(TAB, room.organisation))
    context = room.context() | {"form": form, "rule": row, "back_url": address(TAB, room.organisation)}
    if row is not None:
        context["delete_url"] = address("organisation_reminder_delete", room.organisation, rule=row.uuid)
    return render(request, "courses/organisation/reminder_form.html", context, status=422 if form.errors else 200)


@require_POST
@in_room(TAB)
def switch_reminder(request: HttpRequest, room: Room, rule: UUID) -> HttpResponse:
    is_on = request.POST.get("is_on") == "1"
    reminder_rules.switch_rule(_rule_or_404(room, rule), request.user, is_on=is_on)
    messages.success(request, gettext("The reminder is on.") if is_on else gettext("The reminder is off."))
    return redirect(address(TAB, room.organisation))


@require_POST
@in_room(TAB)
def delete_reminder(request: HttpRequest, room: Room, rule: UUID) -> HttpResponse:
    reminder_rules.delete_rule(_rule_or_404(room, rule), request.user)
    messages.success(request, gettext("The reminder is deleted."))
    return redirect(address(TAB, room.organisation))


@require_POST
@in_room(TAB)
def add_usual(request: HttpRequest, room: Room) -> HttpResponse:
    reminder_rules.add_usual_rules(room.organisation, request.user)
    messages.success(request, gettext("The usual reminders are there. They are sent from the next morning on."))
    return redirect(address(TAB, room.organisation))


@require_safe
@in_room(TAB)
def preview(request: HttpRequest, room: Room, rule: UUID) -> HttpResponse:
    """The letter of a rule in a language: subject, the letter in a frame, its plain text."""
    row = _rule_or_404(room, rule)
    language = _language(request)
    letter = letter_as_sent(row, room.organisation, language)
    frame_url = address("organisation_reminder_letter", room.organisation, rule=row.uuid)
    context = room.context() | {
        "rule": _row(row, room),
        "letter": letter,
        "language": language,
        "languages": [
            {"code": code, "name": name, "url": f"?language={code}", "is_current": code == language}
            for code, name in LANGUAGES
        ],
        "frame_url": f"{frame_url}?language={language}",
        "back_url": address(TAB, room.organisation),
    }
    return render(request, "courses/organisation/reminder_preview.html", context)


@require_safe
@in_room(TAB)
@csp_replace({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "img-src": ["'self'", "data:"]})
def letter(request: HttpRequest, room: Room, rule: UUID) -> HttpResponse:
    """The letter alone, for the frame: mail has its styles on the elements, so this answer has its own policy."""
    row = _rule_or_404(room, rule)
    return HttpResponse(letter_as_sent(row, room.organisation, _language(request))["html"])


@require_POST
@in_room(TAB)
def monthly_report(request: HttpRequest, room: Room) -> HttpResponse:
    """Whether she wants the report by mail."""
    if request.POST.get("wanted") == "1":
        report_subscriptions.subscribe(request.user, room.organisation)
        messages.success(request, gettext("You get the report by mail at the beginning of every month."))
    else:
        report_subscriptions.unsubscribe(request.user, room.organisation)
        messages.success(request, gettext("You get no monthly report of this organisation any more."))
    return redirect(address(TAB, room.organisation))


def said_of(kind: str, count: int) -> str:
    """Why somebody gets a reminder, in a few words."""
    if kind == ReminderKind.DEADLINE:
        return ngettext("%(n)d day before a date", "%(n)d days before a date", count) % {"n": count}
    if kind == ReminderKind.RELEASE:
        return gettext("a module has opened")
    return ngettext("silent for %(n)d day", "silent for %(n)d days", count) % {"n": count}


def rule_name(rule: ReminderRule) -> str:
    if rule.kind == ReminderKind.DEADLINE:
        return ngettext("%(n)d day before a date", "%(n)d days before a date", rule.days) % {"n": rule.days}
    if rule.kind == ReminderKind.RELEASE:
        return gettext("When a module opens")
    return ngettext("After %(n)d day of silence", "After %(n)d days of silence", rule.days) % {"n": rule.days}


def _course(course: Course, card: Card | None) -> dict:
    if card is None:
        return {"course": course.title, "language": course.source_language}
    return {"course": card.title, "language": card.language}


def _row(rule: ReminderRule, room: Room, titles: Mapping[int, str] | None = None) -> dict:
    edition = rule.edition
    mine = rule.organisation_id == room.organisation.pk
    url = {name: address(f"organisation_reminder_{name}", room.organisation, rule=rule.uuid) for name in ADDRESSES}
    return {
        "name": rule_name(rule),
        "kind": rule.kind,
        "words": rule.words,
        "is_on": rule.is_on,
        "edition": title_of_edition(edition, titles) if edition else "",
        "starts_on": edition.starts_on if edition else None,
        "organisation": next((row.local_name for row in room.above if row.pk == rule.organisation_id), ""),
        "urls": url if mine else {},
    }


ADDRESSES = ("edit", "switch", "preview")


def _is_above(rule: ReminderRule, room: Room) -> bool:
    path = rule.organisation.path
    return path != room.organisation.path and room.organisation.path.startswith(path) and rule.edition_id is None


def _rule_or_404(room: Room, rule: UUID) -> ReminderRule:
    """Of this organisation itself: who runs it may change it."""
    rows = ReminderRule.objects.filter(organisation=room.organisation).select_related("organisation", "edition__course")
    return get_object_or_404(rows, uuid=rule)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language") or request.user.language
    if wanted not in dict(LANGUAGES):
        raise Http404
    return wanted
