"""How texts are written in Chinese and English, apart from their numbers: headings, clauses, names, spans of years."""

import re

IDEOGRAPH, IDEOGRAPHS = re.compile("[一-鿿]"), re.compile("[一-鿿]+")
# A heading's number and a figure's number depend on the place in the file, not on data.
ORDINAL = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|（\d+）|\d+[.．、](?!\d)\s?"
    r"|[图表]\s?\d+|(?:Figure|Table) \d+)"
)
SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
CLAUSE_END = re.compile(r"[，；、;（）()]|,(?!\d)")
LISTED = "、"  # ends a clause of which the next one continues the list
SPAN_OF_YEARS = re.compile(r"\s?年?\s?(?:[–—~～至到-]|to)\s?$")
NUMBER_WITH_UNIT = re.compile(r"#\s?(?:个百分点|百分点|percentage points?|pp|%|[一-鿿])?")
POINTS_IN_CHINESE = "个百分点"
SHARES_IN_WORDS = ("百分之", "千分之", "万分之")
MONTH_ALONE = "月"  # what is counted by the number of a month without its year
DAYS = ("天", "日", "day")  # begin what is counted by the number of a day
DASHES = " —–-"  # around the number of a page
PUNCTUATION = " ，。；、,.;（）()"
BEFORE_A_NUMBER = " ：:为是达共有约"  # between the word of a column and its number
NO_NAME = re.compile(r"[\d.\s%（）()–—+−年月日-]*")  # parts of a row's words that name nothing
COUNT = "数"  # ends the headings of counts and is often left out
CITY = "市"  # begins the names of a city's units and is often left out
TOP, TOP_PLACES = re.compile("前[三3]|top three", re.IGNORECASE), 3
COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "two": 2, "three": 3, "four": 4, "five": 5}
SPAN = re.compile(r"(?:近|连续|过去|最近)?\s?([两二三四五]|two|three|four|five|\d)\s?(?:年|years)")
WIDE = "[\u2e80-\u9fff\uf900-\uffef、。“”‘’（）]"
DRAWN_GAP = re.compile(
    rf"(?<={WIDE}) +| +(?={WIDE})"
)  # between Chinese and figures programs draw a gap that is no blank
# Fonts use one shape for 见 and for its radical; a browser that prints writes the radical.
RADICALS = {
    ord(radical): said
    for radical, said in zip(
        "⺠⺟⻁⻄⻅⻆⻉⻋⻐⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "民母虎西见角贝车钅长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
}


def span_of(found: re.Match[str]) -> int:
    """How many years a match of SPAN names."""
    return int(found[1]) if found[1].isdigit() else COUNTS[found[1].lower()]
