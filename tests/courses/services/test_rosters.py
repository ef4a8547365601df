"""Lists of staff: read, checked, worked off once, whatever dies or is uploaded again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.models import Letter, Membership, Organisation
from academy.services.personal_data import erase_person
from courses.enums import RosterState, RowOutcome
from courses.models import Edition, Enrollment, Invitation, Roster, RosterRow
from courses.rules.staff_lists import read_list
from courses.services import roster_checks, roster_work, rosters
from courses.services.roster_work import LEASE, resume_rosters, work_roster
from courses.services.rosters import (
    ColumnMissing,
    ColumnTwice,
    Forecast,
    ListUnreadable,
    NotOpen,
    cancel_roster,
    forecast,
    forget_rows,
    match_columns,
    mended_file,
    progress_of,
    start_roster,
    upload_roster,
)
from tests import factories

pytestmark = pytest.mark.django_db
HEAD = "E-mail;Name;Municipality;Language;Sex\n"


@pytest.fixture
def association(organisation):
    row = factories.make_organisation("association", name="Association of Samples")
    factories.make_organisation("municipality", row, name="Lipovac (sample)", key="lipovac")
    factories.make_organisation("municipality", row, name="Општина Крушево", key="krusevo")
    factories.run(organisation, row)
    return row


@pytest.fixture
def upload(association, organisation):
    def do(text: str | bytes, **fields) -> Roster:
        content = text.encode() if isinstance(text, str) else text
        roster = upload_roster(
            association, content, by=organisation, **({"file_name": "staff.csv", "language": "en"} | fields)
        )
        return match_columns(roster, roster.columns, by=organisation)

    return do


def errors(roster: Roster) -> dict[int, str]:
    return dict(roster.rows.exclude(error="").values_list("number", "error"))


def go(roster: Roster, by) -> Roster:
    assert start_roster(roster, by=by)
    work_roster(roster.pk)
    roster.refresh_from_db()
    return roster


def test_every_error_in_plain_words(upload):
    roster = upload(
        HEAD + "a@example.org;Ana Sample;Lipovac (sample);sq;F\n"
        "no address;Besim;;;\n"
        "b@example.org;Besim;Lipovec;;\n"
        "c@example.org;Cveta;;klingon;maybe\n"
        "A@Example.org;Ana again;;;\n"
        ";;kruševo;;\n"
    )
    found = errors(roster)
    assert sorted(found) == [2, 3, 4, 5, 6, 7]
    assert "row 6" in found[2] or "row 6" in found[2].replace("rows", "row")
    assert "see row 2" in found[6]
    assert "@ is missing" in found[3]
    assert "Did you mean “Lipovac (sample)”" in found[4]
    assert "klingon" in found[5]
    assert "maybe" in found[5]
    assert "missing" in found[7]
    assert "krusevo" not in found[7], "found in any script"


def test_the_sum_says_nothing_about_accounts(upload, association, alice, charlie):
    factories.run(alice, association, "member")
    text = HEAD + "alice@example.org;;;;\ncharlie@example.org;;;;\nnew@example.org;;;;\nwrong;;;;\n"
    assert forecast(upload(text)) == Forecast(to_invite=2, settled=1, faulty=1)


def test_without_a_course_colleagues_are_settled_where_they_belong(upload, association, organisation, alice, bob):
    """Who is named for another organisation of the branch joins it: the sum says what starting does."""
    factories.run(alice, association, "member")
    factories.run(bob, Organisation.objects.get(key="lipovac"), "member")
    roster = upload(HEAD + "alice@example.org;;Lipovac (sample);;\nbob@example.org;;;;\n")
    assert forecast(roster) == Forecast(to_enroll=1, settled=1)
    assert progress_of(go(roster, organisation)).outcomes == {RowOutcome.ENROLLED: 1, RowOutcome.UNCHANGED: 1}


def test_with_a_course_who_takes_part_is_settled(upload, association, organisation, alice, bob, course_page):
    for user in (alice, bob):
        factories.run(user, association, "member")
    factories.enroll(alice, course_page)
    text = HEAD + "alice@example.org;;;;\nbob@example.org;;;;\n"
    roster = upload(text, course=factories.course_of(course_page))
    assert forecast(roster) == Forecast(to_enroll=1, settled=1)
    assert progress_of(go(roster, organisation)).outcomes == {RowOutcome.ENROLLED: 1, RowOutcome.UNCHANGED: 1}


def test_worked_off(upload, association, organisation, alice, course_page):
    factories.run(alice, association, "member")
    course = factories.course_of(course_page)
    roster = go(
        upload(HEAD + "alice@example.org;;;;\nn@example.org;Нова;Крушево;mk;Ж\nwrong;;;;\n", course=course),
        organisation,
    )
    assert roster.state == RosterState.DONE
    assert progress_of(roster).outcomes == {RowOutcome.INVITED: 1, RowOutcome.ENROLLED: 1}
    invitation = Invitation.objects.get()
    assert (invitation.organisation.key, invitation.language, invitation.sex, invitation.name, invitation.course) == (
        "krusevo", "mk", "female", "Нова", course,
    )  # fmt: skip
    assert Enrollment.objects.get(user=alice).organisation == association
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["enrolled", "invitation"]


addresses = st.lists(st.sampled_from([f"p{n}@example.org" for n in range(12)]), unique=True, min_size=1, max_size=8)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=addresses, members=addresses)
def test_uploaded_twice_nothing_changes(upload, organisation, association, first, members):
    for email in members:
        user = factories.User.objects.filter(email=email).first() or factories.UserFactory(email=email)
        factories.run(user, association, "member")
    text = HEAD + "".join(f"{email};Person;;;\n" for email in first)
    go(upload(text), organisation)
    before = (Invitation.objects.count(), Membership.objects.count(), Letter.objects.count())
    again = go(upload(text), organisation)
    assert (Invitation.objects.count(), Membership.objects.count(), Letter.objects.count()) == before
    assert progress_of(again).outcomes == {RowOutcome.UNCHANGED: len(first)}


@pytest.fixture
def row_by_row(monkeypatch):
    """As when strangers cannot be invited together."""

    def conflict(*args):
        raise IntegrityError

    monkeypatch.setattr(roster_work, "_invite_strangers", conflict)


def test_together_and_row_by_row_are_the_same(upload, organisation, association, request):
    """New, open, expired, of another organisation: whichever way a list is worked off."""
    seen = []
    for way in ("together", "row by row"):
        if way == "row by row":
            request.getfixturevalue("row_by_row")
        Invitation.objects.all().delete()
        Letter.objects.all().delete()
        go(upload(HEAD + "open@example.org;;;;\nold@example.org;;;;\n"), organisation)
        Invitation.objects.filter(email="old@example.org").update(expires_at=timezone.now())
        roster = go(
            upload(HEAD + "".join(f"{name}@example.org;;;;\n" for name in ("open", "old", "new", "third"))),
            organisation,
        )
        outcomes = list(roster.rows.values_list("outcome", flat=True))
        seen.append((outcomes, Invitation.objects.count(), Letter.objects.count()))
    assert seen == [([RowOutcome.UNCHANGED, *[RowOutcome.INVITED] * 3], 4, 5)] * 2


def test_started_twice_and_taken_up_again(upload, organisation, monkeypatch, row_by_row):
    """A worker that dies between two rows loses none and doubles none."""
    roster = upload(HEAD + "".join(f"p{number}@example.org;;;;\n" for number in range(5)))
    assert start_roster(roster, by=organisation)
    assert not start_roster(roster, by=organisation)
    real, done = roster_work._work_row, []

    def dying(*args):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(roster_work, "_work_row", dying)
        with pytest.raises(KeyboardInterrupt):
            work_roster(roster.pk)
    assert Invitation.objects.count() == 2
    assert work_roster(roster.pk) == 0, "the lease of the dead one still runs"
    Roster.objects.update(claimed_at=timezone.now() - LEASE - timedelta(seconds=1))
    monkeypatch.setattr(roster_work, "start_working", work_roster)
    resume_rosters()
    roster.refresh_from_db()
    assert roster.state == RosterState.DONE
    assert Invitation.objects.count() == Letter.objects.count() == 5


def test_a_row_that_breaks_holds_up_nobody(upload, organisation, monkeypatch, row_by_row):
    roster = upload(HEAD + "a@example.org;;;;\nb@example.org;;;;\n")
    real = roster_work.invite

    def broken(target, invitee, *args, **kwargs):
        real(target, invitee, *args, **kwargs)
        if invitee.email.startswith("a"):
            raise ZeroDivisionError
        return real(target, invitee, *args, **kwargs)

    monkeypatch.setattr(roster_work, "invite", broken)
    go(roster, organisation)
    assert [row.outcome for row in roster.rows.all()] == [RowOutcome.FAILED, RowOutcome.UNCHANGED]
    assert list(Invitation.objects.values_list("email", flat=True)) == ["b@example.org"], "half a row is no row"


def test_cancelled_it_stops(upload, organisation):
    roster = upload(HEAD + "a@example.org;;;;\n")
    start_roster(roster, by=organisation)
    assert cancel_roster(roster, by=organisation)
    assert not cancel_roster(roster, by=organisation)
    assert work_roster(roster.pk) == 0
    assert not Invitation.objects.exists()


def test_who_may_no_longer_invite_is_stopped(upload, organisation):
    roster = upload(HEAD + "a@example.org;;;;\n")
    start_roster(roster, by=organisation)
    organisation.memberships.update(ended_at=timezone.now())
    work_roster(roster.pk)
    roster.refresh_from_db()
    assert (roster.state, bool(roster.fault), Invitation.objects.count()) == (RosterState.CANCELLED, True, 0)


def test_who_lost_the_edition_brings_nobody_in(upload, organisation, alice, bob, association, course_page, monkeypatch):
    """Asked before every chunk; the rows that are left say why and come back in the file to mend."""
    edition = factories.make_edition(course_page, association)
    for user in (alice, bob):
        factories.run(user, association, "member")
    roster = upload(HEAD + "alice@example.org;;;;\nbob@example.org;;;;\n", edition=edition)
    start_roster(roster, by=organisation)
    real = roster_work._work_chunk

    def then_lost(*args):
        done = real(*args)
        Edition.objects.filter(pk=edition.pk).update(organisation=factories.make_organisation("network"))
        return done

    monkeypatch.setattr(roster_work, "CHUNK", 1)
    monkeypatch.setattr(roster_work, "_work_chunk", then_lost)
    assert work_roster(roster.pk) == 1
    roster.refresh_from_db()
    assert (roster.state, roster.fault) == (RosterState.CANCELLED, roster.rows.get(number=3).error)
    assert "edition" in roster.fault
    assert [row.outcome for row in roster.rows.all()] == [RowOutcome.ENROLLED, RowOutcome.FAILED]
    assert [place.user for place in edition.places.all()] == [alice]
    assert b"bob@example.org" in mended_file(roster, by=organisation)


def test_faulty_rows_come_back_mended(upload, organisation):
    roster = upload(HEAD + "ok@example.org;Ok;;;\n=wrong;Ana;;;\n")
    content = mended_file(roster, by=organisation)
    assert "'=wrong" in content.decode("utf-8-sig")
    found = read_list(content)
    assert found.rows[0][1][2:4] == ["=wrong", "Ana"]
    again = upload(content.decode("utf-8-sig").replace("'=wrong", "ana@example.org"))
    assert errors(again) == {}
    assert again.rows.get().values["email"] == "ana@example.org"


def test_columns_are_checked(association, organisation):
    roster = upload_roster(association, b"x;y\n1;2\n", file_name="../../etc/x.csv", by=organisation, language="en")
    assert roster.file_name == "x.csv"
    with pytest.raises(ColumnMissing):
        match_columns(roster, {"name": 0}, by=organisation)
    with pytest.raises(ColumnTwice):
        match_columns(roster, {"name": 0, "email": 0}, by=organisation)
    cancel_roster(roster, by=organisation)
    with pytest.raises(NotOpen):
        match_columns(roster, {"email": 0}, by=organisation)
    with pytest.raises(ListUnreadable, match="CSV"):
        upload_roster(association, b"%PDF-1.4", file_name="staff.xlsx", by=organisation, language="en")


def test_what_stood_in_a_file_is_forgotten(upload, organisation, charlie):
    roster = go(upload(HEAD + "charlie@example.org;Charlie;;;\nb@example.org;;;;\n"), organisation)
    erase_person(charlie)
    assert [bool(row.cells) for row in roster.rows.all()] == [False, True]
    assert forget_rows() == 0
    Roster.objects.update(created_at=timezone.now() - rosters.KEPT - timedelta(days=1))
    assert forget_rows() == 1
    assert not RosterRow.objects.exclude(cells=[], values={}).exists()
    assert progress_of(roster).done == 2


def test_similar_names_are_looked_for_once_and_not_for_a_whole_list(upload, monkeypatch):
    asked = []
    monkeypatch.setattr(roster_checks, "nearest", lambda name, names: asked.append(name) or "Lipovac (sample)")
    lines = [f"p{number}@example.org;Ana;Town {number % 200:03d};en;F\n" for number in range(400)]
    found = errors(upload(HEAD + "".join(lines)))
    assert len(found) == 400
    assert len(asked) == roster_checks.MOST_GUESSES == len(set(asked))
    assert sum("Did you mean" in text for text in found.values()) == 2 * len(asked)
