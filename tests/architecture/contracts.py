"""Import contracts that import-linter does not bring: a list of what is allowed, and siblings that stay strangers."""

from __future__ import annotations

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.contracts.independence import IndependenceContract
from importlinter.domain.imports import ModuleExpression


class AllowedImports(Contract):
    """Modules of `packages` import the standard library and the packages in `allowed`, nothing else."""

    type_name = "allowed"
    packages = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        allowed = {*self.allowed, *sys.stdlib_module_names}
        strangers = [
            (module, imported)
            for module in sorted(graph.modules)
            if module.split(".")[0] in self.packages
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if imported.split(".")[0] not in allowed
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for module, imported in check.metadata["strangers"]:
            output.print_error(f"{module} imports {imported}, which is not on its list", bold=False)


class StrangerSiblings(IndependenceContract):
    """The modules right under `parent` know nothing of each other, by any way round, except those in `shared`.

    Nobody has to list a new sibling: it is under the contract unless it is named as shared.
    """

    type_name = "strangers"
    parent = fields.StringField()
    shared = fields.ListField(subfield=fields.StringField(), required=False)
    modules = fields.SetField(subfield=fields.ModuleExpressionField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        shared = {f"{self.parent}.{name}" for name in self.shared or ()}
        self.modules = {ModuleExpression(name) for name in graph.find_children(self.parent) - shared}
        return super().check(graph, verbose)
