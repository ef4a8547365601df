"""/healthz: which part works, the right status, and nothing that helps an attacker."""

import pytest

from academy import health


def test_all_is_well(client, db):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["state"] == "ok"
    assert set(response.json()["parts"].values()) == {"ok"}
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("part", ["database", "migrations", "storage"])
def test_without_a_needed_part_it_is_down_and_tells_no_details(client, db, monkeypatch, part):
    def fail():
        raise RuntimeError("host=db.internal user=academy password=geheim")

    monkeypatch.setitem(health.NEEDED, part, fail)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["state"] == "down"
    assert response.json()["parts"][part] == "failing"
    assert b"geheim" not in response.content


def test_without_redis_it_is_degraded_but_serves(client, db, settings):
    settings.REDIS_URL = "redis://:geheim@127.0.0.1:1/0"
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "state": "degraded",
        "parts": {"database": "ok", "migrations": "ok", "storage": "ok", "redis": "failing"},
    }


def test_missing_migrations_are_noticed(db, monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("x", False)])
    with pytest.raises(RuntimeError):
        health.check_migrations()


def test_a_folder_that_cannot_be_written_is_noticed(settings, monkeypatch):
    monkeypatch.setattr(health.os, "access", lambda path, mode: False)
    with pytest.raises(RuntimeError):
        health.check_storage()


def test_only_reading(client, db):
    assert client.post("/healthz").status_code == 405
