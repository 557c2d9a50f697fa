<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>AcceptBar</name>
    <message>
        <source>一次性告知</source>
        <translation>One-time notice</translation>
    </message>
    <message>
        <source>再打回执</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>叫下一位</source>
        <translation>Call next</translation>
    </message>
    <message>
        <source>恢复叫号</source>
        <translation>Resume calling</translation>
    </message>
    <message>
        <source>选择事项</source>
        <translation>Choose the item</translation>
    </message>
    <message>
        <source>还差 {n} 栏</source>
        <translation>{n} fields missing</translation>
    </message>
    <message>
        <source>收件</source>
        <translation>Take in</translation>
    </message>
    <message>
        <source>还差 {n} 项</source>
        <translation>{n} still owed</translation>
    </message>
    <message>
        <source>受理并打印回执</source>
        <translation>Accept and print receipt</translation>
    </message>
    <message>
        <source>补打回执 {n} 张</source>
        <translation>Print {n} waiting papers</translation>
    </message>
    <message>
        <source>办完，叫下一位</source>
        <translation>Done, call next</translation>
    </message>
    <message>
        <source>承诺 {day}</source>
        <translation>promised by {day}</translation>
    </message>
    <message>
        <source>（暂定）</source>
        <translation> (provisional)</translation>
    </message>
</context>
<context>
    <name>AcceptWires</name>
    <message>
        <source>不予受理…</source>
        <translation>Decline…</translation>
    </message>
    <message>
        <source>申请人撤回…</source>
        <translation>Withdrawn by the applicant…</translation>
    </message>
    <message>
        <source>一次性告知</source>
        <translation>One-time notice</translation>
    </message>
    <message>
        <source>以下材料一次告知申请人，此后不得再要求补充：</source>
        <translation>The applicant is told of all of these at once; nothing more may be asked for later:</translation>
    </message>
    <message>
        <source>补充意见（可不填）</source>
        <translation>Remark (optional)</translation>
    </message>
    <message>
        <source>出具告知单</source>
        <translation>Issue the notice</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>理由和依据记入本件。请当面说明，并告知复议和诉讼的权利。</source>
        <translation>Reason and ground are kept with the case. Explain them, and the right to review and appeal.</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>法律依据</source>
        <translation>Ground in law</translation>
    </message>
    <message>
        <source>申请人撤回</source>
        <translation>Withdrawn by the applicant</translation>
    </message>
    <message>
        <source>撤回后本件结束，材料退还申请人。</source>
        <translation>The case ends and the materials go back to the applicant.</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>还有 {n} 项材料未收齐：</source>
        <translation>{n} materials are still owed:</translation>
    </message>
    <message>
        <source>已受理 {number}，回执已打印。</source>
        <translation>Accepted {number}; the receipt is printed.</translation>
    </message>
    <message>
        <source>已受理 …{tail}</source>
        <translation>Accepted …{tail}</translation>
    </message>
    <message>
        <source>已撤销受理，编号保留给本件；请收回回执。</source>
        <translation>Acceptance undone; the case keeps its number. Please take the receipt back.</translation>
    </message>
    <message>
        <source>再打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>已再打 {n} 张。</source>
        <translation>Printed {n} again.</translation>
    </message>
    <message>
        <source>一次性告知单已打印，请交给申请人。</source>
        <translation>The one-time notice is printed. Give it to the applicant.</translation>
    </message>
    <message>
        <source>还有 {n} 个问题没有回答：</source>
        <translation>{n} questions are not answered yet:</translation>
    </message>
</context>
<context>
    <name>ApplicantPage</name>
    <message>
        <source>证件号码</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>姓名 / 名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>手机</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>地址</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>代办人证件号码</source>
        <translation>Agent's ID number</translation>
    </message>
    <message>
        <source>代办人姓名</source>
        <translation>Agent's name</translation>
    </message>
    <message>
        <source>申请人</source>
        <translation>Applicant</translation>
    </message>
    <message>
        <source>更正</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>按住 F12 看全号（留痕）</source>
        <translation>Hold F12 to see it in full (recorded)</translation>
    </message>
    <message>
        <source>信息已销毁</source>
        <translation>Data destroyed</translation>
    </message>
    <message>
        <source>代办 {name}</source>
        <translation>Agent {name}</translation>
    </message>
    <message>
        <source>由代办人办理</source>
        <translation>Filed by an agent</translation>
    </message>
</context>
<context>
    <name>ArrangePanel</name>
    <message>
        <source>{window} 号窗办哪些队列</source>
        <translation>What window {window} serves</translation>
    </message>
    <message>
        <source>怎么叫</source>
        <translation>How it calls</translation>
    </message>
    <message>
        <source>多久</source>
        <translation>For how long</translation>
    </message>
    <message>
        <source>谁先到时谁先来</source>
        <translation>Whoever is due first</translation>
    </message>
    <message>
        <source>按上面的先后，前一队没人才叫后一队</source>
        <translation>In this order: the next queue only when nobody waits in the one before</translation>
    </message>
    <message>
        <source>按比例轮着叫</source>
        <translation>In shares</translation>
    </message>
    <message>
        <source>一直</source>
        <translation>From now on</translation>
    </message>
    <message>
        <source>{n} 分钟，之后自动恢复</source>
        <translation>{n} minutes, then as before</translation>
    </message>
    <message>
        <source>原因（记在日志里，可不填）</source>
        <translation>Why (stands in the journal; may be left empty)</translation>
    </message>
    <message>
        <source>下一次叫号起这样办</source>
        <translation>From the next call on</translation>
    </message>
