import re
from string import Formatter

import pytest

from build.words import kept, marked
from gridapp.domain.fields import BadField
from gridapp.domain.records import KINDS
from gridapp.domain.words import shown

LANGUAGES = ("zh_CN", "en")
TEXTS = [str(message.id) for message in marked() if message.id]
SAID = {str(message.id): str(message.string) for message in kept() if message.id}
HAN = re.compile("[一-鿿]")
# Computer words, and words the office uses for something else.
NEVER_SHOWN = re.compile(
    "服务器|同步|冲突|缓存|校验|哈希|令牌|游标|隔离|工单|快照|批次|变更|网络异常|覆盖率|化解率|退回|成功"
)


def refusal(kind, name, value):
    with pytest.raises(BadField) as caught:
        KINDS[kind].check(name, value)
    return caught.value


def names(text):
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def test_a_text_is_shown_in_both_languages():
    label = KINDS["household"].fields["remark"].label
    assert {language: shown(label, language) for language in LANGUAGES} == {
        "zh_CN": "备注",
        "en": "Remark",
    }


def test_a_value_that_is_a_marked_text_is_translated_too():
    problem = refusal("visit", "outcome", "")
    assert shown(problem.text, "zh_CN", **problem.values) == "还差“走访结果”没填。"
    assert shown(problem.text, "en", **problem.values) == "“Outcome” is still missing."


def test_both_values_of_one_sentence_are_translated():
    problem = refusal("household", "remark", "长" * 501)
    said = shown(problem.text, "zh_CN", **problem.values)
    assert "“户”" in said
    assert "“备注”" in said
    assert not re.search("[A-Za-z]", said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["李桂芬", "{name}", "100 %", 23, 0, None, ""])
def test_what_a_person_wrote_is_shown_as_it_is(language, value):
    text = refusal("visit", "outcome", "").text
    assert f"“{value}”" in shown(text, language, field=value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_a_translation_comes_back_in_english(language):
    assert shown("Nobody marked these words.", language) == "Nobody marked these words."
    assert shown("Nobody marked {these}.", language, these="words") == "Nobody marked words."


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_text_stays_empty(language):
    assert shown("", language) == ""
    assert shown("", language, name="李桂芬") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_values_keeps_its_braces(language):
    assert shown("Nobody fills {this}.", language) == "Nobody fills {this}."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_of_every_text_is_filled(language):
    unfilled = []
    for text in filter(names, TEXTS):
        values = {name: f"〔{name}〕" for name in names(text)}
        said = shown(text, language, **values)
        if re.search("[{}]", said) or any(value not in said for value in values.values()):
            unfilled.append(said)
    assert unfilled == []


def test_translations_are_chinese_and_sentences_end_as_sentences():
    said = {text: translated for text, translated in SAID.items() if translated}
    # A text of names and marks alone, as “{door} {time}”, has no word to be translated.
    worded = [text for text in said if re.search("[A-Za-z]", re.sub("{\\w*}", "", text))]
    assert [text for text in worded if not HAN.search(said[text])] == []
    assert [t for t in said if t.endswith(".") and not said[t].endswith("。")] == []


def test_no_text_says_what_the_glossary_never_says():
    assert [said for said in SAID.values() if NEVER_SHOWN.search(said)] == []
    assert NEVER_SHOWN.search("同步完成")


def test_no_text_has_halfwidth_marks_between_chinese_words():
    halfwidth = re.compile("[一-鿿][,;:?!]|[,;:?!][一-鿿]")
    assert [said for said in SAID.values() if halfwidth.search(said)] == []
