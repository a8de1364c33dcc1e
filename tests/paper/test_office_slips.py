"""The slip an account is handed over on: all that signing in asks for, and room to cut."""

import pytest

from gridapp.domain.fingerprints import spoken
from gridapp.domain.office import AccountSlip
from gridapp.paper.office_slips import account_pages

SLIP = AccountSlip(
    "李桂芬",
    "li",
    "made-up-1",
    place_name="第一网格",
    address="https://192.0.2.7:8420",
    digits=spoken("ab" * 32),
)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_says_everything_signing_in_asks_for(language):
    (page,) = account_pages([SLIP], language)
    told = "\n".join(text.text for layer in page.layers for text in layer.texts)
    for asked in (SLIP.account, SLIP.password, SLIP.address, SLIP.digits):
        assert asked in told


def test_five_are_cut_apart_from_a_sheet_without_cutting_a_word():
    pages = account_pages([SLIP] * 6, "zh_CN")
    assert [len(page.layers) for page in pages] == [5, 1]
    for above, below in zip(pages[0].layers, pages[0].layers[1:], strict=False):
        cut = above.lines[0].points[0][1]
        assert max(text.y for text in above.texts) < cut
        assert min(text.y - text.size * 0.36 for text in below.texts) > cut
    assert pages[0].layers[-1].lines[0].points[0][1] < pages[0].height
