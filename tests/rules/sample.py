"""The shipped sample, and small catalogues, for the tests of the rules."""

from __future__ import annotations

from functools import cache

import resources
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import read


def sample_text() -> str:
    return resources.path("catalog/sample.yaml").read_text(encoding="utf-8")


@cache
def sample_catalog() -> Catalog:
    return read(sample_text())


# The smallest catalogue with one of everything. Its lines are counted by the tests of faults.
SMALL = """\
catalog: {version: "1", valid_from: 2026-11-01, hall: H1, region: "330000"}
departments:
  GA: {name: 公安局, en: Police}
queues:
  A: {name: 个人事项, en: Personal}
materials:
  ID-CARD: {name: 居民身份证, form: [original, electronic], shared_from: GA, license: 居民身份证}
  PHOTO: {name: 证件照, form: [electronic]}
items:
  - code: GA-1
    name: 身份证申领
    en: ID card
    department: GA
    queue: A
    kind: 行政许可
    handling: promise
    statutory_days: 20
    promised_days: 5
    fee: 2000
    fee_basis: 发改价格〔2003〕2322号
    result: 居民身份证
    words: [身份证]
    materials:
      - {code: ID-CARD, need: required, commitment: true}
      - {code: PHOTO, need: "when: by_agent", copies: 2, deferral: true}
  - {code: GA-2, name: 补领, en: Again, department: GA, queue: A, kind: 公共服务, handling: at_once, statutory_days: 0, promised_days: 0, result: 证, materials: []}
themes:
  - code: T-1
    name: 成年一件事
    en: Growing up
    queue: A
    promised_days: 5
    items: [GA-1, GA-2]
    after: {GA-2: GA-1}
    produces: {GA-1: ID-CARD}
cancelled_proofs:
  - {name: 户籍证明, since: 2024-01-01, why: 数据共享}
"""  # noqa: E501 - one line of a real file
