"""The grammar of one entity cell: the shapes seen in the Entity List, one by one."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from uyghurscreen.lists.entity_cell import Party, read_cell
from uyghurscreen.lists.entity_names import name_quality


class Read(NamedTuple):
    """What a cell should give; names as `kind:name`, a weak one as `kind~:name`."""

    name: str
    names: list[str]
    addresses: list[str]
    counts: tuple[int | None, int]


def outline(party: Party) -> Read:
    return Read(
        party.name,
        [
            f"{name.kind}{'~' if name.quality == 'weak' else ''}:{name.name}"
            for name in party.names
        ],
        list(party.addresses),
        (party.declared, party.counted),
    )


TIANJIN = [
    "Binhai Industrial Research Institute",
    "Hefei Institute for Innovation and Development",
    "Institute of Medical Robots and Intelligent Systems",
    "Jinnan Innovation Research Institute",
    "Qingdao Ocean Engineering Research Institute",
    "Quanzhou Integrated Circuit and Artificial Intelligence Research Institute",
    "Shandong Research Institute",
    "Shenzhen Research Institute",
    "Sichuan Innovation Research Institute",
    "Urban Planning and Design Institute",
    "Wuqing Institute of Frontier Technology",
    "Zhejiang Research Institute",
    "Zhejiang Shaoxing Research Institute",
    "Zhongyuan Advanced Technology Research Institute",
]

CAEP = Read(
    "Chinese Academy of Engineering Physics",
    [
        "alias~:Ninth Academy",
        "alias:Southwest Computing Center",
        "alias:Southwest Institute of Applied Electronics",
        "alias:Southwest Institute of Chemical Materials",
        "alias:Southwest Institute of Electronic Engineering",
        "alias:Southwest Institute of Environmental Testing",
        "alias:Southwest Institute of Explosives and Chemical Engineering",
        "alias:Southwest Institute of Fluid Physics",
        "alias:Southwest Institute of General Designing and Assembly",
        "alias:Southwest Institute of Machining Technology",
        "alias:Southwest Institute of Materials",
        "alias:Southwest Institute of Nuclear Physics and Chemistry",
        "alias:China Academy of Engineering Physics (CAEP)'s 902 Institute",
        "alias:Southwest Institute of Research and Applications of Special Materials "
        "Factory",
        "alias:Southwest Institute of Structural Mechanics",
        "alias:The High Power Laser Laboratory, Shanghai",
        "alias:The Institute of Applied Physics and Computational Mathematics, Beijing",
    ],
    [
        "in or near Mianyang, Sichuan Province",
        "901 Institute (P.O. Box 523 Chengdu, 610003) and 64 Mianshan Road, Mianyang, "
        "Sichuan, China",
        "6 Huayuan Road, Haidian District, Beijing, China",
        "1 Fenghao East Road, Haidian District, Beijing, China",
    ],
    (17, 16),
)

# Numbers as in the research note on the Entity List, section 4.
SINGLE = {
    "1 inline alias, address on its own line": (
        "Nicolas Kaiga, a.k.a., the following one alias: Nicholas Kaiga\n\n"
        "Goffarstraad 16, B–1050, Brussels, Belgium. (See alternate addresses under "
        "Netherlands and United Kingdom)",
        Read(
            "Nicolas Kaiga",
            ["alias:Nicholas Kaiga"],
            ["Goffarstraad 16, B–1050, Brussels, Belgium"],
            (1, 1),
        ),
    ),
    "5 seventeen stated, sixteen given": (
        "Chinese Academy of Engineering Physics, a.k.a., the following seventeen "
        "aliases:\n—Ninth Academy;\n—Southwest Computing Center;\n—Southwest Institute "
        "of Applied Electronics;\n—Southwest Institute of Chemical Materials;\n"
        "—Southwest Institute of Electronic Engineering;\n—Southwest Institute of "
        "Environmental Testing;\n—Southwest Institute of Explosives and Chemical "
        "Engineering;\n—Southwest Institute of Fluid Physics;\n—Southwest Institute of "
        "General Designing and Assembly;\n—Southwest Institute of Machining "
        "Technology;\n—Southwest Institute of Materials;\n—Southwest Institute of "
        "Nuclear Physics and Chemistry (a.k.a., China Academy of Engineering Physics "
        "(CAEP)'s 902 Institute);\n—Southwest Institute of Research and Applications "
        "of Special Materials Factory;\n—Southwest Institute of Structural Mechanics; "
        "(all of preceding located in or near Mianyang, Sichuan Province)\n—The High "
        "Power Laser Laboratory, Shanghai;\n—The Institute of Applied Physics and "
        "Computational Mathematics, Beijing.\n\n901 Institute (P.O. Box 523 Chengdu, "
        "610003) and 64 Mianshan Road, Mianyang, Sichuan, China; and 6 Huayuan Road, "
        "Haidian District, Beijing, China; and; 1 Fenghao East Road, Haidian District, "
        "Beijing, China.",
        CAEP,
    ),
    "5 thirteen stated, fourteen given": (
        "Tianjin University, a.k.a., the following thirteen aliases:\n"
        + "\n".join(f"—Tianjin University, {body};" for body in TIANJIN[:-2])
        + f"\n—Tianjin University, {TIANJIN[-2]}; and\n—Tianjin University, "
        f"{TIANJIN[-1]}.\n\nNo. 92 Weijin Road, Tianjin, China 300072.",
        Read(
            "Tianjin University",
            [f"alias:Tianjin University, {body}" for body in TIANJIN],
            ["No. 92 Weijin Road, Tianjin, China 300072"],
            (13, 14),
        ),
    ),
    "1 inline alias, address after Ltd.": (
        "Longtek Company, Ltd., a.k.a., the following one alias: Beijing Landuyt Feng "
        "Technology Co., Ltd. Room 1105, TianZuo International Center A, No, 12, "
        "Zhongguncun South Street, Haidan District, Beijing 100081, China",
        Read(
            "Longtek Company, Ltd.",
            ["alias:Beijing Landuyt Feng Technology Co., Ltd."],
            [
                "Room 1105, TianZuo International Center A, No, 12, Zhongguncun South "
                "Street, Haidan District, Beijing 100081, China"
            ],
            (1, 1),
        ),
    ),
    "1 inline alias, address after a full stop": (
        "Zurab Kartvelishvili, a.k.a., the following one alias: George Kartveli. 7380 "
        "Vansickle Rd. Unit 660, St. Catharines, ON L2126P7, Canada; and 127 Rue "
        "Wilson, Dollard-des-Ormeaux, Quebec H9A 1W7, Canada",
        Read(
            "Zurab Kartvelishvili",
            ["alias:George Kartveli"],
            [
                "7380 Vansickle Rd. Unit 660, St. Catharines, ON L2126P7, Canada",
                "127 Rue Wilson, Dollard-des-Ormeaux, Quebec H9A 1W7, Canada",
            ],
            (1, 1),
        ),
    ),
    "1 two inline aliases and an address": (
        "Sawa Air Aviation FZCO, a.k.a., the following two aliases: Sawa Aviation; and "
        "Sawa Air. P.O. Box 42707, Al Sahel Bldg, Deira, Dubai, U.A.E. 254",
        Read(
            "Sawa Air Aviation FZCO",
            ["alias:Sawa Aviation", "alias:Sawa Air"],
            ["P.O. Box 42707, Al Sahel Bldg, Deira, Dubai, U.A.E."],
            (2, 2),
        ),
    ),
    "2 colon glued to the dash": (
        "Chen Qu, a.k.a., the following one alias:—Chen Choo\n\n"
        "No. 4 Nanhuan Road, Jinzhou City, Hubei Province, China",
        Read(
            "Chen Qu",
            ["alias:Chen Choo"],
            ["No. 4 Nanhuan Road, Jinzhou City, Hubei Province, China"],
            (1, 1),
        ),
    ),
    "2 hyphen for the dash": (
        "China Xinshidai Company, a.k.a., the following one alias: -China New Era "
        "Group\n\nXinshidai Plaza, Plaza No. 7 Huayuan Rd., Beijing, China",
        Read(
            "China Xinshidai Company",
            ["alias:China New Era Group"],
            ["Xinshidai Plaza, Plaza No. 7 Huayuan Rd., Beijing, China"],
            (1, 1),
        ),
    ),
    "2 post box straight after the alias": (
        "Manufacturers Equipment Organization (MEO), a.k.a. the following one alias: "
        "-MEO GMBH P.O Box 501168, D–42904, Wermelskirchen, Germany; and Neuenhaus 96, "
        "42929, Wermelskirchen, Germany",
        Read(
            "Manufacturers Equipment Organization (MEO)",
            ["acronym~:MEO", "alias:MEO GMBH"],
            [
                "P.O Box 501168, D–42904, Wermelskirchen, Germany",
                "Neuenhaus 96, 42929, Wermelskirchen, Germany",
            ],
            (1, 1),
        ),
    ),
    "2 two hyphens on one line": (
        "Liberty House Trading LLC, a.k.a. the following two aliases: -Baet Alhoreya "
        "Electronics Trading; and -Baet Alhoreya, Apt #1811 Manchester Tower, Dubai "
        "Marina, Dubai, U.A.E.; and PO Box 111831, Al Daghaya, Dubai, U.A.E.",
        Read(
            "Liberty House Trading LLC",
            ["alias:Baet Alhoreya Electronics Trading", "alias:Baet Alhoreya"],
            [
                "Apt #1811 Manchester Tower, Dubai Marina, Dubai, U.A.E.",
                "PO Box 111831, Al Daghaya, Dubai, U.A.E.",
            ],
            (2, 2),
        ),
    ),
    "3 first alias without its dash": (
        "Beijing Hileed Solutions Co., Ltd., a.k.a, the following three aliases:\n"
        "Beijing Alite Technologies Co.;\n—ALCO; and\n—Hileed.\n\n"
        "Room 1101, Beijing, China.",
        Read(
            "Beijing Hileed Solutions Co., Ltd.",
            ["alias:Beijing Alite Technologies Co.", "alias~:ALCO", "alias:Hileed"],
            ["Room 1101, Beijing, China"],
            (3, 3),
        ),
    ),
    "3 the only alias without its dash": (
        "Federal State Unitary Enterprise All-Russian Research Institute of Physical, "
        "Technical and Radio Engineering Measurements, a.k.a., the following one "
        "alias:\nVNIIFTRI.\n\nMendeleevo Village, Mendeleevo, Moscow Oblast, 141570, "
        "Russia.",
        Read(
            "Federal State Unitary Enterprise All-Russian Research Institute of "
            "Physical, Technical and Radio Engineering Measurements",
            ["alias:VNIIFTRI"],
            ["Mendeleevo Village, Mendeleevo, Moscow Oblast, 141570, Russia"],
            (1, 1),
        ),
    ),
    "4 two aliases on one line": (
        "Abdul Qader Khan Research Laboratories (AQKRL), a.k.a., the following four "
        "aliases:\n—Dr. A.Q. Khan Research Laboratories;\n—Engineering Research "
        "Laboratories (ERL);—Institute of Industrial Control Systems (IICS); and\n"
        "—Kahuta Nuclear Facility.\n\nP.O. Box 502, Kahuta, Pakistan.",
        Read(
            "Abdul Qader Khan Research Laboratories (AQKRL)",
            [
                "acronym~:AQKRL",
                "alias:Dr. A.Q. Khan Research Laboratories",
                "alias:Engineering Research Laboratories (ERL)",
                "acronym~:ERL",
                "alias:Institute of Industrial Control Systems (IICS)",
                "acronym~:IICS",
                "alias:Kahuta Nuclear Facility",
            ],
            ["P.O. Box 502, Kahuta, Pakistan"],
            (4, 4),
        ),
    ),
    "5 one alias announced, two printed": (
        "Suntac Group, a.k.a., the following one alias:\n—Suntac International "
        "Trading Co.; and\n—Suntac Group of Companies.\n\n151 (B) Thiri Mingalar Lane, "
        "Mayangon Township, Yangon, Burma.",
        Read(
            "Suntac Group",
            [
                "alias:Suntac International Trading Co.",
                "alias:Suntac Group of Companies",
            ],
            ["151 (B) Thiri Mingalar Lane, Mayangon Township, Yangon, Burma"],
            (1, 2),
        ),
    ),
    "10 header: the follow three aliases": (
        "SP Kvant, a.k.a., the follow three aliases:\n—Kvant LLC;\n—Limited Liability "
        "Company Joint Venture Quantum Technologies; and\n—Joint Venture Quantum.\n\n"
        "D. 46, Etazh 6, pom. 600K, Shosse Varshavskoe, Moscow, 115230, Russia.",
        Read(
            "SP Kvant",
            [
                "alias:Kvant LLC",
                "alias:Limited Liability Company Joint Venture Quantum Technologies",
                "alias:Joint Venture Quantum",
            ],
            ["D. 46, Etazh 6, pom. 600K, Shosse Varshavskoe, Moscow, 115230, Russia"],
            (3, 3),
        ),
    ),
    "10 header: the following one entity": (
        "Alexsong PTE LTD, a.k.a., the following one entity:\n—Champion Way Pte Ltd."
        "\n\nOG Albert Complex, Albert Street 60 #10–04, City-Beach Road, 189969 "
        "Singapore.",
        Read(
            "Alexsong PTE LTD",
            ["alias:Champion Way Pte Ltd."],
            [
                "OG Albert Complex, Albert Street 60 #10–04, City-Beach Road, 189969 "
                "Singapore"
            ],
            (1, 1),
        ),
    ),
    "10 header: the one alias": (
        "German Sky International Trading Company LLC, a.k.a., the one alias:\n"
        "—Civil Trading FZE\n\nOffice No. 901, Al Maktoum Street, Dubai, UAE",
        Read(
            "German Sky International Trading Company LLC",
            ["alias:Civil Trading FZE"],
            ["Office No. 901, Al Maktoum Street, Dubai, UAE"],
            (1, 1),
        ),
    ),
    "10 header: following two aliases, a quote left open": (
        "Tactical Missile Corporation, Joint-Stock Company “Research Center for "
        "Automated Design, a.k.a., following two aliases:\n—NIC ASK; and\n—ASK JSC.\n\n"
        "37 Leningradsky Prospekt, Room 12, Moscow, 125167, Russia.",
        Read(
            "Tactical Missile Corporation, Joint-Stock Company “Research Center for "
            "Automated Design",
            ["alias:NIC ASK", "alias:ASK JSC"],
            ["37 Leningradsky Prospekt, Room 12, Moscow, 125167, Russia"],
            (2, 2),
        ),
    ),
    "10 header: a.k.a, and nothing more": (
        "Mohammad Azam, a.k.a,\n—Mohammad Akram,\n\n"
        "Chaman, Killa, Abdullah District, Baluchistan Province, Pakistan",
        Read(
            "Mohammad Azam",
            ["alias:Mohammad Akram"],
            ["Chaman, Killa, Abdullah District, Baluchistan Province, Pakistan"],
            (None, 1),
        ),
    ),
    "10 header: no a.k.a. at all": (
        "Tako LLC, the following one alias:\n—Taco LLC.\n\n"
        "17 Garegin Nzhdehi Street, Yerevan, Armenia.",
        Read(
            "Tako LLC",
            ["alias:Taco LLC"],
            ["17 Garegin Nzhdehi Street, Yerevan, Armenia"],
            (1, 1),
        ),
    ),
    "11 alias with its place": (
        "Huawei OpenLab Suzhou, a.k.a., the following one alias:\n"
        "—Huawei Suzhou OpenLab, Suzhou, China.",
        Read(
            "Huawei OpenLab Suzhou",
            ["alias:Huawei Suzhou OpenLab"],
            ["Suzhou, China"],
            (1, 1),
        ),
    ),
    "11 a note on the places of all": (
        "Chinese Academy of Engineering Physics, a.k.a., the following three aliases:\n"
        "—Ninth Academy;\n—Southwest Institute of Nuclear Physics and Chemistry "
        "(a.k.a., China Academy of Engineering Physics (CAEP)'s 902 Institute);\n"
        "—Southwest Institute of Structural Mechanics; (all of preceding located in or "
        "near Mianyang, Sichuan Province)\n\n64 Mianshan Road, Mianyang, China.",
        Read(
            "Chinese Academy of Engineering Physics",
            [
                "alias~:Ninth Academy",
                "alias:Southwest Institute of Nuclear Physics and Chemistry",
                "alias:China Academy of Engineering Physics (CAEP)'s 902 Institute",
                "alias:Southwest Institute of Structural Mechanics",
            ],
            [
                "in or near Mianyang, Sichuan Province",
                "64 Mianshan Road, Mianyang, China",
            ],
            (3, 3),
        ),
    ),
    "12 name with a sub-unit": (
        "Academy of Military Medical Sciences, Institute of Basic Medicine, 27 Taiping "
        "Road, Haidian District, Beijing, 100850, China.",
        Read(
            "Academy of Military Medical Sciences, Institute of Basic Medicine",
            [],
            ["27 Taiping Road, Haidian District, Beijing, 100850, China"],
            (None, 0),
        ),
    ),
    "12 name with an enumeration": (
        "Chinese Academy of Sciences Changchun Institute of Optics, Fine Mechanics, "
        "and Physics, 3888 E Nanhu Road, Changchun, China.",
        Read(
            "Chinese Academy of Sciences Changchun Institute of Optics, Fine "
            "Mechanics, and Physics",
            [],
            ["3888 E Nanhu Road, Changchun, China"],
            (None, 0),
        ),
    ),
    "12 person at an address that opens with a firm": (
        "Abbas Goldoozan, Kimya IC VE Dis Ticaret Ltd., 2nd Floor, No. 2, Istanbul, "
        "Turkey;\nand\nYesil Tulumba A, Istanbul, Turkey 34134 (See also alternate "
        "address under Iran).",
        Read(
            "Abbas Goldoozan",
            [],
            [
                "Kimya IC VE Dis Ticaret Ltd., 2nd Floor, No. 2, Istanbul, Turkey",
                "Yesil Tulumba A, Istanbul, Turkey 34134",
            ],
            (None, 0),
        ),
    ),
    "13 semicolon ends the name": (
        "A. Leib Ltd.; HA'Assif 19, Binyamina, Israel.",
        Read("A. Leib Ltd.", [], ["HA'Assif 19, Binyamina, Israel"], (None, 0)),
    ),
    "14 only a country": (
        "Ibrahim Haqqani, a.k.a., the following two aliases:\n—Hajji Sahib; and\n"
        "—Maulawi Haji Ibrahim Haqqani\n\nAfghanistan.",
        Read(
            "Ibrahim Haqqani",
            ["alias:Hajji Sahib", "alias:Maulawi Haji Ibrahim Haqqani"],
            ["Afghanistan"],
            (2, 2),
        ),
    ),
    "14 name and country": (
        "Triangle Technologies, Afghanistan.",
        Read("Triangle Technologies", [], ["Afghanistan"], (None, 0)),
    ),
    "14 country and a cross reference": (
        "Khalil Zadran Company, Kabul, Afghanistan (See alternate address in "
        "Pakistan.)",
        Read("Khalil Zadran Company", [], ["Kabul, Afghanistan"], (None, 0)),
    ),
    "16 Cyrillic letters in an English alias are kept": (
        "Detail Technology (HK) Limited, a.k.a., the following one alias:\n"
        "—Shenzhen Ditai Technology Со., Ltd.\n\n18/F Block B, Kowloon, Hong Kong.",
        Read(
            "Detail Technology (HK) Limited",
            ["alias:Shenzhen Ditai Technology Со., Ltd."],
            ["18/F Block B, Kowloon, Hong Kong"],
            (1, 1),
        ),
    ),
    "a place in brackets is no acronym": (
        "AccoTest Technology Co., Ltd. (Hong Kong), Rm. 211, Tsim Sha Tsui, Hong Kong.",
        Read(
            "AccoTest Technology Co., Ltd. (Hong Kong)",
            [],
            ["Rm. 211, Tsim Sha Tsui, Hong Kong"],
            (None, 0),
        ),
    ),
    "17 l for I and Turkish letters are kept": (
        "Ag Yildiz Insaat Gayrimenkul Tasimacilik Pazarlama lthalat Ihracat ve Ticaret "
        "Ltd. Sirketi, Küçükbakkalköy Mah., Istanbul, Turkey.",
        Read(
            "Ag Yildiz Insaat Gayrimenkul Tasimacilik Pazarlama lthalat Ihracat ve "
            "Ticaret Ltd. Sirketi",
            [],
            ["Küçükbakkalköy Mah., Istanbul, Turkey"],
            (None, 0),
        ),
    ),
    "17 dotless i in the name": (
        "Ervacan Makina Ekipmanları ve Sanayi Tedarik Ltd Şti., Defne Sok., Istanbul, "
        "Turkey.",
        Read(
            "Ervacan Makina Ekipmanları ve Sanayi Tedarik Ltd Şti",
            [],
            ["Defne Sok., Istanbul, Turkey"],
            (None, 0),
        ),
    ),
    "18 fraction and dash in an address": (
        "Belize Trading Ltd., 11⁄2 Miles Northern Highway, Belize City, Belize; and "
        "A36–2 Xisanqi, Haidian District, Beijing, China.",
        Read(
            "Belize Trading Ltd.",
            [],
            [
                "11⁄2 Miles Northern Highway, Belize City, Belize",
                "A36–2 Xisanqi, Haidian District, Beijing, China",
            ],
            (None, 0),
        ),
    ),
    "former names in brackets, then aliases, then an address run on": (
        "OOO Shipyard 'Zaliv' (f.k.a., AO Shipyard 'Zaliv'; JSC Shipyard 'Zaliv;' JSC "
        "Zaliv Shipyard; and OJSC ZALIV SHIPYARD), a.k.a., the following two aliases:\n"
        "—LLC Shipyard 'Zaliv'; and\n"
        "—Zaliv Shipyard LLC. 4 Tankistov Street, Kerch, Crimea 98310, Ukraine.",
        Read(
            "OOO Shipyard 'Zaliv'",
            [
                "former:AO Shipyard 'Zaliv'",
                "former:JSC Shipyard 'Zaliv'",
                "former:JSC Zaliv Shipyard",
                "former:OJSC ZALIV SHIPYARD",
                "alias:LLC Shipyard 'Zaliv'",
                "alias:Zaliv Shipyard LLC",
            ],
            ["4 Tankistov Street, Kerch, Crimea 98310, Ukraine"],
            (2, 2),
        ),
    ),
    "aliases and a former name in one bracket": (
        "Tikhomirov Institute, JSC (a.k.a., JSC NIIP, f.k.a., Otkrytoe Aktsionernoe "
        "Obshchestvo Tikhomirova; a.k.a. Institute of Instrument Design.)\n\n"
        "Address: 3 Ul. Gagarina, Zhukovski, Russia\nAlt Address: 5 Ul. Mira, Russia",
        Read(
            "Tikhomirov Institute, JSC",
            [
                "alias:JSC NIIP",
                "former:Otkrytoe Aktsionernoe Obshchestvo Tikhomirova",
                "alias:Institute of Instrument Design",
            ],
            ["3 Ul. Gagarina, Zhukovski, Russia", "5 Ul. Mira, Russia"],
            (None, 0),
        ),
    ),
    "bare a.k.a. before names and a place": (
        "Farshid Gillardian, a.k.a., Isaac Gill, Isaac Gillardian, London, United "
        "Kingdom",
        Read(
            "Farshid Gillardian",
            ["alias:Isaac Gill", "alias:Isaac Gillardian"],
            ["London, United Kingdom"],
            (None, 0),
        ),
    ),
    "bracketed persons joined by and": (
        "Wong Yuh Lan, (a.k.a., Huang Yulan, Jancy Wong and Yuh Lan Wong), Blk 109B "
        "Edgedale Plains, #14115, Singapore 822109; and 10 Jalan Besar, Singapore "
        "208787",
        Read(
            "Wong Yuh Lan",
            ["alias:Huang Yulan", "alias:Jancy Wong", "alias:Yuh Lan Wong"],
            [
                "Blk 109B Edgedale Plains, #14115, Singapore 822109",
                "10 Jalan Besar, Singapore 208787",
            ],
            (None, 0),
        ),
    ),
    "bare f.k.a.": (
        "Rosneft Trade Limited, f.k.a., TNK Trade Limited. Elenion Building 5 "
        "Themistokli Dervi, 2nd floor, Nicosia 1066, Cyprus.",
        Read(
            "Rosneft Trade Limited",
            ["former:TNK Trade Limited"],
            ["Elenion Building 5 Themistokli Dervi, 2nd floor, Nicosia 1066, Cyprus"],
            (None, 0),
        ),
    ),
    "addresses parted by a bare and": (
        "Afghan-German Construction Company, Golaye Park, Shari Naw, Kabul, "
        "Afghanistan, and Dasht Qala, Takhar Province, Afghanistan.",
        Read(
            "Afghan-German Construction Company",
            [],
            [
                "Golaye Park, Shari Naw, Kabul, Afghanistan",
                "Dasht Qala, Takhar Province, Afghanistan",
            ],
            (None, 0),
        ),
    ),
    "a dash that belongs to the address": (
        "Huawei Technologies Morocco, Immeuble High Tech, 4eme Etage, Hay Riad\n"
        "—Rabat, Morocco.",
        Read(
            "Huawei Technologies Morocco",
            [],
            ["Immeuble High Tech, 4eme Etage, Hay Riad—Rabat, Morocco"],
            (None, 0),
        ),
    ),
    "a name torn at its own dash": (
        "Neft-Aktiv LLC, a.k.a., the following two aliases:\n—OOO Neft\n—Aktiv; and\n"
        "—RN-Aktiv OOO. Ulica Kaluzhskaya M., d., 15, Moscow 119071, Russia.",
        Read(
            "Neft-Aktiv LLC",
            ["alias:OOO Neft-Aktiv", "alias:RN-Aktiv OOO"],
            ["Ulica Kaluzhskaya M., d., 15, Moscow 119071, Russia"],
            (2, 2),
        ),
    ),
    "two names in one alias": (
        "Islamic Revolutionary Guard Corps Aerospace Force, a.k.a., the following two "
        "aliases:\n—IRGC Air Force; IRGCAF; and\n—Sepah Pasdaran Air Force.\n\n"
        "Damavand Tehran Highway, Tehran Province, Iran",
        Read(
            "Islamic Revolutionary Guard Corps Aerospace Force",
            ["alias:IRGC Air Force", "alias:IRGCAF", "alias:Sepah Pasdaran Air Force"],
            ["Damavand Tehran Highway, Tehran Province, Iran"],
            (2, 2),
        ),
    ),
    "remark on the parent": (
        "Guangzhou Hongyu Technology Co., Ltd. (a subordinate institute of CETC–7),\n\n"
        "Building 1, No. 381, Xingang Middle Road, Guangzhou, China.",
        Read(
            "Guangzhou Hongyu Technology Co., Ltd.",
            [],
            ["Building 1, No. 381, Xingang Middle Road, Guangzhou, China"],
            (None, 0),
        ),
    ),
}


@pytest.mark.parametrize(("cell", "expected"), SINGLE.values(), ids=SINGLE.keys())
def test_cell_of_one_party(cell: str, expected: Read) -> None:
    party = read_cell(cell)
    assert outline(party) == expected
    assert party.matchable
    assert party.children == ()


# name, matchable, addresses, scope
NO_NAME = {
    "15 an address": (
        "Address 01, Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong.",
        (
            "Address 01",
            False,
            ("Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong",),
            None,
        ),
    ),
    "15 a place": (
        "Yuzhno-Kirinskoye Field, in the Sea of Okhotsk.",
        ("Yuzhno-Kirinskoye Field", False, ("in the Sea of Okhotsk",), None),
    ),
    "15 a group of units": (
        "Ministry of Defence of the Russian Federation, including the Armed Forces of "
        "Russia and all operating units wherever located. This includes the national "
        "guard.\n\nAll address located in Russia.",
        (
            "Ministry of Defence of the Russian Federation",
            True,
            (),
            "including the Armed Forces of Russia and all operating units wherever "
            "located. This includes the national guard. All address located in Russia.",
        ),
    ),
    "an alias that widens the entry": (
        "All-Russian Scientific Research Institute of Technical Physics (VNIITF), "
        "a.k.a., the following one alias:\n—Chelyabinsk-70, (Address: P.O. Box 245, "
        "456770, Snezhinsk, Chelyabinsk Region Russia); and any nuclear-related "
        "entities, institutes, or centers located in Snezhinsk.",
        (
            "All-Russian Scientific Research Institute of Technical Physics (VNIITF)",
            True,
            ("P.O. Box 245, 456770, Snezhinsk, Chelyabinsk Region Russia",),
            "any nuclear-related entities, institutes, or centers located in Snezhinsk",
        ),
    ),
}


@pytest.mark.parametrize(("cell", "expected"), NO_NAME.values(), ids=NO_NAME.keys())
def test_address_place_and_scope(
    cell: str, expected: tuple[str, bool, tuple[str, ...], str | None]
) -> None:
    party = read_cell(cell)
    got = (party.name, party.matchable, party.addresses, party.scope)
    assert got == expected


YONGDING = ["50 Yongding Road, Beijing, China", "90 Dianzi Road, Xian, China"]
JIUXIANQIAO = [
    "No. 10, Jiuxianqiao North Road, Beijing, China, 100016",
    "No. 4 Jiuxianqiao Road, Beijing, China, 100015",
]
LETHRAR = ["Lethrar Road, Islamabad, 45650, Pakistan", "House #453 St., Islamabad"]

NESTED = {
    "6 subordinate blocks with aliases of their own": (
        "China Aerospace Science and Industry Corporation Second Academy, a.k.a., the "
        "following two aliases, and two subordinate institutions:\n—CASIC Second "
        "Academy; and\n—Second Research Academy of CASIC.\nSubordinate institution\n"
        "23rd Research Institute, a.k.a., the following two aliases:\n—Beijing "
        "Institute of Radio Measurement; and\n—BIRM.\nSubordinate institution\n"
        "699 Factory, a.k.a., the following one alias:\n—Beijing Xinli Machinery "
        "Factory.\nThe following addresses apply to the entity and to the two "
        "subordinate institutions:\n\n50 Yongding Road, Beijing, China; and 90 Dianzi "
        "Road, Xian, China.",
        Read(
            "China Aerospace Science and Industry Corporation Second Academy",
            ["alias:CASIC Second Academy", "alias:Second Research Academy of CASIC"],
            YONGDING,
            (2, 2),
        ),
        [
            Read(
                "23rd Research Institute",
                ["alias:Beijing Institute of Radio Measurement", "alias~:BIRM"],
                YONGDING,
                (2, 2),
            ),
            Read(
                "699 Factory",
                ["alias:Beijing Xinli Machinery Factory"],
                YONGDING,
                (1, 1),
            ),
        ],
    ),
    "7 affiliates, with addresses and aliases without dashes": (
        "Huawei Technologies Co., Ltd., a.k.a., the following two aliases:\n—Shenzhen "
        "Huawei Technologies; and\n—Huawei Technology, and to include the following "
        "addresses and the following 22 affiliated entities:\n\nAddresses for Huawei "
        "Technologies Co., Ltd.: Bantian Huawei Base, Shenzhen, 518129, China; and "
        "Tsim Sha Tsui, Kowloon, Hong Kong.\nAffiliated entities:\nBeijing Huawei "
        "Longshine Information Technology Co., Ltd., a.k.a., the following one alias:\n"
        "—Beijing Huawei Longshine, to include the following subordinate. Q80–3–25R, "
        "3rd Floor, Beijing, China.\nHangzhou Huawei Enterprises, No. 410 Jianghong "
        "Road, Hangzhou, China.\nHuawei Marine Networks Co., Ltd., a.k.a., the "
        "following one alias:\n—Huawei Marine;\nHMN Technologies;\nHuahai Zhihui "
        "Technology Co., Ltd.; and\nHMN Tech.\nBuilding R4, No. 2 City Avenue, "
        "Dongguan, 523808, and No. 62, Second Ave., Tianjin, 300457, China.\n"
        "Huawei Technology Co., Ltd. Chengdu Research Institute, No. 1899, Xiyuan "
        "Ave., Chengdu, 610041, China.",
        Read(
            "Huawei Technologies Co., Ltd.",
            ["alias:Shenzhen Huawei Technologies", "alias:Huawei Technology"],
            [
                "Bantian Huawei Base, Shenzhen, 518129, China",
                "Tsim Sha Tsui, Kowloon, Hong Kong",
            ],
            (2, 2),
        ),
        [
            Read(
                "Beijing Huawei Longshine Information Technology Co., Ltd.",
                ["alias:Beijing Huawei Longshine"],
                ["Q80–3–25R, 3rd Floor, Beijing, China"],
                (1, 1),
            ),
            Read(
                "Hangzhou Huawei Enterprises",
                [],
                ["No. 410 Jianghong Road, Hangzhou, China"],
                (None, 0),
            ),
            Read(
                "Huawei Marine Networks Co., Ltd.",
                [
                    "alias:Huawei Marine",
                    "alias:HMN Technologies",
                    "alias:Huahai Zhihui Technology Co., Ltd.",
                    "alias:HMN Tech.",
                ],
                [
                    "Building R4, No. 2 City Avenue, Dongguan, 523808",
                    "No. 62, Second Ave., Tianjin, 300457, China",
                ],
                (1, 4),
            ),
            Read(
                "Huawei Technology Co., Ltd. Chengdu Research Institute",
                [],
                ["No. 1899, Xiyuan Ave., Chengdu, 610041, China"],
                (None, 0),
            ),
        ],
    ),
    "8 a heading and dashes for its bodies": (
        "The following Department of Atomic Energy entities:\n—Bhabha Atomic Research "
        "Center (BARC);\n—Indian Rare Earths;\n—Nuclear reactors (including power "
        "plants) not under safeguards, (excluding Kundankulam 1 and 2) and heavy water "
        "production facilities",
        Read("Department of Atomic Energy", [], [], (None, 0)),
        [
            Read(
                "Bhabha Atomic Research Center (BARC)",
                ["acronym~:BARC"],
                [],
                (None, 0),
            ),
            Read("Indian Rare Earths", [], [], (None, 0)),
            Read(
                "Nuclear reactors (including power plants) not under safeguards, "
                "(excluding Kundankulam 1 and 2) and heavy water production facilities",
                [],
                [],
                (None, 0),
            ),
        ],
    ),
    "8 dashes for aliases, then for bodies": (
        "Pakistan Atomic Energy Commission (PAEC), a.k.a., the following one alias:\n"
        "—Power Plant Workshops, P.O. Box 1114, Islamabad; and the following two "
        "subordinate entities:\n—National Development Complex (NDC), a.k.a., the "
        "following two aliases:\n—National Development Centre; and\n—National Defense "
        "Complex.\n\nFateh Jang, Punjab, Rawalpindi, Pakistan;\n—National Institute of "
        "Lasers and Optronics (NILOP), a.k.a., the following one alias:\n—National "
        "Institute of Lasers.\n\nLethrar Road, Islamabad, 45650, Pakistan; andHouse "
        "#453 St., Islamabad",
        Read(
            "Pakistan Atomic Energy Commission (PAEC)",
            ["acronym~:PAEC", "alias:Power Plant Workshops"],
            ["P.O. Box 1114, Islamabad"],
            (1, 1),
        ),
        [
            Read(
                "National Development Complex (NDC)",
                [
                    "acronym~:NDC",
                    "alias:National Development Centre",
                    "alias:National Defense Complex",
                ],
                ["Fateh Jang, Punjab, Rawalpindi, Pakistan"],
                (2, 2),
            ),
            Read(
                "National Institute of Lasers and Optronics (NILOP)",
                ["acronym~:NILOP", "alias:National Institute of Lasers"],
                LETHRAR,
                (1, 1),
            ),
        ],
    ),
    "8 a heading for one body, named after a dash": (
        "China Electronics Technology Group Corporation 13th Research Institute (CETC "
        "13) subordinate institution:\n—Hebei Brightway International,\n\n"
        "21 Changsheng Street, Shijiazhuang, Hebei, China.",
        Read(
            "China Electronics Technology Group Corporation 13th Research Institute "
            "(CETC 13) subordinate institution: Hebei Brightway International",
            [],
            [],
            (None, 0),
        ),
        [
            Read(
                "Hebei Brightway International",
                [],
                ["21 Changsheng Street, Shijiazhuang, Hebei, China"],
                (None, 0),
            )
        ],
    ),
    "8 a heading for one body, named on its line": (
        "China Electronics Technology Group Corporation 13th Research Institute (CETC "
        "13) subordinate institution: Bowei Integrated Circuits, a.k.a., the following "
        "one alias:\n—Hebei Bowei Integrated.\n\n113 Hezuo Road, Shijiazhuang, China.",
        Read(
            "China Electronics Technology Group Corporation 13th Research Institute "
            "(CETC 13) subordinate institution: Bowei Integrated Circuits",
            [],
            [],
            (None, 0),
        ),
        [
            Read(
                "Bowei Integrated Circuits",
                ["alias:Hebei Bowei Integrated"],
                ["113 Hezuo Road, Shijiazhuang, China"],
                (1, 1),
            )
        ],
    ),
    "9 or between two aliases; the last addresses are everyone's": (
        "China Electronic Technology Group Corporation No. 11 Research Institute, "
        "a.k.a, the following one alias, including the named subordinate "
        "institutions:\n—North China Research Institute of Electro-Optics (NCRIEO)."
        "\nSubordinate institution Beijing Laiyin Company Ltd, a.k.a., the following "
        "one alias,\n"
        "—Beijing North China Lai Yin Opto-Electronics Technology Company.\n"
        "Subordinate Institution: China Electronics Technology Corporation (CETC) "
        "Infrared Engineering and Technology Company, a.k.a., the following one "
        "alias:\n—CETC Infrared or CETC IR.\n\nNo. 10, Jiuxianqiao North Road, "
        "Beijing, China, 100016; and\nNo. 4 Jiuxianqiao Road, Beijing, China, 100015.",
        Read(
            "China Electronic Technology Group Corporation No. 11 Research Institute",
            [
                "alias:North China Research Institute of Electro-Optics (NCRIEO)",
                "acronym:NCRIEO",
            ],
            JIUXIANQIAO,
            (1, 1),
        ),
        [
            Read(
                "Beijing Laiyin Company Ltd",
                [
                    "alias:Beijing North China Lai Yin Opto-Electronics Technology "
                    "Company"
                ],
                JIUXIANQIAO,
                (1, 1),
            ),
            Read(
                "China Electronics Technology Corporation (CETC) Infrared Engineering "
                "and Technology Company",
                ["alias:CETC Infrared", "alias:CETC IR"],
                JIUXIANQIAO,
                (1, 1),
            ),
        ],
    ),
}


@pytest.mark.parametrize(
    ("cell", "parent", "children"), NESTED.values(), ids=NESTED.keys()
)
def test_cell_with_bodies_under_it(
    cell: str, parent: Read, children: list[Read]
) -> None:
    party = read_cell(cell)
    assert outline(party) == parent
    assert [outline(child) for child in party.children] == children


RELATIONS = {
    "6 subordinate blocks with aliases of their own": ("subordinate", True, [True] * 2),
    "7 affiliates, with addresses and aliases without dashes": (
        "affiliate",
        True,
        [True] * 4,
    ),
    "8 a heading and dashes for its bodies": (
        "subordinate",
        False,
        [True, True, False],
    ),
    "8 a heading for one body, named after a dash": ("subordinate", False, [True]),
}


@pytest.mark.parametrize("case", RELATIONS)
def test_relation_and_matchable(case: str) -> None:
    relation, parent_matches, children_match = RELATIONS[case]
    party = read_cell(NESTED[case][0])
    assert party.matchable is parent_matches
    assert [child.matchable for child in party.children] == children_match
    assert {child.relation for child in party.children} == {relation}


@pytest.mark.parametrize(
    ("name", "quality"),
    [
        ("SGM", "weak"),
        ("Farid", "weak"),
        ("CETC 13", "strong"),
        ("706th Research Institute", "weak"),
        ("No 14 Research Institute", "weak"),
        ("Hikvision", "strong"),
    ],
)
def test_name_quality(name: str, quality: str) -> None:
    assert name_quality(name) == quality
