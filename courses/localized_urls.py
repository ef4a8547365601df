"""Addresses of learning below a language; course pages themselves come through the page tree."""

from django.urls import include, path

from courses.views import (
    assignment,
    blocks,
    certificates,
    course,
    glossary,
    handbook,
    invitations,
    learning,
    lesson,
    quiz,
    reviews,
)

urlpatterns = [
    path("organisation/", include("courses.organisation_urls")),
    path("editions/", include("courses.edition_urls")),
    path("invitations/<str:token>/", invitations.show_invitation, name="invitation"),
    path("join/<str:token>/", invitations.join, name="join"),
    path("certificates/", certificates.find_certificate, name="certificate_search"),
    path("certificates/<str:code>/", certificates.show_certificate, name="certificate"),
    path("handbooks/<slug:key>.pdf", handbook.show_handbook, name="handbook"),
    path("glossary/", glossary.show_glossary, name="glossary"),
    path("learning/", learning.show_learning, name="learning"),
    path("learning/enrollments/", course.enroll, name="enroll"),
    path(
        "learning/enrollments/<uuid:enrollment>/steps/<uuid:key>/completion/",
        lesson.complete_step,
        name="step_completion",
    ),
    path(
        "learning/enrollments/<uuid:enrollment>/blocks/<uuid:block>/",
        blocks.save,
        name="block_response",
    ),
    path("learning/enrollments/<uuid:enrollment>/steps/<uuid:key>/attempts/", quiz.start, name="attempt_start"),
    path("learning/attempts/<uuid:attempt>/", quiz.show_attempt, name="attempt"),
    path("learning/attempts/<uuid:attempt>/answers/", quiz.save, name="attempt_answers"),
    path("learning/attempts/<uuid:attempt>/submission/", quiz.submission, name="attempt_submission"),
    path("learning/attempts/<uuid:attempt>/result/", quiz.show_result, name="attempt_result"),
    path(
        "learning/enrollments/<uuid:enrollment>/steps/<uuid:key>/assignment/",
        assignment.save,
        name="assignment_answers",
    ),
    path("learning/assignments/<uuid:submission>/", assignment.show_submission, name="assignment"),
    path("learning/assignments/<uuid:submission>.pdf", assignment.download, {"form": "pdf"}, name="assignment_pdf"),
    path("learning/assignments/<uuid:submission>.docx", assignment.download, {"form": "docx"}, name="assignment_docx"),
    path("learning/templates/<uuid:key>.pdf", assignment.download_blank, {"form": "pdf"}, name="assignment_blank_pdf"),
    path(
        "learning/templates/<uuid:key>.docx",
        assignment.download_blank,
        {"form": "docx"},
        name="assignment_blank_docx",
    ),
    path("learning/reviews/", reviews.list_reviews, name="reviews"),
    path("learning/reviews/<uuid:submission>/", reviews.review, name="review"),
    path("learning/reviews/<uuid:submission>.pdf", reviews.download, {"form": "pdf"}, name="review_pdf"),
    path("learning/reviews/<uuid:submission>.docx", reviews.download, {"form": "docx"}, name="review_docx"),
]
