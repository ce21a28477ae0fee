from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from uyghurscreen import Screener
from uyghurscreen.errors import InputError
from uyghurscreen.files import check_output, read_table, write_table
from uyghurscreen.schema import HITS

CHINESE = (
    "name,country\n杭州海康威视数字技术股份有限公司,中国\n"
    "新疆大全新能源股份有限公司,中国\n和田浩林发饰品有限公司,中国\n"
)
TAIWAN = (
    "name,country\n鴻海精密工業股份有限公司,台灣\n"
    "台灣積體電路製造股份有限公司,台灣\n聯發科技股份有限公司,台灣\n"
)
WESTERN = "name,country\nSociété Générale S.A.,France\nMüller & Söhne GmbH,Österreich\n"
RUSSIAN = "name,country\nАО ПКК Миландр,Россия\nАкционерное общество Микрон,Россия\n"
JAPANESE = (
    "name,country\n株式会社日立製作所,日本\nトヨタ自動車株式会社,日本\nソニー,日本\n"
)

# the file: its bytes, the encoding it is said to be in, the first name
ENCODINGS = {
    "UTF-8": (CHINESE.encode(), "utf-8", "杭州海康威视数字技术股份有限公司"),
    "UTF-8 with a mark": (
        CHINESE.encode("utf-8-sig"),
        "utf-8",
        "杭州海康威视数字技术股份有限公司",
    ),
    "GB18030": (
        CHINESE.encode("gb18030"),
        "gb18030",
        "杭州海康威视数字技术股份有限公司",
    ),
    "Big5": (TAIWAN.encode("big5"), "big5", "鴻海精密工業股份有限公司"),
    "Windows-1252": (WESTERN.encode("cp1252"), "cp1252", "Société Générale S.A."),
    "Windows-1251": (RUSSIAN.encode("cp1251"), "cp1251", "АО ПКК Миландр"),
    "Shift JIS": (JAPANESE.encode("shift_jis"), "shift_jis", "株式会社日立製作所"),
    "UTF-16": (
        CHINESE.encode("utf-16"),
        "utf-16",
        "杭州海康威视数字技术股份有限公司",
    ),
    "UTF-16, big end first": (
        b"\xfe\xff" + CHINESE.encode("utf-16-be"),
        "utf-16",
        "杭州海康威视数字技术股份有限公司",
    ),
    "UTF-16 without a mark": (
        CHINESE.encode("utf-16-le"),
        "utf-16-le",
        "杭州海康威视数字技术股份有限公司",
    ),
    "UTF-16 without a mark, ASCII": (
        "name,country\nHikvision,CN\n".encode("utf-16-be"),
        "utf-16-be",
        "Hikvision",
    ),
}

# the file: its bytes, its columns, its first row
LAYOUTS: dict[str, tuple[bytes, list[str], tuple[str | None, ...]]] = {
    "Windows line ends": (b"name,c\r\nAcme,CN\r\n", ["name", "c"], ("Acme", "CN")),
    "no last line end": (b"name,c\nAcme,CN", ["name", "c"], ("Acme", "CN")),
    "semicolons": (b'name;c\n"Acme; Co";DE\n', ["name", "c"], ("Acme; Co", "DE")),
    "tabs": (b"name\tc\nAcme, Co\tCN\n", ["name", "c"], ("Acme, Co", "CN")),
    "bars": (b"name|c\nAcme|CN\n", ["name", "c"], ("Acme", "CN")),
    "comma in the header": (
        b'"name, full";c\nAcme;CN\n',
        ["name, full", "c"],
        ("Acme", "CN"),
    ),
    "line end in a cell": (b'name,c\n"A\nB",CN\n', ["name", "c"], ("A\nB", "CN")),
    "quotes in a cell": (
        b'name,c\n"Acme ""Best"" Co",CN\n',
        ["name", "c"],
        ('Acme "Best" Co', "CN"),
    ),
    "a short row": (b"name,c\nAcme\n", ["name", "c"], ("Acme", None)),
    "words for nothing": (b"name,c\nNULL,NA\n", ["name", "c"], ("NULL", "NA")),
    "numbers stay text": (b"name,c\n007,1.50\n", ["name", "c"], ("007", "1.50")),
    "a NUL in a name": (b"name,c\nAc\0me,CN\n", ["name", "c"], ("Ac\0me", "CN")),
}

