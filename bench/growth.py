"""The time to load one more small batch, by the number of answers already loaded: it must not grow with them."""

import shutil
import tempfile
from pathlib import Path

from bench.load import answers, layout_in
from bench.timing import Run, middle, run, show

PART = 10_000_000  # answers per file: a file is deleted as soon as it is loaded
SMALL = 1_000
BEYOND = 900_000_000  # the first form number of the small batches


def main(already: list[int], times: int) -> None:
    """Prints, for each number of answers loaded before (ascending), the times to load one small batch and to build."""
    table: list[tuple[str, ...]] = []
    first: list[Run] = []
    loaded, small = 0, BEYOND
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name, "home")
        load = ["-m", "etl", "load", "--yes", "--layout", str(layout_in(folder))]
        for wanted in already:
            while loaded < wanted:
                part = answers(folder / "part.parquet", loaded, min(loaded + PART, wanted))
                loading = run([*load, str(part)], home)
                loaded = min(loaded + PART, wanted)
                print(f"  {loaded:,} answers loaded, the last part in {loading.seconds:.1f} s", flush=True)
            taken = []
            for _ in range(times):
                batch = answers(folder / f"small-{small}.csv", small, small + SMALL)
                taken.append(run([*load, str(batch)], home))
                small += SMALL
            one_more = sorted(taken)[times // 2]
            alone = middle(times, lambda _: _built(home))
            first = first or [one_more, alone]
            table.append(_row(wanted, [one_more, alone], first, home))
    show(
        f"A batch of {SMALL:,} answers more, and the build alone, commands, middle of {times}",
        ("answers before", "load", "ratio", "cpu", "build", "ratio", "cpu", "memory", "disk"),
        table,
    )


def _row(wanted: int, runs: list[Run], first: list[Run], home: Path) -> tuple[str, ...]:
    cells = [f"{wanted:,}"]
    for one, reference in zip(runs, first, strict=True):
        cells += [f"{one.seconds:.2f} s", f"{one.seconds / reference.seconds:.2f}"]
        cells += [f"{one.processor_seconds:.2f} s"]
    disk = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
    return (*cells, f"{max(one.memory for one in runs):,.0f} MB", f"{disk / 1e6:,.0f} MB")


def _built(home: Path) -> Run:
    """The build computed again from its batches. Without this, etl would reuse the existing one."""
    shutil.rmtree(home / "builds")
    return run(["-m", "etl", "build"], home)
