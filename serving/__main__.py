"""`python -m serving [--workers N] [--port P] [--address A] [--readers-only]`: the dashboard in several processes."""

import argparse
import ipaddress
import os
import sys
from pathlib import Path

from serving.errors import ServingError
from serving.supervisor import Supervisor
from words import say

WAREHOUSE = Path(__file__).parents[1] / "data" / "warehouse"
GRACE = 60  # seconds
OTHERS_MASK = 0o077  # logs and configuration stand in the warehouse, which only its owner reads

LAST_PORT = 65535
READERS_ONLY = "RONGHE_READERS_ONLY"  # read by shell/access.py


def main(arguments: list[str] | None = None) -> None:
    """Serves until Ctrl+C. Exit code 1 with a sentence if it cannot begin, or nginx ends."""
    parser = argparse.ArgumentParser(prog="python -m serving", description=say("serving.about"))
    parser.add_argument("--workers", type=int, default=2, help=say("serving.help.workers"))
    parser.add_argument("--port", type=int, default=8501, help=say("serving.help.port"))
    parser.add_argument("--address", default="127.0.0.1", help=say("serving.help.address"))
    parser.add_argument("--grace", type=int, default=GRACE, help=say("serving.help.grace"))
    parser.add_argument("--readers-only", action="store_true", help=say("serving.help.readers_only"))
    chosen = parser.parse_args(arguments)
    if chosen.workers < 1:
        parser.error(say("serving.workers"))
    if not 0 < chosen.port <= LAST_PORT:
        parser.error(say("serving.no_port", port=chosen.port, last=LAST_PORT))
    if chosen.grace < 0:
        parser.error(say("serving.grace"))
    if chosen.readers_only:
        os.environ[READERS_ONLY] = "1"  # the processes that it starts inherit it
    elif not os.environ.get(READERS_ONLY) and not _is_loopback(chosen.address):
        print(say("serving.open_to_all", address=chosen.address), file=sys.stderr)
    os.umask(OTHERS_MASK)
    folder = Path(os.environ.get("RONGHE_HOME") or WAREHOUSE).resolve() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        Supervisor(chosen.workers, chosen.address, chosen.port, folder, chosen.grace).run()
    except ServingError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:  # a name
        return address == "localhost"


if __name__ == "__main__":
    main()
