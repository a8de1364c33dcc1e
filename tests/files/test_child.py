"""The child that reads somebody else's file is started the same way for sheets and pictures."""

import json
import sys
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from subprocess import run

from PIL import Image

from gridapp.files import pictures
from gridapp.files.child import command

TOP = Path(__file__).parents[2]
MODULE = "gridapp.files.reader"


def test_a_bundle_starts_itself_and_a_checkout_its_interpreter():
    bundle = command("--read-sheet", MODULE, frozen=True, executable="/opt/gridapp/gridapp")
    assert bundle == ["/opt/gridapp/gridapp", "--read-sheet"]
    checkout = command("--read-sheet", MODULE, frozen=False, executable="python3")
    assert checkout == ["python3", "-m", MODULE]


def test_the_program_itself_is_the_child_of_a_bundle():
    out = BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    words = [
        sys.executable,
        "-m",
        "gridapp",
        pictures.READER,
        json.dumps(asdict(pictures.Limits())),
    ]
    done = run(words, input=out.getvalue(), capture_output=True, check=True, cwd=TOP, timeout=60)
    full = int.from_bytes(done.stdout[:4])
    sizes = [
        Image.open(BytesIO(p)).size for p in (done.stdout[4 : 4 + full], done.stdout[4 + full :])
    ]
    assert sizes == [(40, 30), (40, 30)]
