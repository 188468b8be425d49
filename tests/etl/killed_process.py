"""A program of its own that loads, withdraws or rolls back in copies of a home, and is killed at chosen points of it.

`python tests/etl/killed_process.py HOME RUNS POINTS ACTION ARGUMENT…`: a point is a moment before something below
the home is opened for writing, made, renamed or removed. Each copy, RUNS/<point>, is left as the death left it;
RUNS/whole is the undisturbed run. Prints one JSON object: what happens at each point. POINTS: how many points to die
at, spread over all of them (0: all), or a text: only at the first point that has it. Threads may change the order of
the points from run to run, so a text is looked for in the run that is to die.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import etl

TOUCHING = {
    *("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.truncate", "os.utime"),
    *("shutil.copyfile", "shutil.move", "shutil.rmtree", "tempfile.mkdtemp"),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def touched(event: str, given: tuple, home: str) -> str:
    """What an event does below the home, empty for any other."""
    if event != "open" and event not in TOUCHING:
        return ""
    if event == "open" and not (given[2] or 0) & WRITING:
        return ""
    paths = [os.fsdecode(one) for one in given if isinstance(one, str | bytes | os.PathLike)]
    below = [
        path for path in paths if path.startswith(home) or not path.startswith("/")
    ]  # relative to a folder's handle
    return f"{event} {' → '.join(path.removeprefix(home) for path in below)}" if below else ""


def run(home: Path, dying_at: int | str, action: str, arguments: list[str]) -> list[str]:
    """Does it in this process, as far as it lives; what was touched. dying_at: the number of a point, or its text."""
    os.environ["RONGHE_HOME"] = str(home)
    met: list[str] = []

    def hook(event: str, given: tuple) -> None:
        if what := touched(event, given, str(home)):
            met.append(what)
            if dying_at in what if isinstance(dying_at, str) else len(met) == dying_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    if action in ("load", "build_from"):
        getattr(etl, action)(arguments)
    else:
        getattr(etl, action)(*arguments)
    return met


def forked(spare: Path, home: Path, dying_at: int | str, action: str, arguments: list[str]) -> int:
    """The same in a process of its own that knows all modules already: how it ended."""
    shutil.copytree(spare, home)
    if child := os.fork():
        return os.waitpid(child, 0)[1]
    met = run(home, dying_at, action, arguments)
    home.with_suffix(".met").write_text(json.dumps(met), encoding="utf-8")
    os._exit(0)


def main(spare: Path, runs: Path, points: str, action: str, *arguments: str) -> None:
    assert forked(spare, runs / "whole", 0, action, list(arguments)) == 0
    met = json.loads((runs / "whole.met").read_text(encoding="utf-8"))
    if points.isdigit():
        wanted = int(points) or len(met)
        chosen = sorted({1 + at * (len(met) - 1) // max(wanted - 1, 1) for at in range(wanted)})
    else:
        chosen = [1 + next(at for at, what in enumerate(met) if points in what)]
    for at in chosen:
        dying_at = at if points.isdigit() else points
        assert forked(spare, runs / str(at), dying_at, action, list(arguments)) == signal.SIGKILL, at
    print(json.dumps({at: met[at - 1] for at in chosen}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
