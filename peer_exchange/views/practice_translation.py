"""The translation of a practice, side by side with its original: for its authors and the editors."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from academy.policies import require
from peer_exchange.errors import PeerError
from peer_exchange.models import Practice, PracticeText
from peer_exchange.policies import may_write_practice
from peer_exchange.practice_words import PARTS, is_fresh, originals_in
from peer_exchange.services.practice_translations import save_translation
from peer_exchange.views.practice_page import gone, is_public, public_record
from peer_exchange.views.practice_reading import label_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def translate(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Of the public version. POST saves; the button pressed publishes it or takes it back."""
    practice = get_object_or_404(Practice, slug=slug)
    if not is_public(practice):
        return gone(request, practice)
    require(may_write_practice(request.user, practice))
    if language not in dict(settings.LANGUAGES) or language == practice.language:
        raise Http404
    originals = originals_in(public_record(practice))
    row = practice.translations.filter(language=language).first()
    typed, error = None, None
    if request.method == "POST":
        typed = {path: request.POST.get(path, "") for path in originals}
        publish = {"publish": True, "hide": False}.get(request.POST.get("action", ""))
        try:
            save_translation(
                practice,
                language,
                typed,
                originals,
                version=_number(request.POST.get("version", "")),
                by=request.user,
                is_machine_made="is_machine_made" in request.POST,
                still_fit=request.POST.getlist("still_fit"),
                publish=publish,
            )
        except PeerError as raised:
            error = raised
        else:
            said = {True: gettext("Saved and public."), False: gettext("Saved; readers do not see it any more.")}
            messages.success(request, said[publish] if publish is not None else gettext("Saved."))
            return redirect("practice_translation", slug=slug, language=language)
    context = {
        "practice": practice,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "row": row,
        "rows": _rows(originals, row, typed),
        "error": error,
        "others": [(code, name) for code, name in settings.LANGUAGES if code not in (practice.language, language)],
    }
    return render(request, "peer_exchange/practices/translation.html", context, status=409 if error else 200)


def _rows(originals: dict[str, str], row: PracticeText | None, typed: dict[str, str] | None) -> list[dict[str, Any]]:
    """One for each text; `is_stale` where its original changed after it was translated."""
    found = []
    for path, original in originals.items():
        text = row.texts.get(path, "") if row else ""
        found.append(
            {
                "path": path,
                "label": _label(path),
                "original": original,
                "text": typed[path] if typed is not None else text,
                "is_stale": bool(row and text and not is_fresh(row, path, original)),
                "saved": text if typed is not None and typed[path] != text else "",
            }
        )
    return found


def _label(path: str) -> str:
    relation, _dot, rest = path.partition(".")
    if not rest:
        return label_of(path)
    field = Practice._meta.get_field(relation).related_model._meta.get_field(rest.rpartition(".")[2])
    return f"{label_of(relation)}: {field.verbose_name}" if relation in PARTS else label_of(relation)


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else -1
