"""Roles, moves and leaving: the last administrator, letters, and that twice is once."""

import pytest
from django.core import mail

from academy.enums import MembershipRole
from academy.models import AccessRecord, Membership
from academy.services.organisations import OrganisationError, join_organisation
from academy.services.staff import (
    LastAdministrator,
    give_role,
    leave_organisation,
    move_staff,
    role_of,
    set_position,
)
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db
MEMBER, COORDINATOR, ADMINISTRATOR = MembershipRole


@pytest.fixture
def association():
    return make_organisation("association", key="asm", name="Shoqata Shembull", help_email="help@example.org")


@pytest.fixture
def lipovac(association):
    return make_organisation("municipality", association, key="lipovac")


@pytest.fixture
def head(association, organisation):
    join_organisation(organisation, association, role=ADMINISTRATOR)
    return organisation


def current(user):
    return sorted(Membership.objects.current().filter(user=user).values_list("organisation__key", "role"))


def test_a_role_is_given_and_taken_and_she_stays_a_member(lipovac, head, alice):
    since = join_organisation(alice, lipovac, position="Adviser").started_at
    give_role(alice, lipovac, ADMINISTRATOR, by=head)
    give_role(alice, lipovac, ADMINISTRATOR, by=head)
    assert current(alice) == [("lipovac", "administrator"), ("lipovac", "member")]
    assert AccessRecord.objects.filter(what="role", person=alice).count() == 1
    give_role(alice, lipovac, COORDINATOR, by=head, is_confirmed=True)
    give_role(alice, lipovac, MEMBER, by=head)
    assert current(alice) == [("lipovac", "member")]
    member = Membership.objects.current().get(user=alice)
    assert (member.started_at, member.position) == (since, "Adviser")


def test_who_only_administered_is_a_member_since_then(association, head, alice):
    since = join_organisation(alice, association, role=ADMINISTRATOR).started_at
    give_role(alice, association, MEMBER, by=head)
    assert current(alice) == [("asm", "member")]
    assert Membership.objects.current().get(user=alice).started_at == since


@pytest.mark.parametrize("change", ["role", "leave", "move"])
def test_the_last_administrator_is_warned_first(association, lipovac, head, change):
    changes = {
        "role": lambda **kwargs: give_role(head, association, MEMBER, by=head, **kwargs),
        "leave": lambda **kwargs: leave_organisation(head, association, by=head, **kwargs),
        "move": lambda **kwargs: move_staff(head, association, lipovac, by=head, **kwargs),
    }
    with pytest.raises(LastAdministrator):
        changes[change]()
    assert role_of(head, association) == ADMINISTRATOR
    changes[change](is_confirmed=True)
    assert role_of(head, association) != ADMINISTRATOR


def test_with_another_administrator_nobody_is_warned(association, head, bob):
    join_organisation(bob, association, role=ADMINISTRATOR)
    assert leave_organisation(head, association, by=head)
    assert not leave_organisation(head, association, by=head)
    with pytest.raises(LastAdministrator):
        leave_organisation(bob, association, by=bob)


def test_an_administrator_with_a_closed_account_does_not_count(association, head, bob):
    join_organisation(bob, association, role=ADMINISTRATOR)
    bob.is_active = False
    bob.save()
    with pytest.raises(LastAdministrator):
        leave_organisation(head, association, by=head)


def test_who_moves_leaves_her_roles_behind(association, lipovac, head, alice):
    breg = make_organisation("municipality", association, key="breg")
    join_organisation(alice, lipovac, position="Adviser")
    give_role(alice, lipovac, COORDINATOR, by=head)
    joined = move_staff(alice, lipovac, breg, by=head)
    assert current(alice) == [("breg", "member")]
    assert joined.position == "Adviser"
    with pytest.raises(OrganisationError):
        move_staff(alice, lipovac, breg, by=head)
    with pytest.raises(OrganisationError):
        move_staff(alice, breg, breg, by=head)


def test_who_does_not_belong_gets_no_role(lipovac, head, charlie):
    with pytest.raises(OrganisationError):
        give_role(charlie, lipovac, ADMINISTRATOR, by=head)
    assert not Membership.objects.filter(user=charlie).exists()


def test_a_position_is_logged_when_it_changes(lipovac, head, alice):
    join_organisation(alice, lipovac)
    set_position(alice, lipovac, "Këshilltare", by=head)
    set_position(alice, lipovac, "Këshilltare", by=head)
    assert AccessRecord.objects.filter(what="position").count() == 1


def test_she_gets_a_letter_in_the_name_of_her_organisation(lipovac, head, alice, django_capture_on_commit_callbacks):
    join_organisation(alice, lipovac)
    with django_capture_on_commit_callbacks(execute=True):
        give_role(alice, lipovac, COORDINATOR, by=head)
        leave_organisation(alice, lipovac, by=head)
    role, ended = mail.outbox
    assert "coordinator" in role.body
    assert "do not belong" in ended.body
    for letter in (role, ended):
        assert letter.to == [alice.email]
        assert "help@example.org" in letter.body
        assert "help@example.org" in letter.alternatives[0].content


def test_what_she_does_herself_needs_no_letter(lipovac, alice, django_capture_on_commit_callbacks):
    join_organisation(alice, lipovac)
    with django_capture_on_commit_callbacks(execute=True):
        leave_organisation(alice, lipovac, by=alice)
    assert mail.outbox == []
