"""`python -m serving [--workers N] [--port P] [--address A]`: the dashboard in several processes behind nginx."""

import argparse
import os
import sys
from pathlib import Path

from serving.errors import ServingError
from serving.supervisor import Supervisor
from words import say

WAREHOUSE = Path(__file__).parents[1] / "data" / "warehouse"
GRACE = 60  # seconds
OTHERS_MASK = 0o077  # logs and configuration stand in the warehouse, which only its owner reads


def main(arguments: list[str] | None = None) -> None:
    """Serves until Ctrl+C. Exit code 1 with a sentence if it cannot begin, or nginx ends."""
    parser = argparse.ArgumentParser(prog="python -m serving", description=say("serving.about"))
    parser.add_argument("--workers", type=int, default=2, help=say("serving.help.workers"))
    parser.add_argument("--port", type=int, default=8501, help=say("serving.help.port"))
    parser.add_argument("--address", default="127.0.0.1", help=say("serving.help.address"))
    parser.add_argument("--grace", type=int, default=GRACE, help=say("serving.help.grace"))
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1:
        parser.error(say("serving.workers"))
    os.umask(OTHERS_MASK)
    folder = Path(os.environ.get("RONGHE_HOME") or WAREHOUSE).resolve() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        Supervisor(chosen.workers, chosen.address, chosen.port, folder, chosen.grace).run()
    except ServingError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
