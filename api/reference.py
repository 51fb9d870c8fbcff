"""`make reference`: the OpenAPI description as pages that people read, `docs/api.md`. A test keeps them true."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from api.app import create

Json = dict[str, Any]
HEAD = """# The API

Made from the OpenAPI description by `make reference`; a running Talkoot shows the same at `/docs`, to try out.

Every request sends `Authorization: Bearer …` with an API key (`talkoot key create`) or the token of a personal link.
Bodies are JSON, read strictly: an unknown field is refused. POSTs that start or answer take an `Idempotency-Key` of 8
to 200 characters: the same key makes a retry count once, and without one a retry is a new request. Behind the question
mark stand parameters that the route knows, each once; others are refused, as is another `Idempotency-Key`. Refusals are
`application/problem+json` with `path`, `detail` and what to do (`remedy`).

What a key may be used for are its scopes: those of its role, or fewer (`talkoot key create --scope`). A personal link
has the scope `seat:own`, and no key has it. Where several are named, one is enough. Whose things it opens, the role
says: a coordinator's own initiatives, an administrator's and an auditor's all.
"""


def reference(described: Json) -> str:
    """The pages of an OpenAPI description, in Markdown: every operation by its part of the API, then every shape."""
    parts: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            parts.setdefault(operation["tags"][0], []).extend(_operation(method, path, operation))
    lines = [HEAD]
    for part, told in parts.items():
        lines += [f"\n## {part.capitalize()}", *told]
    lines.append("\n## Shapes")
    for name, schema in sorted(described["components"]["schemas"].items()):
        lines += _shape(name, schema)
    return "\n".join(lines) + "\n"


def _operation(method: str, path: str, operation: Json) -> Iterator[str]:
    yield f"\n### {method.upper()} `{path}`"
    yield _prose(operation.get("description") or operation["summary"])
    if scopes := [f"`{scope}`" for one in operation.get("security", ()) for told in one.values() for scope in told]:
        yield f"\nNeeds {' or '.join(scopes)}."
    if asked := [_parameter(one) for one in operation.get("parameters", ()) if one["in"] != "header"]:
        yield from ("", "| parameter | in | type | |", "|---|---|---|---|", *asked)
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        example = f", as in `{json.dumps(content['example'], ensure_ascii=False)}`" if "example" in content else ""
        yield f"\nBody (`{media}`): {_type(content.get('schema', {}))}{example}"
    answers = {code: one for code, one in operation["responses"].items() if code < "400"}
    given = "; ".join(f"{code}{_answer(one)}" for code, one in answers.items())
    refused = ", ".join(code for code in operation["responses"] if code >= "400")
    yield f"\nAnswers {given}." + (f" Refuses with {refused}." if refused else "")


def _parameter(one: Json) -> str:
    name = f"`{one['name']}`" + ("" if one.get("required") else " (optional)")
    return f"| {name} | {one['in']} | {_type(one['schema'])} | {_cell(one.get('description', ''))} |"


def _answer(response: Json) -> str:
    types = [_type(content.get("schema", {})) for content in response.get("content", {}).values()]
    return f" {' or '.join(types)}" if types else ""


def _shape(name: str, schema: Json) -> Iterator[str]:
    yield f"\n### {name}"
    if described := schema.get("description"):
        yield _prose(described)
    if "enum" in schema:
        yield "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + "."
    if fields := schema.get("properties"):
        yield from ("", "| field | type | |", "|---|---|---|")
        needed = schema.get("required", ())
        for field, inner in fields.items():
            mark = "" if field in needed else " (optional)"
            yield f"| `{field}`{mark} | {_type(inner)} | {_cell(inner.get('description', ''))} |"


def _type(schema: Json) -> str:
    """A type in a few words; a shape of its own is a link."""
    if ref := schema.get("$ref"):
        name = ref.rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(_type(option) for option in options if option.get("type") != "null"))
    if values := schema.get("enum"):
        return ", ".join(f"`{value}`" for value in values)
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(inner := schema.get("additionalProperties"), dict):
        return f"map to {_type(inner)}"
    kind = str(schema.get("format") or schema.get("type") or "anything")
    return kind + (f" `{_cell(schema['pattern'])}`" if "pattern" in schema else "")


def _prose(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def described() -> Json:
    """The description of the application as it stands; nothing is started."""
    app = create(SimpleNamespace())  # type: ignore[arg-type]
    return app.openapi()


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(described()), encoding="utf-8")
