"""One office for a session, made by the command line; each test works on a copy of its folders."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.end_to_end.faulty import Line
from tests.end_to_end.office import DATA, DISTRICT, GRID, NEXT_GRID, Laptop, Office

WORKERS = {
    "li": ("grid_worker", GRID),
    "zhang": ("grid_worker", GRID),
    "other": ("grid_worker", NEXT_GRID),
    "centre": ("district_desk", DISTRICT),
}


@pytest.fixture(scope="session")
def line():
    """The network all laptops of the session call through."""
    with Line().running() as line:
        yield line


@pytest.fixture(scope="session")
def built(tmp_path_factory, line):
    """A hub with its people, and their laptops enrolled by file; nothing runs."""
    root = tmp_path_factory.mktemp("built")
    office = Office(root, root / "office")
    office.admin("init")
    office.admin("divisions", DATA / "divisions.csv")
    office.admin("grid", "--code", GRID, "--name", "一网格")
    office.admin("grid", "--code", NEXT_GRID, "--name", "二网格")
    unit = office.admin("unit", "--place", DISTRICT, "--name", "城管局")["unit"]
    for name, (role, place) in WORKERS.items():
        office.account(name, role, place)
    office.account("clerk", "handler", DISTRICT, unit=unit)
    town = Town(root, line, office, unit)
    for name in ("li", "zhang"):
        town.laptop(name)
    return town


@pytest.fixture(scope="session")
def peopled(built, tmp_path_factory):
    """The laptop of li with the three rosters imported, and what each import answered."""
    root = tmp_path_factory.mktemp("peopled")
    shutil.copytree(built.root / "li", root / "li")
    laptop = Laptop(root, root / "li")
    return laptop, laptop.import_all()


@dataclass
class Town:
    """The office, the line and the laptops of one test."""

    root: Path
    line: Line
    office: Office
    unit: str
    laptops: list[Laptop] = field(default_factory=list)

    def open(self):
        """Open the office for the day: the hub runs and the line leads to it."""
        served, address = self.office.serve(f"hub-{len(self.office.running)}")
        self.line.lead_to(address)
        return served

    def shut(self):
        """Close the office: nobody answers any more."""
        self.office.close()
        self.line.lead_to("http://127.0.0.1:9")

    def laptop(self, name):
        """The laptop of a worker, enrolled by a file; those most tests need are there already."""
        laptop = Laptop(self.root, self.root / name)
        self.laptops.append(laptop)
        if not laptop.home.exists():
            laptop.enrol(*self.office.laptop_file(name, self.line.address))
        return laptop

    def close(self):
        for place in (self.office, *self.laptops):
            place.close()


@pytest.fixture
def town(built, tmp_path):
    """A town of this test's own; whatever still runs at its end is ended."""
    root = tmp_path / "town"
    shutil.copytree(built.root, root)
    town = Town(root, built.line, Office(root, root / "office"), built.unit)
    town.shut()
    yield town
    town.close()


@pytest.fixture
def li(town, peopled):
    """The laptop of li, with the three rosters."""
    shutil.rmtree(town.root / "li")
    shutil.copytree(peopled[0].home, town.root / "li")
    return town.laptop("li")
