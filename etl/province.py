"""The province: a build made from what its cities have published."""

from collections.abc import Iterable

from etl.storage import WarehouseError, current_user, locked
from etl.warehouse import batches
from etl.warehouse.batches import Batch
from etl.warehouse.build import current_build
from etl.warehouse.cities import find_cities
from etl.warehouse.load_report import FileReport, Report
from etl.warehouse.published_cells import stage_city
from etl.warehouse.publishing import publish_with
from etl.warehouse.rollback import complete_interrupted


def build_from(cities: Iterable[str], by: str | None = None, confirmed: bool = False) -> Report:
    """Take in what cities have published, and publish the build of all live batches with it.

    cities: each `NAME=PATH` or `PATH` of a city's warehouse. What a city of that name published before is replaced; a
    city that is not named stays as it was taken. The same builds twice change nothing. by, confirmed: as of `load`.
    Raises WarehouseError for the first city that cannot be taken, or a check that fails; nothing is then changed.
    """
    named = find_cities(cities)
    with locked():
        complete_interrupted()
        before, by = batches.all_batches(), by or current_user()
        taken: list[Batch] = []
        for city in named:
            taken.append(stage_city(city, [*before, *taken], by))
        fresh = [batch for batch in taken if batch not in before]
        _require_once(batches.live_batches([*before, *fresh]))
        changed, published = publish_with(fresh, before, by, lambda change: confirmed or not change.asks)
    files = [_city_report(batch, unchanged=batch not in fresh) for batch in taken]
    return Report(files, current_build(), changed, unconfirmed=not published)


def _require_once(live: list[Batch]) -> None:
    """Raise WarehouseError for one build under two names: its answers would count twice."""
    names: dict[str, str] = {}
    for batch in [batch for batch in live if batch.dataset == batches.CITY]:
        build = batch.file.removeprefix(f"{batch.layout} ")
        if build in names:
            raise WarehouseError("cities.same_build", city=names[build], other=batch.layout, build=build)
        names[build] = batch.layout


def _city_report(batch: Batch, unchanged: bool) -> FileReport:
    return FileReport(
        file=batch.file,
        dataset=batch.dataset,
        batch_id=batch.batch_id,
        rows_read=batch.rows_read,
        accepted=batch.accepted,
        unchanged=unchanged,
    )
