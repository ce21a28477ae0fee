"""Updates from publishers on the loopback, who send lists, or trouble.

The lists embedded here are small ones, of names that are on the real lists; what the
publishers send is written in their formats.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import filelock
import polars as pl
import pytest

from uyghurscreen import cli, lists
from uyghurscreen.errors import StoreError
from uyghurscreen.lists import (
    aspi_universities,
    assembly,
    catalog,
    clock,
    csl_rows,
    embedded,
    publications,
    snapshot,
    staleness,
    store,
    updating,
)
from uyghurscreen.lists.list_info import ListInfo, Manifest, RawFile
from uyghurscreen.lists.pull import Client

if TYPE_CHECKING:
    from tests.lists.conftest import Publishers

Fields = Mapping[str, Any]
Row = dict[str, Any]

DAY = datetime(2026, 8, 10, 12, tzinfo=UTC)
"""The day of the tests."""

COMPLETE = "2026-08-07"
"""The day up to which the eCFR is complete."""

ENTITIES = [f"Xinjiang {name} Co., Ltd." for name in (
    "Daqo New Energy", "East Hope Nonferrous Metals", "GCL New Energy Material",
    "Tianshan Wool Textile", "Zhongtai Chemical", "Nonferrous Metals Industry",
    "Beixin Road and Bridge", "Joinworld", "Xuelian Mountain Tourism", "Goens Energy",
    "Saimu Science and Technology", "Guannong Fruit", "Jinchuan Mining",
    "Tianye Chemical", "Huafu Textile", "Zijin Zinc", "Water Conservancy",
    "Lihua Cotton", "Western Gold", "Silk Road Aviation",
)]  # fmt: skip
COTTON = [f"{name} Cotton Industry Co., Ltd." for name in (
    "Aksu Huafu", "Changji Esquel", "Hetian Haolin", "Hetian Taida", "Hefei Bitland",
    "Nanjing Synergy", "Lop County Meixin", "Yili Zhuowan", "Jingwei Xinjiang",
    "Huangmei Xiaochi Yinfeng", "Hengshui Linen", "Xinye Henan", "Heze Linen",
    "Kashgar", "Turpan Shenghua", "Bayingol", "Korla", "Shihezi", "Tacheng", "Kuitun",
)]  # fmt: skip
SDN = [f"Ship {number} Ltd." for number in range(101, 121)]
UNIVERSITIES = [f"{name} University" for name in (
    "Beihang", "Harbin Engineering", "Nanjing", "Sichuan", "Soochow", "Donghua",
    "Heilongjiang", "Hunan", "Xiangtan", "Yanshan", "Jilin", "Fudan", "Tsinghua",
    "Tongji", "Wuhan", "Xiamen", "Zhejiang", "Zhengzhou", "Peking", "Lanzhou",
)]  # fmt: skip
NEW = "Camel Group Co., Ltd."


def ecfr(names: Sequence[str]) -> bytes:
    """Part 744, its Supplement No. 4 with these names."""
    rows = "".join(
        f"<TR><TD>{'' if number else 'CHINA, PEOPLE&apos;S REPUBLIC OF'}</TD>"
        f"<TD>{name}, a.k.a., the following one alias:<br/>—{name.split(' Co.')[0]}."
        f"<br/><br/>No. {number + 1} Beijing Road, Urumqi, China.</TD>"
        "<TD>For all items subject to the EAR. (See § 744.11 of the EAR)</TD>"
        "<TD>Presumption of denial</TD><TD>84 FR 54004, 10/9/19.</TD></TR>"
        for number, name in enumerate(names)
    )
    heads = ("Country", "Entity", "License requirement", "License review policy")
    cells = "".join(
        f"<TH>{head}</TH>" for head in (*heads, "Federal Register citation")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<DIV5 N="744" TYPE="PART"><HEAD>PART 744</HEAD>'
        '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><TABLE>'
        f"<THEAD><TR>{cells}</TR></THEAD><TBODY>{rows}</TBODY></TABLE></DIV9></DIV5>"
    ).encode()


SOURCES = {
    "el": "Entity List (EL) - Bureau of Industry and Security",
    "sdn": "Specially Designated Nationals (SDN) - Treasury Department",
    "uvl": "Unverified List (UVL) - Bureau of Industry and Security",
}


def screening(
    *,
    el: Sequence[str] = ENTITIES,
    sdn: Sequence[str] = SDN,
    uvl: Sequence[str] = COTTON,
    on: str = "2026-08-10",
    **changed: object,
) -> bytes:
    """The Consolidated Screening List as JSON."""
    results = [
        {
            **dict.fromkeys(csl_rows.COLUMNS[1:], None),
            "id": f"{source}{number}",
            "source": SOURCES[source],
            "name": name,
            "alt_names": [],
            "addresses": [{"address": None, "city": "Urumqi", "country": "CN"}],
            "federal_register_notice": "84 FR 54002",
        }
        for source, names in (("el", el), ("sdn", sdn), ("uvl", uvl))
        for number, name in enumerate(names)
    ]
    told = {
        "results": results,
        "total": len(results),
        "search_performed_at": f"{on}T14:15:00+00:00",
        "sources_used": [],
    }
    return json.dumps(told | changed).encode()


def screening_table(*, columns: Sequence[str] = csl_rows.COLUMNS) -> bytes:
    """The same as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for source, names in (("el", ENTITIES), ("sdn", [*SDN, NEW]), ("uvl", COTTON)):
        for name in names:
            known = {"source": SOURCES[source], "name": name, "addresses": "Urumqi, CN"}
            writer.writerow({**dict.fromkeys(columns, ""), **known})
    return text.getvalue().encode()


