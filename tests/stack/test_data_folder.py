"""One Talkoot at a time on a data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stack.data_folder import AlreadyRunning, DataFolderLock, StackState, clear_state, read_state, write_state

HERE = StackState(os.getpid(), "127.0.0.1:20001", "talkoot", None, "http://127.0.0.1:8000")


def test_a_second_start_beside_the_first_names_its_process_and_gives_up_at_once(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path), pytest.raises(AlreadyRunning, match=f"process {os.getpid()}") as refused:
        DataFolderLock(tmp_path, patience=60).__enter__()
    assert refused.value.pid == os.getpid()


def test_a_folder_let_go_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with DataFolderLock(tmp_path / "new" / "folder") as lock:
            assert lock.folder.is_dir()


def test_a_child_that_outlives_its_killed_parent_keeps_the_folder_closed(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path) as lock:
        orphan = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[lock.fileno()])
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / "stack.lock").write_text(str(gone.pid))
    with pytest.raises(AlreadyRunning):
        DataFolderLock(tmp_path, patience=0.2).__enter__()
    orphan.communicate(b"\n")
    with DataFolderLock(tmp_path, patience=0.2):
        pass


def test_the_note_is_read_while_its_stack_runs_and_disbelieved_afterwards(tmp_path: Path) -> None:
    assert read_state(tmp_path) is None
    with DataFolderLock(tmp_path):
        assert read_state(tmp_path) is None
        write_state(tmp_path, HERE)
        assert read_state(tmp_path) == HERE
    assert read_state(tmp_path) is None


def test_the_note_is_taken_away_at_the_end(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path):
        write_state(tmp_path, HERE)
        clear_state(tmp_path)
        assert read_state(tmp_path) is None


def test_the_folder_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    with DataFolderLock(tmp_path / "data") as lock:
        assert lock.folder.stat().st_mode & 0o077 == 0
