"""Demonstration workbooks: drawn from a fixed seed, calibrated to public facts, marked 示例数据 everywhere.

Called by `etl demo`. It writes workbooks as offices send them, with their usual faults. It does not use the warehouse.
"""