</context>
<context>
    <name>BarcodeWires</name>
    <message>
        <source>扫到的不是本系统的码。号票、回执、分隔页都可以扫。</source>
        <translation>That code is not one of ours. Tickets, receipts and separators can be scanned.</translation>
    </message>
    <message>
        <source>扫到 {scanned}，本窗正在办 {number}。</source>
        <translation>{scanned} was scanned, but {number} is at this window.</translation>
    </message>
    <message>
        <source>扫到 {scanned}。按 F2 按顺序叫号。</source>
        <translation>{scanned} was scanned. Press F2 to call in order.</translation>
    </message>
    <message>
        <source>本机没有 {number} 这件。</source>
        <translation>Case {number} is not on this computer.</translation>
    </message>
    <message>
        <source>先办完手上这件，再打开另一件。</source>
        <translation>Finish the case in hand before opening another.</translation>
    </message>
    <message>
        <source>请再输入几位</source>
        <translation>Type a few more characters</translation>
    </message>
</context>
<context>
    <name>CallingBar</name>
    <message>
        <source>叫下一位</source>
        <translation>Call next</translation>
    </message>
    <message>
        <source>再叫</source>
        <translation>Again</translation>
    </message>
    <message>
        <source>未到</source>
        <translation>No-show</translation>
    </message>
    <message>
        <source>转移</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>窗口暂停</source>
        <translation>Window paused</translation>
    </message>
    <message>
        <source>已叫号 {n} 次</source>
        <translation>Called {n} times</translation>
    </message>
    <message>
        <source>已叫号</source>
        <translation>Called</translation>
    </message>
    <message>
        <source>办理中</source>
        <translation>Serving</translation>
    </message>
    <message>
        <source>空闲</source>
        <translation>Idle</translation>
    </message>
    <message>
        <source>已用</source>
        <translation>Taken</translation>
    </message>
    <message>
        <source>等候 {n} 人 · 最久 {m} 分钟</source>
        <translation>{n} waiting · longest {m} min</translation>
    </message>
    <message>
        <source>无人等候</source>
        <translation>Nobody waits</translation>
    </message>
    <message>
        <source>⚠ {windows} 号窗也叫了这一号</source>
        <translation>⚠ Window {windows} called this ticket too</translation>
    </message>
    <message>
        <source>下面 {numbers}</source>
        <translation>Next {numbers}</translation>
    </message>
    <message>
        <source>挂起</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source> · 屏未确认</source>
        <translation> · on no board yet</translation>
    </message>
    <message>
        <source>挂起 {numbers}（时间已到）</source>
        <translation>Held {numbers} (time is over)</translation>
    </message>
    <message>
        <source>挂起 {numbers}（{n} 分钟）</source>
        <translation>Held {numbers} ({n} min)</translation>
    </message>
</context>
<context>
    <name>CallingWires</name>
    <message>
        <source>现在无人等候。</source>
        <translation>Nobody is waiting now.</translation>
    </message>
    <message>
        <source>刚才叫的 {number} 已叫到本窗，请接待。</source>
        <translation>{number} had been called to this window already.</translation>
    </message>
    <message>
        <source>离线叫号：{number} 归本窗。</source>
        <translation>Called offline: {number} belongs to this window.</translation>
    </message>
    <message>
        <source>已叫 {number}</source>
        <translation>Called {number}</translation>
    </message>
    <message>
        <source>放好材料按 F5 扫描；没有纸的按数字键收下。</source>
        <translation>Put the papers in and press F5; tick what needs no scan by its number.</translation>
    </message>
    <message>
        <source>材料已齐，按 F9 受理。</source>
        <translation>Everything is here: press F9 to accept.</translation>
    </message>
    <message>
        <source>已办完。按 F2 叫下一位。</source>
        <translation>Done. Press F2 to call the next.</translation>
    </message>
    <message>
        <source>窗口暂停中，按 F8 恢复。</source>
        <translation>The window is paused; F8 resumes.</translation>
    </message>
    <message>
        <source>按 F2 叫下一位。没有号票的，直接录入即可。</source>
        <translation>Press F2 to call the next. Without a ticket, simply start typing.</translation>
    </message>
    <message>
        <source>还没有人来？F3 再叫，F4 过号。</source>
        <translation>Nobody came? F3 calls again, F4 passes.</translation>
    </message>
    <message>
        <source>放身份证，或录入号码后按 Enter；F7 选事项。</source>
        <translation>Put the ID card on the reader, or type the number and press Enter; F7 finds the item.</translation>
    </message>
    <message>
        <source>窗口暂停中，先按 F8 恢复，再叫下一位。</source>
        <translation>The window is paused: F8 resumes, then call the next.</translation>
    </message>
    <message>
        <source>刚叫的 {number} 还没有到：F3 再叫，F4 过号；叫错了按 Ctrl+Z。</source>
        <translation>{number} is still on the way: F3 calls again, F4 no-show; Ctrl+Z if called by mistake.</translation>
    </message>
    <message>
        <source>录入的内容还没有收件。再按一次 F2：不要这些内容，叫下一位。</source>
        <translation>What was typed is not taken in yet. F2 once more drops it and calls the next.</translation>
    </message>
    <message>
        <source>{number} 已过号</source>
        <translation>{number} passed</translation>
    </message>
    <message>
        <source>申请人已撤回，材料请退还。按 F9 叫下一位。</source>
        <translation>Withdrawn. Give the papers back. F9 calls the next.</translation>
    </message>
    <message>
        <source>已不予受理。按 F9 叫下一位。</source>
        <translation>Declined. F9 calls the next.</translation>
    </message>
    <message>
        <source>已一次性告知。补来的现在就收；要等的，按 F9 叫下一位。</source>
        <translation>Notice given. Take in what comes now; otherwise F9 calls the next.</translation>
    </message>
    <message>
        <source>{number} 的留言：{remark}</source>
        <translation>Remark on {number}: {remark}</translation>
    </message>
