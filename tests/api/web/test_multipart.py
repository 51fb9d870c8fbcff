"""Forms with a file in them come out byte for byte, and what is no such form is empty."""

from __future__ import annotations

import httpx
import pytest

from api.web.multipart import MOST_PARTS, parts_of

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


def test_a_form_of_more_parts_than_ours_have_is_none_of_ours() -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n'
    assert parts_of("multipart/form-data; boundary=x", part * MOST_PARTS + b"--x--\r\n") == {"a": b"one"}
    assert parts_of("multipart/form-data; boundary=x", part * 50_000 + b"--x--\r\n") == {}


def test_forms_within_a_form_are_not_looked_into() -> None:
    nested = b"".join(
        b'--%04d\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=%04d\r\n\r\n'
        % (depth, depth + 1)
        for depth in range(10, 5_000)
    )
    assert list(parts_of("multipart/form-data; boundary=0010", nested)) == ["a"]
