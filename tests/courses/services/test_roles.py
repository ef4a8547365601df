"""Roles in the CMS: who may write, who may publish, where a trainer's work goes for review."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, GroupPagePermission

from courses.services.roles import ROLES, setup_courses

pytestmark = pytest.mark.django_db


def test_all_roles_exist_and_wagtails_own_are_gone(site):
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_trainers_write_and_editors_publish(course_page, trainer, editor):
    assert course_page.permissions_for_user(trainer).can_edit()
    assert not course_page.permissions_for_user(trainer).can_publish()
    assert course_page.permissions_for_user(editor).can_publish()
    assert editor.has_perm("courses.publish_question")
    assert not trainer.has_perm("courses.publish_question")


def test_trainers_have_no_hand_in_the_rest_of_the_site(course_page, trainer):
    home = course_page.get_parent().get_parent()
    assert not home.permissions_for_user(trainer).can_edit()


def test_what_trainers_submit_goes_to_the_editors(site):
    for task in GroupApprovalTask.objects.all():
        assert [group.name for group in task.groups.all()] == ["Editors"]


def test_setting_up_again_keeps_what_the_cms_changed(site):
    group = Group.objects.get(name="Trainers")
    group.permissions.clear()
    before = GroupPagePermission.objects.count()
    setup_courses()
    assert group.permissions.count() == 0
    assert GroupPagePermission.objects.count() == before
