"""Who lives behind a door, and who serves them."""

from gridapp.domain import fields as f
from gridapp.domain.fields import Writing
from gridapp.domain.records.header import Record
from gridapp.domain.words import N_


@f.record("org_unit", label=N_("Organisation"), writing=Writing.REFERENCE)
class OrgUnit(Record):
    """A desk, department or body; `head` is the first person responsible."""

    name: str = f.text(N_("Name"), limit=80)
    org_kind: str = f.code(N_("Kind"), "org_kind")
    parent_id: str = f.ref(N_("Parent"), "org_unit", default="")
    head: str = f.text(N_("Head"), limit=60, default="")
    phone: str = f.text(N_("Phone"), limit=40, default="")


@f.record("post", label=N_("Post"), writing=Writing.REFERENCE)
class Post(Record):
    """Who holds which role where, from when to when. The posts a person holds are their reach.

    `account` is the sign-in name, `place` a division or grid code, `unit_id` a department.
    """

    account: str = f.text(N_("Account"), limit=40)
    person: str = f.text(N_("Person"), limit=60)
    role: str = f.code(N_("Role"), "post_role")
    place: str = f.text(N_("Place"), limit=15)
    unit_id: str = f.ref(N_("Organisation"), "org_unit", default="")
    from_on: str = f.day(N_("From"), default="")
    to_on: str = f.day(N_("To"), default="")


@f.record("household", label=N_("Household"), writing=Writing.CARD)
class Household(Record):
    """The people behind one door. `refusal` is 31 or 32 where they asked to be left alone."""

    house_id: str = f.ref(N_("House"), "house")
    head: str = f.text(N_("Contact person"), limit=60, private=True, default="")
    salutation: str = f.text(N_("Form of address"), limit=40, private=True, default="")
    phone: str = f.text(N_("Phone"), limit=40, private=True, default="")
    resident_count: int | None = f.whole(N_("Residents"), most=999)
    residence_match: str = f.code(N_("Lives where registered"), "residence_match", default="")
    resident_kind: str = f.code(N_("Kind of residence"), "resident_kind", default="")
    origin: str = f.code(N_("Origin"), "origin", default="")
    seasonal: str = f.text(N_("Seasonal, from-to month"), limit=5, default="")
    preferred_time: str = f.text(N_("Preferred time"), limit=40, default="")
    assistance: tuple[str, ...] = f.several(N_("Help needed"), codes="assistance")
    two_persons: bool = f.flag(N_("Go in pairs"))
    care_tags: tuple[str, ...] = f.several(N_("Care tags"), codes="care_tag")
    refusal: str = f.code(N_("Asked to be left alone"), "outcome", default="")
    consent: str = f.code(N_("Told and agreed"), "consent", default="")
    notice_given_at: str = f.moment(N_("Notice given at"), default="")
    moved_out_on: str = f.day(N_("Moved out on"), default="")
    remark: str = f.text(N_("Remark"), limit=500, private=True, default="")


@f.record("resident", label=N_("Resident"), writing=Writing.CARD)
class Resident(Record):
    """One person of a household. The ID number stays empty unless switched on with a purpose."""

    household_id: str = f.ref(N_("Household"), "household")
    name: str = f.text(N_("Name"), limit=60, private=True)
    relation: str = f.text(N_("Relation"), limit=20, default="")
    sex: str = f.code(N_("Sex"), "sex", default="")
    birth_ym: str = f.text(N_("Born in"), limit=7, private=True, default="")
    phone: str = f.text(N_("Phone"), limit=40, private=True, default="")
    id_number: str = f.text(N_("ID number"), limit=18, private=True, default="")
    care_tags: tuple[str, ...] = f.several(N_("Care tags"), codes="care_tag")
