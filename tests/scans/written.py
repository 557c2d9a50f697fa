"""Pages with Chinese writing, drawn for the reader of pages: a licence, a card, a form."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import resources
from tests.scans.drawn import INK, PAPER, Picture

Written = Sequence[tuple[float, float, float, str]]  # left, top and height in hundredths of the page's width; the words

LICENCE: Written = (
    (36, 12, 4.4, "营 业 执 照"),
    (12, 26, 2.1, "统一社会信用代码  91330106MA2CFRXT30"),
    (12, 32, 2.1, "名    称  示例县一窗咨询有限公司"),
    (12, 38, 2.1, "类    型  有限责任公司(自然人独资)"),
    (12, 44, 2.1, "法定代表人  张伟"),
    (12, 50, 2.1, "经营范围  信息咨询服务；软件开发；办公用品零售。"),
    (12, 56, 2.1, "注册资本  壹佰万元整"),
    (12, 62, 2.1, "成立日期  2019年05月06日"),
    (60, 90, 2.1, "登记机关"),
)
FORM: Written = (
    (28, 10, 3.4, "住房公积金提取申请表"),
    (12, 24, 2.0, "申请人：李䶮"),
    (12, 30, 2.0, "身份证号：990105198802293371"),
    (12, 36, 2.0, "联系电话：138 1234 1234"),
    (12, 42, 2.0, "提取原因：离休、退休"),
    (12, 48, 2.0, "本人承诺以上内容真实有效。"),
    (55, 80, 2.0, "2026年11月20日"),
)
CARD: Written = (
    (20, 30, 2.0, "姓名"), (27, 30, 2.3, "王秀英"),
    (20, 35, 2.0, "性别 女"), (36, 35, 2.0, "民族 汉"),
    (20, 40, 2.0, "出生 1988年2月29日"),
    (20, 45, 2.0, "住址 示例省示例县人民路一号"),
    (20, 55, 2.0, "公民身份号码"), (36, 55, 2.2, "990105198802290031"),
)  # fmt: skip


def sheet(written: Written, dpi: int = 200) -> Picture:
    """An A4 sheet with these words."""
    width, height = round(8.27 * dpi), round(11.69 * dpi)
    page = Image.new("L", (width, height), PAPER)
    pen = ImageDraw.Draw(page)
    for left, top, high, words in written:
        font = ImageFont.truetype(str(resources.path("fonts/NotoSansSC-Regular.ttf")), round(high * width / 100))
        pen.text((left * width / 100, top * width / 100), words, fill=INK, font=font)
    return np.asarray(page, np.uint8)


def scanned(page: Picture, *, dpi: int = 200, orientation: int = 1) -> bytes:
    """The page as a scanner's JPEG; `orientation` as a camera notes it (EXIF)."""
    held = io.BytesIO()
    picture = Image.fromarray(cv2.cvtColor(page, cv2.COLOR_GRAY2RGB))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(held, "JPEG", quality=88, dpi=(dpi, dpi), exif=exif)
    return held.getvalue()
