import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gridapp.domain.remarks import Proposal, Remark, is_ditto, read_remark

ROSTERS = Path(__file__).parents[1] / "data" / "rosters"

UNDERSTOOD = {
    "refusal 31": "不愿登记|拒绝登记|拒访|不愿意登记|不配合走访",
    "refusal 32": "别敲门|请勿打扰|勿扰|不要敲门|谢绝来访|免打扰",
    "preferred_time evening 19": "要求晚上七点后来|晚上7点后|19点以后来|晚上19:00后在家|晚７点来",
    "preferred_time evening": "白天上班|白天不在家|晚上在家|晚上七点半后来|晚上九点前来|白天没人",
    "preferred_time weekend": "周末在家|只有周末在家|双休日有人",
    "preferred_time afternoon 15": "下午三点后来|15点后|下午15点后方便",
    "preferred_time morning 9": "上午九点后来|早上9点整上门",
    "preferred_time morning": "上午在家",
    "two_persons dog": "狗，小心|狗,小心|有恶犬|家里有狗|养大狗|小心狗|有狗请小心",
    "hearing_help hearing": "聋哑|听力不好|耳背|户主耳背|听不清",
    "care_tag E1": "独居老人|80岁独居老人|老人独居",
    "care_tag E2": "空巢老人|空巢",
    "care_tag E4": "失能老人|半失能",
    "care_tag W1": "特困|特困人员",
    "care_tag W2": "低保|低保户|属于低保家庭",
    "care_tag W3": "低保边缘|低保边缘户",
    "care_tag W4": "残疾2级|残疾（二级）|残疾人|肢体残疾|二级残疾|家有残疾人1名",
    "care_tag K2": "留守儿童",
    "care_tag F1": "失独|失独家庭",
    "care_tag F2": "孕妇|孕产妇",
    "care_tag M1": "退役军人|军属|烈属",
    "care_tag J2": "外卖骑手|快递员|网约车司机",
    "care_tag H1": "群租|租户",
    "seasonal 11-03": "冬季进城|冬天不在|冬季不在家|11月至次年3月不在家|11-3月外出",
    "seasonal 06-08": "夏天回老家",
}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [(text, meaning) for meaning, texts in UNDERSTOOD.items() for text in texts.split("|")],
)
def test_a_remark_proposes_what_it_says(text, meaning):
    kind, value = meaning.split(" ", 1)
    assert read_remark(text) == Remark((Proposal(kind, value, text),), "")


@pytest.mark.parametrize(
    "text",
    [
        "非低保",
        "原低保户",
        "没有狗",
        "无残疾",
        "低保已停",
        "申请低保中",
        "不是独居老人",
        "爱喝茶",
        "晚上",
        "八点后来",
        "上午十五点来",
        "晚上12点后",
        "周末三点后来",
        "冬天在家",
        "周末不在家",
        "13月至3月不在",
        "冰箱3/4满",
        "有老人",
        "同上",
        "十十点来",
        "不聋",
        "狗 很小",
    ],
)
def test_what_is_not_understood_stays_word_for_word(text):
    assert read_remark(text) == Remark((), text)


def test_several_remarks_in_a_cell_are_each_read():
    remark = read_remark("独居老人，狗，小心；爱喝茶、残疾2级/门铃坏了。")
    assert [f"{found.kind} {found.value}" for found in remark.proposals] == [
        "care_tag E1",
        "two_persons dog",
        "care_tag W4",
    ]
    assert [found.words for found in remark.proposals] == ["独居老人", "狗，小心", "残疾2级"]
    assert remark.rest == "爱喝茶、门铃坏了"


def test_remarks_written_in_one_breath_are_each_read():
    remark = read_remark("独居老人低保户")
    assert [found.value for found in remark.proposals] == ["E1", "W2"]
    assert {found.words for found in remark.proposals} == {"独居老人低保户"}


def test_empty_remarks_propose_nothing():
    assert read_remark("") == read_remark(" \n ") == read_remark("、") == Remark((), "")


@pytest.mark.parametrize("text", ["同上", " 同上 ", "同上。", "〃", '"', "同前"])
def test_ditto_marks_are_seen(text):
    assert is_ditto(text)


@pytest.mark.parametrize("text", ["", "低保", "同上户的儿子"])
def test_other_words_are_no_ditto_mark(text):
    assert not is_ditto(text)


PIECES = [text for texts in UNDERSTOOD.values() for text in texts.split("|")]
SEPARATORS = "，,;；、/。\n "


@given(
    st.lists(
        st.sampled_from(PIECES) | st.text("非原有无狗低保小心晚上点后来、/ 3月至", max_size=6),
        max_size=5,
    ),
    st.sampled_from(SEPARATORS),
)
def test_nothing_of_a_remark_is_dropped(pieces, separator):
    text = separator.join(pieces)
    remark = read_remark(text)
    kept = "".join(found.words for found in remark.proposals) + remark.rest
    assert set(text) - set(SEPARATORS) <= set(kept)


@given(st.text(max_size=30))
def test_any_text_is_a_remark(text):
    remark = read_remark(text)
    if not remark.proposals:
        assert remark.rest.strip() in text


def test_every_remark_of_the_messy_rosters_is_understood():
    with (ROSTERS / "榆晴小区网格户表_gbk.csv").open(encoding="gb18030", newline="") as file:
        remarks = {row["备注"] for row in csv.DictReader(file)}
    book = CalamineWorkbook.from_path(str(ROSTERS / "榆晴社区住户台账.xlsx"))
    remarks |= {str(row[11]) for row in book.get_sheet_by_index(0).to_python()[4:]}
    read = [read_remark(text) for text in remarks if not is_ditto(text)]
    assert {remark.rest for remark in read} == {""}
    assert sum(len(remark.proposals) for remark in read) == len(read) - 1 == 8
