"""The house rules that no linter knows: sizes, purity, order. Each check is shown on a planted breach first."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.reading import (
    ROOT,
    environment,
    impurities,
    long_files,
    long_functions,
    our_files,
)
from tests.architecture.set_orders import unsorted_sets

Check = Callable[[str, str], Iterator[str]]
PURE = ("domain", "workflows")
NO_SETTINGS = ("activities", "api", "cli", "demo", "domain", "letters", "models", "operating_models", "workflows")


def findings(check: Check, *packages: str) -> list[str]:
    files = our_files(*packages)
    assert files
    return [line for file in files for line in check(str(file.relative_to(ROOT)), file.read_text(encoding="utf-8"))]


def test_no_file_is_longer_than_300_lines() -> None:
    assert findings(long_files) == []


def test_no_function_is_longer_than_40_lines() -> None:
    assert findings(long_functions) == []


def test_most_files_are_short(record_testsuite_property: Callable[[str, object], None]) -> None:
    median = statistics.median(len(file.read_text(encoding="utf-8").splitlines()) for file in our_files())
    record_testsuite_property("median_lines_of_a_file", median)
    assert median <= 80


def test_rules_and_workflows_use_no_clock_chance_environment_or_world() -> None:
    assert findings(impurities, *PURE) == []


def test_rules_and_workflows_walk_through_no_set_unsorted() -> None:
    assert findings(unsorted_sets, *PURE) == []


def test_only_stack_reads_the_environment() -> None:
    assert findings(environment, *NO_SETTINGS) == []


BREACHES: list[tuple[Check, str]] = [
    (long_files, "a = 1\n" * 301),
    (lambda _, text: long_files("api/bundles/verify.py", text), "a = 1\n" * 401),
    (long_functions, "def f():\n" + "    a = 1\n" * 40),
    (long_functions, "class A:\n    async def f(self):\n" + "        a = 1\n" * 40),
    (impurities, "import time"),
    (impurities, "import datetime\ndatetime.datetime.now()"),
    (impurities, "from datetime import datetime\nx = datetime.utcnow"),
    (impurities, "from datetime import date\ndate.today()"),
    (impurities, "from uuid import uuid4"),
    (impurities, "from os import environ"),
    (impurities, "import os.path"),
    (impurities, "import logging"),
    (impurities, "from concurrent.futures import ThreadPoolExecutor"),
    (impurities, "def f():\n    import random"),
    (impurities, "print('x')"),
    (impurities, "with open('x') as f: pass"),
    (impurities, "hash('the seed differs in every process')"),
    (unsorted_sets, "for a in {1, 2}: pass"),
    (unsorted_sets, "[a for a in set(b)]"),
    (unsorted_sets, "tuple({a for a in b})"),
    (unsorted_sets, "','.join(a for a in frozenset(b))"),
    (unsorted_sets, "[*{1, 2}]"),
    (unsorted_sets, "list(set(a) - set(b))"),
    (unsorted_sets, "def f(seats: frozenset[str]):\n    for a in seats: pass"),
    (unsorted_sets, "class A:\n    seats: frozenset[str]\n    def f(self): return [a for a in self.seats]"),
    (unsorted_sets, "late = {1, 2}\nfor a in late: pass"),
    (environment, "import os\nos.environ['A']"),
    (environment, "import os\nos.getenv('A')"),
    (environment, "from os import environ"),
]

FINE: list[tuple[Check, str]] = [
    (long_files, "a = 1\n" * 300),
    (long_functions, "def f():\n" + "    a = 1\n" * 39),
    (
        impurities,
        "from temporalio import workflow\nworkflow.now(); workflow.uuid4(); workflow.time()",
    ),
    (impurities, "from datetime import datetime, UTC\ndatetime.fromisoformat('2026-01-01')"),
    (impurities, "'print open os.environ'"),
    (unsorted_sets, "for a in sorted({1, 2}): pass"),
    (unsorted_sets, "{a for a in {1, 2}}; len({1}); 1 in {1}; any(a for a in {1})"),
    (unsorted_sets, "def f():\n    a = {1}\ndef g(a: list[int]):\n    return [b for b in a]"),
    (environment, "import os\nos.open('a', os.O_RDONLY)"),
]


@pytest.mark.parametrize(("check", "text"), BREACHES)
def test_a_planted_breach_is_found(check: Check, text: str) -> None:
    assert list(check("planted.py", text))


@pytest.mark.parametrize(("check", "text"), FINE)
def test_what_is_allowed_is_let_be(check: Check, text: str) -> None:
    assert list(check("fine.py", text)) == []
