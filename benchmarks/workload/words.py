"""What made names are put together from: the first words of a list are commonest."""

from __future__ import annotations

from collections import Counter
from functools import cache

import polars as pl

from uyghurscreen.names.tables import frequencies, romanisation

# ruff: noqa: SIM905 - lists of words are easier to read as text
CITIES_IN_CHINA = (
    "Shenzhen Shanghai Guangzhou Beijing Hangzhou Ningbo Suzhou Dongguan Qingdao "
    "Guangdong Zhejiang Jiangsu Xiamen Foshan Tianjin Wuxi Yiwu Wenzhou Nanjing Wuhan "
    "Chengdu Jinan Shandong Fujian Xinjiang Hefei Changsha Dalian Zhengzhou Hebei "
    "Quanzhou Zhongshan Jiaxing Taizhou Chongqing Changzhou Nantong Shaoxing Huizhou "
    "Yantai Weifang Zhuhai Kunshan Jiangmen Henan Hunan Shenyang Anhui Xian Jiangxi "
    "Urumqi Kunming Harbin Taiyuan Guangxi Lanzhou Guizhou Hainan Kashgar Korla Hotan "
    "Aksu Changji Shihezi Yinchuan"
).split()
CITIES_ELSEWHERE = (
    "London Istanbul Dubai Mumbai Hamburg Milan Houston Delhi Hanoi Bangkok Karachi "
    "Moscow Paris Madrid Lyon Rotterdam Chicago Toronto Osaka Busan Seoul Jakarta "
    "Manila Dhaka Colombo Lagos Nairobi Cairo Casablanca Izmir Ankara Bursa Athens "
    "Vienna Prague Warsaw Krakow Porto Lima Bogota Santiago Leeds Bristol Antwerp "
    "Gdansk Riga Tallinn Tashkent Almaty Penang"
).split()
TRADES = (
    "Trading|Technology|Electronics|Industrial|Import & Export|Machinery|Textile|"
    "International|Logistics|Engineering|Garments|Plastics|Energy|Chemical|Foods|"
    "Packaging|Hardware|Furniture|Steel|Auto Parts|Medical|Equipment|Construction|"
    "Lighting|Electric|Metal Products|Knitting|Toys|Shoes|Solar|Software|Agriculture|"
    "Pharmaceutical|Precision|Semiconductor|Optoelectronics|Cotton|Leather|"
    "Home Textile|Building Materials|New Materials|Biotechnology|Paper|"
    "Environmental Protection|Printing|Ceramics|Glass|Rubber|Cable|Shipping|"
    "Supply Chain|Fasteners|Aluminium|"
    "Kitchenware|Cosmetics|Seafood|Tea|Seeds|Photovoltaic|Silicon|Tomato Products|"
    "Carpets|Aviation|Marine|Research Institute|Consulting|Information Technology|"
    "Communications|Instruments|Valves|Bearings|Group"
).split("|")
FORMS_IN_CHINA = (
    "Co., Ltd.|Co.,Ltd|CO LTD|Limited|Co., Limited|Company Limited|Group Co., Ltd.|"
    "Ltd.|Factory|Corporation|"
).split("|")
FORMS_ELSEWHERE = (
    "Ltd|LLC|Inc.|Limited|GmbH|Pvt. Ltd.|S.r.l.|S.A.|Corp.|B.V.|FZE|Sdn. Bhd.|A.S.|"
    "Pte. Ltd.|S.L.|SARL|Sp. z o.o.|S.p.A.|PLC|AB|Oy|Co.|"
).split("|")
RUSSIAN_STEMS = (
    "tekhno prom stroy energo agro trans avto metall spets inter gaz neft mash khim "
    "ural sibir elektro radio aero mir vektor orion alfa granit sever vostok yug "
    "kuban volga don ladoga baltik amur altay kaskad impuls rubin almaz kristall"
).split()
RUSSIAN_ENDS = (
    "servis torg snab mash prom invest trade grupp resurs komplekt stroy montazh "
    "pribor tekh sistemy kontakt logistik eksport optika elektronika"
).split()
RUSSIAN_WORDS = (
    "Torgovyy Dom|Proizvodstvennaya Kompaniya|Nauchno Proizvodstvennoe Predpriyatie|"
    "Zavod|Konstruktorskoe Byuro|Gruppa Kompaniy|Nauchnyy Tsentr|Upravlyayushchaya "
    "Kompaniya|Fabrika|Kombinat"
).split("|")
RUSSIAN_FORMS = "OOO|LLC|AO|JSC|ZAO|PAO|OAO|Limited Liability Company|IP|".split("|")
COINED = (
    "ve lo ra ti ma ne so ka di ro fe lu mi vo sa be to re ni za gra pro tri bel cor "
    "dal fin gen hel jun kel lim mor nor pel quin sol tan ul vel wes xan yor zen"
).split()
COINED_ENDS = "x n tek lux ra don mar ta ric co via net ex flex tron a is o".split()
HAN_PLACES = (
    "深圳 上海 广州 北京 杭州 宁波 苏州 东莞 青岛 厦门 佛山 天津 无锡 义乌 温州 南京 "
    "武汉 成都 济南 山东 新疆 合肥 长沙 大连 郑州 河北 泉州 乌鲁木齐 重庆 西安"
).split()
HAN_BRANDS = list(
    "华盛达恒鑫隆泰源丰瑞宏兴利通宇晟康力凯安东方嘉诚信润博天海明辉龙金永新汇润佳"
    "美福星顺联捷锐科腾飞翔云峰建荣昌德益和中正立伟英超越奥普特尔亚世纪百万千里"
)
HAN_TRADES = (
    "贸易 科技 电子 实业 进出口 机械 纺织 国际 物流 工程 服装 塑料 能源 化工 食品 包装 "
    "五金 家具 钢铁 汽车配件 医疗器械 设备 建设 照明 电器 金属制品 针织 玩具 鞋业 "
    "光伏 软件 农业 制药 精密 半导体 光电 棉业 皮革 建材 新材料 生物 环保 纸业 印刷"
).split()
HAN_FORMS = "有限公司 有限责任公司 股份有限公司 集团有限公司 厂 公司".split()


@cache
def syllables() -> list[str]:
    """Return the syllables of Mandarin, those of most characters first."""
    read = Counter(r for t, r in romanisation("pinyin").iter_rows() if len(t) == 1)
    return sorted(read, key=lambda syllable: (-read[syllable], syllable))


@cache
def english() -> list[str]:
    """Return English words, the commonest first but for those of every sentence."""
    words = frequencies("english")
    words = words.filter(words["word"].str.contains("^[a-z]{4,9}$"))
    rank = pl.col("frequency").cast(pl.Float64)
    return words.sort(rank, "word", descending=True)["word"].to_list()[500:]
