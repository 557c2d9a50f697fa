"""What an archive asks to be written down of a case and its files (元数据), and where each field comes from.

Sources, and how far they are known here. The texts of the standards are sold and were not at hand: names of fields are
told from memory or from public summaries of them, and no clause is cited that was not read.

* **GB/T 42727-2023** 政务服务事项电子文件归档规范. Known from its published table of contents: chapter 7 contents,
  structure and names of the archive information package, chapter 8 metadata, chapter 9 storage formats; annex A (a list
  of materials to archive), annexes B and C (structure of a package), annex D (mapping of metadata), annex E (an example
  of their form). It follows DA/T 85-2019.
* **DA/T 85-2019** 政务服务事项电子文件归档规范. The same matters as an industry standard; fields of item, case and
  applicant are those that national platforms of government services exchange. From memory.
* **GB/T 18894** 电子文件归档与电子档案管理规范 (2016). Wants the business system to hand over metadata of the file,
  of who did what and when, and the four checks at every hand-over. From memory.
* **DA/T 46-2009** 文书类电子文件元数据方案. The names of most descriptive fields (聚合层次, 题名, 责任者, 日期,
  保管期限, 页数, 计算机文件名, 计算机文件大小, 格式信息, 业务行为, 行为时间, 机构人员名称). From memory.
* **DA/T 70-2018** 文书类电子档案检测一般要求. The four checks: authenticity, integrity, usability, safety. From memory.

What an archive gives and not the office (全宗号, 档号, 密级 and the like) stands as an empty field where the receiving
archive will look for it. Every field is a text, a whole number or a list; a day is `2026-11-23`, a moment is UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

import msgspec

from deskapp.archives.parts import FORM

NAMESPACE = "urn:onewindow:archive:1"
_UNSPEAKABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """The package as a thing that is kept.

    level 聚合层次 (DA/T 46): 件, one case. fonds 全宗号 and archival_code 档号 (DA/T 46): given by the archive, ""
    here. title 题名, author 责任者, security 密级 (DA/T 46; "" means: not classified here). year 年度 (of archiving).
    retention 保管期限 (DA/T 46): permanent, 30, 10, or "" when it was not said; archived_at 归档时间 and archived_by
    归档人 (GB/T 18894: who handed over, and when). digest: ours, of `metadata/contents.json`. pages 页数.
    """

    level: str
    fonds: str
    archival_code: str
    title: str
    author: str
    security: str
    year: str
    retention: str
    archived_at: str
    archived_by: str
    digest: str
    pages: int


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """The item applied for (政务服务事项; DA/T 85, GB/T 42727 chapter 8).

    code 事项编码 (the hall's), state_code 实施编码 (31 characters, "" where the catalogue has none), name 事项名称,
    kind 事项类型, handling 办件类型 (即办件 or 承诺件), department_code and department 实施机构; catalog: ours, the
    version of the catalogue.
    """

    code: str
    state_code: str
    name: str
    kind: str
    handling: str
    department_code: str
    department: str
    catalog: str


class Affair(msgspec.Struct, frozen=True, kw_only=True):
    """The case (办件; DA/T 85, GB/T 42727 chapter 8).

    number 办件编号; id: ours; hall_code and hall 受理机构; region 行政区划代码; source 申请来源 (窗口, or the portal
    through which it was filed) and its reference there; opened_on 收件日期, accepted_on 受理日期, promised_on and
    statutory_on 承诺/法定办结日期, decided_on 办结日期, delivered_on 送达日期, each "" where it never was; outcome
    办理结果; delivery 送达方式; result 结果名称.
    """

    number: str
    id: str
    hall_code: str
    hall: str
    region: str
    source: str
    reference: str
    opened_on: str
    accepted_on: str
    promised_on: str
    statutory_on: str
    decided_on: str
    delivered_on: str
    outcome: str
    delivery: str
    result: str


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody the case is about (DA/T 85): role 申请人 or 代办人, name 姓名或名称, number 证件号码, phone 联系电话,
    address 地址.

    Nobody stands here whose data was erased.
    """

    role: str
    name: str
    number: str
    phone: str
    address: str


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the package (电子文件; DA/T 46, GB/T 42727 chapter 8).

    order 顺序号, part 计算机文件名, title 题名 (the material, or the paper), kind: ours (page, signature, result,
    paper), material 材料编码, size 计算机文件大小 in bytes, format 格式信息 as media type, sha256 数字摘要
    (算法 SHA-256), made_at 形成时间 (of papers). A paper that can no longer be drawn has no part.
    """

    order: int
    part: str
    title: str
    kind: str
    material: str
    size: int
    format: str
    sha256: str
    made_at: str


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done to the case (业务行为; DA/T 46, GB/T 18894: metadata of the process).

    action 业务行为 (the event's kind), at 行为时间, by 机构人员名称 (the account; its person stands in the hall's
    list of people), device: ours, event: ours, its digest.
    """

    action: str
    at: str
    by: str
    device: str
    event: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Everything written down of one archived case."""

    archive: Archive
    item: Matter
    case: Affair
    people: Sequence[Who]
    files: Sequence[Filed]
    process: Sequence[Done]
    form: str = FORM


_ENTRY = {"people": "person", "files": "file", "process": "step"}


def xml_of(record: Record) -> bytes:
    """The record as XML (`resources/archive/metadata.xsd`): the same fields in the same order, nothing else."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<record xmlns="{NAMESPACE}" form="{escape(record.form)}">']
    for name in ("archive", "item", "case"):
        lines += [f"  <{name}>", *_fields(getattr(record, name), "    "), f"  </{name}>"]
    for name, each in _ENTRY.items():
        lines.append(f"  <{name}>")
        for one in getattr(record, name):
            lines += [f"    <{each}>", *_fields(one, "      "), f"    </{each}>"]
        lines.append(f"  </{name}>")
    return "\n".join((*lines, "</record>", "")).encode()


def json_of(record: Record) -> bytes:
    """The record as JSON, its fields in their order, to be read by people as well."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def _fields(of: msgspec.Struct, indent: str) -> list[str]:
    return [f"{indent}<{name}>{_said(getattr(of, name))}</{name}>" for name in of.__struct_fields__]


def _said(value: object) -> str:
    """A value as XML can hold it: characters that it cannot are U+FFFD."""
    return escape(str(value).translate(_UNSPEAKABLE), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
