"""What the header of a column says it holds, in the languages files come in.

A header is cut into words (`NAME1`, `Name 1` and `name_1` are `name` and the number 1;
`SupplierName` is two words), and each word is looked up. Headers in Chinese, Japanese
and Korean are searched for the characters instead.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Header", "Role", "read_header"]

Role = Literal["name", "id", "country", "address", "other"]
"""What a column is for; `other` is what looks like one of these and is not."""


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAME: Final = _words_in(
    "ad adi benennung bezeichnung denominacion denomination denominazione naam name "
    "names namn navn nazwa nom nombre nome unvan unvani имя название наименование"
)
_PARTY: Final = _words_in(
    "azienda business cari client cliente company consignee consignor counterparty "
    "customer debitor distributor dostawca empresa entity entreprise exporter "
    "fabricant fabricante factory firm firma firmen fornecedor fornitore "
    "fournisseur fournisseurs geschaftspartner hersteller importer kreditor "
    "kreditoren kunde kunden leverancier lieferant lieferanten maker manufacturer mill "
    "musteri org organisation organization partner party producer proveedor satici "
    "seller shipper sirket societe subsupplier supplier suppliers tedarikci "
    "unternehmen uretici vendor vendors изготовитель клиент клиента компании "
    "компания контрагент контрагента организации организация поставщик поставщика "
    "предприятие предприятия производитель производителя"
)
_NAME_WHOLE: Final = _words_in(
    "companyname customername firmenname firmierung kreditorenname kundenname "
    "lieferantenname suppliername unternehmensname vendorname"
)
_NAME_PHRASES: Final = (
    "account name",
    "raison sociale",
    "razon social",
    "razao social",
    "ragione sociale",
)
_COUNTRY: Final = _words_in(
    "countries country countrycode ctry iso2 iso3 kraj land landcode lander "
    "landercode landerschlussel nation paese pais pays ulke ulkesi страна страны"
)
_ADDRESS: Final = _words_in(
    "addr address addresses adres adresi adress adresse anschrift cadde calle "
    "direccion endereco indirizzo rue sokak str stras strasse street адрес улица"
)
_ID: Final = _words_in(
    "code id identifier ids key kod kodu kreditorennummer kundennummer kunnr "
    "lieferantennr lieferantennummer lifnr no nr num numarasi number numero nummer "
    "suppliercode supplierid supplierno suppliernumber vendorcode vendorid vendorno "
    "vendornumber код номер"
)
_OTHER: Final = _words_in(
    "account ansprechpartner bank banka bic brand buyer category changed cidade "
    "citta city ciudad contact created currency date duns email family fax file "
    "first given group house iban il ilce invoice item konto last mail material "
    "mobile order ort ort01 parent person phone plz po postal postcode postleitzahl "
    "product province pstlz region search sehir sort sortl stadt state status "
    "steuer surname swift tax tel telefon telefonu telephone term town type url "
    "user ust vat vergi ville web website zip банк город инн контакт контактное "
    "лицо счет телефон"
)
_CJK: Final[dict[Role, str]] = {
    "other": "联系人|聯絡|联络|银行|銀行|产品|產品|商品|物料|城市|电话|電話|邮|郵|"
    "税|稅|传真|担当|품목|전화|은행|담당|法人代表|类型|类别|状态|日期",
    "country": "国家|國家|国别|國別|国籍|^国$|^國$|国・?地域|국가|나라",
    "id": "编号|編號|编码|編碼|代码|代碼|代号|号码|番号|コード|번호|코드|^id$",
    "address": "地址|住址|街道|住所|所在地|주소",
    "name": "名称|名稱|公司名|企业名|供应商|供應商|供货商|厂商|廠商|公司|企业|企業|"
    "单位|單位|客户|客戶|制造商|製造商|生产商|出口商|收货人|发货人|全称|会社|取引先|仕入先|"
    "회사|업체|거래처|상호|공급",
}
_CJK_NAME_NOUN: Final = "名称|名稱|名$|全称|会社名|명$"
_NOISE: Final = _words_in(
    "1 business da de del della der des di do du full i legal master of official "
    "org organisation organization registered text the ve для и"
)
"""Words that say nothing more of a column of names."""

_LETTER: Final = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "ł": "l"})


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says.

    Attributes:
        role: What the column is for, None if the header does not say.
        strength: How clearly: 3 for `Supplier name`, 2 for `Name`, less with other
            words.
        base: The header without its number: the columns of a split name share it.
        number: Its number, 0 if it has none.
    """

    role: Role | None
    strength: float
    base: str
    number: int


def read_header(text: str) -> Header:
    """Read what a header says.

    Example:
        >>> read_header("Supplier_Name").role, read_header("供应商编号").role
        ('name', 'id')
        >>> read_header("NAME2").base, read_header("NAME2").number
        ('name', 2)
    """
    words = _words(text)
    number = 0
    if words and words[-1].isdigit() and len(words) > 1:
        number = int(words.pop())
    joined = " ".join(words)
    if re.search(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", joined):
        role, strength = _by_characters("".join(words))
    else:
        role, strength = _by_words(words, joined)
    return Header(role, strength, joined, number)


def _words(text: str) -> list[str]:
    text = re.sub(r"(?<=[a-zа-я])(?=[A-ZА-Я])", " ", text)
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTER)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", plain)
    plain = re.sub(r"#", " no ", plain)
    plain = re.sub(r"(?<=[^\W\d_]{3})(?=\d)", " ", plain)
    return re.findall(r"[^\W_]+", plain)


def _by_words(words: list[str], joined: str) -> tuple[Role | None, float]:
    found = set(words)
    if joined in _NAME_PHRASES or found & _NAME_WHOLE:
        return "name", 3.0
    other = found & _OTHER
    # SAP's `Country/Region Key` is one of countries.
    if other and not (found & _COUNTRY and other <= {"region"}):
        return "other", 0.0
    strange = len(found - _NAME - _PARTY - _NOISE - _COUNTRY - _ADDRESS - _ID)
    if found & _COUNTRY:
        return "country", 2.0 - strange / 2
    if found & _ID:
        return "id", 2.0 + bool(found & _PARTY) - strange / 2
    if found & _ADDRESS:
        return "address", 2.0 - strange / 2
    named, party = bool(found & _NAME), bool(found & _PARTY)
    if not (named or party):
        return None, 0.0
    return "name", 2.0 + (named and party) - strange / 2


def _by_characters(text: str) -> tuple[Role | None, float]:
    for role, pattern in _CJK.items():
        if re.search(pattern, text):
            if role == "other":
                return role, 0.0
            clear = bool(re.search(_CJK_NAME_NOUN, text)) and len(text) > 2
            return role, 3.0 if role != "name" or clear else 2.0
    return None, 0.0