</context>
<context>
    <name>ChecklistPage</name>
    <message>
        <source>材料</source>
        <translation>Materials</translation>
    </message>
    <message>
        <source>材料清单</source>
        <translation>Checklist of materials</translation>
    </message>
    <message>
        <source>收件后，材料在这里逐项收齐。</source>
        <translation>Once taken in, the materials are collected here.</translation>
    </message>
    <message>
        <source>1–9 或空格：收下 / 退回　F5：扫描　C：承诺　R：容缺</source>
        <translation>1–9 or space: tick / untick   F5: scan   C: promise   R: defer</translation>
    </message>
    <message>
        <source>还差 {n} 项 · {done}/{all}</source>
        <translation>{n} still owed · {done}/{all}</translation>
    </message>
    <message>
        <source>✓ 已齐 {n}/{n}</source>
        <translation>✓ complete {n}/{n}</translation>
    </message>
</context>
<context>
    <name>ChecklistRow</name>
    <message>
        <source>{n} 份</source>
        <translation>{n} copies</translation>
    </message>
    <message>
        <source>{n} 页</source>
        <translation>{n} pages</translation>
    </message>
    <message>
        <source>⚠ {n} 页看不清</source>
        <translation>⚠ {n} pages unclear</translation>
    </message>
    <message>
        <source>承诺 C</source>
        <translation>Promise C</translation>
    </message>
    <message>
        <source>容缺 R</source>
        <translation>Defer R</translation>
    </message>
    <message>
        <source>退回 ⌫</source>
        <translation>Return ⌫</translation>
    </message>
</context>
<context>
    <name>ClerkScreen</name>
    <message>
        <source>您还有 {n} 件没有办完，按 Ctrl+F 查找。</source>
        <translation>You have {n} unfinished cases; Ctrl+F finds them.</translation>
    </message>
    <message>
        <source>没有扫描仪，可按 Ctrl+O 从文件添加</source>
        <translation>No scanner; Ctrl+O adds pages from files</translation>
    </message>
    <message>
        <source>这台电脑没有接群众屏。</source>
        <translation>No citizen's screen is connected to this computer.</translation>
    </message>
    <message>
        <source>找办件</source>
        <translation>Find a case</translation>
    </message>
    <message>
        <source>编号、姓名、证件号开头</source>
        <translation>Beginning of a number, name or ID number</translation>
    </message>
    <message>
        <source>全部操作</source>
        <translation>All commands</translation>
    </message>
    <message>
        <source>要做什么</source>
        <translation>What do you want to do?</translation>
    </message>
    <message>
        <source>一窗 · 综合窗口</source>
        <translation>OneWindow · Service window</translation>
    </message>
    <message>
        <source>转到哪里</source>
        <translation>Send where</translation>
    </message>
    <message>
        <source>队列字母或名称、窗口号</source>
        <translation>Letter or name of the queue, or a window</translation>
    </message>
    <message>
        <source>留言给接待的窗口（可不填）</source>
        <translation>Remark for the window that receives them (may be left empty)</translation>
    </message>
    <message>
        <source>等候的人</source>
        <translation>Who waits</translation>
    </message>
    <message>
        <source>号码</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>选一项</source>
        <translation>Choose one</translation>
    </message>
    <message>
        <source>取号</source>
        <translation>Issue a ticket</translation>
    </message>
    <message>
        <source>队列字母、名称或类别</source>
        <translation>Letter or name of the queue, or the class</translation>
    </message>
</context>
<context>
    <name>CrashScreen</name>
    <message>
        <source>程序出了错</source>
        <translation>The program failed</translation>
    </message>
    <message>
        <source>刚才这一步可能没有办成；之前办的都已保存。请看一眼内容，再接着办。</source>
        <translation>The last step may not have been done; everything before it is saved. Check what is shown, then go on.</translation>
    </message>
    <message>
        <source>故障记录：{file}（不含个人信息），请交给管理员。</source>
        <translation>Report: {file} (no personal data). Please give it to the administrator.</translation>
    </message>
    <message>
        <source>接着办 Enter</source>
        <translation>Go on Enter</translation>
    </message>
</context>
<context>
    <name>foresight</name>
    <message>
        <source>{queue} 队列：{now} → {then}</source>
        <translation>{queue}: {now} → {then}</translation>
    </message>
