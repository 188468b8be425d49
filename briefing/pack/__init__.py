"""A composition as a web pack: one HTML file, or a folder, that opens from a USB stick in a browser without a network.

Called by shell and the command line. `pack_file` gives the one file, `folder_files` the files of a folder, which shares
one copy of Plotly, `folder_zip` that folder to download. The pack asks no host for anything: its content security
policy forbids it.
"""

import io
import zipfile
from collections.abc import Sequence

from briefing.composed import Part
from briefing.composition import Composition
from briefing.pack.document import folder_files, pack_file

__all__ = ["folder_files", "folder_zip", "pack_file"]


def folder_zip(composition: Composition, parts: Sequence[Part], lang: str, folder: str) -> bytes:
    """The folder as a zip that unpacks to it. folder: its name. Raises as `pack_file`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in folder_files(composition, parts, lang).items():
            archive.writestr(f"{folder}/{name}", content)
    return packed.getvalue()
