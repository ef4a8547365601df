"""Addresses of practices below a language."""

from django.urls import path

from peer_exchange.views import (
    practice_checks,
    practice_compare,
    practice_files,
    practice_map,
    practice_reviews,
    practice_running,
    practice_writing,
    practices,
    practices_mine,
)

urlpatterns = [
    path("", practices.list_practices, name="practices"),
    path("map/", practice_map.show_map, name="practice_map"),
    path("compare/", practice_compare.compare, name="practice_compare"),
    path("mine/", practices_mine.list_mine, name="practices_mine"),
    path("new/", practice_writing.begin, name="practice_new"),
    path("drafts/<uuid:uuid>/preview/", practice_writing.preview, name="practice_preview"),
    path("drafts/<uuid:uuid>/removal/", practice_writing.discard, name="practice_discard"),
    path("drafts/<uuid:uuid>/withdrawal/", practice_writing.withdraw, name="practice_withdraw"),
    path("drafts/<uuid:uuid>/reviews/", practice_reviews.show_result, name="practice_reviews_result"),
    path("drafts/<uuid:uuid>/authors/", practice_files.add_author, name="practice_authors"),
    path("drafts/<uuid:uuid>/authors/<int:pk>/removal/", practice_files.drop_author, name="practice_author_drop"),
    path("drafts/<uuid:uuid>/files/<slug:kind>/", practice_files.add_file, name="practice_file_add"),
    path("drafts/<uuid:uuid>/<slug:step>/", practice_writing.write, name="practice_draft"),
    path("authors/<str:token>/", practice_files.accept_author, name="practice_author"),
    path("files/<uuid:uuid>/", practice_files.show_upload, name="practice_upload"),
    path("checks/", practice_checks.list_checks, name="practices_check"),
    path("checks/<uuid:uuid>/", practice_checks.check, name="practice_check"),
    path("editing/<uuid:uuid>/", practice_reviews.edit, name="practice_editing"),
    path("reviews/<uuid:uuid>/", practice_reviews.review, name="practice_review"),
    path("still-running/<str:token>/", practice_running.answer, name="practice_still_running"),
]
