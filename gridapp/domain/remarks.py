"""What the remark column of a roster proposes; a person confirms it before it counts."""

import re
import unicodedata
from dataclasses import dataclass

from gridapp.domain.address import chinese_number

_SEPARATORS = "，,;；、/。\n"
# A dog to beware of is one remark, though it is written with a comma.
_PIECES = re.compile(
    rf"([^{_SEPARATORS}]*[狗犬][，,、 ]*(?:请?(?:小心|注意|当心))(?=[{_SEPARATORS}]|$)"
    rf"|[^{_SEPARATORS}]+)([{_SEPARATORS}]*)"
)
_FILLER = "(?:户主|本人|家里|家中|该户|本户|家有|有|为|是|系|属于|属)*"
_TAIL = "(?:户|家庭|人员|对象|1户|1名|1人)?"
_DITTO = frozenset(["同上", "同前", "同上户", '"', "''", "″", "〃", "”", "“", "...", "--"])

_PROPOSALS = (
    ("refusal", "31", "(?:不愿|拒绝|不肯|不同意)(?:登记|走访|入户|接受走访)|拒访|不配合(?:登记|走访)"),
    ("refusal", "32", "(?:请|要求)?(?:勿|别|不要|不准)(?:敲门|打扰|上门|再来)|勿扰|免打扰|谢绝(?:来访|上门|敲门)"),
    ("hearing_help", "hearing", "聋哑|聋|耳聋|耳背|听障|重听|听不见|听不清|听力(?:不好|差|障碍|不佳)"),
    (
        "two_persons",
        "dog",
        "(?:养)?(?:恶|大|烈|大型|凶)?[狗犬](?:[,、]?请?(?:小心|注意|当心)|咬人|凶)"
        "|养(?:恶|大|烈|大型)?[狗犬]|(?:恶|烈|大|大型|凶)[狗犬]|内有[恶烈]?[狗犬]|(?:小心|注意|当心)有?(?:恶|大|烈)?[狗犬]",
    ),
)
