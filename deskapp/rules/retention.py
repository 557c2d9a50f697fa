"""How long an archived case is kept (保管期限): for ever, 30 years or 10.

The three periods are those of the State Archives Administration's order no. 8 of 2006
(机关文件材料归档范围和文书档案保管期限规定, 永久 and 定期 30 年, 10 年), told from memory. Which one an item has is
decided by the hall's own table, which its archives approve; until the hall says so (`[retention]` in the centre's
settings), a licence or certificate that was granted is kept for 30 years and everything else for 10: our choice, and
no law's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from deskapp.failures import Refusal


class Keep(StrEnum):
    PERMANENT = "permanent"
    YEARS_30 = "30"
    YEARS_10 = "10"


NAMES: Mapping[str, str] = {Keep.PERMANENT: "永久", Keep.YEARS_30: "30 年", Keep.YEARS_10: "10 年"}
UNSAID = "按档案管理规定"  # of what was archived before it was written down


def keep_of(item: str, *, granted: bool | None, told: Mapping[str, str]) -> Keep:
    """How long a case of this item is kept. Refusal `archive.no_such_period` for a word in the table that is none."""
    said = told.get(item, "")
    if not said:
        return Keep.YEARS_30 if granted else Keep.YEARS_10
    try:
        return Keep(said)
    except ValueError as error:
        raise Refusal("archive.no_such_period", item=item[:40]) from error


def name_of(keep: str) -> str:
    """The period as it stands on paper."""
    return NAMES.get(keep, UNSAID)
