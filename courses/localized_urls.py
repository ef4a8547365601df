"""Addresses of learning below a language; course pages themselves come through the page tree."""

from django.urls import path

from courses.views import blocks, certificates, course, learning

urlpatterns = [
    path("certificates/", certificates.find_certificate, name="certificate_search"),
    path("certificates/<str:code>/", certificates.show_certificate, name="certificate"),
    path("learning/", learning.show_learning, name="learning"),
    path("learning/enrollments/", course.enroll, name="enroll"),
    path(
        "learning/enrollments/<uuid:enrollment>/blocks/<uuid:block>/",
        blocks.save,
        name="block_response",
    ),
]