def page(names: Sequence[str], *, day: str = "June 21, 2022") -> bytes:
    """The DHS page: its three sections, the names in the second."""
    tables = "".join(
        f'<p><a href="https://www.govinfo.gov/app/details/PLAW-117publ78">'
        f"Section 2(d)(2)(B)({section})</a></p><table><thead><tr>"
        "<th>Name of Entity</th><th>Effective Date</th></tr></thead><tbody>"
        + "".join(f"<tr><td>{name}</td><td>{day}</td></tr>" for name in listed)
        + "</tbody></table>"
        for section, listed in (("i", names[:1]), ("ii", names), ("v", names[:1]))
    )
    return (
        f"<!DOCTYPE html><html><body>{tables}"
        '<div class="last-updated">Last Updated: 08/09/2026</div></body></html>'
    ).encode()


def notice(names: Sequence[str]) -> bytes:
    """A Federal Register notice, its appendix with these names."""
    lines = "".join(f'<FP SOURCE="FP-1">{name}</FP>' for name in names)
    title = "UFLPA Section 2(d)(2)(B)"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><NOTICE><APPENDIX>'
        '<HD SOURCE="HED">Appendix 1</HD>'
        f'<HD SOURCE="HD1">{title}(i) A List of Entities in Xinjiang</HD>{lines}'
        f'<HD SOURCE="HD1">{title}(ii) A List of Entities</HD>{lines[:0]}'
        f'<FP SOURCE="FP-1">{names[0]}</FP>'
        f'<HD SOURCE="HD1">{title}(v) A List of Facilities</HD>'
        f'<FP SOURCE="FP-1">{names[0]}</FP></APPENDIX>'
        "<FRDOC>[FR Doc. 2026-15628 Filed 7-31-26; 8:45 am]</FRDOC></NOTICE>"
    ).encode()


def tracker(names: Sequence[str]) -> bytes:
    """The home page of ASPI's tracker."""
    rows = "".join(
        '<tr><td><a class="data-table__university-title" '
        f'href="/universities/u{number}/">{name}</a></td><td>Civilian</td>'
        "<td>High</td><td></td><td></td><td></td></tr>"
        for number, name in enumerate(names)
    )
    table = f'<table class="data-table"><tbody>{rows}</tbody></table>'
    return f"<!DOCTYPE html><html><body>{table}</body></html>".encode()


def found(*documents: tuple[str, str, str], **fields: object) -> bytes:
    """What the Federal Register answers: number, day and title of documents."""
    results = [
        {
            "document_number": number,
            "publication_date": day,
            "title": title,
            "html_url": f"https://www.federalregister.gov/d/{number}",
            "full_text_xml_url": NOTICE_TEXT,
        }
        for number, day, title in documents
    ]
    return json.dumps({"count": len(results), "results": results} | fields).encode()


NOTICE_TEXT = "https://www.federalregister.gov/documents/full_text/xml/2026-15628.xml"
NOTICE_TITLE = "Notice Regarding the Uyghur Forced Labor Prevention Act Entity List"
TITLES = publications.ECFR_TITLES.url
PART = publications.ecfr_part(date.fromisoformat(COMPLETE)).url
VERSIONS = publications.ecfr_versions(DAY.date()).url
REGISTER = publications.UFLPA_NOTICES.url
CSL, CSL_TABLE = publications.CSL_JSON.url, publications.CSL_CSV.url
PAGE = publications.UFLPA_PAGE.url
TRACKER = publications.TRACKER.url
HOSTS = {
    "www.ecfr.gov", "data.trade.gov", "api.trade.gov", "www.federalregister.gov",
    "www.dhs.gov", "unitracker.aspi.org.au", "evil.example",
}  # fmt: skip


