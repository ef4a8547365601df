"""The tabs Staff, Organisation and Log: who may open and change what, and that lists cost the same for many rows."""

import re
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from academy.models import AccessRecord, Membership, Organisation, User
from tests.factories import UserFactory, make_organisation, run

pytestmark = pytest.mark.django_db
BASE = "/en/organisation/lipovac/"
GOVERNED = ["settings/", "settings/branding/", "settings/units/", "settings/sample.pdf", "log/"]


@pytest.fixture
def branch(organisation, bob, alice):
    """The organisation administrator runs the association, Bob coordinates Lipovac, Alice works in its unit."""
    association = make_organisation("association", key="asm")
    lipovac = make_organisation("municipality", association, key="lipovac")
    unit = make_organisation("unit", lipovac, key="unit")
    breg = make_organisation("municipality", association, key="breg")
    run(organisation, association)
    run(bob, lipovac, "coordinator")
    run(alice, unit, "member")
    return {row.key: row for row in (association, lipovac, unit, breg)}


@pytest.mark.parametrize("path", ["staff/", *GOVERNED])
def test_roles(branch, client, request, path):
    expected = {
        "organisation": 200,
        "admin": 200,
        "bob": 200 if path == "staff/" else 403,
        "alice": 404,
        "charlie": 404,
    }
    assert client.get(BASE + path).status_code == 302
    found = {}
    for name in expected:
        client.force_login(request.getfixturevalue(name))
        found[name] = client.get(BASE + path).status_code
    assert found == expected


def test_a_person_outside_the_branch_does_not_exist(branch, client, organisation, charlie, alice):
    elsewhere = make_organisation("municipality", key="elsewhere")
    run(charlie, elsewhere, "member")
    client.force_login(organisation)
    assert client.get(f"{BASE}staff/{charlie.uuid}/").status_code == 404
    assert client.get(f"{BASE}staff/{organisation.uuid}/").status_code == 404, "above is outside too"
    assert charlie.name not in client.get(f"{BASE}staff/?q=Charlie").content.decode()
    assert client.get(f"{BASE}staff/{alice.uuid}/").status_code == 200
    assert AccessRecord.objects.filter(person=alice, what="membership", actor=organisation).count() == 1
    data = {"what": "move", "organisation": "unit", "to": "elsewhere"}
    assert client.post(f"/en/organisation/asm/staff/{alice.uuid}/change/", data).status_code == 422
    data = {"what": "end", "organisation": "elsewhere"}
    assert client.post(f"{BASE}staff/{alice.uuid}/change/", data).status_code == 404


def test_a_coordinator_changes_nobody(branch, client, bob, alice):
    client.force_login(bob)
    data = {"what": "role", "organisation": "unit", "role": "administrator"}
    assert client.post(f"{BASE}staff/{alice.uuid}/change/", data).status_code == 403
    assert Membership.objects.current().get(user=alice).role == "member"


def test_the_last_administrator_is_warned_and_then_may(branch, client, organisation):
    client.force_login(organisation)
    address = f"/en/organisation/asm/staff/{organisation.uuid}/change/"
    data = {"what": "role", "organisation": "asm", "role": "member", "position": ""}
    answer = client.post(address, data)
    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()
    assert 'name="confirmed"' in answer.content.decode()
    assert client.post(address, data | {"confirmed": "1"}).url == "/en/organisation/"


def test_moved_and_shown_among_who_left(branch, client, organisation, alice):
    client.force_login(organisation)
    data = {"what": "move", "organisation": "unit", "to": "breg"}
    assert client.post(f"/en/organisation/asm/staff/{alice.uuid}/change/", data).status_code == 302
    client.get("/en/organisation/asm/staff/")  # it says once that she is moved
    assert "Alice" not in client.get("/en/organisation/unit/staff/").content.decode()
    assert "Alice" in client.get("/en/organisation/unit/staff/?ended=on").content.decode()
    assert "Alice" in client.get("/en/organisation/breg/staff/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=alice", True),
        ("q=zzz", False),
        ("role=member", True),
        ("role=administrator", False),
        ("organisation=unit", True),
    ],
)
def test_filters(branch, client, organisation, query, found):
    client.force_login(organisation)
    assert ("Alice Sample" in client.get(f"{BASE}staff/?{query}").content.decode()) is found


@pytest.mark.parametrize("path", ["staff/", "log/"])
def test_many_rows_cost_what_one_costs(branch, client, organisation, path):
    client.force_login(organisation)

    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(BASE + path).status_code == 200
        return len(queries)

    AccessRecord.objects.create(organisation=branch["unit"], access="viewed", what="people", count=1)
    cost()
    few = cost()
    for number in range(3):
        person = UserFactory(name=f"Љиљана {number}")
        run(person, branch["unit"], "member")
        AccessRecord.objects.create(
            actor=person, person=person, organisation=branch["unit"], access="viewed", what="record"
        )
    assert cost() == few


def test_the_log_speaks_in_sentences(branch, client, organisation, bob, alice):
    client.force_login(bob)
    client.get(f"{BASE}staff/{alice.uuid}/")
    client.force_login(organisation)
    html = client.get(f"{BASE}log/").content.decode()
    assert "Боб Пример looked at the membership of Alice Sample." in html
    assert "looked at" not in client.get(f"{BASE}log/?access=exported").content.decode().split("</details>")[-1]
    client.force_login(alice)
    assert "Боб Пример looked at the membership about you." in client.get("/accounts/organisations/").content.decode()


