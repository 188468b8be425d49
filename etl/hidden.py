"""Which survey figures of a build no question may show: worked out once, for a filter must not change the answer."""

import duckdb

from etl.warehouse import model
from inference.suppression import hidden_figures


def hide_small_figures(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill hidden_figure of a build whose survey_answer and unit are filled."""
    cells = connection.sql(model("survey_lattice")).pl()
    for lattice in cells.partition_by("survey_year", "item", maintain_order=True):
        of = lattice.select("survey_year", "item").head(1)
        hidden = of.join(hidden_figures(lattice), how="cross").drop("primary")
        connection.register("hidden", hidden.to_arrow())
        connection.execute("insert into hidden_figure by name select * from hidden")
        connection.unregister("hidden")