</context>
<context>
    <name>HallScreen</name>
    <message>
        <source>一窗 · 大厅</source>
        <translation>OneWindow · The hall</translation>
    </message>
    <message>
        <source>移动选中的人</source>
        <translation>Move the chosen</translation>
    </message>
    <message>
        <source>采纳</source>
        <translation>Adopt</translation>
    </message>
    <message>
        <source>全部操作</source>
        <translation>All commands</translation>
    </message>
    <message>
        <source>要做什么</source>
        <translation>What is to be done</translation>
    </message>
    <message>
        <source>移到哪里</source>
        <translation>Move where</translation>
    </message>
    <message>
        <source>队列字母或名称、窗口号</source>
        <translation>Letter or name of the queue, or a window</translation>
    </message>
    <message>
        <source>原因（可不填）</source>
        <translation>Why (may be left empty)</translation>
    </message>
    <message>
        <source>到窗口</source>
        <translation>To the windows</translation>
    </message>
    <message>
        <source>等候 {n} 人 · 最久 {m} 分钟 · 今日已办 {k} 件</source>
        <translation>{n} waiting · longest {m} min · {k} served today</translation>
    </message>
    <message>
        <source>开窗 {n}/{all}</source>
        <translation>{n} of {all} windows open</translation>
    </message>
</context>
<context>
    <name>HallWires</name>
    <message>
        <source>先选中要移动的人：点选，或 Ctrl+A 选中一整队。</source>
        <translation>Choose first who is to move: click, or Ctrl+A for a whole queue.</translation>
    </message>
    <message>
        <source>只由这个窗口叫</source>
        <translation>Called by this window alone</translation>
    </message>
    <message>
        <source>{window} 号窗</source>
        <translation>Window {window}</translation>
    </message>
    <message>
        <source>{n} 人已移到 {place} 队列</source>
        <translation>{n} moved to queue {place}</translation>
    </message>
    <message>
        <source>{n} 人已移到 {place} 号窗</source>
        <translation>{n} moved to window {place}</translation>
    </message>
    <message>
        <source>改办哪些队列…</source>
        <translation>Change its queues…</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>关窗</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>人已离开；转来本窗的人回到队列</source>
        <translation>The clerk has left; who was sent here waits in the queue again</translation>
    </message>
    <message>
        <source>放开它的号</source>
        <translation>Release its tickets</translation>
    </message>
    <message>
        <source>线路中断的窗口留着的号，让别的窗口叫</source>
        <translation>What is left to a window whose line is cut may be called by others</translation>
    </message>
    <message>
        <source>{window} 号窗改办 {queues}</source>
        <translation>Window {window} serves {queues}</translation>
    </message>
    <message>
        <source>采纳建议</source>
        <translation>as proposed</translation>
    </message>
    <message>
        <source>{queue} 队列等候已超过 {limit} 分钟</source>
        <translation>Queue {queue} has passed {limit} min</translation>
    </message>
    <message>
        <source>{queue} 队列 {time} 将超过 {limit} 分钟</source>
        <translation>Queue {queue} will pass {limit} min at {time}</translation>
    </message>
    <message>
        <source>：再开一个窗口？</source>
        <translation>: open another window?</translation>
    </message>
    <message>
        <source>：让 {window} 号窗帮一小时？</source>
        <translation>: let window {window} help for an hour?</translation>
    </message>
    <message>
        <source>{window} 号窗已暂停</source>
        <translation>Window {window} paused</translation>
    </message>
    <message>
        <source>{window} 号窗已恢复</source>
        <translation>Window {window} goes on</translation>
    </message>
    <message>
        <source>{window} 号窗已关。</source>
        <translation>Window {window} is closed.</translation>
    </message>
    <message>
        <source>{window} 号窗留着的号已放开。</source>
        <translation>What was left to window {window} is released.</translation>
    </message>
    <message>
        <source>{numbers} 已被叫走，没有移动。</source>
        <translation>{numbers} had been called and were not moved.</translation>
    </message>
    <message>
        <source>中心没有采纳 {n} 步，大厅以中心为准。{step} {number}：{why}</source>
        <translation>The centre did not take {n} step(s); what it has holds. {step} {number}: {why}</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>按键</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>清单里：1–9 或空格收下 / 退回，C 承诺，R 容缺，Backspace 退回。</source>
        <translation>In the checklist: 1–9 or space ticks and unticks, C promise, R defer, Backspace returns.</translation>
    </message>
    <message>
        <source>页面上：Del 删页，Alt+数字 移到该材料，+ − 0 缩放。扫码随时可扫，不用先点。</source>
        <translation>On pages: Del removes, Alt+digit moves to that material, + − 0 zooms. Barcodes can be scanned at any time.</translation>
    </message>
</context>
<context>
    <name>IssueWires</name>
    <message>
        <source>新来的人</source>
        <translation>Somebody new</translation>
    </message>
    <message>
        <source>按 {number} 取号的时间排</source>
        <translation>Keeps the place of {number}</translation>
    </message>
    <message>
        <source>{queue} · 再办一件</source>
        <translation>{queue} · second service</translation>
    </message>
    <message>
        <source>已取号 {number}，前面 {n} 人</source>
        <translation>Issued {number}, {n} before it</translation>
    </message>
    <message>
        <source>，约等 {least}–{most} 分钟</source>
        <translation>, about {least}–{most} min</translation>
    </message>
    <message>
        <source>。</source>
        <translation>.</translation>
    </message>
    <message>
        <source>线路中断，取不了号：号码由中心统一发。请来的人稍候，接通后再按 {key}。</source>
        <translation>The line is cut, and numbers are given by the centre alone. Let them wait a moment, and press {key} once it is back.</translation>
    </message>
