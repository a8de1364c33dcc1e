"""Every check, in the order that finds faults soonest; the same for people and for CI.

With arguments, e.g. `python3 build/test.py tests/domain`, only pytest on these.
"""

import sys
from pathlib import Path

if not __package__:  # run as a script: import from the checkout's top, nothing from build/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.prepare import ready, run


def checks(python: str, arguments: list[str]) -> list[list[str]]:
    """The commands; tools run as modules, since their scripts break when a checkout moves."""
    if arguments:
        return [[python, "-m", "pytest", *arguments]]
    return [
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "ruff", "check", "."],
        [python, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
        [python, "-m", "mypy"],
        [python, "build/dead_code.py"],
        [python, "-m", "pytest", "-n", "2", "-m", "not end_to_end"],
        [python, "-m", "pytest", "-n", "2", "-m", "end_to_end"],
    ]


def main(arguments: list[str]) -> int:
    """Stop at the first failure and pass on its exit code."""
    for check in checks(ready("test"), arguments):
        code = run(check)
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
