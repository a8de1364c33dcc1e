"""Which days are worked: weekdays, but for holidays and the days worked in their stead."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache

from gridapp.domain.codes import code_list
from gridapp.domain.resources import resource

_SATURDAY = 5


def is_workday(day: date) -> bool:
    """True for a day people work; of a year whose holidays are not known yet, Monday to Friday."""
    kind = _year(day.year).get(day.isoformat())
    if kind is None:
        return day.weekday() < _SATURDAY
    return code_list("day_kind")[kind].traits["works"] == "y"


@cache
def _year(year: int) -> Mapping[str, str]:
    path = resource("calendar", f"{year}.csv")
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["day"]: row["kind"] for row in csv.DictReader(file)}
