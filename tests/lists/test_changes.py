"""What changed between two versions: hand-made cases, and the real pairs at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from uyghurscreen.lists import csl, entity_list, uflpa
from uyghurscreen.lists.changes import CHANGES, MINOR, list_changes
from uyghurscreen.lists.records import ListedName, Record, to_entries

SHARED = Path(__file__).parents[2] / ".." / "shared" / "sources"

HUAFU_OLD, HUAFU_NEW = "Aksu Huafu Textiles Co.", "Aksu Huafu Color Spinning Co., Ltd."
GOENS = "Xinjiang Goens Energy Technology Co., Ltd."
CETC_38 = "China Electronics Technology Group Corporation 38th Research Institute"
ESQUEL = "Changji Esquel Textile Co. Ltd."
KEDA = "Suzhou Keda Technology Co., Ltd."
DENIAL = "Presumption of denial"
FR_2019, FR_2024 = "84 FR 54004 (2019-10-09)", "89 FR 96836 (2024-12-05)"


def listed(name: str, *aliases: str, country: str = "CN", cited: str = "") -> Record:
    return Record(
        name=name,
        destination=country,
        countries=(country,),
        names=tuple(ListedName(alias) for alias in aliases),
        citations=(cited,) if cited else (),
    )


def former(name: str) -> ListedName:
    return ListedName(name, kind="former")


def changes(old: list[Record], new: list[Record]) -> list[tuple[object, ...]]:
    """Return the changes as rows of change, entry name, field, before, after."""
    frames = [to_entries("demo", records, source_class="law") for records in (old, new)]
    found = list_changes(*frames)
    assert found.schema == CHANGES
    assert set(found["list_id"]) <= {"demo"}
    return found.select("change", "entry_name", "field", "before", "after").rows()


PLAIN = listed("Acme Cotton Co., Ltd.", "Acme", cited=FR_2019)
PARENT = replace(
    listed("Acme Group"),
    children=(replace(listed("Second Institute"), relation="subordinate"),),
)

# what is different, and the changes that are reported
CASES: dict[str, tuple[list[Record], list[Record], list[tuple[object, ...]]]] = {
    "nothing": ([PLAIN], [PLAIN], []),
    "a new party": (
        [],
        [PLAIN],
        [("added", PLAIN.name, "entry_name", None, PLAIN.name)],
    ),
    "a party taken off": (
        [PLAIN],
        [],
        [("removed", PLAIN.name, "entry_name", PLAIN.name, None)],
    ),
    "a dash of another kind": (
        [listed("Hefei ECU–TAMURA Electric")],
        [listed("Hefei ECU-TAMURA Electric")],
        [
            (
                "respelled",
                "Hefei ECU-TAMURA Electric",
                "entry_name",
                "Hefei ECU–TAMURA Electric",
                "Hefei ECU-TAMURA Electric",
            )
        ],
    ),
    "a new citation, and its date": (
        [replace(PLAIN, effective_date=date(2019, 10, 9))],
        [
            replace(
                PLAIN,
                citations=(FR_2019, FR_2024),
                effective_date=date(2024, 12, 5),
            )
        ],
        [
            ("cited", PLAIN.name, "citations", "", FR_2024),
            ("cited", PLAIN.name, "effective_date", "2019-10-09", "2024-12-05"),
        ],
    ),
    "a date alone": (
        [replace(PLAIN, effective_date=date(2022, 6, 21))],
        [replace(PLAIN, effective_date=date(2026, 8, 3))],
        [("modified", PLAIN.name, "effective_date", "2022-06-21", "2026-08-03")],
    ),
    "another policy": (
        [replace(PLAIN, license_policy="Case-by-case review")],
        [replace(PLAIN, license_policy=DENIAL)],
        [("modified", PLAIN.name, "license_policy", "Case-by-case review", DENIAL)],
    ),
    "an alias more, and one less": (
        [listed("Xinjiang East Hope Nonferrous Metals", "Xinjiang Nonferrous")],
        [listed("Xinjiang East Hope Nonferrous Metals", "East Hope")],
        [
            (
                "alias_added",
                "Xinjiang East Hope Nonferrous Metals",
                "alias",
                None,
                "East Hope",
            ),
            (
                "alias_removed",
                "Xinjiang East Hope Nonferrous Metals",
                "alias",
                "Xinjiang Nonferrous",
                None,
            ),
        ],
    ),
    "a name with its former name beside it": (
        [listed("Xinjiang Guanse Energy Co., Ltd.")],
        [replace(listed(GOENS), names=(former("Xinjiang Guanse Energy Co., Ltd."),))],
        [
            (
                "renamed",
                GOENS,
                "entry_name",
                "Xinjiang Guanse Energy Co., Ltd.",
                GOENS,
            )
        ],
    ),
    "primary name and alias change places": (
        [listed(HUAFU_OLD, HUAFU_NEW)],
        [listed(HUAFU_NEW, HUAFU_OLD)],
        [("renamed", HUAFU_NEW, "entry_name", HUAFU_OLD, HUAFU_NEW)],
    ),
    "a slip of the pen mended under the same rule": (
        [listed("Incorporated Electonics Systems", cited=FR_2019)],
        [listed("Incorporated Electronics Systems", cited="84 FR 54002")],
        [
            (
                "renamed",
                "Incorporated Electronics Systems",
                "entry_name",
                "Incorporated Electonics Systems",
                "Incorporated Electronics Systems",
            ),
            (
                "cited",
                "Incorporated Electronics Systems",
                "citations",
                FR_2019,
                "84 FR 54002",
            ),
        ],
    ),
    "the same slip, but by another rule": (
        [listed("Acme Electonics Systems", cited=FR_2019)],
        [listed("Acme Electronics Systems", cited=FR_2024)],
        [
            (
                "removed",
                "Acme Electonics Systems",
                "entry_name",
                "Acme Electonics Systems",
                None,
            ),
            (
                "added",
                "Acme Electronics Systems",
                "entry_name",
                None,
                "Acme Electronics Systems",
            ),
        ],
    ),
    "another number is another party": (
        [listed(CETC_38, cited=FR_2019)],
        [listed(CETC_38.replace("38th", "39th"), cited=FR_2019)],
        [
            ("removed", CETC_38, "entry_name", CETC_38, None),
            (
                "added",
                CETC_38.replace("38th", "39th"),
                "entry_name",
                None,
                CETC_38.replace("38th", "39th"),
            ),
        ],
    ),
    "another country is another entry": (
        [listed(KEDA, country="CN", cited=FR_2019)],
        [
            listed(KEDA, country="CN", cited=FR_2019),
            listed(KEDA, country="TR", cited=FR_2024),
        ],
        [("added", KEDA, "entry_name", None, KEDA)],
    ),
    "a second entry in the same country": (
        [replace(listed(KEDA, cited=FR_2019), destination="")],
        [
            replace(listed(KEDA, cited=FR_2019), destination=""),
            replace(listed(KEDA, cited=FR_2024), destination=""),
        ],
        [("doubled", KEDA, "entry_name", None, KEDA)],
    ),
    "two entries become one": (
        [
            replace(listed(KEDA, cited=FR_2019), destination=""),
            replace(listed(KEDA, cited=FR_2024), destination=""),
        ],
        [replace(listed(KEDA, cited=FR_2019), destination="")],
        [("merged", KEDA, "entry_name", KEDA, None)],
    ),
    "from one sub-list to another": (
        [replace(listed(ESQUEL), sublists=("(i)",))],
        [replace(listed(ESQUEL), sublists=("(v)",))],
        [("moved", ESQUEL, "sublists", "(i)", "(v)")],
    ),
    "a parent with a new name keeps what stands under it": (
        [PARENT],
        [replace(PARENT, name="Acme Holding", names=(former("Acme Group"),))],
        [("renamed", "Acme Holding", "entry_name", "Acme Group", "Acme Holding")],
    ),
    "a body that stands on its own now": (
        [PARENT],
        [replace(PARENT, children=()), listed("Second Institute")],
        [
            (
                "moved",
                "Second Institute",
                "parent_id",
                "subordinate of Acme Group",
                "listed",
            ),
        ],
    ),
    "addresses come and go, and one is only respelled": (
        [replace(PLAIN, addresses=("A36–2 Xisanqi", "No. 9 Lixin Road"))],
        [replace(PLAIN, addresses=("A36-2 Xisanqi", "Qinghai Lake"))],
        [
            (
                "modified",
                PLAIN.name,
                "addresses",
                "No. 9 Lixin Road",
                "Qinghai Lake",
            )
        ],
    ),
    "addresses in another order": (
        [replace(PLAIN, addresses=("Qinghai Lake", "No. 9 Lixin Road"))],
        [replace(PLAIN, addresses=("No. 9 Lixin Road", "Qinghai Lake"))],
        [],
    ),
    "a field that the newer publication does not print": (
        [replace(PLAIN, license_policy=DENIAL)],
        [replace(PLAIN, license_policy=None)],
        [("not_given", None, "license_policy", "given", "not given")],
    ),
    "an alias that is a former name now": (
        [listed("Acme Holding", "Bcme Cotton")],
        [replace(listed("Acme Holding"), names=(former("Bcme Cotton"),))],
        [
            (
                "modified",
                "Acme Holding",
                "names",
                "Bcme Cotton (alias, strong)",
                "Bcme Cotton (former, strong)",
            )
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_changes(case: str) -> None:
    old, new, expected = CASES[case]
    assert sorted(map(repr, changes(old, new))) == sorted(map(repr, expected))


def test_namesakes_are_paired_by_what_they_say_not_by_their_ids() -> None:
    # Ids of one name and destination are told apart by a counter, in file order.
    iran = Record(name="Ukraine Mediterranean Airlines", countries=("IR", "UA"))
    syria = replace(iran, countries=("SY",))
    old = to_entries("demo", [iran, syria], source_class="law")
    new = to_entries("demo", [syria, iran], source_class="law")
    assert old["countries"].to_list() != new["countries"].to_list()
    assert list_changes(old, new).is_empty()


def test_other_entry_names_who_bears_the_name() -> None:
    old = to_entries("demo", [listed("Acme Holding", "Bcme Ltd.")], source_class="law")
    new = to_entries(
        "demo", [listed("Acme Holding"), listed("Bcme Ltd.")], source_class="law"
    )
    added = list_changes(old, new).filter(change="added").row(0, named=True)
    assert added["other_entry_id"] == old["entry_id"][0]


def test_a_renamed_entry_tells_its_id_before() -> None:
    old = to_entries("demo", [listed(HUAFU_OLD)], source_class="law")
    new = to_entries("demo", [listed(HUAFU_NEW, HUAFU_OLD)], source_class="law")
    (renamed,) = list_changes(old, new).to_dicts()
    assert renamed["entry_id"] == new["entry_id"][0]
    assert renamed["other_entry_id"] == old["entry_id"][0]


def test_order_of_rows_does_not_matter() -> None:
    old = to_entries(
        "demo", [r for c in CASES.values() for r in c[0]], source_class="law"
    )
    new = to_entries(
        "demo", [r for c in CASES.values() for r in c[1]], source_class="law"
    )
    expected = list_changes(old, new)
    assert expected.equals(list_changes(old.reverse(), new.reverse()))


def test_empty_versions() -> None:
    empty = to_entries("demo", [], source_class="law")
    assert list_changes(empty, empty).schema == CHANGES


@pytest.fixture(scope="module")
def entity_list_pair() -> pl.DataFrame:
    old, new = (
        entity_list.parse((SHARED / "bis" / f"ecfr_supp4_{day}.xml").read_bytes())
        for day in ("2023-10-30", "2026-07-09")
    )
    return list_changes(old, new)


@pytest.fixture(scope="module")
def csl_pair() -> pl.DataFrame:
    old, new = (
        csl.parse((SHARED / "bis" / name).read_bytes()).filter(list_id="csl_el")
        for name in ("csl_entity_list_2023-12-07.json", "csl_2026-07-31.json")
    )
    return list_changes(old, new)


def counts(found: pl.DataFrame) -> Counter[str]:
    """Return the number of entries of each change, fields aside."""
    return Counter(found.select("change", "entry_id").unique()["change"])


@pytest.mark.shared
def test_entity_list_2023_to_2026(entity_list_pair: pl.DataFrame) -> None:
    # Looked at one by one: 5 removals, one footnote mark gone from a name.
    assert counts(entity_list_pair) == {
        "added": 767,
        "removed": 5,
        "renamed": 1,
        "alias_added": 11,
        "alias_removed": 3,
        "modified": 170,
        "respelled": 564,
        "cited": 436,
        "not_given": 1,
    }
    gone = entity_list_pair.filter(change="removed")["entry_name"].to_list()
    assert gone == [
        "Hefei Bitland Information Technology Co. Ltd.",
        "Jazirah Aviation Club",
        "Joint Stock Company Research and Production Enterprise Sapfir",
        "Ministry of Public Security's Institute of Forensic Science of China",
        "Molot-Oruzhie, OOO",
    ]


@pytest.mark.shared
def test_what_is_added_is_cited_from_later_rules(
    entity_list_pair: pl.DataFrame,
) -> None:
    new = entity_list.parse((SHARED / "bis/ecfr_supp4_2026-07-09.xml").read_bytes())
    added = entity_list_pair.filter(change="added")["entry_id"]
    early = new.filter(
        pl.col("entry_id").is_in(added.implode()),
        pl.col("first_listed") <= date(2023, 10, 30),
    )
    # Both are missing from the text of 2023 in hand, though they were listed.
    assert early["entry_name"].to_list() == [
        "Kapil Raj Arora",
        "Orion Eleven Pvt. Ltd.",
    ]


@pytest.mark.shared
def test_csl_2023_to_2026(csl_pair: pl.DataFrame) -> None:
    # By id alone 62 entries would be gone and 811 new; looked at one by one.
    found = counts(csl_pair)
    assert {
        k: found[k] for k in ("added", "doubled", "removed", "merged", "renamed")
    } == {
        "added": 709,
        "doubled": 51,
        "removed": 7,
        "merged": 4,
        "renamed": 48,
    }
    assert csl_pair.filter(change="removed")["entry_name"].to_list() == [
        "AOOK Technology Ltd.",
        "China Shipbuilding Group 722nd Research Institute",
        "Department of Atomic Energy entity: Bhabha Atomic Research Center (BARC)",
        "Department of Atomic Energy entity: Indian Rare Earths",
        "Department of Atomic Energy entity: Indira Gandhi Atomic Research Center "
        "(IGARC)",
        "Hefei Bitland Information Technology Co. Ltd.",
        "Jazirah Aviation Club",
    ]


# a name of 2026, and what it was called in 2023
RENAMED = {
    "Andrey Gruzdew": "Andey Gruzdew",
    "Bako Cheung": "Cheung Bako",
    "Sau Luen Chan": "Chan Sau Luen",
    "Achim Development, OOO": "Achim Development",
    "Gui'an New District Huawei Investment Co., Ltd.": (
        "Guiyan New District Huawei Investment Co., Ltd., Guiyang, Guizhou"
    ),
    "Odyssey General Trading FZC": "Odyssey General Trading FZC and , Sharjah, U.A.E.",
    "Huawei Technologies Bahrain": (
        "Huawei Technologies Bahrain, Building 647 2811 Road 2811, Block 428"
    ),
    "Xinjiang Uyghur Autonomous Region (XUAR) People's Government Public Security "
    "Bureau": (
        "Xinjiang Uighur Autonomous Region (XUAR) People’s Government Public Security "
        "Bureau"
    ),
}


@pytest.mark.shared
def test_csl_names_mended_between_2023_and_2026(csl_pair: pl.DataFrame) -> None:
    renamed = csl_pair.filter(change="renamed")
    found = dict(zip(renamed["after"], renamed["before"], strict=True))
    assert {name: found.get(name) for name in RENAMED} == RENAMED


@pytest.mark.shared
def test_citations_and_dashes_make_no_new_entry(csl_pair: pl.DataFrame) -> None:
    minor = csl_pair.filter(pl.col("change").is_in(list(MINOR)))
    others = csl_pair.filter(pl.col("change").is_in(["added", "removed", "renamed"]))
    assert minor.height > 900
    assert not set(minor["entry_id"]) & set(others.filter(change="added")["entry_id"])


@pytest.mark.shared
def test_two_markups_of_one_page_are_one_version() -> None:
    old, new = (
        uflpa.parse((SHARED / "uflpa" / f"dhs_uflpa_{day}.html").read_bytes())
        for day in ("2026-07-06", "2026-07-24")
    )
    assert list_changes(old, new).is_empty()
