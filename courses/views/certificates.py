"""The public side of certificates: check one, open its PDF. Who has the code may; nobody can guess one."""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from courses.delivery.certificate_pdf import certificate_pdf
from courses.delivery.letters import file_name
from courses.enums import CertificateStatus
from courses.models import Certificate
from courses.rules.codes import canonical_code

GUESSES, GUESS_SECONDS = 30, 300  # wrong codes from one address, until it has to wait


def limit_guesses(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 429 to an address that asked for too many codes nobody has; right codes are never counted."""

    @wraps(view)
    def limited(request: HttpRequest, **kwargs: str) -> HttpResponse:
        key = f"certificate-guesses:{get_adapter(request).get_client_ip(request)}"
        guesses = cache.get(key, 0)
        if guesses >= GUESSES:
            return answer(request, "courses/certificate_search.html", {"is_limited": True}, status=429)
        response = view(request, **kwargs)
        if response.status_code == 404:
            cache.set(key, guesses + 1, GUESS_SECONDS)
        return response

    return limited


@require_safe
@limit_guesses
def find_certificate(request: HttpRequest) -> HttpResponse:
    """A form for the code that stands on the paper."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return answer(request, "courses/certificate_search.html", {})
    code = canonical_code(typed)
    return redirect("certificate", code=code) if code else unknown(request, typed)


@require_safe
@limit_guesses
def show_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Is it valid? Who, what, when; and if it is not: since when and why."""
    certificate = certificate_of(code)
    if certificate is None:
        return unknown(request, code)
    if certificate.code != code:
        return redirect("certificate", code=certificate.code)
    context = {
        "certificate": certificate,
        "status": certificate.status(),
        "replacement": getattr(certificate, "replaced_by", None),
        "cover": {"motif": certificate.motif, "palette": certificate.palette},
        "logo_url": default_storage.url(certificate.logo) if certificate.logo else "",
    }
    is_settled = context["status"] == CertificateStatus.VALID and certificate.expires_at is None
    return answer(request, "courses/certificate.html", context, is_private=not is_settled)


@require_safe
@limit_guesses
def download_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The PDF; a revoked certificate has none any more, and the page says so."""
    certificate = certificate_of(code)
    if certificate is None:
        return unknown(request, code)
    if certificate.status() == CertificateStatus.REVOKED:
        context = {"certificate": certificate, "replacement": getattr(certificate, "replaced_by", None)}
        return answer(request, "courses/certificate_gone.html", context, status=410)
    response = HttpResponse(certificate_pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(certificate)}"'
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=60)
    return response


def certificate_of(code: str) -> Certificate | None:
    """The certificate that a code means, however it was typed."""
    canonical = canonical_code(code)
    return Certificate.objects.select_related("replaced_by").filter(code=canonical).first() if canonical else None


def unknown(request: HttpRequest, typed: str) -> HttpResponse:
    return answer(request, "courses/certificate_search.html", {"typed": typed[:100], "is_unknown": True}, status=404)


def answer(
    request: HttpRequest, template: str, context: dict, *, status: int = 200, is_private: bool = True
) -> HttpResponse:
    """Never kept by a cache on the way: a revocation must show at once.

    What is not private our own page cache may keep: a revocation raises the version of the site.
    """
    response = render(request, template, context, status=status)
    patch_cache_control(response, no_cache=True, **({"private": True} if is_private else {}))
    return response
