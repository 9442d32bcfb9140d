"""Where the samples of a sheet lie: containers, their types, positions, and which container lies in which."""

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping

from rapidfuzz import fuzz, process

from farlight.samples.domain.sheets.headings import folded
from farlight.samples.domain.sheets.identities import rows_in_words
from farlight.samples.domain.sheets.known import Known, KnownContainer, KnownType, slot_key
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, warning
from farlight.samples.domain.sheets.rows import DeclaredRow, RowsRead
from farlight.samples.domain.techniques import Technique

_LIKE = 65.0
Told = tuple[Target, SheetProblem]
Found = Iterator[Told]
TypeFound = Generator[Told, None, KnownType | None]
CodeFound = Generator[Told, None, str | None]


class Places:
    """Looks at where things lie, and writes the type and the slot that were meant into the rows."""

    def __init__(self, read: RowsRead, known: Known, technique: Technique, only_type: str = "") -> None:
        self._read = read
        self._known = known
        self._usual = technique.containers
        self._mount = technique.mount
        self._only_type = only_type
        self._types: dict[str, tuple[str, int]] = {}
        """Type and first row of each container of the sheet, by its name in lower case."""
        self._looked_up: dict[str, str | None] = {}
        self._moving = {
            row.text(Target.NAME) for row in read.rows if row.text(Target.CONTAINER) and row.text(Target.SLOT)
        }
        self._moving_containers = {row.text(Target.CONTAINER).casefold() for row in read.rows if row.text(Target.OUTER)}

    def problems(self) -> Iterator[SheetProblem]:
        """Everything that is wrong with places."""
        told = {(problem.row, problem.column) for problem in self._read.problems if problem.severity.rank == 0}
        for row in self._read.rows:
            for target, problem in self._of_row(row):
                place = self._read.at(row, target, problem)
                if (place.row, place.column) not in told or problem.trouble is not Trouble.MISSING:
                    yield place
        yield from self._same_place(Target.CONTAINER, Target.SLOT, "Two samples cannot lie in one position.")
        yield from self._containers_in_one_place()
        yield from self._circles()
        yield from self._disagreements(Target.PARCEL, Trouble.CONTAINER_TWICE_PACKED, "parcel")
        yield from self._disagreements(Target.OUTER, Trouble.CONTAINER_TWICE_PACKED, "outer container")
        yield from self._disagreements(Target.OUTER_SLOT, Trouble.CONTAINER_TWICE_PACKED, "position")

    def _of_row(self, row: DeclaredRow) -> Found:
        container, slot = row.text(Target.CONTAINER), row.text(Target.SLOT)
        if not container:
            if slot and Target.CONTAINER in self._read.where:
                yield Target.CONTAINER, error(Trouble.MISSING, "There is a position, but no container.", "Give both.")
            elif slot:
                message = "There is a position, but no column for the container."
                yield Target.SLOT, error(Trouble.MISSING, message, "Add one, or say the container for all rows.")
            return
        kind = yield from self._type_of(row, container, Target.CONTAINER_TYPE)
        if not slot:
            message = f"The position in {container} is missing."
            yield Target.SLOT, error(Trouble.MISSING, message, _positions(kind))
        elif kind is not None:
            yield from self._slot_of(row, container, kind)
        if row.text(Target.OUTER):
            yield from self._of_outer(row, kind)

    def _type_of(self, row: DeclaredRow, container: str, target: Target) -> TypeFound:
        code = yield from self._said_type(row, container, target)
        if code is None:
            return None
        row.texts[target] = code
        first = self._types.setdefault(container.casefold(), (code, row.row))
        if first[0] != code:
            title = self._layout(container, first[0]).title
            message = f"{container} is {title} in row {first[1]}, and {self._layout(container, code).title} here."
            yield (
                target,
                error(Trouble.CONTAINER_TYPE_DIFFERS, message, "Say the same in all its rows.", suggestion=title),
            )
        return self._layout(container, first[0])

    def _layout(self, container: str, code: str) -> KnownType:
        """A container that is there already keeps the slots that it was made with."""
        known = self._known.containers.get(container.casefold())
        own = known.layout if known is not None and known.type == code else None
        return own or self._known.types[code]

    def _said_type(self, row: DeclaredRow, container: str, target: Target) -> CodeFound:
        known = self._known.containers.get(container.casefold())
        said = row.text(target) or (self._only_type if target is Target.CONTAINER_TYPE else "")
        if known is not None and not known.is_open and not self._lies_there(row, container, target):
            name_target = Target.CONTAINER if target is Target.CONTAINER_TYPE else Target.OUTER
            message = f"{container} is on its way or out of use; nothing can be put into it."
            yield name_target, error(Trouble.CONTAINER_NOT_YOURS, message, "Take another one.")
        if not said:
            return (yield from self._without_type(container, known, target))
        code = self._code_of(said, known)
        if code is None:
            yield target, self._unknown_type(said)
        elif known is not None and known.type != code:
            title = self._layout(container, known.type).title
            message = f"{container} is {title} here, not {self._known.types[code].title}."
            yield (
                target,
                error(
                    Trouble.CONTAINER_TYPE_DIFFERS, message, "Correct it, or name another container.", suggestion=title
                ),
            )
            return known.type
        return code

    def _code_of(self, said: str, known: KnownContainer | None) -> str | None:
        if said not in self._looked_up:
            self._looked_up[said] = self._known.type_names.get(folded(said).replace(" ", ""))
        own = known.layout if known is not None else None
        is_own = own is not None and folded(said) in {folded(own.code), folded(own.title)}
        return own.code if own is not None and is_own else self._looked_up[said]

    def _lies_there(self, row: DeclaredRow, container: str, target: Target) -> bool:
        """Whether a row says nothing new of a container that is on its way: a sheet that came back is sent again."""
        is_inner = target is Target.CONTAINER_TYPE
        thing, slot = (Target.NAME, Target.SLOT) if is_inner else (Target.CONTAINER, Target.OUTER_SLOT)
        there = self._known.taken.get((container.casefold(), row.text(slot)))
        return bool(there) and there == row.text(thing)

    def _without_type(self, container: str, known: KnownContainer | None, target: Target) -> CodeFound:
        if known is not None:
            return known.type
        earlier = self._types.get(container.casefold())
        if earlier:
            return earlier[0]
        titles = [self._known.types[code].title for code in self._usual if code in self._known.types]
        message = f"{container} is new here, so its type must be said."
        remedy = f"Give one of: {', '.join(titles[:6])}." if titles else "Give it, such as UniPuck."
        where = target if target in self._read.where else Target.CONTAINER
        suggestion = titles[0] if len(titles) == 1 else None
        yield where, error(Trouble.MISSING, message, remedy, suggestion=suggestion)
        return None

    def _unknown_type(self, said: str) -> SheetProblem:
        names = self._known.type_names
        near = process.extractOne(folded(said).replace(" ", ""), list(names), scorer=fuzz.ratio, score_cutoff=_LIKE)
        meant = self._known.types[names[near[0]]].title if near else None
        titles = [self._known.types[code].title for code in self._usual if code in self._known.types]
        remedy = f"Did you mean {meant!r}?" if meant else f"Give one of: {', '.join(titles[:8])}."
        message = f"{said!r} is not a type of container."
        return error(Trouble.UNKNOWN_CONTAINER_TYPE, message, remedy, suggestion=meant, value=said)

    def _slot_of(self, row: DeclaredRow, container: str, kind: KnownType) -> Found:
        said = row.text(Target.SLOT)
        slot = kind.by_key.get(slot_key(said))
        if slot is None:
            message = f"{kind.title} has no position {said!r}."
            yield Target.SLOT, error(Trouble.POSITION, message, _positions(kind), value=said)
            return
        row.texts[Target.SLOT] = slot
        there = self._known.taken.get((container.casefold(), slot))
        if there is not None and there != row.text(Target.NAME) and there not in self._moving:
            message = f"{repr(there) if there else 'Something'} lies in position {slot} of {container}."
            yield Target.SLOT, error(Trouble.POSITION_TAKEN, message, "Give another position, or take that one out.")
        if self._mount and kind.accepts.get(slot) and self._mount not in kind.accepts[slot]:
            message = f"{kind.title} takes {', '.join(kind.accepts[slot])} in position {slot}, not a {self._mount}."
            yield Target.SLOT, error(Trouble.POSITION, message, "Name the container that the sample itself lies in.")

    def _of_outer(self, row: DeclaredRow, inner: KnownType | None) -> Found:
        outer, slot = row.text(Target.OUTER), row.text(Target.OUTER_SLOT)
        if outer.casefold() == row.text(Target.CONTAINER).casefold():
            yield Target.OUTER, error(Trouble.POSITION, f"{outer} cannot lie in itself.", "Name the outer container.")
            return
        kind = yield from self._type_of(row, outer, Target.OUTER_TYPE)
        if not slot:
            message = f"The position in {outer} is missing."
            yield Target.OUTER_SLOT, error(Trouble.MISSING, message, _positions(kind))
            return
        if kind is None:
            return
        found = kind.by_key.get(slot_key(slot))
        if found is None:
            message = f"{kind.title} has no position {slot!r}."
            yield Target.OUTER_SLOT, error(Trouble.POSITION, message, _positions(kind))
            return
        row.texts[Target.OUTER_SLOT] = found
        there = self._known.taken.get((outer.casefold(), found))
        is_moving = there is not None and there.casefold() in self._moving_containers
        if there is not None and there.casefold() != row.text(Target.CONTAINER).casefold() and not is_moving:
            message = f"{repr(there) if there else 'Something'} lies in position {found} of {outer}."
            yield (
                Target.OUTER_SLOT,
                error(Trouble.POSITION_TAKEN, message, "Give another position, or take that one out."),
            )
        if inner is not None and not kind.takes(found, inner):
            message = f"{inner.title} does not fit into {kind.title}."
            yield Target.OUTER, error(Trouble.POSITION, message, "Correct one of the types.")

    def _same_place(self, container: Target, slot: Target, because: str) -> Iterator[SheetProblem]:
        places: dict[tuple[str, str], list[DeclaredRow]] = defaultdict(list)
        for row in self._read.rows:
            if row.text(container) and row.text(slot):
                places[row.text(container).casefold(), row.text(slot)].append(row)
        for (_, position), same in places.items():
            for row in same if len(same) > 1 else ():
                others = rows_in_words([other.row for other in same if other is not row])
                message = f"Position {position} of {row.text(container)} stands in {others} too. {because}"
                yield self._read.at(row, slot, error(Trouble.POSITION_TWICE, message, "Correct one of them."))

    def _containers_in_one_place(self) -> Iterator[SheetProblem]:
        places: dict[tuple[str, str], dict[str, DeclaredRow]] = defaultdict(dict)
        for row in self._read.rows:
            if row.text(Target.OUTER) and row.text(Target.OUTER_SLOT):
                inside = places[row.text(Target.OUTER).casefold(), row.text(Target.OUTER_SLOT)]
                inside.setdefault(row.text(Target.CONTAINER).casefold(), row)
        for (_, slot), inside in places.items():
            rows = list(inside.values())
            for row in rows if len(rows) > 1 else ():
                others = ", ".join(other.text(Target.CONTAINER) for other in rows if other is not row)
                message = f"Position {slot} of {row.text(Target.OUTER)} is also that of {others}."
                yield self._read.at(
                    row, Target.OUTER_SLOT, error(Trouble.POSITION_TWICE, message, "Correct one of them.")
                )

    def _circles(self) -> Iterator[SheetProblem]:
        """Containers that would lie in each other, by the sheet or by where those lie that it does not speak of."""
        outer = {name: one.outer.casefold() for name, one in self._known.containers.items() if one.outer}
        outer |= {
            row.text(Target.CONTAINER).casefold(): row.text(Target.OUTER).casefold()
            for row in self._read.rows
            if row.text(Target.OUTER)
        }
        for row in self._read.rows:
            name, around = row.text(Target.CONTAINER).casefold(), row.text(Target.OUTER).casefold()
            seen = {name}
            while around and around not in seen:
                seen.add(around)
                around = outer.get(around, "")
            if around == name and row.text(Target.OUTER).casefold() != name:
                message = f"{row.text(Target.CONTAINER)} and {row.text(Target.OUTER)} would lie in each other."
                yield self._read.at(row, Target.OUTER, error(Trouble.POSITION, message, "Correct one of them."))

    def _disagreements(self, target: Target, trouble: Trouble, word: str) -> Iterator[SheetProblem]:
        """A container that is said to be in two parcels, or in two outer containers."""
        first: dict[str, DeclaredRow] = {}
        for row in self._read.rows:
            container, said = row.text(Target.CONTAINER).casefold(), row.text(target)
            if not container or not said:
                continue
            earlier = first.setdefault(container, row)
            if earlier.text(target).casefold() != said.casefold():
                name = row.text(Target.CONTAINER)
                message = f"{name} is in {word} {earlier.text(target)} in row {earlier.row}, and in {said} here."
                yield self._read.at(row, target, error(trouble, message, "Say the same in all its rows."))


def _positions(kind: KnownType | None) -> str:
    return f"Give one of {kind.slots_in_words}." if kind is not None and kind.slots else "Give it."


def far_from_usual(read: RowsRead, usual: tuple[str, ...], types: Mapping[str, KnownType]) -> Iterator[SheetProblem]:
    """Tell once a container that samples of the technique do not usually go into."""
    seen: set[str] = set()
    for row in read.rows:
        code = row.text(Target.CONTAINER_TYPE)
        if usual and code in types and code not in usual and row.text(Target.CONTAINER) not in seen:
            seen.add(row.text(Target.CONTAINER))
            message = f"Samples of this technique do not usually go into {types[code].title}."
            yield read.at(
                row,
                Target.CONTAINER_TYPE,
                warning(Trouble.UNKNOWN_CONTAINER_TYPE, message, "Look whether it is right."),
            )
