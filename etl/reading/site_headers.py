"""Headers of what survey sites add to the questions, and of what tells who answered."""

import re

from etl.reading.tables import normalize_header

# Headers by kind.
SITE_HEADERS = {
    "form": r"序号|编号|答题序号|答卷编号|记录编号|答卷id|答复id|填写id|responseid|id|_id|_index",
    "time": r"提交答卷时间|提交时间|提交日期|结束答题时间|填写时间|创建时间|时间戳记?|timestamp|createtime|createdat"
    r"|datesubmitted|submitdate|_submission_time|end",
    "start": r"开始答题时间|开始时间|开始日期|datestarted|startdate|start|today",
    "duration": r"所用时间|答题时长|填写时长|答题用时|用时|总时间|totaltime|interviewtime",
    "device": r"来自ip|ip|ip地址|ipaddress|ipaddr|设备|设备号|deviceid|_?openid|(?:用户|微信)openid|useragent"
    r"|.*ip\(.*\)",
    "source": r"来源|来源详情|填写设备|操作系统|浏览器|地理位置.*|自定义字段|清洗数据结果|总分"
    r"|lastpage|startlanguage|seed|datelastaction|refurl|_uuid|_validation_status|_notes|_status|_tags|__version__"
    r"|最后一页|起始语言|语言|最后操作日期|引荐网址|智能清洗数据无效概率|头像|微信头像|提交人部门"
    r"|formhub/uuid|meta/instanceid|referrer|用户类型|datestamp|_geolocation",
    "person": r"姓名|昵称|微信昵称|提交者|提交人|填写人|手机|手机号|电话|联系电话|联系方式|邮箱|email|emailaddress"
    r"|电子邮件地址|nickname|_submitted_by|username",
    # Of persons and devices, too, but no part of a form's own number, which would change with a list that grows.
    "more": r"用户id|ua|token|firstname|lastname|phonenumber|unionid",
}
TOTAL = "总分"  # one of them: the sum of a form's scores
SKIPPED = r"^(?:-[23](?:[(（].*[)）])?|[(（](?:跳过|空|未填)[)）]|跳过|未作答)$"  # cells without an answer
QUESTION_NUMBER = re.compile(r"^q?(\d+)[、.,:\[\s]")
MARKS = re.compile(r"[(（](?:必填|选填|自动|单选|多选)[)）]")  # left by the site behind a header
CODE = re.compile(r"^([a-z_]+)\.")  # before the text of the header, as in `submitdate. 提交日期`
# Anywhere in a header: a question for it, or a column of its own.
WHO_ANSWERED = re.compile(
    r"姓名|名字|手机|电话|座机|传真|联系方式|微信|昵称|头像|邮箱|电子邮件|身份证|证件号|社保|银行卡|车牌|学号|工号|账号"
    r"|用户名|签名|住址|地址|定位|经度|纬度|经纬度|填[表写]人|作答人|答题人|受访|被访|提交[者人]|qq|openid|unionid"
    r"|(?<![a-z])ip(?![a-z])|ipaddr|(?<![a-z])mac(?![a-z])|imei|cookie|session|e-?mail|phone|mobile|(?<![a-z])tel(?![a-z])"
    r"|^name$|fullname|firstname|lastname|nickname|username|respondent|contact|device|设备|useragent|^ua$|用户id|token"
    r"|latitude|longitude|geolocation|(?<![a-z])gps"
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
