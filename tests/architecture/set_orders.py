"""Finds walks through a set in its own order, which differs from process to process. Best effort, file by file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

_IN_ORDER = {"tuple", "list", "enumerate", "iter", "next", "zip", "map", "reversed"}  # their result shows the order
_COMBINING = {"union", "intersection", "difference", "symmetric_difference"}


def unsorted_sets(name: str, text: str) -> Iterator[str]:
    """Walks through what is visibly a set: written in place, or under a name that this file says is one."""
    tree = ast.parse(text)
    fields = {f".{field}" for cls in ast.walk(tree) if isinstance(cls, ast.ClassDef) for field in _named(cls.body)}
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found: dict[tuple[int, str], None] = {}
    for scope in (tree, *scopes):
        known = fields | (_named(ast.walk(scope)) if scope is not tree else _named(tree.body))
        for walked in (walked for node in ast.walk(scope) for walked in _walked(node) if _is_set(walked, known)):
            found[walked.lineno, ast.unparse(walked)] = None
    yield from (f"{name}:{line} walks through a set without sorting it: {what}" for line, what in found)


def _named(nodes: Iterable[ast.AST]) -> set[str]:
    """Variables, parameters and fields that are annotated as sets or get a set when assigned."""
    known: set[str] = set()
    for node in nodes:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=said) if _says_set(said):
                known.add(name)
            case ast.arg(arg=name, annotation=said) if said and _says_set(said):
                known.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) if _is_set(node.value, known):
                known.add(name)
    return known


def _says_set(annotation: ast.expr) -> bool:
    return ast.unparse(annotation).split("[")[0] in {"set", "frozenset", "AbstractSet", "Set"}


def _walked(node: ast.AST) -> list[ast.expr]:
    """What this node takes in the order it comes, where its result shows that order."""
    match node:
        case ast.For() | ast.AsyncFor():
            return [node.iter]
        case ast.ListComp() | ast.DictComp():
            return [part.iter for part in node.generators]
        case ast.List() | ast.Tuple():
            return [element.value for element in node.elts if isinstance(element, ast.Starred)]
        case ast.Call(func=ast.Name(id=called)) if called in _IN_ORDER:
            return _with_generators(node.args)
        case ast.Call(func=ast.Attribute(attr="join" | "extend")):
            return _with_generators(node.args)
        case _:
            return []


def _with_generators(arguments: list[ast.expr]) -> list[ast.expr]:
    inner = [part.iter for one in arguments if isinstance(one, ast.GeneratorExp) for part in one.generators]
    return [*arguments, *inner]


def _is_set(node: ast.expr, known: set[str]) -> bool:
    match node:
        case ast.Set() | ast.SetComp() | ast.Call(func=ast.Name(id="set" | "frozenset")):
            return True
        case ast.Call(func=ast.Attribute(attr=called)) if called in _COMBINING:
            return True
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr() | ast.BitXor() | ast.Sub()):
            return _is_set(node.left, known) or _is_set(node.right, known)
        case ast.Name(id=name):
            return name in known
        case ast.Attribute(attr=name):
            return f".{name}" in known
        case _:
            return False
