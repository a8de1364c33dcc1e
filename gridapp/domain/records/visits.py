"""Campaigns, lists and what happened at the door."""

from typing import Any

from gridapp.domain import fields as f
from gridapp.domain.fields import Writing
from gridapp.domain.records.header import Record
from gridapp.domain.words import N_


@f.record("campaign", label=N_("Campaign"), writing=Writing.REFERENCE)
class Campaign(Record):
    """A dated round with target doors. Without an approved item number it is not published."""

    name: str = f.text(N_("Name"), limit=80)
    campaign_kind: str = f.code(N_("Kind"), "campaign_kind")
    item_no: str = f.text(N_("Item number"), limit=40)
    self_governed: bool = f.flag(N_("The community's own matter"))
    begins_on: str = f.day(N_("Begins on"))
    ends_on: str = f.day(N_("Ends on"), default="")
    talking_points: tuple[str, ...] = f.several(N_("To be told"))
    checklist: tuple[str, ...] = f.several(N_("To be checked"))


@f.record("visit_list", label=N_("Visit list"), writing=Writing.CARD)
class VisitList(Record):
    """A snapshot of doors for one worker or pair, in walking order; a row key for each."""

    short_no: str = f.text(N_("List number"), limit=20)
    campaign_id: str = f.ref(N_("Campaign"), "campaign", default="")
    workers: tuple[str, ...] = f.several(N_("Workers"))
    household_ids: tuple[str, ...] = f.several(N_("Households"), kind="household", limit=2000)
    row_keys: tuple[str, ...] = f.several(N_("Short codes"), limit=2000)
    handed_out_at: str = f.moment(N_("Handed out at"), default="")
    returned_at: str = f.moment(N_("Handed back at"), default="")


@f.record("visit", label=N_("Visit"), writing=Writing.FACT)
class Visit(Record):
    """One knock on one door, met or not. `visited_at` may be earlier than the typing of it."""

    short_no: str = f.text(N_("Number"), limit=24)
    household_id: str = f.ref(N_("Household"), "household")
    house_id: str = f.ref(N_("House"), "house")
    outcome: str = f.code(N_("Outcome"), "outcome")
    visited_at: str = f.moment(N_("Visited at"))
    mode: str = f.code(N_("Way"), "visit_mode", default="")
    campaign_id: str = f.ref(N_("Campaign"), "campaign", default="")
    list_id: str = f.ref(N_("Visit list"), "visit_list", default="")
    row_key: str = f.text(N_("Short code"), limit=8, default="")
    workers: tuple[str, ...] = f.several(N_("Visited by"))
    typed_by: str = f.text(N_("Typed by"), limit=60, default="")
    met_person: str = f.text(N_("Spoke with"), limit=60, private=True, default="")
    talked: tuple[str, ...] = f.several(N_("Told"))
    leaflets: tuple[str, ...] = f.several(N_("Left"))
    checklist: dict[str, Any] = f.mapping(N_("Checked"))
    note: str = f.text(N_("Note"), limit=2000, private=True, default="")
    next_on: str = f.day(N_("Next on"), default="")
    next_band: str = f.code(N_("Next, part of day"), "part_of_day", default="")
    replaces: str = f.ref(N_("Corrects"), "visit", default="")


@f.record("appointment", label=N_("Appointment"), writing=Writing.FACT)
class Appointment(Record):
    """When somebody asked us to come back."""

    household_id: str = f.ref(N_("Household"), "household")
    visit_id: str = f.ref(N_("Visit"), "visit", default="")
    on: str = f.day(N_("On"))
    part_of_day: str = f.code(N_("Part of day"), "part_of_day", default="")
    hour: int | None = f.whole(N_("Hour"), most=23)
    reason: str = f.text(N_("Reason"), limit=200, default="")


@f.record("note", label=N_("Note"), writing=Writing.FACT)
class Note(Record):
    """A few words about another record, kept for good."""

    about_kind: str = f.text(N_("About"), limit=20)
    about_id: str = f.text(N_("About record"), limit=64)
    text: str = f.text(N_("Text"), limit=4000, private=True)


@f.record("photo", label=N_("Photo"), writing=Writing.FACT)
class Photo(Record):
    """A picture of a matter, never of a person for its own sake; the file is named by its hash.

    `preview` is the hash of the same picture as a few kB.
    """

    about_kind: str = f.text(N_("About"), limit=20)
    about_id: str = f.text(N_("About record"), limit=64)
    sha256: str = f.text(N_("Fingerprint"), limit=64)
    size: int | None = f.whole(N_("Bytes"), most=2**40)
    taken_at: str = f.moment(N_("Taken at"), default="")
    preview: str = f.text(N_("Preview"), limit=64, default="")


@f.record("print_log", label=N_("Print record"), writing=Writing.FACT)
class PrintLog(Record):
    """Who printed what, why, and whether it came back."""

    what: str = f.text(N_("What"), limit=80)
    purpose: str = f.text(N_("Purpose"), limit=200)
    pages: int | None = f.whole(N_("Pages"), most=9999)
    copy_no: int | None = f.whole(N_("Copy"), most=9999)
    list_id: str = f.ref(N_("Visit list"), "visit_list", default="")
    printed_at: str = f.moment(N_("Printed at"))
