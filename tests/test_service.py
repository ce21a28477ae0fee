"""The example web service: what it answers, turns away, and never tells."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from uyghurscreen import Screener, json_schema
from uyghurscreen.lists import clock

pytest.importorskip("fastapi")
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

EXAMPLE = Path(__file__).parents[1] / "examples" / "service.py"
LISTS = ["aspi_tech_giants", "uflpa"]

# a body of /screen that is turned away: the code, and what is said
REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "no parties": ({"parties": []}, 422, "body.parties"),
    "too many parties": (
        {"parties": [{"id": str(i), "name": "Acme"} for i in range(1_001)]},
        422,
        "at most 1000",
    ),
    "no name": ({"parties": [{"id": "V1"}]}, 422, "parties.0.name"),
    "a name without end": (
        {"parties": [{"id": "V1", "name": "Secret " * 200}]},
        422,
        "at most 1000 characters",
    ),
    "an unknown field": (
        {"parties": [{"id": "V1", "name": "Secret", "tier": 1}]},
        422,
        "parties.0.tier",
    ),
    "ids that repeat": (
        {"parties": [{"id": "V1", "name": "Acme"}, {"id": "V1", "name": "Secret"}]},
        422,
        "1 ids stand on several rows",
    ),
    "a threshold of two": (
        {"parties": [{"id": "V1", "name": "Secret"}], "threshold": 2},
        422,
        "body.threshold",
    ),
    "a body without end": (
        {"parties": [{"id": "V1", "name": "Secret" * 200_000}]},
        413,
        "1,000,000 bytes",
    ),
}


@pytest.fixture(scope="module")
def service() -> Iterator[TestClient]:
    spec = spec_from_file_location("service", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["service"] = module
    spec.loader.exec_module(module)
    with TestClient(module.create_app(Screener(LISTS))) as client:
        yield client
    del sys.modules["service"]


def test_screen(service: TestClient) -> None:
    parties = [
        {"id": "V1", "name": "Hikvision", "country": "CN"},
        {"id": "V2", "name": "Acme Bakery"},
        {"id": "V3", "name": None},
    ]
    told = service.post("/screen", json={"parties": parties})
    assert told.status_code == 200
    found = told.json()
    assert [(hit["query_id"], hit["entry_name"]) for hit in found["hits"]] == [
        ("V1", "Hikvision")
    ]
    Draft202012Validator(json_schema.hit()).validate(found["hits"][0])
    assert [row["query_id"] for row in found["unscreened"]] == ["V3"]
    assert found["lists"].keys() == set(LISTS)
    assert found["threshold"] == 0.7


def test_explain(service: TestClient) -> None:
    parties = [{"id": "V1", "name": "Hikvision"}]
    (hit, *_) = service.post("/screen", json={"parties": parties}).json()["hits"]
    pair = {"name": "Hikvision", "entry_id": hit["entry_id"]}
    told = service.post("/explain", json=pair).json()
    assert told["explanation"]["entry"]["entry_name"] == "Hikvision"
    assert told["lists"].keys() == set(LISTS)
    wrong = service.post("/explain", json=pair | {"entry_id": "0"})
    assert (wrong.status_code, wrong.json()["kind"]) == (422, "ListNotFoundError")


def test_health_tells_how_old_the_lists_are(
    service: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = service.get("/health").json()
    assert told["status"] == "ok"
    assert {row["list_id"] for row in told["ages"]} == set(LISTS)
    today = clock.now()
    monkeypatch.setattr(clock, "now", lambda: today.replace(year=today.year + 1))
    assert service.get("/health").json()["status"] == "stale"


@pytest.mark.parametrize(("body", "code", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_turned_away(
    body: dict[str, Any],
    code: int,
    said: str,
    service: TestClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        told = service.post("/screen", json=body)
    assert (told.status_code, said in told.text) == (code, True)
    assert "Secret" not in told.text
    assert "Secret" not in caplog.text


def test_a_body_in_pieces_is_limited_too(service: TestClient) -> None:
    pieces = (b" " * 100_000 for _ in range(100))
    told = service.post("/screen", content=pieces)
    assert told.status_code == 413