</context>
<context>
    <name>ItemsPage</name>
    <message>
        <source>没有找到“{words}”</source>
        <translation>Nothing found for “{words}”</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>换事项</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>拼音首字母、名称、编码、俗称</source>
        <translation>initials, name, code, everyday word</translation>
    </message>
    <message>
        <source>找事项</source>
        <translation>Find an item</translation>
    </message>
    <message>
        <source>找到的事项</source>
        <translation>Items found</translation>
    </message>
    <message>
        <source>即办</source>
        <translation>At once</translation>
    </message>
    <message>
        <source>承诺 {limit}</source>
        <translation>promised within {limit}</translation>
    </message>
</context>
<context>
    <name>ItemsWires</name>
    <message>
        <source>一件事：选其中的事项</source>
        <translation>One thing: choose one of its items</translation>
    </message>
    <message>
        <source>一件事</source>
        <translation>Theme</translation>
    </message>
</context>
<context>
    <name>LineLamp</name>
    <message>
        <source>● 在线</source>
        <translation>● Online</translation>
    </message>
    <message>
        <source>◐ 离线可办</source>
        <translation>◐ Offline, work goes on</translation>
    </message>
    <message>
        <source>⚠ 被退回 {n}</source>
        <translation>⚠ {n} sent back</translation>
    </message>
    <message>
        <source>待同步 {n}（最早 {time}）</source>
        <translation>{n} to send (oldest {time})</translation>
    </message>
</context>
<context>
    <name>LineWires</name>
    <message>
        <source>中心退回了 {n} 步，内容都在，请处理。</source>
        <translation>The centre sent {n} steps back. Nothing is lost; please settle them.</translation>
    </message>
    <message>
        <source>去处理</source>
        <translation>Settle</translation>
    </message>
</context>
<context>
    <name>LockCover</name>
    <message>
        <source>已锁屏</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>{who} · 内容都在，输入密码继续</source>
        <translation>{who} · everything is kept; enter the password to go on</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>解锁 Enter</source>
        <translation>Unlock Enter</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>还有 {n} 条</source>
        <translation>{n} more</translation>
    </message>
    <message>
        <source>知道了 Esc</source>
        <translation>Dismiss Esc</translation>
    </message>
</context>
<context>
    <name>OutboxPanel</name>
    <message>
        <source>待同步</source>
        <translation>To be sent</translation>
    </message>
    <message>
        <source>未确认的步骤</source>
        <translation>Unconfirmed steps</translation>
    </message>
    <message>
        <source>放弃的原因</source>
        <translation>Why it is given up</translation>
    </message>
    <message>
        <source>再送一次</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>放弃这一步</source>
        <translation>Give this step up</translation>
    </message>
    <message>
        <source>中心已确认全部步骤。</source>
        <translation>The centre has confirmed every step.</translation>
    </message>
    <message>
        <source>{n} 步等待中心确认，接通后自动上传，不用守着。</source>
        <translation>{n} steps wait for the centre. They are sent by themselves once the line is up.</translation>
    </message>
    <message>
        <source>扫描页 {n} 张。</source>
        <translation>{n} scanned pages.</translation>
    </message>
    <message>
        <source>其中 {n} 步是本机其他人员的。</source>
        <translation>{n} of these steps are other people's at this computer.</translation>
    </message>
    <message>
        <source>先传 {n} 页</source>
        <translation>{n} pages go first</translation>
    </message>
    <message>
        <source>等待上传</source>
        <translation>Waiting to be sent</translation>
    </message>
</context>
<context>
    <name>Overlay</name>
    <message>
        <source>关闭 Esc</source>
        <translation>Close Esc</translation>
    </message>
</context>
<context>
    <name>PagesPage</name>
    <message>
        <source>页面</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>扫描中…</source>
        <translation>Scanning…</translation>
    </message>
    <message>
        <source>{n} 页</source>
        <translation>{n} pages</translation>
    </message>
    <message>
        <source>放大 +</source>
        <translation>Zoom +</translation>
    </message>
    <message>
        <source>缩小 −</source>
        <translation>Zoom −</translation>
    </message>
    <message>
        <source>删页 Del</source>
        <translation>Remove Del</translation>
    </message>
    <message>
        <source>扫描页</source>
        <translation>Scanned pages</translation>
    </message>
    <message>
        <source>页面大图</source>
        <translation>Large view of the page</translation>
    </message>
    <message>
        <source>还没有扫描页。
放好材料按 F5 扫描，或按 Ctrl+O 从文件添加。</source>
        <translation>No pages yet.
Put the papers in and press F5, or Ctrl+O to add files.</translation>
    </message>
    <message>
        <source>这一页是空白的，Del 删去</source>
        <translation>This page is blank; Del removes it</translation>
    </message>
    <message>
        <source>这一页看不清，请趁人还在时重扫 F5</source>
        <translation>This page is blurred; scan it again now F5</translation>
    </message>
    <message>
        <source>正在打开这一页…</source>
        <translation>Opening this page…</translation>
    </message>
</context>
<context>
    <name>QueueBox</name>
    <message>
        <source>等候 {n} · 最久 {m} 分钟</source>
        <translation>{n} waiting · longest {m} min</translation>
    </message>
    <message>
        <source>无人等候</source>
        <translation>Nobody waits</translation>
    </message>
    <message>
        <source>新来的约等 {wait}</source>
        <translation>Wait for a newcomer: {wait}</translation>
    </message>
    <message>
        <source>{windows} 号窗在办</source>
        <translation>Windows {windows}</translation>
    </message>
    <message>
        <source>⚠ 没有窗口在办</source>
        <translation>⚠ No window serves it</translation>
    </message>