@cache
def small_lists() -> tuple[Manifest, dict[str, bytes]]:
    """What is embedded: five small lists, older than what the publishers send."""
    sections = assembly.screening_lists_of(screening(on="2026-07-31"))
    entries = {
        "entity_list": assembly.entity_list_of(ecfr(ENTITIES), sections)[0],
        "uflpa": assembly.uflpa_of(page(COTTON)),
        "aspi_universities": aspi_universities.parse(tracker(UNIVERSITIES)),
        "csl_sdn": sections["csl_sdn"],
        "csl_uvl": sections["csl_uvl"],
    }
    probes = {
        "entity_list": ENTITIES[0],
        "csl_sdn": SDN[0],
        "aspi_universities": UNIVERSITIES[0],
    }
    infos: list[ListInfo] = []
    files: dict[str, bytes] = {}
    for real in REAL.lists:
        if real.list_id in entries:
            facts = real.model_dump(exclude={"raw"}) | {
                "as_of": date(2026, 7, 31),
                "min_entries": 10,
                "probes": (probes.get(real.list_id, COTTON[0]),),
            }
            named = assembly.with_names_we_add(real.list_id, entries[real.list_id])
            raw = RawFile(file="x", sha256="0", retrieved_at=date(2026, 7, 31))
            info, written = snapshot.make(facts, named, [raw])
            infos.append(info)
            files |= written
    return Manifest(lists=tuple(infos)), files


REAL = embedded.manifest()


def replaced(origin: str) -> Iterator[tuple[Any, str, Any]]:
    """What these tests put in the place of what: the lists, the day, the publishers."""
    manifest, files = small_lists()
    yield clock, "now", lambda: DAY
    yield embedded, "manifest", lambda: manifest
    yield embedded, "read_files", lambda info: {n: files[n] for n in info.files}
    yield (
        updating,
        "client",
        lambda: Client(
            folder=store.folder() / "downloads",
            connect=0.5,
            read=0.5,
            total=1.5,
            tries=2,
            pause=0.01,
            reroute=dict.fromkeys(HOSTS, origin),
        ),
    )


@pytest.fixture(autouse=True)
def home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publishers: Publishers
) -> Path:
    """A home of the test's own, the small lists, and publishers with news of each."""
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path))
    for place, name, value in replaced(publishers.origin):
        monkeypatch.setattr(place, name, value)
    serve_news(publishers)
    return tmp_path


def serve_news(publishers: Publishers) -> None:
    """Have every publisher send one name more than is embedded."""
    titles = {"titles": [{"number": 15, "up_to_date_as_of": COMPLETE}]}
    versions = {"content_versions": [], "meta": {"total_pages": 1}}
    notices = found(("2026-15628", "2026-08-03", NOTICE_TITLE))
    publishers.serve(TITLES, as_json(titles))
    publishers.serve(VERSIONS, as_json(versions))
    publishers.serve(PART, {"body": ecfr([*ENTITIES, NEW]), "kind": "application/xml"})
    publishers.serve(CSL, tagged(screening(sdn=[*SDN, NEW], uvl=[*COTTON, NEW])))
    publishers.serve(CSL_TABLE, {"status": 503})
    publishers.serve(REGISTER, {"body": found()}, query="type%5D%5B%5D=RULE")
    publishers.serve(REGISTER, {"body": notices}, query="type%5D%5B%5D=NOTICE")
    publishers.serve(
        NOTICE_TEXT, {"body": notice([*COTTON, NEW, "KTK"]), "kind": "text/xml"}
    )
    publishers.serve(PAGE, {**tagged(page([*COTTON, NEW])), "kind": "text/html"})
    body = tracker([*UNIVERSITIES, NEW])
    publishers.serve(TRACKER, {**tagged(body), "kind": "text/html"})


def as_json(value: object) -> Fields:
    return {"body": json.dumps(value).encode()}


def tagged(body: bytes) -> Fields:
    return {"body": body, "headers": {"ETag": '"1"'}}


def update(
    *list_ids: str,
    from_file: Mapping[str, str | Path] | None = None,
    as_of: date | None = None,
    accept: Sequence[str] = (),
) -> dict[str, Row]:
    """Update, and return the row of each list."""
    rows = lists.update(
        list_ids or None, from_file=from_file, as_of=as_of, accept=accept
    ).to_dicts()
    return {row["list_id"]: row for row in rows}


def outcomes(rows: Mapping[str, Row]) -> dict[str, str]:
    return {list_id: row["outcome"] for list_id, row in rows.items()}


def versions() -> dict[str, str]:
    return {info.list_id: info.version for info in catalog.infos()}


def one_outcome(outcome: str) -> dict[str, str]:
    return dict.fromkeys((info.list_id for info in small_lists()[0].lists), outcome)


