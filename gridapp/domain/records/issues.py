"""What somebody wants put right, and every step on its way."""

from typing import Any

from gridapp.domain import fields as f
from gridapp.domain.fields import Writing
from gridapp.domain.records.header import Record
from gridapp.domain.words import N_


@f.record("issue", label=N_("Issue"), writing=Writing.FACT)
class Issue(Record):
    """An issue as it was told. Where it stands is a fold over its steps, never a field."""

    short_no: str = f.text(N_("Number"), limit=24)
    category: str = f.code(N_("Category"), "category")
    text: str = f.text(N_("What is wrong"), limit=2000, private=True)
    told_at: str = f.moment(N_("Told at"))
    household_id: str = f.ref(N_("Household"), "household", default="")
    visit_id: str = f.ref(N_("Visit"), "visit", default="")
    place: str = f.text(N_("Where"), limit=120, default="")
    urgency: str = f.code(N_("Urgency"), "urgency", default="")
    request_kind: str = f.code(N_("Kind of request"), "request_kind", default="")
    need_level: str = f.code(N_("Need"), "need_level", default="")
    channel: str = f.code(N_("Channel"), "channel", default="")
    anonymous: bool = f.flag(N_("Wants no name recorded"))
    told_by: str = f.text(N_("Told by"), limit=60, private=True, default="")
    contact: str = f.text(N_("Contact"), limit=60, private=True, default="")
    replaces: str = f.ref(N_("Corrects"), "issue", default="")


@f.record("issue_step", label=N_("Issue step"), writing=Writing.COMMAND)
class IssueStep(Record):
    """One step of an issue's way. A laptop asks for it; the hub accepts or refuses it."""

    issue_id: str = f.ref(N_("Issue"), "issue")
    step: str = f.code(N_("Step"), "issue_step")
    at: str = f.moment(N_("At"))
    text: str = f.text(N_("Text"), limit=2000, private=True, default="")
    unit_id: str = f.ref(N_("Organisation"), "org_unit", default="")
    level: int | None = f.whole(N_("Level"), most=4)
    verdict: str = f.code(N_("Verdict of the resident"), "satisfaction", default="")


@f.record("dispatch", label=N_("Dispatch"), writing=Writing.REFERENCE)
class Dispatch(Record):
    """What a department is handed: a copy of the issue with what it needs, and nothing more."""

    issue_id: str = f.ref(N_("Issue"), "issue")
    short_no: str = f.text(N_("Number"), limit=24)
    unit_id: str = f.ref(N_("Organisation"), "org_unit")
    category: str = f.code(N_("Category"), "category")
    text: str = f.text(N_("What is wrong"), limit=2000, private=True)
    place: str = f.text(N_("Where"), limit=120, default="")
    urgency: str = f.code(N_("Urgency"), "urgency", default="")
    dispatched_at: str = f.moment(N_("Dispatched at"))
    words: str = f.text(N_("Opinion"), limit=2000, default="")


@f.record("conflict", label=N_("Two people wrote different things"), writing=Writing.REFERENCE)
class Conflict(Record):
    """Two people wrote different values into one field; both are kept for the grid leader."""

    about_kind: str = f.text(N_("About"), limit=20)
    about_id: str = f.text(N_("About record"), limit=64)
    field: str = f.text(N_("Field"), limit=40)
    kept: dict[str, Any] = f.mapping(N_("Kept"))
    offered: dict[str, Any] = f.mapping(N_("Offered"))
    found_at: str = f.moment(N_("Found at"))
    resolution_id: str = f.ref(N_("Decision"), "resolution", default="")
    taken: str = f.code(N_("Taken"), "taken", default="")
    resolved_by: str = f.text(N_("Decided by"), limit=64, default="")
    resolved_at: str = f.moment(N_("Decided at"), default="")


@f.record("resolution", label=N_("Decision between two"), writing=Writing.COMMAND)
class Resolution(Record):
    """What of two values is to stand. The hub accepts it, or refuses it where others were first.

    `before` says under "value" what stood in the field when it was decided, `other` likewise a
    third value. `replaces` is the decision it was made over.
    """

    conflict_id: str = f.ref(N_("Two people wrote different things"), "conflict")
    takes: str = f.code(N_("Taken"), "taken")
    other: dict[str, Any] = f.mapping(N_("Another value"))
    before: dict[str, Any] = f.mapping(N_("Stood before"))
    replaces: str = f.ref(N_("Corrects"), "resolution", default="")
