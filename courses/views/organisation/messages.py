"""Messages in the room: what was sent, and writing one to the people that a filter finds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from academy.delivery.mail import write_letter
from courses.delivery.announcement_letters import context_of
from courses.errors import LearningError
from courses.forms.announcements import AnnouncementForm
from courses.forms.people import PeopleForm
from courses.models import Announcement, Course
from courses.services.announcements import MOST_A_DAY, counts_of, recipients, send_announcement
from courses.services.export_contents import Labels
from courses.services.people import PeopleFilter
from courses.views.organisation.people import editions_of
from courses.views.organisation.room import Room, address, in_room

TAB = "organisation_messages"
LISTED = 50


@require_safe
@in_room(TAB)
def list_messages(request: HttpRequest, room: Room) -> HttpResponse:
    rows = list(Announcement.objects.filter(organisation=room.organisation).select_related("by")[:LISTED])
    counts = counts_of(rows)
    context = room.context() | {
        "rows": [{"message": row, **counts[row.uuid]} for row in rows],
        "new_url": address("organisation_message_new", room.organisation),
        "most": MOST_A_DAY,
    }
    return render(request, "courses/organisation/messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_room(TAB)
def write_message(request: HttpRequest, room: Room) -> HttpResponse:
    """The group stands in the address, as in the list of people; first written, then looked at, then sent."""
    group = _group_form(request, room)
    wanted = group.wanted()
    del group.fields["sort"]  # a group has no order
    is_unknown = bool(set(group.errors) - {"sort"})  # left out, it would widen the group
    count = 0 if is_unknown else recipients(room.organisation, wanted).count()
    step = request.POST.get("step", "") if request.method == "POST" else ""
    form = AnnouncementForm(request.POST if step else None)
    context = room.context() | {
        "form": form,
        "group": group,
        "is_set": wanted.is_set or is_unknown,
        "is_unknown": is_unknown,
        "count": count,
        "said": _said(group, wanted),
        "back_url": address(TAB, room.organisation),
        "here": address("organisation_message_new", room.organisation),
    }
    if is_unknown:
        context["error"] = gettext(
            "This group does not exist here any more, and nothing is sent. Choose the group again."
        )
        return render(request, "courses/organisation/message_form.html", context, status=422)
    if not step or step == "change" or not form.is_valid():
        status = 422 if step and step != "change" else 200
        return render(request, "courses/organisation/message_form.html", context, status=status)
    if step == "send":
        try:
            message = send_announcement(
                room.organisation,
                request.user,
                uuid=form.cleaned_data["uuid"],
                subject=form.cleaned_data["subject"],
                text=form.cleaned_data["text"],
                wanted=wanted,
            )
        except LearningError as error:
            context["error"] = error.message
            return render(request, "courses/organisation/message_form.html", context, status=409)
        text = ngettext(
            "The message is on its way to %(n)d person.", "The message is on its way to %(n)d people.", message.people
        )
        messages.success(request, text % {"n": message.people})
        return redirect(context["back_url"])
    context["letter"] = _letter(request, room, form)
    return render(request, "courses/organisation/message_preview.html", context)


def _letter(request: HttpRequest, room: Room, form: AnnouncementForm) -> dict:
    """As it will leave, in the language of this page for its frame."""
    values = context_of(room.organisation, request.user, form.cleaned_data["subject"], form.cleaned_data["text"])
    message = write_letter("announcement", to="", language=get_language() or "en", key="preview", context=values)
    return {**values, "body": message.body}


def _group_form(request: HttpRequest, room: Room) -> PeopleForm:
    """The same as above the list of people."""
    labels = Labels(room.branch, get_language())
    courses = Course.objects.filter(tallies__organisation__in=room.branch_ids).distinct()
    return PeopleForm(
        request.GET,
        branch=room.branch,
        names=labels.organisations,
        courses=sorted(((row.key, labels.course(row)) for row in courses), key=lambda row: row[1]),
        editions=editions_of(room, labels),
    )


def _said(form: PeopleForm, wanted: PeopleFilter) -> list[str]:
    """The group in words: what was chosen in each field."""
    found = []
    for name, value in wanted.as_json().items():
        if name in form.fields:
            choices = dict(getattr(form.fields[name], "choices", []))
            chosen = str(choices.get(value, value)).replace("— ", "")
            found.append(gettext("%(label)s: %(value)s") % {"label": form.fields[name].label, "value": chosen})
    return found
