"""The addresses of the site (see the table in the README). Rooms above are named by dotted string only."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import authenticate_with_password

from academy import health
from academy.views import cms_account, errors, pages, styleguide, weave

handler404 = errors.not_found
handler403 = errors.forbidden
handler400 = errors.bad_request
handler500 = errors.server_error

urlpatterns = [
    path("", pages.to_language, name="root"),
    path("favicon.ico", pages.icon, name="favicon"),
    path("accounts/", include("academy.account_urls")),
    path("healthz", health.show_health, name="healthz"),
    path("admin/account/", cms_account.show_account),  # before Wagtail's own
    path("admin/login/", pages.sign_in, name="cms_sign_in"),  # one door only, with its second factor and rate limits
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("weave/<slug:motif>-<slug:palette>.svg", weave.cover, name="cover"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("", include("courses.urls")),
    path("", include("peer_exchange.urls")),
]

if not settings.S3_BUCKET:
    urlpatterns += [path("media/<path:path>", pages.media, name="media")]

urlpatterns += i18n_patterns(
    path("search/", pages.search, name="search"),
    path("", include("courses.localized_urls")),
    path("", include("peer_exchange.localized_urls")),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", pages.sign_in, name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, pages.page, name="wagtail_serve"),
)
