"""What `--json` prints is what its JSON Schema says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    FormatChecker,
)

from uyghurscreen import Screener, cli, json_schema
from uyghurscreen.schema import HITS

PUBLISHED = Path(__file__).parents[1] / "docs" / "schemas"
SCHEMAS = {"hit": json_schema.hit(), "result": json_schema.result()}
SMALL = ["--lists", "aspi_tech_giants"]

# id columns of any type
IDS = {
    "row numbers": None,
    "text": ["a", "b"],
    "whole numbers": [10, 20],
    "numbers": [1.5, 2.5],
    "truths": [True, False],
}

# what a hit may not be, as a change of one that is right
WRONG: dict[str, dict[str, Any]] = {
    "a band that is none": {"band": "certain"},
    "a relation that is none": {"relation": "listed"},
    "a score above one": {"score": 1.1},
    "a score in words": {"score": "high"},
    "a missing name": {"query_name": None},
    "a column that is none": {"verdict": "guilty"},
}


def _check(value: object, schema: str) -> None:
    checker = FormatChecker()
    Draft202012Validator(SCHEMAS[schema], format_checker=checker).validate(value)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_are_those_of_the_code(name: str) -> None:
    path = PUBLISHED / f"{name}.schema.json"
    text = json.dumps(SCHEMAS[name], indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_hits_are_what_the_schema_says(
    ids: list[object] | None, demo: Screener
) -> None:
    frame = pl.DataFrame({"name": ["Hikvision", "CETC 12th Research Institute"]})
    if ids is not None:
        frame = frame.with_columns(id=pl.Series(ids))
    hits = demo.screen(frame, id=None if ids is None else "id", threshold=0.1)
    assert hits.height > 2
    for hit in json.loads(hits.write_json()):
        _check(hit, "hit")


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_no_hit_is_refused(wrong: dict[str, object], demo: Screener) -> None:
    (hit, *_) = json.loads(demo.screen_name("Hikvision").write_json())
    _check(hit, "hit")
    assert list(Draft202012Validator(SCHEMAS["hit"]).iter_errors(hit | wrong))


def test_every_column_says_what_it_is() -> None:
    told = SCHEMAS["hit"]["properties"]
    assert [name for name in HITS if "description" not in told[name]] == []


@pytest.mark.parametrize(
    "options", [[], ["-o", "hits.csv"], ["--decisions", "d.jsonl"]]
)
def test_what_screen_prints_for_programs(
    options: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("suppliers.csv").write_text("name,no\nHikvision,V1\nAcme Bakery,V2\n")
    asked = ["screen", "suppliers.csv", "--name", "name", "--id", "no", "--json"]
    assert cli.main([*asked, *options, *SMALL]) == 1
    told = json.loads(capsys.readouterr().out)
    _check(told, "result")
    assert ("hits" in told) == ("-o" not in options)
