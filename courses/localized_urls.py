"""Addresses of learning below a language; course pages themselves come through the page tree."""

from django.urls import include, path

from courses.views import assignment, blocks, certificates, course, glossary, learning, lesson, quiz

urlpatterns = [
    path("organisation/", include("courses.organisation_urls")),
    path("certificates/", certificates.find_certificate, name="certificate_search"),
    path("certificates/<str:code>/", certificates.show_certificate, name="certificate"),
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
]
