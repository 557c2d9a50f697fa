"""What each paper is called on the screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from deskapp.rules.case_papers import RESULT_PAPER


def paper_name(kind: str) -> str:
    """The name of a kind of paper; one this program does not know is shown by its code."""
    known = {
        "receipt": QCoreApplication.translate("papers", "收件回执"),
        "acceptance": QCoreApplication.translate("papers", "受理通知书"),
        "checklist_notice": QCoreApplication.translate("papers", "一次性告知单"),
        "correction": QCoreApplication.translate("papers", "补正告知书"),
        "declined": QCoreApplication.translate("papers", "不予受理通知书"),
        "withdrawn": QCoreApplication.translate("papers", "撤回申请确认书"),
        "commitment": QCoreApplication.translate("papers", "告知承诺书"),
        "deferral": QCoreApplication.translate("papers", "容缺受理承诺书"),
        "special_procedure": QCoreApplication.translate("papers", "特别程序通知书"),
        "extension": QCoreApplication.translate("papers", "延长办理期限通知书"),
        "decision": QCoreApplication.translate("papers", "决定书"),
        "hand_out": QCoreApplication.translate("papers", "领取凭证"),
        "proof_of_service": QCoreApplication.translate("papers", "送达回证"),
        "archive_cover": QCoreApplication.translate("papers", "归档封面"),
        "transfer": QCoreApplication.translate("papers", "材料移交单"),
        "separators": QCoreApplication.translate("papers", "分隔页"),
        "labels": QCoreApplication.translate("papers", "卷宗标签（A4）"),
        "receipt_slip": QCoreApplication.translate("papers", "收件回执（80 毫米）"),
        "hand_out_slip": QCoreApplication.translate("papers", "领取凭证（80 毫米）"),
        "label_80": QCoreApplication.translate("papers", "卷宗标签（80 毫米）"),
        "label_62": QCoreApplication.translate("papers", "卷宗标签（62 毫米）"),
    }
    if kind.startswith(RESULT_PAPER):
        words = QCoreApplication.translate("papers", "部门结果材料 {n}")
        return words.format(n=kind.removeprefix(RESULT_PAPER))
    return known.get(kind, kind)