</context>
<context>
    <name>ScanWires</name>
    <message>
        <source>正在扫描，接着扫下一项；Esc 停止。</source>
        <translation>Scanning; the next material follows. Esc stops.</translation>
    </message>
    <message>
        <source>没有扫到页面。请放好材料后按 F5。</source>
        <translation>No page came. Put the papers in and press F5.</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>从文件</source>
        <translation>From files</translation>
    </message>
    <message>
        <source>图片</source>
        <translation>Pictures</translation>
    </message>
    <message>
        <source>从文件添加页面</source>
        <translation>Add pages from files</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>一窗 · 综合窗口</source>
        <translation>OneWindow · Service window</translation>
    </message>
    <message>
        <source>退出登录</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>浅色外观</source>
        <translation>Light look</translation>
    </message>
    <message>
        <source>深色外观</source>
        <translation>Dark look</translation>
    </message>
    <message>
        <source>高对比外观</source>
        <translation>High-contrast look</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>一窗</source>
        <translation>OneWindow</translation>
    </message>
    <message>
        <source>综合窗口 · 断网照常受理</source>
        <translation>Service window · works with the line cut</translation>
    </message>
    <message>
        <source>用户名</source>
        <translation>User</translation>
    </message>
    <message>
        <source>密码</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>窗口</source>
        <translation>Window</translation>
    </message>
    <message>
        <source>正在登录…</source>
        <translation>Signing in…</translation>
    </message>
    <message>
        <source>进入窗口 Enter</source>
        <translation>Sign in Enter</translation>
    </message>
    <message>
        <source>○ 正在联系中心…</source>
        <translation>○ Reaching the centre…</translation>
    </message>
    <message>
        <source>● 在线</source>
        <translation>● Online</translation>
    </message>
    <message>
        <source>◐ 联系不上中心。12 小时内在本机登录过的人员，可用原密码离线登录，照常受理。</source>
        <translation>◐ The centre cannot be reached. Whoever signed in here within 12 hours may sign in offline with the same password and work as usual.</translation>
    </message>
    <message>
        <source>演示：clerk1–clerk8，密码 demo</source>
        <translation>Demo: clerk1–clerk8, password demo</translation>
    </message>
    <message>
        <source>大厅（值班长）</source>
        <translation>The hall (manager)</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>（离线登录）</source>
        <translation> (signed in offline)</translation>
    </message>
    <message>
        <source>{window} 号窗 · {name}</source>
        <translation>Window {window} · {name}</translation>
    </message>
    <message>
        <source>设备 ✓</source>
        <translation>Devices ✓</translation>
    </message>
    <message>
        <source>今日 {n} 件</source>
        <translation>{n} today</translation>
    </message>
    <message>
        <source>平均 {m} 分钟</source>
        <translation>average {m} min</translation>
    </message>
</context>
<context>
    <name>ThumbnailLook</name>
    <message>
        <source>空白</source>
        <translation>blank</translation>
    </message>
    <message>
        <source>模糊</source>
        <translation>blurred</translation>
    </message>
</context>
<context>
    <name>ThumbnailsModel</name>
    <message>
        <source>空白</source>
        <translation>blank</translation>
    </message>
    <message>
        <source>模糊</source>
        <translation>blurred</translation>
    </message>
    <message>
        <source>第 {n} 页</source>
        <translation>Page {n}</translation>
    </message>
</context>
<context>
    <name>TransferWires</name>
    <message>
        <source>{window} 号窗</source>
        <translation>Window {window}</translation>
    </message>
    <message>
        <source>只由这个窗口叫</source>
        <translation>Called by this window alone</translation>
    </message>
    <message>
        <source>{number} 已转到 {window} 号窗</source>
        <translation>{number} sent to window {window}</translation>
    </message>
    <message>
        <source>{number} 已转到 {queue} 队列</source>
        <translation>{number} sent to queue {queue}</translation>
    </message>
</context>
<context>
    <name>UndoStrip</name>
    <message>
        <source>撤销 {key}（{n} 秒）</source>
        <translation>Undo {key} ({n} s)</translation>
    </message>
