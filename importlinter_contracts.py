"""A contract that import-linter lacks: a context is entered through its doors only."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """An import that crosses the border of a context lands on one of its doors.

    ``contexts`` are the packages with a border, ``doors`` the modules in them that outsiders may import, ``wiring`` the
    packages that may import anything (addresses, routers, jobs), and ``lent`` the modules that only tests may borrow.
    """

    contexts = fields.SetField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    wiring = fields.SetField(subfield=fields.StringField(), required=False)
    lent = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - the library's signature
        """Find every import that goes through a wall."""
        homes = sorted(home for home in self.contexts if home in graph.modules)
        trespasses = [trespass for home in homes for trespass in self._trespasses(graph, home)]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _trespasses(self, graph: ImportGraph, home: str) -> list[tuple[str, str]]:
        own = {home} | graph.find_descendants(home)
        found = []
        for target in sorted(own):
            room = target.removeprefix(home).lstrip(".")
            if room.split(".")[0] not in self.doors:
                strangers = graph.find_modules_that_directly_import(target) - own
                found += [(who, target) for who in sorted(strangers) if not self._is_exempt(who, room)]
        return found

    def _is_exempt(self, importer: str, room: str) -> bool:
        borrowed = ".tests" in importer and room in (self.lent or set())
        return borrowed or importer.split(".")[1] in (self.wiring or set())

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that goes through a wall."""
        for importer, target in check.metadata["trespasses"]:
            output.print_error(f"{importer} -> {target}")
