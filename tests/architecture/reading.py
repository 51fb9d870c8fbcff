"""Reads our Python files for what the house forbids. Each finding is a line "file:line what"."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
ALONE = {"api/bundles/verify.py": 400}
"""What people carry away as one file, and may be longer for it."""

# Banned in pure code, as dotted beginnings of what is imported, called or looked up.
IMPURE_MODULES = (
    *("asyncio.subprocess", "ctypes", "getpass", "glob", "http", "httpx", "importlib", "io", "locale", "logging"),
    *("multiprocessing", "os", "pathlib", "platform", "random", "requests", "secrets", "shutil", "socket", "sqlite3"),
    *("subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid", "concurrent"),
)
IMPURE_CALLS = ("open", "print", "input", "exec", "eval", "__import__", "id", "hash", "breakpoint")
WALL_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("os", "putenv"), ("os", "environb")}


def our_files(*packages: str) -> list[Path]:
    """Every Python file of the checkout, under these packages (all if none is named); hidden folders are not ours."""
    tops = [ROOT / name for name in packages] or [top for top in ROOT.iterdir() if not top.name.startswith(".")]
    found = [file for top in tops for file in (top.rglob("*.py") if top.is_dir() else [top]) if file.suffix == ".py"]
    return sorted(found)


def long_files(name: str, text: str) -> Iterator[str]:
    """Files of more than 300 lines, but for one that is read alone."""
    if (lines := len(text.splitlines())) > ALONE.get(name, LONGEST_FILE):
        yield f"{name}:1 the file has {lines} lines"


def long_functions(name: str, text: str) -> Iterator[str]:
    """Functions of more than 40 lines, decorators not counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno} {node.name} has {lines} lines"


def impurities(name: str, text: str) -> Iterator[str]:
    """Wall clocks, randomness, environment and I/O: what would make a replay differ from the first run."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import():
                found = [alias.name for alias in node.names if _impure(alias.name)]
            case ast.ImportFrom(module=str(module)):
                found = [f"{module}.{alias.name}" for alias in node.names if _impure(f"{module}.{alias.name}")]
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if (owner, attr) in WALL_CLOCKS:
                found = [f"{owner}.{attr}"]
            case ast.Attribute(value=ast.Attribute(attr=owner), attr=attr) if (owner, attr) in WALL_CLOCKS:
                found = [f"{owner}.{attr}"]
            case ast.Call(func=ast.Name(id=called)) if called in IMPURE_CALLS:
                found = [f"{called}()"]
            case _:
                continue
        yield from (f"{name}:{node.lineno} uses {what}" for what in found)


def environment(name: str, text: str) -> Iterator[str]:
    """Readings of environment variables."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if (owner, attr) in ENVIRONMENT:
                yield f"{name}:{node.lineno} reads {owner}.{attr}"
            case ast.ImportFrom(module="os"):
                for alias in node.names:
                    if ("os", alias.name) in ENVIRONMENT:
                        yield f"{name}:{node.lineno} reads os.{alias.name}"


def _impure(dotted: str) -> bool:
    return any(dotted == module or dotted.startswith(f"{module}.") for module in IMPURE_MODULES)
