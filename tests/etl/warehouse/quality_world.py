"""Workbooks in which every quality check has something to find, beside near misses that it must pass."""

from tests.etl.workbooks import COUNT_COLUMNS

UNITS = [
    ["unit_id", "unit", "unit_class", "valid_from", "valid_to"],
    *[[f"U{at}", f"市{name}局", "service_light", "", ""] for at, name in enumerate("甲乙丙丁戊", start=1)],
    ["U6", "市己局", "service_light", "2024-01-01", ""],
    ["K", "市庚局", "consulted_only", "", ""],
]


def counts(year, unit, group, satisfied, dissatisfied, valid=None, returned=None, scale="cz4"):
    """The two rows of a form-cell; as many forms as answers unless said otherwise."""
    best = "very_satisfied" if scale == "cz4" else "satisfied"
    valid = valid or satisfied + dissatisfied
    forms = [200, returned or valid, valid]
    return [
        [year, unit, group, "paper", "overall", scale, answer, n, *forms]
        for answer, n in [(best, satisfied), ("dissatisfied", dissatisfied)]
    ]


SURVEY = [
    *counts(2022, "U2", "residents", 30, 0),  # 100 % from just enough answers
    *counts(2023, "U1", "residents", 90, 10),
    *counts(2023, "U1", "experts", 10, 1, valid=10),  # eleven answers on ten forms
    *counts(2023, "U2", "residents", 90, 10),
    *counts(2023, "U2", "experts", 9, 1),
    *counts(2023, "U3", "residents", 10, 0, returned=14),  # few forms: the valid rate is not looked at
    *counts(2023, "U3", "experts", 10, 0, returned=14),
    *counts(2023, "U4", "residents", 27, 3, returned=50),
    *counts(2023, "U4", "experts", 9, 1),
    *counts(2023, "U5", "residents", 90, 10),
    *counts(2023, "U5", "experts", 9, 1),
    *counts(2024, "U1", "residents", 60, 40),
    *counts(2024, "U1", "experts", 6, 4),
    *counts(2024, "U2", "residents", 81, 19),  # eight points down: not enough
    *counts(2024, "U2", "experts", 9, 1),
    *counts(2024, "U3", "residents", 50, 50),  # too few answers the year before
    *counts(2024, "U3", "experts", 5, 5),
    *counts(2024, "U4", "residents", 24, 6),  # twelve points down, but within the sampling error
    *counts(2024, "U4", "experts", 7, 3),
    *counts(2024, "U5", "residents", 50, 50, scale="hz5"),  # another scale; no experts
    *counts(2024, "U99", "residents", 1, 1),  # rejected: there is no such unit
]
SITE_ITEMS = ("服务态度", "办事效率", "依法办事", "清正廉洁", "政务公开", "总体评价")


def online_form(number, second, took, address, *answers):
    """A form of a survey site, sent in the minute of its number."""
    return [number, f"2021/3/1 9:{number:02}:{second:02}", took, address, "群众", *answers]


# 12 forms of one device in one minute, in 5 s, all alike; 18 sent apart, of which two are alike.
ONLINE = [
    [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来自IP",
        "1、您的身份",
        *(f"{at}、{item}:—市丁局" for at, item in enumerate(SITE_ITEMS, 2)),
    ],
    *(online_form(0, at, "5秒", "10.9.9.9", *["满意"] * 6) for at in range(12)),
    *(online_form(at, 0, "5分1秒", f"10.0.0.{at}", *["比较满意", "不太满意"] * 3) for at in range(20, 36)),
    *(online_form(at, 0, "5分1秒", f"10.0.0.{at}", *["基本满意"] * 6) for at in (36, 37)),
]
PARTS = [("public_review", 90), ("daily_check", 80), ("hotline_handling", 70), ("bad_rating_fix", 60)]  # 82.5
CRITERIA = ["content", "mechanism", "integration", "approval", "influence"]
BULLETINS = {
    # period: channel → received, as printed; the one of 2020 is short by two
    "2020年12月4日—12月11日": {"all": 13205, "calls": 11978, "web": 553, "province": 452, "other": 220},
    "2021年12月3日—12月10日": {"all": 25560, "calls": 23898, "web": 1335, "province": 310, "other": 17},
}
PLACES = {"320685": 11, "320682": 14, "320623": 11}


