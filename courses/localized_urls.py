"""Addresses of learning below a language; course pages themselves come through the page tree."""

from django.urls import path

from courses.views import course, learning

urlpatterns = [
    path("learning/", learning.show_learning, name="learning"),
    path("learning/enrollments/", course.enroll, name="enroll"),
]
