"""The tree and who belongs to it: what is done twice changes nothing, what is used is not deleted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from academy.enums import Access, MembershipRole
from academy.models import AccessRecord, Membership, Organisation
from academy.services.organisations import (
    OrganisationError,
    edit_organisation,
    end_membership,
    found_organisation,
    join_organisation,
    main_organisation,
    move_organisation,
    organisations_of,
    remove_organisation,
    switch_organisation,
)
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    association = make_organisation("association", key="asm")
    lipovac = make_organisation("municipality", association, key="lipovac")
    breg = make_organisation("municipality", association, key="breg")
    return association, lipovac, breg


def test_a_new_one_gets_a_key_of_its_own_and_is_found_in_every_script(tree, admin):
    first = found_organisation(tree[0], by=admin, kind="municipality", name="Чучер-Пример", names={"sq": "Çuçer"})
    second = found_organisation(tree[0], by=admin, kind="municipality", name="Cucer Primer")
    assert (first.key, second.key) == ("chucher-primer", "cucer-primer")
    third = found_organisation(tree[0], by=admin, kind="municipality", name="Чучер-Пример")
    assert third.key == "chucher-primer-2"
    assert first.is_sample, "below what is fictional everything is"
    assert "cucer primer" in Organisation.objects.get(pk=first.pk).folded


def test_editing_is_logged_once_and_only_when_something_changed(tree, admin):
    edit_organisation(tree[1], by=admin, name="Lipovac Novi", names={"sr": "Липовац"})
    edit_organisation(tree[1], by=admin, name="Lipovac Novi", names={"sr": "Липовац"})
    record = AccessRecord.objects.get(what="organisation")
    assert record.details["fields"] == ["name", "names"]
    assert Organisation.objects.get(pk=tree[1].pk).folded == "lipovac novi lipovac"


def test_a_branch_moves_whole(tree, admin):
    _association, lipovac, breg = tree
    unit = make_organisation("unit", Organisation.objects.get(pk=breg.pk), key="unit")
    move_organisation(breg, lipovac, by=admin)
    move_organisation(breg, lipovac, by=admin)
    below = Organisation.objects.within(Organisation.objects.get(pk=lipovac.pk)).values_list("key", flat=True)
    assert list(below) == ["lipovac", "breg", "unit"]
    with pytest.raises(OrganisationError):
        move_organisation(breg, unit, by=admin)
    move_organisation(breg, None, by=admin)
    assert Organisation.objects.get(pk=breg.pk).depth == 1
    assert AccessRecord.objects.filter(details__fields=["place"]).count() == 2


def test_only_what_was_never_used_is_deleted(tree, admin, alice):
    association, lipovac, breg = tree
    with pytest.raises(OrganisationError, match="below"):
        remove_organisation(association, by=admin)
    end_membership(join_organisation(alice, lipovac, by=admin), by=admin)
    with pytest.raises(OrganisationError, match="deactivate"):
        remove_organisation(lipovac, by=admin)
    edit_organisation(breg, by=admin, population=5)  # the log is no record of a person
    remove_organisation(breg, by=admin)
    assert set(Organisation.objects.values_list("key", flat=True)) == {"asm", "lipovac"}


def test_deactivated_it_gives_nobody_rights(tree, admin, alice):
    join_organisation(alice, tree[0], role=MembershipRole.ADMINISTRATOR)
    assert Organisation.objects.run_by(alice).count() == 3
    switch_organisation(tree[0], is_active=False, by=admin)
    switch_organisation(tree[0], is_active=False, by=admin)
    assert not Organisation.objects.run_by(alice).exists()
    assert AccessRecord.objects.filter(what="organisation").count() == 1


def test_joining_and_ending_twice(tree, admin, alice):
    first = join_organisation(alice, tree[1], by=admin)
    again = join_organisation(alice, tree[1], position="Adviser", by=admin)
    assert (first.pk, again.position) == (again.pk, "Adviser")
    end_membership(first, by=admin)
    ended_at = Membership.objects.get().ended_at
    end_membership(first, by=admin)
    assert Membership.objects.get().ended_at == ended_at
    assert AccessRecord.objects.filter(access=Access.CHANGED, what="membership", person=alice).count() == 2


def test_the_main_one_is_that_she_joined_last_and_a_role_is_no_joining(tree, alice, admin):
    _association, lipovac, breg = tree
    now = timezone.now()
    join_organisation(alice, lipovac, now=now - timedelta(days=9))
    join_organisation(alice, breg, now=now - timedelta(days=3))
    join_organisation(alice, lipovac, role=MembershipRole.COORDINATOR, now=now)
    assert organisations_of(alice) == [breg, lipovac]
    assert main_organisation(alice) == breg
    switch_organisation(breg, is_active=False, by=admin)
    assert main_organisation(alice) == lipovac
