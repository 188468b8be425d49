"""Demonstration workbooks: calibrated to public facts, messy like the real thing, marked 示例数据 everywhere."""
