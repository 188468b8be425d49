"""Invented names of persons, for workbooks whose names the load must not let through."""

import numpy as np

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜"
FIRST = "晓志建国文海玉春秋永立思俊雅静宏瑞嘉子若"
SECOND = "峰琳斌燕彬霞涛娟毅洁波莉强芳辉颖军慧亮倩"


def names(n: int, rng: np.random.Generator) -> list[str]:
    """`n` different names of three characters."""
    drawn = rng.choice(len(FAMILY) * len(FIRST) * len(SECOND), n, replace=False)
    family, rest = np.divmod(drawn, len(FIRST) * len(SECOND))
    first, second = np.divmod(rest, len(SECOND))
    return [FAMILY[a] + FIRST[b] + SECOND[c] for a, b, c in zip(family, first, second, strict=True)]
