"""Operating models as files: strict YAML 1.2 in, plain mappings out. The rules themselves are judged by `domain`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
)

from domain.operating_model import OperatingModel
from domain.refusals import ModelInvalid
from domain.schema import parse

HERE = Path(__file__).parent
_MOST_BYTES = 256_000
_DEEPEST = 20


def load_text(text: str) -> dict[str, object]:
    """The one document of `text` as dictionaries, lists, texts, numbers, truth values and None.

    Raises ModelInvalid, with line and column as its path, for broken YAML, a key given twice, a second document, and
    what hides a rule from its reader: anchors, tags, a `%YAML` line, dates that YAML would convert.
    """
    if len(text.encode("utf-8", "surrogatepass")) > _MOST_BYTES:
        raise ModelInvalid("the file is too large", remedy=f"keep an operating model under {_MOST_BYTES // 1000} kB")
    try:
        _refuse_hidden(text)
        loaded = _yaml().load(text)
    except MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        raise ModelInvalid(
            f"the YAML cannot be read: {broken.problem or broken.context}",
            path=_position(mark),
            remedy="correct this line; a key may be written only once",
        ) from None
    except (YAMLError, ValueError, OverflowError) as broken:
        reason = str(broken).partition("\n")[0][:120]
        raise ModelInvalid(f"the YAML cannot be read: {reason}", remedy="save it as plain UTF-8 text") from None
    if not isinstance(loaded, dict):
        raise ModelInvalid("the file holds no mapping", remedy="begin it with operating_model:")
    _refuse_converted(loaded, "")
    return loaded


def read(path: Path) -> OperatingModel:
    """The operating model of one file. Raises ModelInvalid with the file's name and the path inside it."""
    try:
        return _model(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ModelInvalid(f"{path.name} is not UTF-8 text", remedy="save it as plain UTF-8 text") from None
    except ModelInvalid as refusal:
        raise ModelInvalid(f"{path.name}: {refusal.reason}", path=refusal.path, remedy=refusal.remedy) from None


@lru_cache(maxsize=16)
def _model(text: str) -> OperatingModel:
    """The model of a text, read once: that takes a third of a second, and the value never changes."""
    return parse(load_text(text))


def published(folder: Path = HERE) -> dict[str, OperatingModel]:
    """All operating models of the folder by id. Raises ModelInvalid for a wrong one or an id taken twice."""
    models: dict[str, OperatingModel] = {}
    for path in sorted(folder.glob("*.yaml")):
        model = read(path)
        if model.id in models:
            raise ModelInvalid(
                f"{path.name}: another file has the id '{model.id}' already",
                path="operating_model.id",
                remedy="give each operating model an id of its own",
            )
        models[model.id] = model
    return models


def _yaml() -> YAML:
    """Pure, because the C parser reads YAML 1.1, where `on` is true."""
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = False
    return yaml


def _refuse_hidden(text: str) -> None:
    documents = depth = 0
    for event in _yaml().parse(text):
        documents += isinstance(event, DocumentStartEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if hidden := _hidden(event, documents, depth):
            raise ModelInvalid(hidden, path=_position(event.start_mark), remedy="write every rule out where it holds")


def _hidden(event: Event, documents: int, depth: int) -> str:
    """Why the file cannot be read at this event as it stands; empty if it can."""
    if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
        return "a % line would change how the file is read"
    if documents > 1:
        return "a second document begins here"
    if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
        return "anchors and aliases are not used in operating models"
    if getattr(event, "value", None) == "<<":
        return "merge keys are not used in operating models"
    if getattr(event, "tag", None):
        return "tags are not used in operating models"
    return "this lies too deep" if depth > _DEEPEST else ""


def _refuse_converted(value: object, path: str) -> None:
    match value:
        case dict():
            for key, item in value.items():
                _refuse_converted(item, f"{path}.{key}" if path else str(key))
        case list():
            for number, item in enumerate(value):
                _refuse_converted(item, f"{path}.{number}")
        case None | str() | int() | float():
            return
        case _:
            raise ModelInvalid(f"YAML reads this as a {type(value).__name__}", path=path, remedy="put it in quotes")


def _position(mark: object) -> str:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    return "" if line is None or column is None else f"line {line + 1}, column {column + 1}"
