"""Who works in the demonstration: accounts and posts, from the stairs up to the district."""

from collections.abc import Iterator
from dataclasses import dataclass

from gridapp.demo import profiles
from gridapp.demo.chance import dice
from gridapp.demo.community import Community
from gridapp.demo.names import MAN, WOMAN, full_name, surname
from gridapp.demo.profiles import PROFILES
from gridapp.domain.scopes import SHARD_LENGTH

WORKER, SECOND, CENTRE, CLERK = "worker", "second", "centre", "clerk"
_OFFICIALS_BORN = 1981


@dataclass(frozen=True)
class Post:
    """An account and its post; `at_department` is a post at the department, not at the place."""

    account: str
    person: str
    role: str
    place: str
    at_department: bool = False


def grid_posts(community: Community) -> Iterator[Post]:
    """The workers of a grid; those of the very first one play the day."""
    first = community.grid == profiles.GRID
    for number, person in enumerate(community.workers, 1):
        named = f"{community.grid[-6:-3]}-{community.grid[-3:]}-{number}"
        account = {1: WORKER, 2: SECOND}.get(number, named) if first else named
        yield Post(account, person, "grid_worker", community.grid)


def office_posts(profile: str, seed: int) -> Iterator[Post]:
    """The officials of each community, the centre of the district and a department's clerk."""
    rng = dice(seed)
    for code in profiles.COMMUNITY_NAMES:
        for number in range(1, PROFILES[profile].officials + 1):
            person = full_name(
                rng, surname(rng), sex=rng.choice((MAN, WOMAN)), year=_OFFICIALS_BORN
            )
            role = "community_secretary" if number == 1 else "community_worker"
            yield Post(f"{code[-3:]}-office-{number}", person, role, code)
    district = profiles.GRID[:SHARD_LENGTH]
    yield Post(CENTRE, "赵志远", "district_desk", district)
    yield Post(CLERK, "孙建平", "handler", district, at_department=True)