@pytest.mark.parametrize("path", GOVERNED)
def test_who_is_refused_finds_the_way_back_and_learns_nothing(branch, client, bob, path):
    client.force_login(bob)
    html = client.get(BASE + path).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert re.findall(r'href="([^"]+)"', main) == [BASE, "/en/"]
    assert "course coordinators may not" in main
    assert branch["asm"].name not in html
    assert client.get(BASE).status_code == 200


def test_the_same_look_again_is_one_line_a_day_and_stays_stored(branch, client, organisation, bob, alice):
    zone = ZoneInfo("Europe/Skopje")
    for moment in (
        datetime(2026, 3, 4, 23, 50, tzinfo=zone),
        datetime(2026, 3, 5, 0, 10, tzinfo=zone),  # in Greenwich still the day before
        datetime(2026, 3, 5, 9, 0, tzinfo=zone),
        datetime(2026, 3, 5, 16, 30, tzinfo=zone),
    ):
        AccessRecord.objects.create(
            at=moment, actor=bob, person=alice, organisation=branch["unit"], access="viewed", what="record"
        )
    for access in ("exported", "exported", "changed", "changed"):
        AccessRecord.objects.create(
            at=datetime(2026, 3, 5, 10, 0, tzinfo=zone), actor=bob, person=alice, organisation=branch["unit"],
            access=access, what="record",
        )  # fmt: skip
    User.objects.update(time_zone=str(zone))
    for reader, address in ((organisation, f"{BASE}log/"), (alice, "/accounts/organisations/")):
        client.force_login(reader)
        rows = client.get(address).context["rows"]
        looks = [(row["at"].astimezone(zone).isoformat()[:16], row["times"]) for row in rows if "looked" in row["text"]]
        assert looks == [("2026-03-05T16:30", 3), ("2026-03-04T23:50", 1)]
        assert [row["times"] for row in rows if "exported" in row["text"]] == [1, 1]
        assert [row["times"] for row in rows if "changed" in row["text"]] == [1, 1]
    assert AccessRecord.objects.filter(person=alice, access="viewed").count() == 4


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("logo.svg", b"<svg><script>alert(1)</script></svg>", "image/svg+xml"),
        ("logo.png", b"<html>", "image/png"),
        ("logo.png", b"\0" * (2 * 1024 * 1024 + 1), "image/png"),
    ],
    ids=["svg", "wrong type", "huge"],
)
def test_a_wrong_logo_is_refused_with_a_reason(branch, client, organisation, name, data, kind):
    client.force_login(organisation)
    answer = client.post(f"{BASE}settings/logo/", {"logo": SimpleUploadedFile(name, data, kind)})
    assert answer.status_code == 422
    assert 'class="field__error"' in answer.content.decode()
    assert Organisation.objects.get(key="lipovac").logo is None


def test_a_logo_is_stored_anew(branch, client, organisation, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    output = BytesIO()
    Image.new("RGB", (400, 100), "red").save(output, "JPEG")
    client.force_login(organisation)
    upload = SimpleUploadedFile("evil.php", output.getvalue(), "text/html")
    assert client.post(f"{BASE}settings/logo/", {"logo": upload}).status_code == 302
    assert Organisation.objects.get(key="lipovac").logo.file.name.endswith(".png")
    client.post(f"{BASE}settings/logo/", {"remove": "1"})
    assert Organisation.objects.get(key="lipovac").logo is None


def test_units_are_added_and_deactivated_within_the_branch_only(branch, client, organisation):
    client.force_login(organisation)
    data = {"below": "lipovac", "kind": "unit", "name": "Одељење за друштвене делатности и развој"}
    assert client.post(f"{BASE}settings/units/", data).status_code == 302
    unit = Organisation.objects.get(name=data["name"])
    assert unit.get_parent().key == "lipovac"
    assert client.post(f"{BASE}settings/units/", data | {"below": "breg"}).status_code == 422
    assert client.post(f"{BASE}settings/units/", data | {"kind": "network"}).status_code == 422
    client.post(f"{BASE}settings/units/switch/", {"unit": unit.key, "active": "0"})
    unit.refresh_from_db()
    assert not unit.is_active
    assert client.post(f"{BASE}settings/units/switch/", {"unit": "breg", "active": "0"}).status_code == 404


def test_she_leaves_by_herself(branch, client, alice):
    client.force_login(alice)
    assert client.post("/accounts/organisations/leave/", {"organisation": "unit"}).status_code == 302
    assert client.post("/accounts/organisations/leave/", {"organisation": "unit"}).status_code == 404
    assert client.post("/accounts/organisations/leave/", {"organisation": "breg"}).status_code == 404
    assert not Membership.objects.current().filter(user=alice).exists()


def test_who_administers_my_data_names_people_without_their_addresses(branch, client, alice, organisation):
    client.force_login(alice)
    html = client.get("/accounts/organisations/").content.decode()
    assert organisation.name in html
    assert "Боб Пример" in html
    assert organisation.email not in html
