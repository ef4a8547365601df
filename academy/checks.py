"""Own system checks: what must not be forgotten before the site goes public. Run by `manage.py check --deploy`."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def check_production(app_configs, **kwargs) -> list[CheckMessage]:
    problems: list[CheckMessage] = []
    if settings.DEBUG or settings.DEMO:
        problems.append(
            Error("DEBUG or DEMO is on.", hint="Unset both: they show internals and passwords.", id="academy.E001")
        )
    if settings.SECRET_KEY == settings.DEVELOPMENT_KEY:
        problems.append(
            Error("SECRET_KEY is the one of the demo.", hint="Set 50 or more random characters.", id="academy.E002")
        )
    if not settings.REQUIRE_SECOND_FACTOR:
        problems.append(
            Warning(
                "People enter the CMS without a second factor.", hint="Set REQUIRE_SECOND_FACTOR=1.", id="academy.W001"
            )
        )
    if not settings.REDIS_URL:
        problems.append(
            Warning(
                "Without REDIS_URL every process counts sign-in attempts for itself, and jobs run inside requests.",
                hint="Set REDIS_URL.",
                id="academy.W002",
            )
        )
    if "127.0.0.1" in settings.SITE_URL or "localhost" in settings.SITE_URL:
        problems.append(
            Error("Links in letters would lead to this machine only.", hint="Set SITE_URL.", id="academy.E003")
        )
    if settings.EMAIL_BACKEND.endswith(("filebased.EmailBackend", "console.EmailBackend")):
        problems.append(
            Error("No letter leaves this machine, so nobody can sign up.", hint="Set EMAIL_URL.", id="academy.E004")
        )
    return problems
