"""Help of every command, in both languages, says what each option is for."""

import argparse
from concurrent.futures import ThreadPoolExecutor

import pytest

from gridapp.cli.main import parser
from gridapp.demo.command import register as demo
from tests.end_to_end.office import Office

pytestmark = pytest.mark.end_to_end

LANGUAGES = ("en", "zh_CN")


def commands(top, words=()):
    """Each parser below `top` with the words that lead to it."""
    yield words, top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from commands(below, (*words, name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_option_or_command_is_without_its_words(language):
    for words, command in commands(parser(language, [demo])):
        for action in command._actions:
            if isinstance(action, argparse._SubParsersAction):
                told = {choice.dest: choice.help for choice in action._choices_actions}
                assert set(told) == set(action.choices)
                assert all(told.values()), words
            else:
                assert action.help, (words, action.option_strings)


def test_help_in_chinese_is_chinese():
    for (words, english), (_, chinese) in zip(
        commands(parser("en", [demo])), commands(parser("zh_CN", [demo])), strict=True
    ):
        for one, other in zip(english._actions, chinese._actions, strict=True):
            if one.help and "-h" not in one.option_strings and one.dest != "version":
                assert one.help != other.help, (words, one.option_strings)
                assert any("一" <= sign <= "鿿" for sign in other.help)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_gives_help_and_makes_nothing(tmp_path, language):
    office = Office(tmp_path, tmp_path / "home")
    asked = [words for words, _ in commands(parser(language, [demo]))]
    assert len(asked) > 20

    def help_of(words):
        return office.run(*words, "--help", GRIDAPP_LANG=language, GRIDAPP_PASSPHRASE="")

    with ThreadPoolExecutor(2) as pool:
        for words, said in zip(asked, pool.map(help_of, asked), strict=True):
            assert (said.code, said.error) == (0, ""), words
            assert said.out.startswith(" ".join(("usage: gridapp", *words)))
    assert not (tmp_path / "home").exists()


def test_exit_codes_and_environment_are_told_at_the_top(tmp_path):
    said = Office(tmp_path, tmp_path / "home").run("--help")
    for expected in ("0 done, 1", "GRIDAPP_HOME", "GRIDAPP_PASSPHRASE", "GRIDAPP_LANG"):
        assert expected in said.out.replace("\n", " ")