def hotline(period, measure, value, unit="", division="", channel="all"):
    return [period, unit, division, channel, measure, value]


def item(problem, unit, text="", found="2024-03-01", done="2024-05-01", closed="2024-05-20", round_no=1, until=""):
    return ["under_lamp", round_no, problem, unit, text, found, done, closed, until]


WORLD = {
    "unit": [UNITS],
    "survey_count": [[COUNT_COLUMNS, *SURVEY]],
    "survey_response": [ONLINE],
    "conduct_score": [
        [
            ["year", "unit_id", "part", "score", "basis"],
            *[[2024, unit, part, score, ""] for unit in ("U1", "U2") for part, score in PARTS],
            [2024, "U3", "public_review", 90, "points"],  # the survey's rate is another thing
            [2023, "U2", "public_review", 90.4, "three"],
            [2023, "U4", "public_review", 92.5, "three"],
        ]
    ],
    "index_score": [
        [
            ["survey_year", "index", "subject_grain", "subject_id", "unit_id", "score"],
            [2024, "conduct", "unit", "U1", "U1", 83.1],
            [2024, "conduct", "unit", "U2", "U2", 83],
            [2024, "conduct", "unit", "U3", "U3", 80],
            [2024, "conduct", "unit", "U4", "U4", 80],
        ],
        [
            ["survey_year", "index", "subject_grain", "subject_id", "unit_id", "score"],
            [2024, "conduct", "unit", "U4", "U4", 81],
        ],
    ],
    "member_points": [
        [
            ["year", "member_id", "entry_no", "unit_id", "kind", "points", "rule_set"],
            [2024, "1001", 1, "U1", "base", 80, ""],
            [2024, "1001", 2, "U1", "base", 80, ""],
            [2024, "1002", 1, "U1", "base", 80, ""],
            [2024, "1003", 1, "U1", "plus", 5, "open_60"],
            [2024, "1003", 2, "U1", "plus", 5, "longquan_80_20"],
            [2014, "1002", 1, "U1", "plus", 5, ""],
        ]
    ],
    "branch_rating": [
        [
            ["year", "branch_id", "branch", "unit_id", "score", "star", "rule_set"],
            [2024, "Z1", "第一党支部", "U1", 97, 5, ""],
            [2024, "Z2", "第二党支部", "U1", 90, 4, ""],
            [2024, "Z3", "第三党支部", "U1", 90, "", ""],
            [2024, "Z4", "第四党支部", "U2", 90, 5, "nowhere"],
        ]
    ],
    "brand": [
        [
            ["year", "brand", "unit_id", "award", "streak", *CRITERIA, "score", "rule_set"],
            [2024, "甲", "U1", "", "", 90, 80, 70, 60, 50, 73, ""],
            [2024, "乙", "U2", "", "", 90, 80, 70, 60, 50, 72.4, ""],
            [2024, "丙", "U3", "", "", 90, 80, 70, 60, "", 60, ""],
            [2024, "丁", "U4", "", "", 21, 20, 30, 20, 10, "", "panel_100"],
            *[[2022, f"品牌{at}", "U1", "十佳", "", "", "", "", "", "", "", ""] for at in range(11)],
            *[[2023, f"品牌{at}", "U1", "十佳", "", "", "", "", "", "", "", ""] for at in range(10)],
            [2024, "品牌1", "U1", "十佳", 3, "", "", "", "", "", "", ""],
            [2024, "品牌2", "U1", "十佳", 4, "", "", "", "", "", "", ""],  # of 2021 nothing is loaded: it may be so
            [2024, "品牌3", "U1", "十佳", 2, "", "", "", "", "", "", ""],
            [2024, "品牌10", "U1", "十佳", 3, "", "", "", "", "", "", ""],  # it had a gap in 2023
            [2018, "名", "U5", "名牌", "", "", "", "", "", "", "", ""],
            [2019, "名", "U5", "名牌", 2, "", "", "", "", "", "", ""],
        ]
    ],
    "programme_project": [
        [
            ["year", "programme", "project_id", "project", "unit_id", "reported_on", "progress", "status"],
            *[[2023, "coverage", f"P{at}", f"项目{at}", "U1", "2023-06-30", "50%", ""] for at in range(30)],
            *[[2024, "coverage", f"P{at}", f"项目{at}", "U1", "2024-06-30", "50%", ""] for at in range(29)],
            [2024, "coverage", "P0", "项目0", "U1", "2024-09-30", "40%", ""],
            [2024, "coverage", "P1", "项目1", "U1", "2024-09-30", "80%", "done"],
            [2024, "coverage", "P2", "项目2", "U1", "2024-09-30", "100%", "done"],
        ]
    ],
    "hotline": [
        [
            ["period_text", "unit_id", "division_code", "channel", "measure", "value"],
            *[
                hotline(period, "received", n, channel=channel)
                for period, channels in BULLETINS.items()
                for channel, n in channels.items()
            ],
            *[hotline("2021年12月3日—12月10日", measure, n) for measure, n in
              [("answered_online", 21157), ("dispatched", 4403), ("on_time_rate", "99.45%")]],
            *[hotline("2018年3月", measure, n) for measure, n in
              [("received", 713), ("answered_online", 300), ("dispatched", 400)]],
            *[hotline("2018年1月", "received", total, channel="province") for total in [36]],
            *[hotline("2018年2月", "received", total, channel="province") for total in [96]],
            *[hotline(f"2018年{month}月", "received", n, division=code, channel="province")
              for month in (1, 2) for code, n in PLACES.items()],
            *[hotline("2022年8月", measure, n, unit="U1") for measure, n in
              [("received", 396), ("finished", 357), ("open", 31), ("overdue", 8)]],
            *[hotline("2022年8月", measure, n, unit="U2") for measure, n in
              [("received", 396), ("finished", 357), ("open", 39), ("overdue", 8)]],
            *[hotline("2022年9月", measure, n, unit="U2") for measure, n in
              [("due", 29186), ("on_time", 24165), ("on_time_rate", "93.72%")]],
            *[hotline("2022年9月", measure, n, unit="U1") for measure, n in
              [("due", 29186), ("on_time", 24165), ("on_time_rate", "82.80%")]],
        ]
    ],
    "rectification_item": [
        [
            ["source", "round_no", "problem_id", "unit_id", "problem_text", "found_on", "done_on", "closed_on"]
            + ["reported_on"],
            item("A1", "U1", "学习记录不规范，缺少签到", until="2024-07-31"),
            item("A2", "U1", "学习记录不规范， 缺少签到", closed="2024-05-21"),
            item("A3", "U1", "学习记录不规范，缺少签到", round_no=2),  # it came back in another round
            item("A4", "U2", "学习"),
            item("A5", "U2", "学习", done="2024-05-25"),
            item("A6", "U2", "另一个问题的表述", done=""),
            *[item(f"B{at}", "U3", f"问题表述第{at}号", closed="2024-06-28") for at in range(5)],
            *[item(f"C{at}", "U4", f"问题表述第{at}号", closed="2024-06-28") for at in range(4)],
            item("D1", "U5", "台账截至以后才发现", found="2024-08-01", done="", closed="", round_no=2),
        ]
    ],
    "rectification_entry": [
        [
            ["source", "round_no", "problem_id", "list_kind", "unit_id", "reported_on"],
            *[["under_lamp", 1, problem, "fix_list", unit, "2024-04-01"]
              for problem, unit in [("A1", "U1"), ("A2", "U1"), ("A4", "U2"), ("A6", "U2"), ("A9", "U2")]],
            *[["under_lamp", 1, f"{letter}{at}", "fix_list", unit, "2024-04-01"]
              for letter, unit, n in [("B", "U3", 5), ("C", "U4", 4)] for at in range(n)],
        ]
    ],
    "appraisal": [
        [
            ["year", "unit_id", "post", "grade", "ballots", "good", "fairly_good", "fair", "poor"],
            [2024, "U1", "书记", "good", 40, 30, 8, 1, 1],
            [2024, "U1", "副书记", "competent", 40, 30, 8, 1, 0],
            [2024, "U2", "书记", "good", 40, 30, "", "", ""],
        ]
    ],
    "service_rating": [
        [["month", "unit_id", "answer", "n"], ["2024-03", "U1", "very_satisfied", 10]],
    ],
}  # fmt: skip

