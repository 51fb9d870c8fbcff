"""Forms with a file in them come out byte for byte, and what is no such form is empty."""

from __future__ import annotations

import httpx
import pytest

from api.web.multipart import parts_of

CONTENTS = [b"", b"a", b"a\r\n", b"a\n\r\n\n", b"\xff\xfe\x00a\x00", b"--", b"\r\n--x", "\ufeffkylä\r\n".encode()]


@pytest.mark.parametrize("content", CONTENTS)
def test_a_file_and_a_field_come_out_as_they_were_sent(content: bytes) -> None:
    files = {"file": ("kylä.csv", content, "text/csv"), "step": (None, "preview")}
    sent = httpx.Request("POST", "http://talkoot.example/", files=files)
    parts = parts_of(sent.headers["content-type"], sent.read())
    assert parts == {"file": content, "step": b"preview"}


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_what_is_no_such_form_is_empty(kind: str) -> None:
    assert parts_of(kind, b"--x\r\n\r\na\r\n--x--\r\n") == {}


def test_the_first_of_two_fields_of_a_name_counts() -> None:
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + text + b"\r\n" for text in (b"one", b"two")
    )
    assert parts_of("multipart/form-data; boundary=x", body + b"--x--\r\n") == {"a": b"one"}
