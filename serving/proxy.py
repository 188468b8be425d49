"""nginx in front of the processes: its configuration, its start, reload and end. It runs as whoever calls."""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from string import Template

from serving.errors import ServingError

CONF = Path(__file__).with_name("nginx.conf")
PLACES = (
    "/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin"  # where accounts without administration do not look
)
SECONDS = 10.0  # to begin, and to end


class _Conf(Template):
    delimiter = "%"  # nginx has $ for its own


class Proxy:
    """nginx on an address and port. folder: for its configuration and temporary files.

    Raises ServingError if it is not installed or does not accept its configuration.
    """

    def __init__(self, folder: Path, address: str, port: int, grace: int) -> None:
        self.program = nginx_program()
        self.folder, self.address, self.port, self.grace = folder, address, port, grace
        self.process: subprocess.Popen[bytes] | None = None

    def serve(self, ports: Sequence[int]) -> None:
        """Sends readers to the processes on these ports: starts nginx, or reloads it without breaking a connection off.

        Raises ServingError.
        """
        self._write(ports)
        self._run("-t", "-q")
        if self.process is None:
            self.process = subprocess.Popen(self._command())
            self._wait()
        else:
            self.process.send_signal(signal.SIGHUP)

    def _wait(self) -> None:
        """Returns once it accepts readers. Raises ServingError if it ends before."""
        deadline = time.monotonic() + SECONDS
        while self.process and self.process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection((self.address, self.port), 1):
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        raise ServingError("serving.nginx_ended", log=self.folder / "nginx-error.log")

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _write(self, ports: Sequence[int]) -> None:
        servers = "\n".join(f"        server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports)
        text = _Conf(CONF.read_text(encoding="utf-8")).substitute(
            user=f"user {getpass.getuser()};" if os.geteuid() == 0 else "",  # else nginx warns that it cannot
            folder=_quoted(self.folder),
            grace=self.grace,
            address=self.address,
            port=self.port,
            servers=servers,
        )
        (self.folder / "nginx.conf").write_text(text, encoding="utf-8")

    def _command(self, *options: str) -> list[str]:
        conf, log = self.folder / "nginx.conf", self.folder / "nginx-error.log"
        return [self.program, "-c", str(conf), "-p", str(self.folder), "-e", str(log), *options]

    def _run(self, *options: str) -> None:
        done = subprocess.run(self._command(*options), capture_output=True, text=True)
        if done.returncode:
            raise ServingError("serving.refused", said=done.stderr.strip())


def nginx_program() -> str:
    """The path of nginx. Raises ServingError with what to ask an administrator for."""
    found = shutil.which("nginx") or shutil.which("nginx", path=PLACES)
    if found is None:
        raise ServingError("serving.no_nginx")
    return found


def _quoted(folder: Path) -> str:
    """A path inside the quotation marks of nginx.conf, whatever characters it has."""
    return str(folder).replace("\\", "\\\\").replace('"', '\\"')