# check: (unit_id, period, subject, given, expected) of each of its findings.
EXPECTED = {
    "index_differs": [("U1", "2024", "index.conduct · U1", 83.1, 82.5), ("U3", "2024", "index.conduct · U3", 80, 90)],
    "rule_set_unknown": [(None, "2014", "index.pioneer", 1, 0), (None, "2024", "index.fortress · nowhere", 1, 0)],
    "rule_sets_mixed": [(None, "2024", "index.pioneer · MEMBER 1003", 2, 1)],
    "base_above_rule": [("U1", "2024", "MEMBER 1001", 160, 80)],
    "star_differs": [("U1", "2024", "Z1 · 第一党支部 · star_reason.quota", 5, 4)],
    "brand_score_differs": [("U1", "2024", "甲", 73, 72)],
    "brand_points_above_full": [("U4", "2024", "丁 · brand_criterion.content", 21, 20)],
    "more_top_ten_than_ten": [(None, "2022", "brand_award.top_ten", 11, 10)],
    "flagship_too_early": [("U5", "2018", "名 · brand_award.flagship", 2018, 2019)],
    "streak_differs": [("U1", "2024", "品牌10", 3, 1), ("U1", "2024", "品牌3", 2, 3)],
    "projects_not_thirty": [(None, "2024", None, 29, 30)],
    "progress_fell": [("U1", "2024-09-30", "项目0", 0.4, 0.5)],
    "done_but_not_full": [("U1", "2024-09-30", "项目1", 0.8, 1)],
    "channels_do_not_sum": [(None, "2020年12月4日—12月11日", "hotline_measure.received", 13205, 13203)],
    "places_do_not_sum": [(None, "2018年2月", "hotline_channel.province · hotline_measure.received", 96, 36)],
    "handling_does_not_sum": [("U2", "2022年8月", "市乙局 · hotline_channel.all", 396, 404)],
    "answers_do_not_sum": [(None, "2018年3月", "hotline_channel.all", 713, 700)],
    "review_differs": [("U4", "2023", "conduct_part.public_review", 92.5, 90)],
    "hotline_rate_differs": [("U2", "2022年9月", "市乙局 · hotline_channel.all", 0.9372, 0.828)],
    "forms_do_not_add_up": [("U1", "2023", "group.experts · channel.paper · item.overall", 11, 10)],
    "perfect_rate_few_forms": [("U3", "2023", None, 20, 30)],
    "after_as_of": [("U5", "2024-08-01", "source.under_lamp · 2 · D1", 2024, 2024)],
    # Satisfied without the 12: 48 of 96 answers and 12 of 12. Of the 14 that are alike two are not among the 12.
    "forms_stand_out": [
        (None, None, "form_finding.alike", None, None),
        (None, None, "form_finding.burst", 0.7333, 0.5556),
        (None, None, "form_finding.device", 0.7333, 0.5556),
        (None, None, "form_finding.quick", 0.7333, 0.5556),
    ],
    "rate_jump": [("U1", "2024", None, 0.6, 0.9009)],
    "low_valid_rate": [("U4", "2023", None, 0.6667, 0.8)],
    "unit_without_data": [("U6", "2024", None, 0, None)],
    "missing_group": [("U5", "2024", "group.experts", 0, None)],
    "same_problem_text_twice": [("U1", "2024-03-01", "source.under_lamp · 1 · A1 · A2", 2, 1)],
    "closed_before_done": [
        ("U2", "2024-05-20", "source.under_lamp · 1 · A5", None, None),
        ("U2", "2024-05-20", "source.under_lamp · 1 · A6", None, None),
    ],
    "closed_all_on_one_day": [("U3", "2024-06-28", "source.under_lamp · 1", 5, None)],
    "problem_without_entry": [("U2", None, "source.under_lamp · 1 · list_kind.fix_list · A5", 2, 3)],
    "entry_without_problem": [("U2", None, "source.under_lamp · 1 · list_kind.fix_list · A9", 1, 0)],
    "appraisal_ballots": [("U1", "2024", "副书记", 39, 40)],
    "appraisal_scales_mixed": [("U1", "2024", None, 2, 1)],
    "superseded_rows": [(None, None, "index_score-0.csv", 1, 4)],
}
