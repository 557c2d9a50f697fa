"""What each key is called: on the help panel, among the commands, and in the tips of buttons."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.keys import Ask


def ask_words(ask: Ask) -> str:
    """What the key asks for, in a few words."""
    return {
        Ask.HELP: QCoreApplication.translate("asks", "帮助：全部按键"),
        Ask.CALL_NEXT: QCoreApplication.translate("asks", "叫下一位（办完的自动结束）"),
        Ask.CALL_AGAIN: QCoreApplication.translate("asks", "再叫一次"),
        Ask.ARRIVED: QCoreApplication.translate("asks", "到场"),
        Ask.NO_SHOW: QCoreApplication.translate("asks", "未到，过号"),
        Ask.SCAN: QCoreApplication.translate("asks", "扫描到当前材料"),
        Ask.STACK: QCoreApplication.translate("asks", "没归类的页：看一看，放到材料里"),
        Ask.STACK_AWAY: QCoreApplication.translate("asks", "没归类的页：先收起"),
        Ask.SEPARATORS: QCoreApplication.translate("asks", "打印分隔页：一叠材料一次扫完，自动归类"),
        Ask.NOTICE: QCoreApplication.translate("asks", "一次性告知"),
        Ask.TRANSFER: QCoreApplication.translate("asks", "转到别的队列或窗口"),
        Ask.HOLD: QCoreApplication.translate("asks", "挂起：去补材料，回来接着办"),
        Ask.LINE: QCoreApplication.translate("asks", "等候的人：叫指定的号、接回挂起的"),
        Ask.ISSUE: QCoreApplication.translate("asks", "取号：新来的人，或给来的人再取一个"),
        Ask.STORY: QCoreApplication.translate("asks", "查号：一张号票的经过"),
        Ask.FIND_ITEM: QCoreApplication.translate("asks", "找事项；手上是联办件时选其中一件"),
        Ask.PAUSE: QCoreApplication.translate("asks", "暂停 / 恢复窗口"),
        Ask.PRIMARY: QCoreApplication.translate("asks", "主操作：右下角的按钮"),
        Ask.PRINT_AGAIN: QCoreApplication.translate("asks", "再打一次回执"),
        Ask.PREVIEW: QCoreApplication.translate("asks", "打印预览：看过再打，任何文书"),
        Ask.CITIZEN: QCoreApplication.translate("asks", "群众屏：核对、签名、评价"),
        Ask.LOCK: QCoreApplication.translate("asks", "短按锁屏，按住看全号（留痕）"),
        Ask.COMMANDS: QCoreApplication.translate("asks", "查找：办件、人、号票、事项、操作"),
        Ask.UNDO: QCoreApplication.translate("asks", "撤销上一步（页面的改动可以一直撤销）"),
        Ask.FIND_CASE: QCoreApplication.translate("asks", "找办件"),
        Ask.FILES: QCoreApplication.translate("asks", "从文件添加页面"),
        Ask.PASTE: QCoreApplication.translate("asks", "粘贴图片或文件为页面"),
        Ask.CAMERA: QCoreApplication.translate("asks", "高拍仪：拍到当前材料"),
        Ask.FOOT_SWITCH: QCoreApplication.translate("asks", "脚踏开关：打开高拍仪，再踩拍照"),
        Ask.LARGE: QCoreApplication.translate("asks", "大图：页面占满，再按还原"),
        Ask.CORRECT: QCoreApplication.translate("asks", "更正申请人"),
        Ask.APPLICANT: QCoreApplication.translate("asks", "到申请人"),
        Ask.MATERIALS: QCoreApplication.translate("asks", "到材料清单"),
        Ask.PAGES: QCoreApplication.translate("asks", "到扫描页"),
        Ask.QUESTIONS: QCoreApplication.translate("asks", "到要问的问题"),
        Ask.EMERGENCY: QCoreApplication.translate("asks", "悄悄呼叫值班长（紧急）"),
        Ask.ALARM: QCoreApplication.translate("asks", "大厅看板：处理最上面的一条报警"),
        Ask.FIGURES: QCoreApplication.translate("asks", "大厅数据：等候与办理时间（值班长）"),
        Ask.FORECAST: QCoreApplication.translate("asks", "未来两小时的等候，改窗口会怎样（值班长）"),
        Ask.REPLAY: QCoreApplication.translate("asks", "回放一天（值班长）"),
        Ask.HAND_OUT: QCoreApplication.translate("asks", "统一出件：发结果"),
        Ask.REFUSE: QCoreApplication.translate("asks", "不予受理；受理之后是不予许可"),
        Ask.WITHDRAW: QCoreApplication.translate("asks", "申请人撤回"),
        Ask.EXTEND: QCoreApplication.translate("asks", "延期（只能一次）"),
        Ask.PAUSE_CASE: QCoreApplication.translate("asks", "特别程序：停止计时，再按恢复"),
        Ask.WATCH: QCoreApplication.translate("asks", "快到期和超期的件"),
        Ask.CHARACTER: QCoreApplication.translate("asks", "生僻字：按读音、部件或编码找出来，放进正在填的格子"),
        Ask.FOLLOW_UPS: QCoreApplication.translate("asks", "差评核实整改（值班长）"),
        Ask.SCANNER: QCoreApplication.translate("asks", "选扫描仪：本窗用哪一台、怎么扫，试扫一页"),
        Ask.SCAN_PROFILE: QCoreApplication.translate("asks", "换扫描方案：常用、证件、档案"),
        Ask.TAKE_READ: QCoreApplication.translate("asks", "读到的：照办（移过去、填入）"),
        Ask.LEAVE_READ: QCoreApplication.translate("asks", "读到的：不用"),
        Ask.BACK: QCoreApplication.translate("asks", "返回、关闭提示"),
    }[ask]
