"""What a city has published, as a batch of the province: its shown cells and its ledgers, named by the city.

Only what the city shows is taken. Of people these are sums: answers, forms and opinions of its shown units by shown
group, ratings of shown months, call-backs of shown periods, and the mean of an index of members. Whatever can be worked
out of the province can so be worked out of what its cities show. Persons' records (points, appraisals, bad ratings,
scores of members), texts of opinions, places inside the city and rejected rows stay there.
"""

import hashlib
import json

import duckdb
import polars as pl

from etl.contracts.dictionary import code_lists
from etl.contracts.faults import FAULTS
from etl.storage import REFERENCE, WarehouseError, flush, model_sql, write_text
from etl.warehouse import batches
from etl.warehouse.batches import CITY, MANIFEST, Batch
from etl.warehouse.build_cities import COMPUTED, HIDDEN
from etl.warehouse.build_schema import TABLES, copied_columns
from etl.warehouse.cities import City, opened
from etl.warehouse.disclosure import PERSON_DATASETS
from etl.warehouse.staging import make_staging_folder, next_number, parquet_bytes

# Sums, each made by the file of its name in models/published; the tables of datasets among them lack persons' records.
SUMMED = ("survey_count", "survey_form", "opinion", "index_score", "service_rating", "hotline", "hotline_topic")
COPIED = [dataset for dataset in TABLES if dataset not in (*SUMMED, *PERSON_DATASETS)]
# Columns besides those with units whose codes a city gives out itself.
OWN_CODES = ("problem_id", "branch_id", "brand_id", "project_id", "question_id")
# What a level of a scale says of an answer.
LEVEL = pl.Schema(
    {"scale_id": pl.String(), "answer": pl.String(), "class": pl.String(), "box": pl.Int8(), "points": pl.Float64()}
)
NUMBERS = r"[^、，,;；\s]+"  # the numbers of items in a text that names several


def stage_city(city: City, before: list[Batch], by: str | None) -> Batch:
    """Write what a city shows to the staging folder as a batch, or return the live batch that holds the same.

    before: all batches, stored or staged, oldest first. Raises WarehouseError when the build cannot be read, or speaks
    of scales and items otherwise than the province.
    """
    with opened(city) as connection:
        shown = _shown_tables(connection, city)
        _require_same_words(connection, city, shown)
        facts = dict(connection.sql("select key, value from city.meta").fetchall())
    counts = {name: rows.height for name, rows in shown.items() if rows.height}
    told = {"city": city.name, "build": city.build, "as_of": facts["as_of"], "rows": counts}
    written = {f"{name}.parquet": parquet_bytes(shown[name]) for name in counts}
    written["faults.parquet"] = parquet_bytes(pl.DataFrame(schema=FAULTS))
    written["original.json"] = json.dumps(told, ensure_ascii=False, indent=1).encode()
    result = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in written.values())).hexdigest()
    known = next((one for one in batches.live_batches(before) if (one.dataset, one.layout) == (CITY, city.name)), None)
    if known and known.outcome == result:
        return known
    rows_n = sum(n for name, n in counts.items() if name not in HIDDEN)
    batch = Batch(
        batch_id=f"{next_number(before)}-{CITY}-{result[:8]}",
        dataset=CITY,
        file=f"{city.name} {city.build}",
        layout=city.name,
        layout_sha256="",
        sha256=hashlib.sha256(written["original.json"]).hexdigest(),
        outcome=result,
        rows_read=rows_n,
        accepted=rows_n,
        rejected=0,
        skipped=0,
        rows=rows_n,
        reasons={},
        sample=facts["sample"] == "true",
        loaded_at=batches.now(),
        loaded_by=by,
        replaces=known.batch_id if known else None,
        folder=make_staging_folder(),
    )
    _write(batch, written)
    return batch


def _write(batch: Batch, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (batch.folder / name).write_bytes(data)
    write_text(batch.folder / MANIFEST, json.dumps(batch.manifest(), ensure_ascii=False, indent=1))
    for file in batch.folder.iterdir():
        flush(file)


def _shown_tables(connection: duckdb.DuckDBPyConnection, city: City) -> dict[str, pl.DataFrame]:
    """Name of the file → the rows of a city that it shows, in a fixed order."""
    connection.execute(
        """create temp view source_batch as
        select batch_id, concat_ws(' › ', batch_id, file) as told from city.batch"""
    )
    connection.execute(f"create temp table shown_unit as {model_sql('published/shown_unit')}")
    statements = {name: model_sql(f"published/{name}") for name in (*SUMMED, *COMPUTED, *HIDDEN)}
    statements |= {dataset: _copied_sql(dataset) for dataset in COPIED}
    return {name: connection.sql(sql, params={"city": city.name}).pl() for name, sql in statements.items()}


def _copied_sql(dataset: str) -> str:
    """SQL of the rows of a dataset with the codes named by the city, and the batch and file in the city as their
    sheet."""
    lists = code_lists(dataset)
    named = [name for name in copied_columns(dataset) if lists.get(name) == "unit" or name in OWN_CODES]
    named += ["unit_id"] if dataset == "unit" else []
    values = {name: f'case when "{name}" is not null then concat($city, \':\', "{name}") end' for name in named}
    values["source_sheet"] = "concat_ws(' › ', source_batch.told, nullif(source_sheet, ''))"
    if dataset == "unit":
        values["aliases"] = "concat_ws('、', aliases, concat($city, ' ', unit))"
    if dataset == "contact_point":
        values["problem_ids"] = f"regexp_replace(problem_ids, '{NUMBERS}', $city || ':\\0', 'g')"
    columns = [
        f'{values[name]} as "{name}"' if name in values else f'row."{name}"'
        for name in copied_columns(dataset)
        if name != "batch_id"
    ]
    return f"""select {", ".join(columns)}
        from city.{TABLES[dataset].name} as row left join source_batch on source_batch.batch_id = row.batch_id
        order by all"""


def _require_same_words(connection: duckdb.DuckDBPyConnection, city: City, shown: dict[str, pl.DataFrame]) -> None:
    """Raise WarehouseError for a scale that the city reads otherwise, and an item that the province does not know."""
    answers = pl.concat([shown[dataset].select("scale_id", "answer") for dataset in ("survey_count", "service_rating")])
    ours = pl.read_csv(REFERENCE / "scales.csv", infer_schema=False).select(*LEVEL).cast(LEVEL)
    theirs = connection.table("city.scale_level").pl().select(*LEVEL).cast(LEVEL)
    used = theirs.join(answers.unique(), on=["scale_id", "answer"], how="semi")
    for row in used.join(ours, on=[*LEVEL], how="anti", nulls_equal=True).sort(*LEVEL).iter_rows(named=True):
        raise WarehouseError("cities.other_scale", city=city.name, scale=row["scale_id"], answer=row["answer"])
    items = pl.read_csv(REFERENCE / "codes.csv", infer_schema=False).filter(pl.col("list") == "item")["code"]
    for item in sorted(set(shown["survey_count"]["item"]) - set(items)):
        raise WarehouseError("cities.other_item", city=city.name, item=item)
