"""The grids of the community, and what the hub holds of each."""

from collections.abc import Sequence
from functools import partial

from gridapp.domain.office import BuildingLine, GridLine, Office, PlaceLine
from gridapp.domain.words import N_
from gridapp.ui.here import AtHand
from gridapp.ui.lines import Act, Line, Lines
from gridapp.ui.office.panel import Panel, refill

_Seen = tuple[Sequence[GridLine], Sequence[PlaceLine]]


class GridsPanel(Panel):
    """Add, rename, and look at the buildings of one."""

    def __init__(self, at: AtHand) -> None:
        super().__init__(at, "grids")
        self._renaming = ""
        self._community = self.box("grid-community", N_("Community"))
        self._name = self.line("grid-name", N_("Name of the grid"))
        self._add = self.button("grid-add", N_("Add"), self._tell_name, icon="add")
        self.row(self._community, self._name, self._add)
        self._lines = Lines(at, "grid", N_("Grids"))
        self._buildings = Lines(at, "building", N_("Buildings"))
        self.around.addWidget(self._lines)
        self.around.addWidget(self._buildings)

    def refresh(self) -> None:
        """Read the grids anew."""

        def ask(office: Office) -> _Seen:
            return office.grids(), office.places()

        self.ask(ask, self._show)

    def _show(self, seen: _Seen) -> None:
        grids, places = seen
        communities = [each for each in places if each.level == "community"]
        refill(self._community, [(each.name, each.code) for each in communities])
        self._lines.offer([self._line(each) for each in grids])

    def _line(self, grid: GridLine) -> Line:
        said = self.at.words.shown(
            N_("{name}  {code}  {workers} workers, {buildings} buildings, {households} households"),
            name=grid.name,
            code=grid.code,
            workers=grid.workers,
            buildings=grid.buildings,
            households=grid.households,
        )
        acts = (
            Act(N_("Rename"), partial(self._rename, grid)),
            Act(N_("Buildings"), partial(self._look_in, grid.code)),
        )
        return Line(said, acts)

    def _rename(self, grid: GridLine) -> None:
        self._renaming = grid.code
        self._name.setText(grid.name)
        self.at.words.put(self._add, "text", N_("Save the name"))
        self._name.setFocus()
        self._name.selectAll()

    def _look_in(self, code: str) -> None:
        self.ask(lambda office: office.buildings(code), self._show_buildings)

    def _show_buildings(self, buildings: Sequence[BuildingLine]) -> None:
        words = self.at.words
        none = [Line(words.shown(N_("The hub has no building of this grid yet.")))]
        self._buildings.offer(
            [
                Line(
                    words.shown(
                        N_("{compound} building {no}: {count} doors"),
                        compound=each.compound,
                        no=each.no,
                        count=each.houses,
                    )
                )
                for each in buildings
            ]
            or none
        )

    def _tell_name(self) -> None:
        code, name = self._renaming, self._name.text().strip()
        community = str(self._community.currentData() or "")

        def act(office: Office) -> None:
            if code:
                office.rename_grid(code, name)
            else:
                office.add_grid(community=community, name=name)

        self.tell(act, lambda _: self._named())

    def _named(self) -> None:
        self._renaming = ""
        self._name.setText("")
        self.at.words.put(self._add, "text", N_("Add"))
