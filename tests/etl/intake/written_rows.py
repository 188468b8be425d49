"""Header rows of a ledger, of answers and of counts, and a row of the ledger that keeps its contract."""

LEDGER = ["问题来源", "问题编号", "责任单位", "发现日期", "整改时限", "当前状态", "销号日期"]
GOOD = ["述评考", "1", "市教育局", "2019-01-05", "2019年6月底前", "正在整改", ""]
ANSWERS = ["年度", "答卷编号", "单位", "评价项目", "评议层面", "渠道", "县市区", "量表", "评价"]
COUNTS = ["年度", "单位", "评议层面", "量表", "评价", "票数", "发放数", "回收数", "有效数"]


def changed(row: list, **cells: object) -> list:
    """A row of the ledger with some cells changed, named by their header."""
    return [cells.get(header, value) for header, value in zip(LEDGER, row, strict=True)]
