"""Files between stewards and server: the kind of an original, and the names of uploads."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from shell.stewards import change_report
from shell.stewards.uploads import bare_name, on_disk


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (".csv", "text/csv"),
        (".ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (".json", "application/json"),
        (".parquet", "application/octet-stream"),
    ],
)
def test_an_original_is_sent_as_what_it_is(ending, kind, monkeypatch):
    sent = []
    monkeypatch.setattr(change_report.etl, "original_workbook", lambda _: Path(f"original{ending}"))
    monkeypatch.setattr(change_report, "download", lambda *given: sent.append(given))
    change_report.offer_original("000001", "台账.xlsx")
    ((_, _, name, mime),) = sent
    assert (name, mime) == (f"台账{ending}", kind)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("答卷.xlsx", "答卷.xlsx"),
        ("../../etc/答卷.csv", "答卷.csv"),
        ("C:\\dir\\答卷.csv", "答卷.csv"),
        ("..", "3"),
        (".", "3"),
        ("", "3"),
        ("/", "3"),
        ("a\n.csv", "3.csv"),
        ("a\x00.exe", "3"),
        ("长" * 90 + ".XLSX", "3.xlsx"),
    ],
)
def test_an_upload_has_a_name_that_files_may_have(given, name):
    assert bare_name(given, 2) == name


def test_uploads_of_any_name_lie_each_in_a_folder_of_its_own():
    uploads = tuple(SimpleNamespace(name=name, getbuffer=lambda: b"x") for name in ("..", "", "a.csv", "a.csv"))
    with on_disk(uploads) as paths:
        assert [path.read_bytes() for path in paths] == [b"x"] * 4
        assert [path.parent.name for path in paths] == ["0", "1", "2", "3"]
