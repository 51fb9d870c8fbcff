"""The pages of the API's reference say what the running API says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.reference import described, reference

PAGES = Path(__file__).parents[2] / "docs" / "api.md"


def test_the_pages_are_those_of_this_api() -> None:
    assert PAGES.read_text(encoding="utf-8") == reference(described()), "the API has changed: run make reference"


def test_every_link_leads_to_a_shape_that_is_told() -> None:
    text = PAGES.read_text(encoding="utf-8")
    told = {line.removeprefix("### ").lower() for line in text.splitlines() if line.startswith("### ")}
    linked = {part.partition(")")[0] for part in text.split("](#")[1:]}
    assert len(linked) > 40
    assert linked <= told


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "pattern": "^(a|b)$"}, "string `^(a\\|b)$`"),
        ({"type": "string", "format": "date"}, "date"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Seat"}}, "list of [Seat](#seat)"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "map to boolean"),
        ({"enum": ["yes", "no"]}, "`yes`, `no`"),
        ({"const": 1}, "`1`"),
        ({}, "anything"),
    ],
)
def test_a_type_is_told_in_a_few_words(schema: dict[str, Any], told: str) -> None:
    operation = {"tags": ["t"], "summary": "S", "responses": {}, "requestBody": {"content": {"m": {"schema": schema}}}}
    pages = reference({"paths": {"/x": {"post": operation}}, "components": {"schemas": {}}})
    assert f"Body (`m`): {told}\n" in pages
