"""What an administrator says of their own hall: its name, where it is, whom to call, and how long people may rate it.

It stands on every paper, ticket and page, and in every number that is given. So a word that cannot be right is refused
before a centre begins, with what is wrong about it, and is not found out by whoever reads the first receipt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from deskapp.failures import Refusal

LONGEST = {"name": 40, "address": 60, "phone": 40}  # characters: what one line of a paper holds
MOST_DAYS = 365
# What stands on papers and screens until the hall's own words are said: true of every hall, and of none in particular.
ANY_HALL = "政务服务大厅"
HOTLINE = "12345"  # the government service hotline of every place (State Council Office, 国办发〔2020〕53 号)
NEEDED = ("name", "phone")
BY_CODE = "code"  # the one word of `enrolment`: no computer is a desk without a code
_REGION = re.compile(r"[1-9][0-9]{5}")  # GB/T 2260; as it stands in the numbers of cases
_PHONE = re.compile(r"[0-9+()（） 、，,;；转\-]{3,}")
_DAYS = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class Office:
    """What was said of a hall; "" and None for what was not."""

    name: str = ""
    address: str = ""
    phone: str = ""
    region: str = ""
    rating_days: int | None = None
    every_desk_by_code: bool = False


def read(told: Mapping[str, str]) -> Office:
    """The words of the table `[office]`.

    Refusal `office.unknown_word`, or with the word: `office.bad_text` (empty, too long, or with signs no paper can
    show), `office.bad_phone`, `office.bad_region`, `office.bad_days`, `office.bad_enrolment`.
    """
    for word in told:
        if word not in (*LONGEST, "region", "rating_days", "enrolment"):
            raise Refusal("office.unknown_word", word=word[:40])
    texts = {word: _text(word, told[word]) for word in LONGEST if word in told}
    if "phone" in texts and not (_PHONE.fullmatch(texts["phone"]) and re.search(r"[0-9]{3}", texts["phone"])):
        raise Refusal("office.bad_phone")
    region, days = told.get("region"), told.get("rating_days")
    if region is not None and not _REGION.fullmatch(region):
        raise Refusal("office.bad_region", region=region[:20])
    if days is not None and not (_DAYS.fullmatch(days) and int(days) <= MOST_DAYS):
        raise Refusal("office.bad_days", most=MOST_DAYS)
    if told.get("enrolment", BY_CODE) != BY_CODE:
        raise Refusal("office.bad_enrolment", word=BY_CODE)
    return Office(
        texts.get("name", ""), texts.get("address", ""), texts.get("phone", ""), region or "",
        None if days is None else int(days), "enrolment" in told,
    )  # fmt: skip


def ask_named(office: Office) -> None:
    """Refusal `office.not_said`, with the words without which people do not read where they were and whom to call."""
    unsaid = [word for word in NEEDED if not getattr(office, word)]
    if unsaid:
        raise Refusal("office.not_said", words=unsaid, name=ANY_HALL, phone=HOTLINE)


def _text(word: str, said: str) -> str:
    text = said.strip()
    if not text or not text.isprintable() or len(text) > LONGEST[word]:
        raise Refusal("office.bad_text", word=word, longest=LONGEST[word])
    return text
