"""A composition as a web pack: one HTML file, or a folder, that opens from a USB stick in a browser without a network.

Called by shell and the command line. `pack_file` gives the one file, `folder_files` the files of a folder, which shares
one copy of Plotly. The pack asks no host for anything: its content security policy forbids it.
"""

from briefing.pack.document import folder_files, pack_file

__all__ = ["folder_files", "pack_file"]