</context>
<context>
    <name>asks</name>
    <message>
        <source>帮助：全部按键</source>
        <translation>Help: all keys</translation>
    </message>
    <message>
        <source>叫下一位（办完的自动结束）</source>
        <translation>Call next (ends what is done)</translation>
    </message>
    <message>
        <source>再叫一次</source>
        <translation>Call again</translation>
    </message>
    <message>
        <source>到场</source>
        <translation>Arrived</translation>
    </message>
    <message>
        <source>未到，过号</source>
        <translation>No-show, pass</translation>
    </message>
    <message>
        <source>扫描到当前材料</source>
        <translation>Scan into the marked material</translation>
    </message>
    <message>
        <source>一次性告知</source>
        <translation>One-time notice</translation>
    </message>
    <message>
        <source>找事项</source>
        <translation>Find an item</translation>
    </message>
    <message>
        <source>暂停 / 恢复窗口</source>
        <translation>Pause / resume the window</translation>
    </message>
    <message>
        <source>主操作：右下角的按钮</source>
        <translation>Primary action: the button at bottom right</translation>
    </message>
    <message>
        <source>再打一次回执</source>
        <translation>Print the receipt again</translation>
    </message>
    <message>
        <source>群众屏</source>
        <translation>Citizen's screen</translation>
    </message>
    <message>
        <source>短按锁屏，按住看全号（留痕）</source>
        <translation>Tap to lock, hold to see numbers in full (recorded)</translation>
    </message>
    <message>
        <source>全部操作</source>
        <translation>All commands</translation>
    </message>
    <message>
        <source>撤销上一步（10 秒内）</source>
        <translation>Undo the last step (10 s)</translation>
    </message>
    <message>
        <source>找办件</source>
        <translation>Find a case</translation>
    </message>
    <message>
        <source>从文件添加页面</source>
        <translation>Add pages from files</translation>
    </message>
    <message>
        <source>更正申请人</source>
        <translation>Correct the applicant</translation>
    </message>
    <message>
        <source>到申请人</source>
        <translation>Go to the applicant</translation>
    </message>
    <message>
        <source>到材料清单</source>
        <translation>Go to the checklist</translation>
    </message>
    <message>
        <source>到扫描页</source>
        <translation>Go to the pages</translation>
    </message>
    <message>
        <source>返回、关闭提示</source>
        <translation>Back, dismiss</translation>
    </message>
    <message>
        <source>转到别的队列或窗口</source>
        <translation>Send to another queue or window</translation>
    </message>
    <message>
        <source>挂起：去补材料，回来接着办</source>
        <translation>Hold: to fetch something and come back</translation>
    </message>
    <message>
        <source>等候的人：叫指定的号、接回挂起的</source>
        <translation>Who waits: call one, take up the held</translation>
    </message>
    <message>
        <source>取号：新来的人，或给来的人再取一个</source>
        <translation>Issue a ticket</translation>
    </message>
    <message>
        <source>到要问的问题</source>
        <translation>To the questions</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>收件</source>
        <translation>Taken in</translation>
    </message>
    <message>
        <source>更正申请人</source>
        <translation>Applicant corrected</translation>
    </message>
    <message>
        <source>收材料</source>
        <translation>Material received</translation>
    </message>
    <message>
        <source>退材料</source>
        <translation>Material returned</translation>
    </message>
    <message>
        <source>告知承诺</source>
        <translation>Promise made</translation>
    </message>
    <message>
        <source>容缺</source>
        <translation>Deferred</translation>
    </message>
    <message>
        <source>扫描页</source>
        <translation>Pages scanned</translation>
    </message>
    <message>
        <source>删页</source>
        <translation>Page removed</translation>
    </message>
    <message>
        <source>移页</source>
        <translation>Page moved</translation>
    </message>
    <message>
        <source>受理</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>撤销受理</source>
        <translation>Acceptance undone</translation>
    </message>
    <message>
        <source>补正告知</source>
        <translation>Correction notice</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>Declined</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>查看全号</source>
        <translation>Seen in full</translation>
    </message>
    <message>
        <source>叫号</source>
        <translation>Called</translation>
    </message>
    <message>
        <source>再叫</source>
        <translation>Called again</translation>
    </message>
    <message>
        <source>撤销叫号</source>
        <translation>Call undone</translation>
    </message>
    <message>
        <source>到场</source>
        <translation>Arrived</translation>
    </message>
    <message>
        <source>办完</source>
        <translation>Finished</translation>
    </message>
    <message>
        <source>未到</source>
        <translation>No-show</translation>
    </message>
    <message>
        <source>转移</source>
        <translation>Transferred</translation>
    </message>
    <message>
        <source>开窗</source>
        <translation>Window opened</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Window paused</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Window resumed</translation>
    </message>
    <message>
        <source>关窗</source>
        <translation>Window closed</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Signed in</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Signed out</translation>
    </message>
    <message>
        <source>挂起</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>接回</source>
        <translation>Taken up</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>{n} 分钟</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>不收费</source>
        <translation>free of charge</translation>
    </message>
    <message>
        <source>{yuan} 元</source>
        <translation>{yuan} yuan</translation>
    </message>
    <message>
        <source>原件</source>
        <translation>original</translation>
    </message>
    <message>
        <source>复印件</source>
        <translation>copy</translation>
    </message>
    <message>
        <source>电子件</source>
        <translation>electronic</translation>
    </message>
    <message>
        <source>待收</source>
        <translation>owed</translation>
    </message>
    <message>
        <source>已收</source>
        <translation>received</translation>
    </message>
    <message>
        <source>告知承诺</source>
        <translation>promised</translation>
    </message>
    <message>
        <source>容缺</source>
        <translation>deferred</translation>
    </message>
    <message>
        <source>免提交</source>
        <translation>shared</translation>
    </message>
    <message>
        <source>不需要</source>
        <translation>not needed</translation>
    </message>
    <message>
        <source>可交可不交</source>
        <translation>optional</translation>
    </message>
    <message>
        <source>收件</source>
        <translation>taken in</translation>
    </message>
    <message>
        <source>待补正</source>
        <translation>to be corrected</translation>
    </message>
    <message>
        <source>已受理</source>
        <translation>accepted</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>declined</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>withdrawn</translation>
    </message>
    <message>
        <source>挂起</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>已办结</source>
        <translation>decided</translation>
    </message>
    <message>
        <source>待领</source>
        <translation>ready</translation>
    </message>
    <message>
        <source>已送达</source>
        <translation>delivered</translation>
    </message>
    <message>
        <source>已归档</source>
        <translation>archived</translation>
    </message>
    <message>
        <source>{least}–{most} 分钟</source>
        <translation>{least}–{most} min</translation>
    </message>
    <message>
        <source>不详</source>
        <translation>not known yet</translation>
    </message>
    <message>
        <source>{n} 个工作日</source>
        <translation>{n} working days</translation>
    </message>
    <message>
        <source>{n} 天</source>
        <translation>{n} days</translation>
    </message>
    <message>
        <source>{n} 小时</source>
        <translation>{n} hours</translation>
    </message>
    <message>
        <source>先回答上面的问题</source>
        <translation>Answer above first</translation>
    </message>
    <message>
        <source>{day} 起取消，不得再向群众要。原因：{why}</source>
        <translation>Cancelled from {day} on; may no longer be asked for. Reason: {why}</translation>
    </message>
