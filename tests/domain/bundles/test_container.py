"""The zip of a bundle: any program reads it, it is the same each time, and it ends before it outgrows its form."""

from __future__ import annotations

import io
import zipfile

import pytest

from domain.bundles import container
from domain.bundles.container import Container, TooMuchForOneFile

FILES = {"key": b"k\n", "entries/000000.jsonl": b'{"a":1}\n' * 100, "manifest": "ä—\n".encode()}


def packed() -> bytes:
    here = Container()
    return b"".join([*(here.file(name, content) for name, content in FILES.items()), here.end()])


def test_any_program_that_knows_zip_reads_it() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as zipped:
        assert zipped.testzip() is None
        assert {name: zipped.read(name) for name in zipped.namelist()} == FILES
        assert {info.compress_type for info in zipped.infolist()} == {zipfile.ZIP_STORED}


def test_the_same_files_are_the_same_bytes() -> None:
    assert packed() == packed()


def test_what_no_longer_fits_is_refused_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_FILES", 2)
    here = Container()
    here.file("key", b"")
    here.file("checkpoint", b"")
    with pytest.raises(TooMuchForOneFile):
        here.file("manifest", b"")
    monkeypatch.setattr(container, "MOST_BYTES", 100)
    with pytest.raises(TooMuchForOneFile):
        Container().file("key", bytes(100))
    with pytest.raises(TooMuchForOneFile):
        here.end()
