"""All records behind a figure, without disclosure control: what a trace that readers see is held against."""

from etl.storage import connect
from etl.warehouse import tracing


def trace_unsuppressed(
    dataset: str, limit: int | None = None, build: str | None = None, **filters: object
) -> tracing.Trace:
    """As etl.trace, with every record."""
    with connect() as connection:
        live = tracing._attach_build(connection, build)
        parts = [tracing._trace_dataset(connection, one, live, filters, limit) for one in tracing._datasets(dataset)]
    return tracing._combine(parts, limit)