def test_every_list_is_brought_up_to_date(publishers: Publishers) -> None:
    before = versions()
    rows = update()
    assert outcomes(rows) == one_outcome("updated")
    for list_id, row in rows.items():
        assert (row["added"], row["removed"], row["modified"]) == (1, 0, 0)
        assert row["version_before"] == before[list_id]
        assert row["version"] == versions()[list_id]
        assert NEW in lists.entries(list_id)["entry_name"].to_list()
    assert {list_id: str(row["as_of"]) for list_id, row in rows.items()} == {
        "entity_list": COMPLETE,
        "uflpa": "2026-08-10",
        "aspi_universities": "2026-08-10",
        "csl_sdn": "2026-08-10",
        "csl_uvl": "2026-08-10",
    }
    # The older versions can still be read, by their names and by a day.
    for list_id, version in before.items():
        assert lists.entries(list_id, version).equals(
            lists.entries(list_id, "2026-08-01")
        )


def test_each_publisher_is_asked_once_and_as_it_wants(publishers: Publishers) -> None:
    update()
    assert [(asked.host, asked.path) for asked in publishers.asked] == [
        (host, f"/{path}")
        for host, _, path in (
            url.removeprefix("https://").partition("/")
            for url in (TITLES, PART, CSL, REGISTER, PAGE, TRACKER)
        )
    ]
    text = next(asked for asked in publishers.asked if asked.path in PART)
    assert text.target.endswith("/full/2026-08-07/title-15.xml?part=744")
    assert text.headers["Accept"] == "application/xml, text/xml"
    assert text.headers["Accept-Encoding"] == "gzip"
    rules = next(asked for asked in publishers.asked if asked.path in REGISTER)
    assert "conditions%5Bpublication_date%5D%5Bgte%5D=2026-08-08" in rules.target
    assert "conditions%5Bcfr%5D%5Bpart%5D=744" in rules.target