# the file: its name, its bytes, words in the message
UNREADABLE = {
    "empty CSV": ("s.csv", b"", "empty"),
    "blank CSV": ("s.csv", b" \n \n", "empty"),
    "nothing but a mark": ("s.csv", b"\xef\xbb\xbf", "empty"),
    "a long row": (
        "s.csv",
        b"name,c\nAcme,CN\nHikvision,CN,Hangzhou\n",
        "line 3 has 3 cells, the header 2",
    ),
    "an open quote": ("s.csv", b'name,c\n"Acme,CN\nHikvision,CN\n', "quote"),
    "UTF-16 cut off": ("s.csv", CHINESE.encode("utf-16")[:-1], "not utf-16"),
    "bad bytes after a mark": ("s.csv", b"\xef\xbb\xbfname\n\xff\n", "not utf-8"),
    "bytes of no encoding": ("s.csv", bytes(range(256)) * 20, "encoding"),
    "unknown ending": ("s.doc", b"name\nAcme\n", r"cannot read \.doc"),
    "no ending": ("s", b"name\nAcme\n", "without an ending"),
    "Excel that is not": ("s.xlsx", b"name\nAcme\n", "save it as .xlsx"),
    "old Excel that is not": ("s.xls", b"name\nAcme\n", "save it as .xlsx"),
    "Parquet that is not": ("s.parquet", b"name\nAcme\n", "cannot read"),
}

# text a spreadsheet would run, or might
FORMULAS = [
    "=HYPERLINK(A1)",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "\r=1+1",
    "＝1+1",
    "＠SUM(A1)",
]
HARMLESS = ["Hikvision", "3M-China", "a=b", "杭州海康威视", "[red]X[/red]", "'quoted'"]


