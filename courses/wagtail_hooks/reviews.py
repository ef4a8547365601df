"""Assignments in the CMS: the right to review them, and the way to the list."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.policies import may_review


class ReviewsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_review(request.user).allowed


@hooks.register("register_admin_menu_item")
def register_reviews() -> MenuItem:
    return ReviewsMenuItem(_("Assignments to review"), reverse("reviews"), name="reviews", icon_name="form", order=310)


@hooks.register("register_permissions")
def register_review_permission() -> QuerySet:
    return Permission.objects.filter(content_type__app_label="courses", codename="review_submission")