def test_what_is_unchanged_is_not_sent_again_and_counts_as_looked_at(
    publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    update()
    there = versions()
    publishers.asked.clear()
    publishers.serve(CSL, {"status": 304})
    publishers.serve(PAGE, {"status": 304})
    publishers.serve(TRACKER, {"status": 304})
    publishers.serve(PART, {"status": 500})  # it is not asked for
    later = datetime(2026, 8, 20, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)
    titles = {"titles": [{"number": 15, "up_to_date_as_of": "2026-08-18"}]}
    publishers.serve(TITLES, as_json(titles))
    rows = update()
    assert outcomes(rows) == one_outcome("unchanged")
    assert versions() == there
    assert [a.path for a in publishers.asked if "/full/" in a.path] == []
    asked = {a.headers.get("If-None-Match") for a in publishers.asked}
    assert asked == {None, '"1"'}
    # A page is as old as the day it was said to stand; the CSL says when it was made.
    assert {i: staleness.age(catalog.get(i)) for i in rows} == {
        "entity_list": 2,
        "uflpa": 0,
        "aspi_universities": 0,
        "csl_sdn": 10,
        "csl_uvl": 10,
    }


def test_a_text_that_was_amended_is_fetched_anew(publishers: Publishers) -> None:
    update("entity_list")
    versions = {"content_versions": [{"issue_date": "2026-08-09"}], "meta": {}}
    publishers.serve(VERSIONS, as_json(versions))
    titles = {"titles": [{"number": 15, "up_to_date_as_of": "2026-08-10"}]}
    publishers.serve(TITLES, as_json(titles))
    newer = PART.replace(COMPLETE, "2026-08-10")
    body = ecfr([*ENTITIES, NEW, "KTK Group Co., Ltd."])
    publishers.serve(newer, {"body": body, "kind": "application/xml"})
    row = update("entity_list")["entity_list"]
    assert (row["outcome"], row["added"]) == ("updated", 1)
    assert "issue_date%5Bgte%5D=2026-08-07" in publishers.asked[-4].target


def test_rules_that_the_text_cannot_hold_yet_are_named(publishers: Publishers) -> None:
    rules = found(("2026-16001", "2026-08-09", "Additions to the Entity List"))
    publishers.serve(REGISTER, {"body": rules}, query="type%5D%5B%5D=RULE")
    message = update("entity_list")["entity_list"]["message"]
    assert "published since 2026-08-07, not yet in it: 2026-16001 of 2026-08-09" in (
        message
    )


def test_rules_that_cannot_be_looked_for_hold_nothing_up(
    publishers: Publishers,
) -> None:
    publishers.serve(REGISTER, {"status": 500}, query="type%5D%5B%5D=RULE")
    row = update("entity_list")["entity_list"]
    assert row["outcome"] == "updated"
    assert "could not be looked for" in row["message"]


def test_a_page_that_cannot_be_had_is_made_up_for_by_the_notice(
    publishers: Publishers,
) -> None:
    publishers.serve(PAGE, {"status": 403})
    row = update("uflpa")["uflpa"]
    assert (row["outcome"], row["added"], str(row["as_of"])) == (
        "updated",
        2,
        "2026-08-03",
    )
    assert (
        "notice 2026-15628 of 2026-08-03, from the Federal Register, because"
        in (row["message"])
    )
    assert "answers 403" in row["message"]
    assert "which has no dates" in catalog.get("uflpa").limits


def test_no_newer_notice_says_that_the_list_stands(publishers: Publishers) -> None:
    publishers.serve(PAGE, {"status": 403})
    notices = found(("2025-00901", "2025-01-15", NOTICE_TITLE))
    publishers.serve(REGISTER, {"body": notices}, query="type%5D%5B%5D=NOTICE")
    row = update("uflpa")["uflpa"]
    assert row["outcome"] == "unchanged"
    assert "No notice is newer than 2025-00901 of 2025-01-15" in row["message"]
    assert staleness.age(catalog.get("uflpa")) == 0


def test_neither_page_nor_notice_is_a_failure_that_names_both(
    publishers: Publishers,
) -> None:
    publishers.serve(PAGE, {"status": 403})
    publishers.serve(REGISTER, {"status": 404}, query="type%5D%5B%5D=NOTICE")
    row = update("uflpa")["uflpa"]
    assert row["outcome"] == "failed"
    assert "uflpa-entity-list: the server answers 403" in row["message"]
    assert "documents.json: the server answers 404" in row["message"]


def test_the_csv_takes_the_place_of_the_json(publishers: Publishers) -> None:
    publishers.serve(CSL, {"status": 404})
    publishers.serve(CSL_TABLE, {"body": screening_table(), "kind": "text/csv"})
    row = update("csl_sdn")["csl_sdn"]
    assert (row["outcome"], row["added"]) == ("updated", 1)
    assert "from the CSV, which has no date, because" in row["message"]


XML, HTML = {"kind": "application/xml"}, {"kind": "text/html"}
ROBOTS = b"<!DOCTYPE html><html><body>Checking your browser</body></html>"
AWAY = {"status": 302, "headers": {"Location": "https://evil.example/list"}}
NOBODY = ("entity_list", "uflpa", "csl_sdn", "csl_uvl")
ITS = ("entity_list", "csl_sdn", "csl_uvl")
"""The lists that need the CSL."""


def packed(body: bytes, **fields: object) -> Fields:
    headers = {"Content-Encoding": "gzip"}
    return {"body": gzip.compress(body), "headers": headers, **fields}


# what is asked for, what is sent, the lists that fail, words in their messages
TROUBLE: dict[str, tuple[str, Fields, tuple[str, ...], str]] = {
    "too many requests": (
        CSL,
        {"status": 429, "headers": {"Retry-After": "3600"}},
        ITS,
        "429, and asks to wait 3600 s",
    ),
    "busy": (PART, {"status": 503}, ("entity_list",), "answers 503 (2 tries)"),
    "dripped": (CSL, {"body": screening(), "drip": 0.05}, ITS, "too slow"),
    "silent": (TITLES, {"wait": 30}, ("entity_list",), "Read timed out"),
    "cut off": (
        PART,
        {"body": ecfr(ENTITIES), "send": 900, **XML},
        ("entity_list",),
        "cut off on the way (2 tries)",
    ),
    "cut off, though whole by its length": (
        PART,
        {"body": ecfr(ENTITIES)[:900], **XML},
        ("entity_list",),
        "not well-formed XML",
    ),
    "cut off between rows": (
        CSL,
        {"body": screening(total=60, results=[])},
        ITS,
        "announces 60 entries and holds 0",
    ),
    "another type": (CSL, {"body": screening(), "kind": "image/png"}, ITS, "image/png"),
    "an error page": (CSL, {"body": ROBOTS, **HTML}, ITS, "a check for robots"),
    "an error page for XML": (
        PART,
        {"body": ROBOTS, **XML},
        ("entity_list",),
        "an HTML page came, not XML",
    ),
    "not acceptable": (PART, {"status": 406}, ("entity_list",), "answers 406"),
    "led away": (CSL, AWAY, ITS, "leads to https://evil.example"),
    "too large": (
        TITLES,
        {"body": b"{" + b" " * 5_000_000 + b"}"},
        ("entity_list",),
        "larger than the 4,194,304",
    ),
    "a gzip bomb": (
        TITLES,
        packed(b"{" + b" " * 50_000_000),
        ("entity_list",),
        "larger than the 4,194,304",
    ),
    "an XML bomb": (
        PART,
        {
            "body": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
            + ecfr(ENTITIES).partition(b"\n")[2],
            **XML,
        },
        ("entity_list",),
        "document type",
    ),
    "changed fields": (
        CSL,
        {"body": screening().replace(b'"alt_names"', b'"aliases"')},
        ITS,
        "has no field alt_names",
    ),
    "changed columns": (
        PART,
        {"body": ecfr(ENTITIES).replace(b"<TH>Entity", b"<TH>Party"), **XML},
        ("entity_list",),
        "no table with the columns",
    ),
    "a list that is missing": (
        CSL,
        {"body": screening(uvl=[])},
        ("csl_uvl",),
        "not in the Consolidated Screening List of 2026-08-10",
    ),
    "the cross-check that is missing": (
        CSL,
        {"body": screening(el=[])},
        ("entity_list",),
        "has no Entity List in it",
    ),
    "a list that shrank": (
        CSL,
        {"body": screening(sdn=SDN[:17])},
        ("csl_sdn",),
        "it has 17 listed where there were 20",
    ),
    "a text that lacks what its cross-check has": (
        PART,
        {"body": ecfr(ENTITIES[:17]), **XML},
        ("entity_list",),
        "has 17 entries, and that of the Consolidated Screening List 20",
    ),
    "a cross-check that lacks what the text has": (
        CSL,
        {"body": screening(el=ENTITIES[:17])},
        ("entity_list",),
        "has 21 entries, and that of the Consolidated Screening List 17",
    ),
    "a list below its floor": (
        PAGE,
        {"body": page(COTTON[:9]), **HTML},
        ("uflpa",),
        "fewer than the 10 known",
    ),
    "a known name that is gone": (
        CSL,
        {"body": screening(sdn=[*SDN[1:], NEW])},
        ("csl_sdn",),
        "known names are missing: ['Ship 101 Ltd.']",
    ),
    "a list of an older day": (
        CSL,
        {"body": screening(on="2026-07-01", sdn=[*SDN, NEW], uvl=[*COTTON, NEW])},
        ("csl_sdn", "csl_uvl"),
        "it is of 2026-07-01, older than the one there",
    ),
    "a list of a day to come": (
        CSL,
        {"body": screening(on="2027-01-01", sdn=[*SDN, NEW], uvl=[*COTTON, NEW])},
        ("csl_sdn", "csl_uvl"),
        "2027-01-01 is still to come",
    ),
    "no day": (
        TITLES,
        {"body": b'{"titles": [{"number": 15, "up_to_date_as_of": "soon"}]}'},
        ("entity_list",),
        "'soon' is no day",
    ),
    "no such title": (
        TITLES,
        {"body": b'{"titles": []}'},
        ("entity_list",),
        "title 15",
    ),
}


@pytest.mark.parametrize(
    ("url", "reply", "failing", "words"), TROUBLE.values(), ids=TROUBLE
)
def test_trouble_with_a_publisher_costs_its_lists_nothing_they_had(
    url: str,
    reply: Fields,
    failing: tuple[str, ...],
    words: str,
    publishers: Publishers,
) -> None:
    before = versions()
    publishers.serve(url, reply)
    rows = update()
    assert {i for i, o in outcomes(rows).items() if o == "failed"} == set(failing)
    for list_id in failing:
        row = rows[list_id]
        assert words in row["message"]
        assert f"{before[list_id]} stays, 10 days old" in row["message"]
        assert row["version"] == versions()[list_id] == before[list_id]
        assert lists.entries(list_id).height == 20
    # The others go on, and so does everything once the trouble is over.
    assert {rows[i]["outcome"] for i in set(rows) - set(failing)} <= {
        "updated",
        "unchanged",
    }
    serve_news(publishers)
    again = update(*failing)
    assert outcomes(again) == dict.fromkeys(failing, "updated")


# what passes by itself: what is asked for, what is sent before it is good
PASSES: dict[str, tuple[str, Fields]] = {
    "busy once": (CSL, {"status": 503}),
    "told to wait": (CSL, {"status": 429, "headers": {"Retry-After": "0"}}),
    "cut off once": (PART, {"body": ecfr(ENTITIES), "send": 900, **XML}),
    "silent once": (PAGE, {"wait": 0.7}),
}


@pytest.mark.parametrize(("url", "reply"), PASSES.values(), ids=PASSES)
def test_trouble_that_passes_is_waited_for(
    url: str, reply: Fields, publishers: Publishers
) -> None:
    publishers.serve_first(url, reply)
    assert outcomes(update()) == one_outcome("updated")


def test_a_redirect_to_another_host_of_the_publisher_is_followed(
    publishers: Publishers,
) -> None:
    there = "https://api.trade.gov/static/consolidated.json"
    publishers.serve(CSL, {"status": 301, "headers": {"Location": there}})
    publishers.serve(there, {"body": screening(sdn=[*SDN, NEW])})
    assert outcomes(update("csl_sdn")) == {"csl_sdn": "updated"}


def test_a_list_that_a_person_has_looked_at_is_taken(publishers: Publishers) -> None:
    publishers.serve(CSL, {"body": screening(sdn=SDN[:17])})
    assert outcomes(update("csl_sdn")) == {"csl_sdn": "failed"}
    row = update("csl_sdn", accept=["csl_sdn"])["csl_sdn"]
    assert (row["outcome"], row["removed"]) == ("updated", 3)
    assert "it has 17 listed where there were 20" in row["message"]


def test_the_tracker_adds_to_what_is_known_and_takes_nothing_away(
    publishers: Publishers,
) -> None:
    """An institution may have another name, and what is not there stays."""
    body = tracker([*UNIVERSITIES[:5], "Harbin Eng. University", NEW]).replace(
        b"Harbin Eng. University</a>",
        b'Harbin Eng. University</a><a class="data-table__aliases">'
        b"<span>Harbin Engineering University</span><span>HEU</span></a>",
    )
    publishers.serve(TRACKER, {"body": body, "kind": "text/html"})
    row = update("aspi_universities")["aspi_universities"]
    assert (row["outcome"], row["added"], row["removed"]) == ("updated", 1, 0)
    assert row["modified"] == 1
    entries = lists.entries("aspi_universities")
    harbin = entries.row(
        by_predicate=pl.col("entry_name") == "Harbin Engineering University", named=True
    )
    printed = [name for name in harbin["names"] if name["source"] == "list"]
    assert [(name["name"], name["kind"]) for name in printed] == [
        ("Harbin Engineering University", "primary"),
        ("Harbin Eng. University", "alias"),
        ("HEU", "acronym"),
    ]
    assert "August 2020" in catalog.get("aspi_universities").limits


# what the tracker says to a script, words in the message
TURNED_AWAY: dict[str, tuple[Fields, str]] = {
    "forbidden": ({"status": 403}, "answers 403"),
    "too many requests": ({"status": 429}, "answers 429 (2 tries)"),
    "a check for robots": ({"body": ROBOTS, **HTML}, "not one table of the class"),
    "another page": ({"body": tracker([]), **HTML}, "the table has no rows"),
}


@pytest.mark.parametrize(("reply", "words"), TURNED_AWAY.values(), ids=TURNED_AWAY)
def test_a_tracker_that_turns_scripts_away_is_no_failure(
    reply: Fields, words: str, publishers: Publishers
) -> None:
    publishers.serve(TRACKER, reply)
    rows = update()
    assert outcomes(rows) == one_outcome("updated") | {"aspi_universities": "kept"}
    assert words in rows["aspi_universities"]["message"]


def test_a_saved_tracker_is_held_to_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(ROBOTS)
    saved = {"aspi_universities": tmp_path / "page.html"}
    row = update("aspi_universities", from_file=saved)["aspi_universities"]
    assert row["outcome"] == "failed"


def test_a_list_that_is_not_known_is_told_of(publishers: Publishers) -> None:
    rows = json.loads(screening())
    kept = json.dumps(rows).replace(SOURCES["uvl"], "Capta List (CAP) - Treasury")
    publishers.serve(CSL, {"body": kept.encode()})
    assert update()["csl_cap"]["outcome"] == "kept"


def test_a_bug_in_one_parser_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> pl.DataFrame:
        raise KeyError("table")

    monkeypatch.setattr(assembly, "uflpa_of", broken)
    rows = update()
    assert outcomes(rows) == one_outcome("updated") | {"uflpa": "failed"}
    assert "KeyError: 'table'. This is a bug; report it." in rows["uflpa"]["message"]
    assert "uflpa could not be updated" in caplog.messages


def test_a_pinned_list_is_updated_and_not_used() -> None:
    lists.pin("uflpa", "2026-08-01")
    row = update("uflpa")["uflpa"]
    assert row["outcome"] == "updated"
    assert "pinned to 2026-07-31." in row["message"]
    assert lists.entries("uflpa").height == 20


def test_failure_is_exit_code_3_and_success_0(
    publishers: Publishers, capsys: pytest.CaptureFixture[str]
) -> None:
    publishers.serve(PAGE, {"status": 403})
    publishers.serve(REGISTER, {"status": 403}, query="type%5D%5B%5D=NOTICE")
    assert cli.main(["update", "--json"]) == 3
    told = {row["list_id"]: row for row in json.loads(capsys.readouterr().out)}
    assert outcomes(told) == one_outcome("updated") | {"uflpa": "failed"}
    saved = Path(os.environ["UYGHURSCREEN_HOME"]) / "saved.html"
    saved.write_bytes(page([*COTTON, NEW], day="August 3, 2026"))
    words = ["--lists", "uflpa", "--from-file", f"uflpa={saved}"]
    assert cli.main(["update", *words, "--as-of", "2026-08-10"]) == 0
    assert str(catalog.get("uflpa").as_of) == "2026-08-09"  # as the page says


def test_saved_files_take_the_place_of_every_download(
    tmp_path: Path, publishers: Publishers
) -> None:
    saved = {
        "entity_list": ecfr([*ENTITIES, NEW]),
        "csl": screening(sdn=[*SDN, NEW], uvl=[*COTTON, NEW]),
        "uflpa_notice": notice([*COTTON, NEW]),
        "aspi_universities": tracker([*UNIVERSITIES, NEW]),
    }
    for name, body in saved.items():
        (tmp_path / name).write_bytes(body)
    files: dict[str, str | Path] = {name: tmp_path / name for name in saved}
    rows = update(from_file=files, as_of=date(2026, 8, 9))
    assert outcomes(rows) == one_outcome("updated")
    assert publishers.asked == []
    assert str(rows["uflpa"]["as_of"]) == "2026-07-31"  # the day it was filed


def test_a_home_that_cannot_be_written_to_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("UYGHURSCREEN_HOME", str(tmp_path / "file"))
    with pytest.raises(StoreError, match="UYGHURSCREEN_HOME names another folder"):
        update("uflpa")


def test_a_lock_that_another_holds_is_not_waited_for_without_end(
    home: Path, monkeypatch: pytest.MonkeyPatch, publishers: Publishers
) -> None:
    monkeypatch.setattr(updating, "_WAIT", 0.1)
    with (
        filelock.FileLock(home / "update.lock"),
        pytest.raises(StoreError, match="another process has been updating"),
    ):
        update("uflpa")
    assert publishers.asked == []


# ---- processes of their own: killed, and at once

KILLED = """
import os, pathlib, signal, sys
sys.path.insert(0, sys.argv[1])
import tests_of_updating as tests

def killing(call):
    def wrapped(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return wrapped

for step in range(1, int(sys.argv[3]) + 1):
    child = os.fork()  # of a process that has not computed anything yet
    if child == 0:
        os.environ["UYGHURSCREEN_HOME"] = str(tests.killed_home(sys.argv[1], step))
        for place, name, value in tests.replaced(sys.argv[2]):
            setattr(place, name, value)
        left = step
        os.fsync = killing(os.fsync)
        pathlib.Path.replace = killing(pathlib.Path.replace)
        pathlib.Path.rename = killing(pathlib.Path.rename)
        tests.lists.update(["uflpa"])
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

STEPS = 13
"""Times that an update of one list flushes or moves a file, and one more."""

AT_ONCE = """
import sys
sys.path.insert(0, sys.argv[1])
import tests_of_updating as tests
for place, name, value in tests.replaced(sys.argv[2]):
    setattr(place, name, value)
print("ready", flush=True)
sys.stdin.readline()
print(tests.lists.update(["uflpa"]).write_json(), flush=True)
"""


def started(
    code: str, beside: Path, publishers: Publishers, *words: str
) -> subprocess.Popen[str]:
    """Start a process that can import this module."""
    link = beside / "tests_of_updating.py"
    if not link.exists():
        link.symlink_to(Path(__file__).resolve())
    return subprocess.Popen(
        [sys.executable, "-c", code, str(beside), publishers.origin, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_home(beside: str | Path, step: int) -> Path:
    return Path(beside) / f"killed at {step}"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9")
def test_killed_at_any_step_the_list_is_the_old_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publishers: Publishers
) -> None:
    old = catalog.get("uflpa").version
    new = update("uflpa")["uflpa"]["version"]
    process = started(KILLED, tmp_path, publishers, str(STEPS))
    codes = process.communicate(timeout=60)[0].split()
    assert codes == [*[str(-signal.SIGKILL)] * (STEPS - 1), "0"]
    seen = []
    for step in range(1, STEPS + 1):
        home = killed_home(tmp_path, step)
        monkeypatch.setenv("UYGHURSCREEN_HOME", str(home))
        seen.append(catalog.get("uflpa").version)
        assert lists.entries("uflpa").height == 20 + (seen[-1] == new)
        row = update("uflpa")["uflpa"]  # nothing stands in the way
        assert row["outcome"] == ("unchanged" if seen[-1] == new else "updated")
        assert row["version"] == new
        assert list(home.rglob(".new-*")) == []
    assert (seen[0], seen[-1]) == (old, new)
    assert seen == sorted(seen, key=[old, new].index)


def test_processes_that_update_at_once_make_one_request(
    tmp_path: Path, publishers: Publishers
) -> None:
    publishers.serve(
        PAGE, {"body": page([*COTTON, NEW]), "kind": "text/html", "wait": 0.4}
    )
    processes = [started(AT_ONCE, tmp_path, publishers) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = {process.communicate(timeout=60)[0] for process in processes}
    assert publishers.paths() == ["/uflpa-entity-list"]
    assert len(said) == 1
    assert json.loads(said.pop())[0]["outcome"] == "updated"
