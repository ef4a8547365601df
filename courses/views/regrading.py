"""Regrading in the CMS: a trainer mended a key and has the earlier answers looked at again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.forms.regrading import RegradingForm
from courses.jobs import regrade_question
from courses.models import Question
from courses.policies import may_regrade
from courses.services.regrading import asked_attempts


@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    if not may_regrade(request.user):
        raise PermissionDenied
    list_url = reverse(Question.snippet_viewset.get_url_name("list"))
    form = RegradingForm(request.POST or None)
    if form.is_valid():
        regrade_question.delay_on_commit(question.pk, request.user.pk, form.cleaned_data["reason"])
        messages.success(request, gettext("The earlier answers are being graded again."))
        return redirect(list_url)
    attempt_count = asked_attempts(question).count()
    context = {"question": question, "form": form, "attempt_count": attempt_count, "list_url": list_url}
    return render(request, "courses/bank/regrading.html", context)