@pytest.mark.parametrize(("raw", "encoding", "name"), ENCODINGS.values(), ids=ENCODINGS)
def test_the_encoding_of_a_csv_is_found_and_told(
    raw: bytes, encoding: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_bytes(raw)
    table = read_table(path)
    assert table.frame.columns == ["name", "country"]
    assert table.frame["name"][0] == name
    assert table.how == f'CSV, {encoding}, delimiter ","'


@pytest.mark.parametrize(("raw", "columns", "row"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_of_csv(
    raw: bytes, columns: list[str], row: tuple[str | None, ...], tmp_path: Path
) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_bytes(raw)
    frame = read_table(path).frame
    assert frame.columns == columns
    assert frame.row(0) == row


@pytest.mark.parametrize(("file", "raw", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_an_input_error(
    file: str, raw: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / file
    path.write_bytes(raw)
    with pytest.raises(InputError, match=words) as caught:
        read_table(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_table(tmp_path / "suppliers.csv")
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    with pytest.raises(InputError, match="cannot read"):
        read_table(folder)


def test_the_sheet_of_a_workbook_is_told_or_named(tmp_path: Path) -> None:
    path = tmp_path / "suppliers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Cover", "Suppliers"):
            pl.DataFrame({name: ["Hikvision"]}).write_excel(book, name)
    first, named = read_table(path), read_table(path, sheet="Suppliers")
    assert (first.frame.columns, named.frame.columns) == (["Cover"], ["Suppliers"])
    assert first.how == ("Excel, sheet 'Cover', the first of 2; --sheet names another")
    assert named.how == "Excel, sheet 'Suppliers'"
    with pytest.raises(InputError, match=r"'Suppliers'\. Did you mean 'Suppliers'"):
        read_table(path, sheet="suppliers")


def test_an_encoding_given_is_used(tmp_path: Path) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_bytes("name\n华为\n".encode("gb18030"))
    assert read_table(path, encoding="gb18030").frame["name"].to_list() == ["华为"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("utf-8", "byte 5 is not utf-8"), ("klingon", "no encoding 'klingon'")],
)
def test_a_wrong_encoding_given_is_an_input_error(
    encoding: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_bytes("name\n华为\n".encode("gb18030"))
    with pytest.raises(InputError, match=words):
        read_table(path, encoding=encoding)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "suppliers.csv"
    path.write_bytes(b"name,country\n")
    assert read_table(path).frame.shape == (0, 2)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_what_is_written_reads_back(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"hits{ending}"
    frame = pl.DataFrame({"query_name": HARMLESS, "entry_name": HARMLESS[::-1]})
    write_table(frame, path)
    assert read_table(path).frame.equals(frame)


def test_hits_read_back_from_csv_row_for_row(demo: Screener, tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    hits = demo.screen(["Hikvision", "和田浩林发饰品有限公司", "Milandr"])
    write_table(hits, path)
    back = pl.read_csv(path)
    assert back.columns == HITS.names()
    for column in ("query_name", "entry_id", "matched_name", "score", "rank"):
        assert back[column].to_list() == hits[column].to_list()


def test_csv_cells_never_begin_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    frame = pl.DataFrame({"query_name": FORMULAS, "other": FORMULAS, "score": 1.0})
    write_table(frame, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["query_name", "other", "score"]
    assert rows[1:] == [[f"'{text}", f"'{text}", "1.0"] for text in FORMULAS]


def test_csv_text_that_is_no_formula_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    write_table(pl.DataFrame({"a": HARMLESS, "b": [None] * len(HARMLESS)}), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["a"] for row in csv.DictReader(file)] == HARMLESS


def test_csv_begins_with_a_byte_order_mark_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    write_table(pl.DataFrame({"a": ["杭州"]}), path)
    assert path.read_bytes() == b"\xef\xbb\xbfa\n" + "杭州\n".encode()


def test_excel_holds_no_formulas_and_no_links(tmp_path: Path) -> None:
    path = tmp_path / "hits.xlsx"
    texts = [
        *FORMULAS,
        "{=1+1}",
        "http://example.org/",
        "mailto:a@example.org",
        "internal:Sheet1!A1",
        "external:c:\\x.xlsx",
    ]
    write_table(pl.DataFrame({"query_name": texts}), path)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        links = [name for name in archive.namelist() if name.endswith(".rels")]
        relations = "".join(archive.read(name).decode() for name in links)
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert "hyperlink" not in relations.lower()
    assert read_table(path).frame["query_name"].to_list()[0] == "=HYPERLINK(A1)"


def test_json_is_an_array_of_objects(tmp_path: Path) -> None:
    path = tmp_path / "hits.json"
    write_table(pl.DataFrame({"query_name": ["杭州"], "score": [0.5]}), path)
    assert json.loads(path.read_text()) == [{"query_name": "杭州", "score": 0.5}]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_no_hits_are_written_with_their_columns(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"hits{ending}"
    write_table(pl.DataFrame(schema=HITS), path)
    if ending == ".json":
        assert json.loads(path.read_text()) == []
    else:
        assert read_table(path).frame.columns == HITS.names()


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_a_folder_that_is_not_there_is_an_input_error(
    ending: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="cannot write"):
        write_table(pl.DataFrame({"a": ["x"]}), tmp_path / "no" / f"hits{ending}")


@pytest.mark.parametrize("file", ["hits.doc", "hits"])
def test_an_unknown_ending_is_not_written(file: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="end the name in"):
        write_table(pl.DataFrame({"a": ["x"]}), tmp_path / file)


FEW_FOREIGN_NAMES = {
    "one short mainland name": ("gb18030", "华为"),
    "a mainland name": ("gb18030", "新疆大全新能源股份有限公司"),
    "a Taiwan name": ("big5", "臺灣積體電路"),
    "a Korean name": ("cp949", "삼성전자 현대"),
    "a Russian name": ("cp1251", "ООО Щёкиноазот"),
    "a German name": ("cp1252", "Müller & Söhne"),
}


@pytest.mark.parametrize(
    ("encoding", "name"), FEW_FOREIGN_NAMES.values(), ids=FEW_FOREIGN_NAMES
)
def test_one_foreign_name_among_many_english_ones_is_read_right(
    encoding: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "suppliers.csv"
    rows = [f"{i},English Supplier {i} Ltd" for i in range(200)]
    path.write_bytes(
        "\n".join(["id,supplier", *rows, f"999,{name}", ""]).encode(encoding)
    )
    assert read_table(path).frame["supplier"][-1] == name


@pytest.mark.parametrize("name", ["hits.html", "hits", "no_such_folder/hits.csv"])
def test_an_output_that_cannot_be_written_is_refused_first(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="cannot write"):
        check_output(tmp_path / name)
