"""Ports: a taken one is told, and the one of the last start is taken again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack import ports


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((ports.LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused(taken: int) -> None:
    with pytest.raises(ports.PortTaken, match=str(taken)):
        ports.claim(taken)


def test_a_port_is_held_from_the_moment_it_is_claimed() -> None:
    with ports.listen(ports.LOOPBACK, 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(ports.PortTaken, match=f"port {port} of 127.0.0.1 is taken by another program"):
            ports.listen(ports.LOOPBACK, port)
    ports.listen(ports.LOOPBACK, port).close()


def test_whoever_cannot_listen_is_told_by_which_setting_to_choose_another_port(taken: int) -> None:
    with pytest.raises(ports.PortTaken, match="set another TALKOOT_METRICS_PORT"):
        ports.listen(ports.LOOPBACK, taken, "TALKOOT_METRICS")


def test_an_address_that_is_not_ours_is_told_as_such() -> None:
    with pytest.raises(ports.PortTaken, match=r"port 8000 of 192\.0\.2\.1 cannot be used"):
        ports.listen("192.0.2.1", 8000)


def test_the_first_start_takes_the_preferred_port_or_another(tmp_path: Path, taken: int) -> None:
    free = ports.claim(0)
    assert ports.claim_again(tmp_path / "port", free) == free
    assert ports.claim_again(tmp_path / "port", taken) not in (taken, 0)


def test_the_next_start_takes_the_same_port_again_though_the_preferred_one_is_free(tmp_path: Path) -> None:
    noted, preferred = ports.claim(0), ports.claim(0)
    ports.keep(tmp_path / "port", noted)
    assert ports.claim_again(tmp_path / "port", preferred) == noted


def test_a_noted_port_that_is_taken_by_now_gives_way(tmp_path: Path, taken: int) -> None:
    free = ports.claim(0)
    ports.keep(tmp_path / "port", taken)
    assert ports.claim_again(tmp_path / "port", free) == free


@pytest.mark.parametrize("written", ["", "eight thousand", "0", "-1", "70000"])
def test_a_note_that_is_none_is_passed_over(tmp_path: Path, written: str) -> None:
    (tmp_path / "port").write_text(written)
    free = ports.claim(0)
    assert ports.claim_again(tmp_path / "port", free) == free


def test_an_answer_in_two_parts_does_not_wait_for_the_readers_receipt() -> None:
    with ports.listen(ports.LOOPBACK, 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
