"""Headers of what survey sites add to the questions, and of what tells who answered."""

import re

from etl.reading.tables import normalize_header

# Headers by kind.
SITE_HEADERS = {
    "form": r"序号|编号|答题序号|答卷编号|答卷id|填写id|responseid|id|_id|_index",
    "time": r"提交答卷时间|提交时间|结束答题时间|填写时间|datesubmitted|submitdate|_submission_time|end",
    "start": r"开始答题时间|开始时间|datestarted|startdate|start|today",
    "duration": r"所用时间|答题时长|填写时长|答题用时|用时|totaltime|interviewtime",
    "device": r"来自ip|ip|ip地址|ipaddress|ipaddr|设备|设备号|deviceid|openid|微信openid|useragent|.*ip\(.*\)",
    "source": r"来源|来源详情|填写设备|操作系统|浏览器|地理位置.*|自定义字段|清洗数据结果|总分"
    r"|lastpage|startlanguage|seed|datelastaction|refurl|_uuid|_validation_status|_notes|_status|_tags|__version__"
    r"|formhub/uuid|meta/instanceid|referrer|用户类型|datestamp|_geolocation",
    "person": r"姓名|昵称|微信昵称|提交者|提交人|填写人|手机|手机号|电话|联系电话|联系方式|邮箱|email"
    r"|_submitted_by|username",
    # Of persons and devices, too, but no part of a form's own number, which would change with a list that grows.
    "more": r"用户id|ua|token|firstname|lastname|phonenumber|emailaddress",
}
QUESTION_NUMBER = re.compile(r"^q?(\d+)[、.,:\[\s]")
MARKS = re.compile(r"[(（](?:必填|选填|自动|单选|多选)[)）]")  # left by the site behind a header
CODE = re.compile(r"^([a-z_]+)\.")  # before the text of the header, as in `submitdate. 提交日期`
# Anywhere in a header: a question for it, or a column of its own.
WHO_ANSWERED = re.compile(
    r"姓名|名字|手机|电话|联系方式|微信|昵称|邮箱|身份证|openid|qq号|ip地址|来自ip|^ip$|ipaddr|e-?mail|phone|firstname|lastname"
    r"|username|device|设备|useragent|^ua$|用户id|token"
)


def site_kind(header: str) -> str | None:
    """The kind of SITE_HEADERS of a header; None of a question."""
    plain = normalize_header(MARKS.sub("", header))
    code = CODE.match(plain)
    told = (plain, code[1]) if code else (plain,)
    return next(
        (kind for kind, pattern in SITE_HEADERS.items() if any(re.fullmatch(pattern, one) for one in told)), None
    )


def tells_who_answered(header: str) -> bool:
    """Whether a column could tell who gave an answer: a name, a telephone number, an address of a device."""
    return site_kind(header) in ("device", "person", "more") or bool(WHO_ANSWERED.search(normalize_header(header)))