</context>
<context>
    <name>FindBox</name>
    <message>
        <source>没有找到“{words}”</source>
        <translation>Nothing found for “{words}”</translation>
    </message>
</context>
<context>
    <name>ChecklistWires</name>
    <message>
        <source>“{name}”不能以承诺代替：请收下，或按 Shift+F5 一次性告知。</source>
        <translation>“{name}” cannot be replaced by a commitment: take it in, or Shift+F5 for the one-time notice.</translation>
    </message>
    <message>
        <source>“{name}”不能容缺：请收下，或按 Shift+F5 一次性告知。</source>
        <translation>“{name}” cannot be put off: take it in, or Shift+F5 for the one-time notice.</translation>
    </message>
</context>
<context>
    <name>WaitingWires</name>
    <message>
        <source>{number} 已挂起</source>
        <translation>{number} held</translation>
    </message>
    <message>
        <source>{number} 已挂起，等到 {time}。{key} 接回。</source>
        <translation>{number} is held until {time}. {key} takes them up again.</translation>
    </message>
    <message>
        <source>无人等候</source>
        <translation>Nobody waits</translation>
    </message>
    <message>
        <source>取号…</source>
        <translation>Issue a ticket…</translation>
    </message>
    <message>
        <source>还有 {n} 分钟</source>
        <translation>{n} min left</translation>
    </message>
    <message>
        <source>⚠ 时间已到</source>
        <translation>⚠ Time is over</translation>
    </message>
    <message>
        <source>{number} 挂起中</source>
        <translation>{number} held</translation>
    </message>
    <message>
        <source>转来本窗</source>
        <translation>sent to this window</translation>
    </message>
    <message>
        <source>留言：{remark}</source>
        <translation>Remark: {remark}</translation>
    </message>
    <message>
        <source>等了 {n} 分钟</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{number} 回来了，接着办</source>
        <translation>{number} is back: serve on</translation>
    </message>
    <message>
        <source>{number} 没有回来，过号</source>
        <translation>{number} did not come back: no-show</translation>
    </message>
    <message>
        <source>再等等</source>
        <translation>Wait a little longer</translation>
    </message>
    <message>
        <source>挂起的 {number}</source>
        <translation>{number}, held</translation>
    </message>
    <message>
        <source>留下，继续办 {now}</source>
        <translation>Stay with {now}</translation>
    </message>
    <message>
        <source>留下，继续办手上这件</source>
        <translation>Stay with the case in hand</translation>
    </message>
    <message>
        <source>办完 {now}，叫 {number}</source>
        <translation>Finish {now} and call {number}</translation>
    </message>
    <message>
        <source>放下手上这件，叫 {number}</source>
        <translation>Leave the case in hand and call {number}</translation>
    </message>
    <message>
        <source>叫 {number}？</source>
        <translation>Call {number}?</translation>
    </message>
    <message>
        <source>手上的 {now} 同时办完</source>
        <translation>{now} in hand is finished</translation>
    </message>
    <message>
        <source>{number} 已过号</source>
        <translation>{number} passed as no-show</translation>
    </message>
    <message>
        <source>{number} 挂起的时间已到：{key} 接回或过号。</source>
        <translation>The time of {number}, held, is over: {key} to take them up or pass them.</translation>
    </message>
</context>
<context>
    <name>why</name>
    <message>
        <source>最先到时</source>
        <translation>due first</translation>
    </message>
    <message>
        <source>转来本窗</source>
        <translation>sent to this window</translation>
    </message>
    <message>
        <source>按队列次序</source>
        <translation>by the order of the queues</translation>
    </message>
    <message>
        <source>按队列比例</source>
        <translation>by the shares of the queues</translation>
    </message>
    <message>
        <source>被越过太多次</source>
        <translation>overtaken often enough</translation>
    </message>
</context>
<context>
    <name>WindowsModel</name>
    <message>
        <source>未开窗</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>空闲</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>办理中</source>
        <translation>Serving</translation>
    </message>
    <message>
        <source>已叫号</source>
        <translation>Called</translation>
    </message>
    <message>
        <source> 至 {time}</source>
        <translation> until {time}</translation>
    </message>
    <message>
        <source>挂起 {n}</source>
        <translation>{n} held</translation>
    </message>
    <message>
        <source>专候 {n}</source>
        <translation>{n} sent here</translation>
    </message>
    <message>
        <source>已办 {n}</source>
        <translation>{n} served</translation>
    </message>
</context>
<context>
    <name>QuestionsPage</name>
    <message>
        <source>问一问</source>
        <translation>Questions</translation>
    </message>
    <message>
        <source>Y/N、数字：回答　⌫：收回　{key}：回到这里</source>
        <translation>Y/N, digits: answer　⌫: take back　{key}: back here</translation>
    </message>
</context>
</TS>
