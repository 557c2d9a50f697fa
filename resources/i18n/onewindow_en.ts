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
        <source>还有 {k} 问</source>
        <translation>{k} to ask</translation>
    </message>
    <message>
        <source>还差 {n} 项、{k} 问</source>
        <translation>{n} owed, {k} to ask</translation>
    </message>
    <message>
        <source>受理并打印回执</source>
        <translation>Accept and print receipt</translation>
    </message>
    <message>
        <source>办完，叫下一位</source>
        <translation>Done, call next</translation>
    </message>
    <message>
        <source>收起，接着办叫到的号</source>
        <translation>Put away, go on with the number called</translation>
    </message>
    <message>
        <source>承诺 {day}</source>
        <translation>promised by {day}</translation>
    </message>
    <message>
        <source>（暂定）</source>
        <translation> (provisional)</translation>
    </message>
    <message>
        <source>{day} 前送达</source>
        <translation>hand out by {day}</translation>
    </message>
    <message>
        <source>{procedure}到 {day}</source>
        <translation>{procedure} until {day}</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>不予许可</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>准予，办结</source>
        <translation>Grant</translation>
    </message>
    <message>
        <source>出件…</source>
        <translation>Hand out…</translation>
    </message>
    <message>
        <source>延期</source>
        <translation>Extend</translation>
    </message>
    <message>
        <source>归档</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>恢复计时</source>
        <translation>Resume clock</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>特别程序</source>
        <translation>Stop clock</translation>
    </message>
    <message>
        <source>特别程序结束，恢复计时</source>
        <translation>Procedure over: resume</translation>
    </message>
    <message>
        <source>补正到 {day}</source>
        <translation>to be completed by {day}</translation>
    </message>
    <message>
        <source>还剩 {n} 个工作日</source>
        <translation>{n} working days left</translation>
    </message>
    <message>
        <source>预审，转入本窗</source>
        <translation>Pre-review here</translation>
    </message>
    <message>
        <source>正在打印…</source>
        <translation>Printing…</translation>
    </message>
    <message>
        <source>打印{paper}</source>
        <translation>Print: {paper}</translation>
    </message>
    <message>
        <source>打印{paper} {n} 张</source>
        <translation>Print: {paper}, {n} copies</translation>
    </message>
    <message>
        <source>打印{paper}等 {n} 张</source>
        <translation>Print {n} papers: {paper} …</translation>
    </message>
</context>
<context>
    <name>AcceptWires</name>
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
        <source>已再打 {n} 张。</source>
        <translation>Printed {n} again.</translation>
    </message>
    <message>
        <source>已受理 {number}。</source>
        <translation>Accepted {number}.</translation>
    </message>
</context>
<context>
    <name>AheadWires</name>
    <message>
        <source>先扫的 {n} 页已放进材料。</source>
        <translation>The {n} page(s) that came first are now with the materials.</translation>
    </message>
    <message>
        <source>先扫的 {n} 页已放进“{name}”。</source>
        <translation>The {n} page(s) that came first are now with “{name}”.</translation>
    </message>
    <message>
        <source>先扫的 {n} 页已收好，打开办件时放进材料。</source>
        <translation>{n} page(s) came first and are kept: they go into the case when it is opened.</translation>
    </message>
</context>
<context>
    <name>AlarmRow</name>
    <message>
        <source>知道了</source>
        <translation>Seen</translation>
    </message>
    <message>
        <source>还有 {n} 条</source>
        <translation>{n} more</translation>
    </message>
</context>
<context>
    <name>AlarmWires</name>
    <message>
        <source>{window} 号窗已暂停</source>
        <translation>Window {window} is paused</translation>
    </message>
    <message>
        <source>{window} 号窗的紧急呼叫已处理</source>
        <translation>The call for help at window {window} is settled</translation>
    </message>
    <message>
        <source>{window} 号窗：已记下有人去了</source>
        <translation>Window {window}: noted that somebody is coming</translation>
    </message>
    <message>
        <source>◐ 您是离线登录的：哪些窗口没有消息，现在看不到。退出后重新登录即可。</source>
        <translation>◐ You signed in without the line: which windows are silent cannot be seen. Sign out and in again.</translation>
    </message>
    <message>
        <source>紧急呼叫不响了，颜色和文字照旧。</source>
        <translation>Calls for help make no sound now; colour and words stay.</translation>
    </message>
    <message>
        <source>紧急呼叫会响。</source>
        <translation>Calls for help sound.</translation>
    </message>
    <message>
        <source>紧急呼叫：关掉响声</source>
        <translation>Calls for help: sound off</translation>
    </message>
    <message>
        <source>紧急呼叫：打开响声</source>
        <translation>Calls for help: sound on</translation>
    </message>
    <message>
        <source>◐ 本台线路 {time} 中断：各窗口的情形现在不知道，不报警；紧急呼叫要接通后才到。</source>
        <translation>◐ Line cut here since {time}: nothing is known of the windows now, so no alarms; calls for help come once it is back.</translation>
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
    <message>
        <source>更正申请人</source>
        <translation>Correct the applicant</translation>
    </message>
    <message>
        <source>存下更正</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>不更正</source>
        <translation>Leave as it was</translation>
    </message>
</context>
<context>
    <name>ArchiveWires</name>
    <message>
        <source>先归档，再导出归档包。</source>
        <translation>Archive the case first; then its package can be exported.</translation>
    </message>
    <message>
        <source>导出归档包</source>
        <translation>Export the archive package</translation>
    </message>
    <message>
        <source>归档包存到哪个文件夹</source>
        <translation>Where to put the package</translation>
    </message>
    <message>
        <source>归档包已存为 {file}。里面是完整的个人信息，请按档案保管。</source>
        <translation>The package is kept as {file}. It holds personal data in full; keep it as a record.</translation>
    </message>
    <message>
        <source>正在写归档包，可以接着办别的。</source>
        <translation>Writing the package; you can go on with something else.</translation>
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
    <name>BarChart</name>
    <message>
        <source>样本不足 {n}</source>
        <translation>too few: {n}</translation>
    </message>
</context>
<context>
    <name>BarcodeWires</name>
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
        <source>本机没有这张告知单的件。请稍后再扫，或按 Ctrl+F 查找。</source>
        <translation>The case of this notice is not here yet. Scan again in a moment, or press Ctrl+F to find it.</translation>
    </message>
    <message>
        <source>{number} 不是今天的号票，请重新取号。</source>
        <translation>{number} is not a ticket of today. Please take a new one.</translation>
    </message>
    <message>
        <source>{number} 是别的大厅办的。</source>
        <translation>{number} was taken in at another hall.</translation>
    </message>
    <message>
        <source>先办完或关上（Esc）打开的这一步，再扫。</source>
        <translation>Finish or close (Esc) the step that lies open, then scan again.</translation>
    </message>
    <message>
        <source>手上这件已有申请人，扫到的证件号没有填。要更正按 {key}。</source>
        <translation>The case in hand has its applicant; the scanned ID number was not filled in. To correct it press {key}.</translation>
    </message>
    <message>
        <source>扫到的不是本系统的码。号票、回执、告知单、分隔页都可以扫。</source>
        <translation>That code is not one of ours. Tickets, receipts, notices and separators can be scanned.</translation>
    </message>
    <message>
        <source>本机没有这个进度码的件。请扫条码，或按 Ctrl+F 查找。</source>
        <translation>The case of this progress code is not on this computer. Scan the barcode, or find it with Ctrl+F.</translation>
    </message>
    <message>
        <source>本机没有这张分隔页的件。请稍后再扫。</source>
        <translation>The case of this separator is not on this computer yet. Please scan it again later.</translation>
    </message>
    <message>
        <source>这张号票是别的大厅的。</source>
        <translation>This ticket is of another hall.</translation>
    </message>
    <message>
        <source>这是预约码：请在导办台或取号机上取号，再来窗口。</source>
        <translation>This is a booking code: take a ticket with it at the greeter’s desk or the kiosk first.</translation>
    </message>
</context>
<context>
    <name>BundleList</name>
    <message>
        <source>不予</source>
        <translation>refused</translation>
    </message>
    <message>
        <source>回到整个联办件</source>
        <translation>Back to the whole bundle</translation>
    </message>
    <message>
        <source>等“{item}”</source>
        <translation>waits for “{item}”</translation>
    </message>
    <message>
        <source>联办件 · {n} 个事项 · {m} 个部门</source>
        <translation>Bundle · {n} services · {m} departments</translation>
    </message>
    <message>
        <source>整个联办件</source>
        <translation>The whole bundle</translation>
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
        <source>先问一问：按 Y / N 或数字回答，问完再收材料。</source>
        <translation>Ask first: answer by Y, N or a number; the materials come after.</translation>
    </message>
    <message>
        <source>即办件：按 F9 准予，随后出件。</source>
        <translation>Handled at once: F9 grants it, then hand the result out.</translation>
    </message>
    <message>
        <source>结果可以领了：按 F9 出件。</source>
        <translation>The result can be handed out: press F9.</translation>
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
    <message>
        <source>看完按 F9 或 Esc 收起，接着办 {number}；不用办了按 F2。</source>
        <translation>F9 or Esc puts it away and goes on with {number}; F2 when nothing more is to be done.</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>正在打开高拍仪…</source>
        <translation>Opening the document camera…</translation>
    </message>
    <message>
        <source>高拍仪</source>
        <translation>Document camera</translation>
    </message>
    <message>
        <source>高拍仪画面</source>
        <translation>What the camera sees</translation>
    </message>
    <message>
        <source>没有选材料</source>
        <translation>No material chosen</translation>
    </message>
    <message>
        <source>已有 {n} 页</source>
        <translation>{n} pages so far</translation>
    </message>
    <message>
        <source>重拍：去掉这一页 ⌫</source>
        <translation>Retake: take this page out ⌫</translation>
    </message>
    <message>
        <source>空格、回车或脚踏 {foot} 拍照 · ↑ ↓ 换材料 · Ctrl+Z 撤销</source>
        <translation>Space, Enter or foot switch {foot} takes it · ↑ ↓ material · Ctrl+Z undo</translation>
    </message>
    <message>
        <source>重试</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>拍照</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>开</source>
        <translation>on</translation>
    </message>
    <message>
        <source>关</source>
        <translation>off</translation>
    </message>
    <message>
        <source>放稳自动拍：{on}</source>
        <translation>By itself when still: {on}</translation>
    </message>
    <message>
        <source>证件两面合一页：{on}</source>
        <translation>Two sides, one page: {on}</translation>
    </message>
    <message>
        <source>转画面：{n}°</source>
        <translation>Turned: {n}°</translation>
    </message>
    <message>
        <source>纸张：{paper}</source>
        <translation>Paper: {paper}</translation>
    </message>
    <message>
        <source>摄像头：{name}</source>
        <translation>Camera: {name}</translation>
    </message>
    <message>
        <source>清晰度：{size}</source>
        <translation>Size: {size}</translation>
    </message>
    <message>
        <source>自动认</source>
        <translation>recognised</translation>
    </message>
    <message>
        <source>不认</source>
        <translation>not told</translation>
    </message>
    <message>
        <source>证件</source>
        <translation>card</translation>
    </message>
</context>
<context>
    <name>CameraTaking</name>
    <message>
        <source>先选一项材料</source>
        <translation>Choose a material first</translation>
    </message>
    <message>
        <source>证件两面合一页时，画面里要有一张证件，四边都看得见</source>
        <translation>For two sides on one page, one card has to lie in the picture with all its edges</translation>
    </message>
    <message>
        <source>正在收下…</source>
        <translation>Taking it in…</translation>
    </message>
    <message>
        <source>已去掉，请重拍</source>
        <translation>Taken out; take it again</translation>
    </message>
</context>
<context>
    <name>CameraWires</name>
    <message>
        <source>正在打开高拍仪…</source>
        <translation>Opening the document camera…</translation>
    </message>
</context>
<context>
    <name>CameraWords</name>
    <message>
        <source>有反光：把灯或纸挪一挪</source>
        <translation>A lamp shines back: move it or the paper</translation>
    </message>
    <message>
        <source>翻到反面，再拍一次</source>
        <translation>Turn it over and take it again</translation>
    </message>
    <message>
        <source>纸没有全在画面里，或有手挡着</source>
        <translation>The paper is not wholly in the picture, or a hand is in the way</translation>
    </message>
    <message>
        <source>没找到纸边：拍下的是整个画面</source>
        <translation>No edges found: the whole picture is taken</translation>
    </message>
    <message>
        <source>{n} 张，各成一页</source>
        <translation>{n} sheets, a page each</translation>
    </message>
    <message>
        <source>找到纸边，尺寸不详</source>
        <translation>Edges found, size unknown</translation>
    </message>
    <message>
        <source>证件</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>看不清，按 ⌫ 重拍</source>
        <translation>Blurred: press ⌫ and take it again</translation>
    </message>
    <message>
        <source>太暗，开灯后按 ⌫ 重拍</source>
        <translation>Too dark: more light, ⌫, and again</translation>
    </message>
    <message>
        <source>这一页是空白的</source>
        <translation>This page is empty</translation>
    </message>
    <message>
        <source>边上的字可能被切掉了</source>
        <translation>Writing at the edge may be cut off</translation>
    </message>
    <message>
        <source>没找到纸边，按原样收下</source>
        <translation>no edges found, taken as it is</translation>
    </message>
    <message>
        <source>已拉平 · {dpi} dpi</source>
        <translation>flattened · {dpi} dpi</translation>
    </message>
    <message>
        <source>已拉平 · 尺寸不详</source>
        <translation>flattened · size unknown</translation>
    </message>
</context>
<context>
    <name>CardWires</name>
    <message>
        <source>这张身份证已于 {day} 到期，请核对能否使用。</source>
        <translation>This card ran out on {day}; see whether it may be used.</translation>
    </message>
    <message>
        <source>身份证是代办人的。</source>
        <translation>The card is the agent's.</translation>
    </message>
    <message>
        <source>身份证是申请人本人的。</source>
        <translation>The card is the applicant's own.</translation>
    </message>
    <message>
        <source>这张身份证不是这件的申请人的，请核对来人。</source>
        <translation>This card is not the applicant's of this case; see who has come.</translation>
    </message>
    <message>
        <source>已填上 {day} 办件时留的信息，请当面核对。</source>
        <translation>Filled in from their case of {day}; please check it with them.</translation>
    </message>
</context>
<context>
    <name>CharacterBox</name>
    <message>
        <source>没有找到。可以换一种找法：读音、部件，或证件上的编码。</source>
        <translation>Nothing found. Try another way: the reading, the parts, or the code on the card.</translation>
    </message>
    <message>
        <source>生僻字</source>
        <translation>Rare character</translation>
    </message>
    <message>
        <source>读音 xin1 · 部件 三个金、王民、单人旁尔 · 编码 U+946B、F6CE</source>
        <translation>Reading xin1 · parts, typed or clicked · code U+946B, F6CE</translation>
    </message>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>放进去 Enter</source>
        <translation>Put in Enter</translation>
    </message>
    <message>
        <source>笔画不限</source>
        <translation>Any strokes</translation>
    </message>
    <message>
        <source>{n} 画</source>
        <translation>{n} strokes</translation>
    </message>
    <message>
        <source>总笔画</source>
        <translation>Strokes in all</translation>
    </message>
    <message>
        <source>一次输入即可：读音、部件或编码，不必先选找法。</source>
        <translation>One line takes the reading, the parts or the code.</translation>
    </message>
    <message>
        <source>部首 {radical}</source>
        <translation>radical {radical}</translation>
    </message>
</context>
<context>
    <name>CharacterWires</name>
    <message>
        <source>先把光标放到姓名、地址等要填的格子里，再按 {key}。</source>
        <translation>Put the cursor into a name or an address first, then press {key}.</translation>
    </message>
    <message>
        <source>生僻字 {key}</source>
        <translation>Rare character {key}</translation>
    </message>
    <message>
        <source>没有字体能印这个字：文书上印成方框，框里是它的编码。</source>
        <translation>No font can print this character: papers show a box with its code.</translation>
    </message>
    <message>
        <source>另有异体：{alike}　请与证件逐笔核对。</source>
        <translation>There are variants: {alike}  Compare with the card stroke by stroke.</translation>
    </message>
    <message>
        <source>没有字体能印 {codes}：文书上印成方框，框里是编码。请告诉申请人，并与证件核对。</source>
        <translation>No font can print {codes}: papers show a box with the code. Tell the applicant, and compare with the card.</translation>
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
        <source>1–9 或空格：收下 / 退回　F5：扫到第 {n} 项　C：承诺　R：容缺</source>
        <translation>1–9 or space: tick / untick   F5: scan into {n}   C: promise   R: defer</translation>
    </message>
    <message>
        <source>还差 {n} 项 · {done}/{all}</source>
        <translation>{n} still owed · {done}/{all}</translation>
    </message>
    <message>
        <source>{k} 项看回答</source>
        <translation>{k} depend on the answers</translation>
    </message>
    <message>
        <source>✓ 已齐 {n}/{n}</source>
        <translation>✓ complete {n}/{n}</translation>
    </message>
    <message>
        <source>容缺的材料补来了：按它的数字收下</source>
        <translation>What was put off has come: its digit receives it</translation>
    </message>
    <message>
        <source>收过 {done}/{all}</source>
        <translation>received {done}/{all}</translation>
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
    <message>
        <source>不用交：由“{item}”产生</source>
        <translation>Not to be brought: comes of “{item}”</translation>
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
    <name>CitizenWires</name>
    <message>
        <source>不等签名，改在纸上签</source>
        <translation>Do not wait; sign on paper</translation>
    </message>
    <message>
        <source>做什么</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>关掉群众屏</source>
        <translation>Switch the citizen's screen off</translation>
    </message>
    <message>
        <source>已收材料、承诺或者领取的结果</source>
        <translation>for documents handed in, declarations, or a result collected</translation>
    </message>
    <message>
        <source>放到小窗里</source>
        <translation>Put it into a small window</translation>
    </message>
    <message>
        <source>移到显示器 {n}</source>
        <translation>Move it to display {n}</translation>
    </message>
    <message>
        <source>等群众签名</source>
        <translation>Waiting for a signature</translation>
    </message>
    <message>
        <source>签名没有采用</source>
        <translation>The signature was not taken</translation>
    </message>
    <message>
        <source>群众屏</source>
        <translation>Citizen's screen</translation>
    </message>
    <message>
        <source>群众已确认</source>
        <translation>Citizen: it is right</translation>
    </message>
    <message>
        <source>群众已签名</source>
        <translation>Citizen has signed</translation>
    </message>
    <message>
        <source>群众正在签名</source>
        <translation>Citizen is signing</translation>
    </message>
    <message>
        <source>群众正在评价</source>
        <translation>Citizen is rating</translation>
    </message>
    <message>
        <source>群众要在纸上签</source>
        <translation>Citizen would rather sign on paper</translation>
    </message>
    <message>
        <source>群众说“{line}”不对，请当面核对。</source>
        <translation>The citizen says that "{line}" is wrong. Check it with them.</translation>
    </message>
    <message>
        <source>群众说有不对</source>
        <translation>Citizen: something is wrong</translation>
    </message>
    <message>
        <source>群众说有不对，正在指出</source>
        <translation>Citizen is pointing out what is wrong</translation>
    </message>
    <message>
        <source>群众说有不对，请当面核对。</source>
        <translation>The citizen says that something is wrong. Check it with them.</translation>
    </message>
    <message>
        <source>评价已结束</source>
        <translation>Rating is over</translation>
    </message>
    <message>
        <source>请群众再核对一次</source>
        <translation>Ask them to check once more</translation>
    </message>
    <message>
        <source>请群众签名</source>
        <translation>Ask for a signature</translation>
    </message>
    <message>
        <source>请群众评价</source>
        <translation>Citizen is asked to rate</translation>
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
        <source>找办件</source>
        <translation>Find a case</translation>
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
    <message>
        <source>查找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>编号、姓名、证件号、手机</source>
        <translation>Number, name, ID number, telephone</translation>
    </message>
    <message>
        <source>编号或后几位、姓名或拼音首字母、证件号、手机、号票、事项、操作</source>
        <translation>Number or its end, name, initials, ID, telephone, ticket, item, command</translation>
    </message>
</context>
<context>
    <name>CorrectionWires</name>
    <message>
        <source>没有更正</source>
        <translation>Not corrected</translation>
    </message>
    <message>
        <source>刚才的更正没有存：填的内容不对。按 Ctrl+F 找到那件，再更正。</source>
        <translation>The correction was not kept: what was typed is not right. Find the case with Ctrl+F and correct it again.</translation>
    </message>
    <message>
        <source>更正还没有存：先改好标出的一栏；不更正了按 {key}。</source>
        <translation>The correction is not kept yet: put the marked field right first, or press {key} to leave it as it was.</translation>
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
    <name>FiguresModel</name>
    <message>
        <source>{n} 分</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>九成办理不超过</source>
        <translation>90 % served in</translation>
    </message>
    <message>
        <source>九成等候不超过</source>
        <translation>90 % waited at most</translation>
    </message>
    <message>
        <source>人数</source>
        <translation>People</translation>
    </message>
    <message>
        <source>办理中位数</source>
        <translation>Median service</translation>
    </message>
    <message>
        <source>办结</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>合计</source>
        <translation>All</translation>
    </message>
    <message>
        <source>按时叫到</source>
        <translation>Called in time</translation>
    </message>
    <message>
        <source>最长等候</source>
        <translation>Longest wait</translation>
    </message>
    <message>
        <source>样本不足</source>
        <translation>too few</translation>
    </message>
    <message>
        <source>样本不足（{n}）</source>
        <translation>too few ({n})</translation>
    </message>
    <message>
        <source>等候中位数</source>
        <translation>Median wait</translation>
    </message>
    <message>
        <source>过号</source>
        <translation>No-show</translation>
    </message>
</context>
<context>
    <name>FiguresPage</name>
    <message>
        <source>{group} 中位数 {m} 分钟</source>
        <translation>{group} median {m} min</translation>
    </message>
    <message>
        <source>{group} 中位数 {m} 分钟，九成不超过 {p} 分钟</source>
        <translation>{group} median {m} min, 90 % at most {p} min</translation>
    </message>
    <message>
        <source>{group} 样本不足（{n}）</source>
        <translation>{group} too few samples ({n})</translation>
    </message>
    <message>
        <source>{n} 人 · 办结 {k}</source>
        <translation>{n} people · {k} served</translation>
    </message>
    <message>
        <source>中位数至少 5 个样本，按时率 10 个，九成值 20 个，不足不报</source>
        <translation>A median is told from 5 samples, a share from 10, 90 % from 20</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>分钟 · {told}</source>
        <translation>minutes · {told}</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>取号时段</source>
        <translation>Hour of coming</translation>
    </message>
    <message>
        <source>大厅数据</source>
        <translation>Figures of the hall</translation>
    </message>
    <message>
        <source>导出表格</source>
        <translation>Save as a table</translation>
    </message>
    <message>
        <source>按</source>
        <translation>by</translation>
    </message>
    <message>
        <source>按什么分</source>
        <translation>Told apart by</translation>
    </message>
    <message>
        <source>日期</source>
        <translation>Days</translation>
    </message>
    <message>
        <source>昨天</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>本周</source>
        <translation>This week</translation>
    </message>
    <message>
        <source>本机日志 {time} 读出</source>
        <translation>Read from this desk's journal at {time}</translation>
    </message>
    <message>
        <source>柱：中位数，线：九成不超过</source>
        <translation>bar: median, line: 90 % at most</translation>
    </message>
    <message>
        <source>窗口</source>
        <translation>Window</translation>
    </message>
    <message>
        <source>窗口人员</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>等候</source>
        <translation>Wait</translation>
    </message>
    <message>
        <source>等候与办理时间</source>
        <translation>Waits and services</translation>
    </message>
    <message>
        <source>线路 {since} 起中断，之后别的窗口的事还没有收到 · {said}</source>
        <translation>Line cut since {since}: what other windows did since then is not in it · {said}</translation>
    </message>
    <message>
        <source>结束日</source>
        <translation>Last day</translation>
    </message>
    <message>
        <source>自选起止</source>
        <translation>From – to</translation>
    </message>
    <message>
        <source>起始日</source>
        <translation>First day</translation>
    </message>
    <message>
        <source>这些天没有人取号</source>
        <translation>Nobody came on these days</translation>
    </message>
    <message>
        <source>队列</source>
        <translation>Queue</translation>
    </message>
    <message>
        <source>还没有连上中心，只有本机日志里已有的 · {said}</source>
        <translation>Not connected to the centre yet: only what this desk has · {said}</translation>
    </message>
    <message>
        <source>{n} 号窗</source>
        <translation>Window {n}</translation>
    </message>
    <message>
        <source>好差评只在中心，连上后可看。</source>
        <translation>Ratings are at the centre alone; they show once it is reached.</translation>
    </message>
    <message>
        <source>好差评：{words}</source>
        <translation>Ratings: {words}</translation>
    </message>
    <message>
        <source>评价 0 · 未评价 {k}</source>
        <translation>0 rated · {k} not rated</translation>
    </message>
    <message>
        <source>评价 {n} · 满意 {share}% · 平均 {mean} · 未评价 {k}</source>
        <translation>{n} rated · {share}% satisfied · average {mean} · {k} not rated</translation>
    </message>
</context>
<context>
    <name>FiguresWires</name>
    <message>
        <source>Excel 表格 (*.xlsx);;CSV 文本 (*.csv)</source>
        <translation>Excel workbook (*.xlsx);;CSV text (*.csv)</translation>
    </message>
    <message>
        <source>大厅数据</source>
        <translation>Figures of the hall</translation>
    </message>
    <message>
        <source>导出表格</source>
        <translation>Save as a table</translation>
    </message>
    <message>
        <source>已导出到 {file}</source>
        <translation>Saved to {file}</translation>
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
    <name>FindWires</name>
    <message>
        <source>找办件请再输入几位</source>
        <translation>For cases, type a few more characters</translation>
    </message>
    <message>
        <source>请再输入几位</source>
        <translation>Type a few more characters</translation>
    </message>
</context>
<context>
    <name>FollowUpsPanel</name>
    <message>
        <source> · 在家评价</source>
        <translation> · rated at home</translation>
    </message>
    <message>
        <source>{day} 前</source>
        <translation>by {day}</translation>
    </message>
    <message>
        <source>{n} 号窗</source>
        <translation>Window {n}</translation>
    </message>
    <message>
        <source>不满意：{reasons}</source>
        <translation>Not satisfied with: {reasons}</translation>
    </message>
    <message>
        <source>做了什么、结果怎样</source>
        <translation>What was done, and what came of it</translation>
    </message>
    <message>
        <source>差评核实整改</source>
        <translation>Bad ratings to follow up</translation>
    </message>
    <message>
        <source>已办结</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>待办 {n} 条，其中超期 {late} 条</source>
        <translation>{n} to do, {late} of them late</translation>
    </message>
    <message>
        <source>未联系</source>
        <translation>not contacted yet</translation>
    </message>
    <message>
        <source>没有留电话</source>
        <translation>no number was left</translation>
    </message>
    <message>
        <source>没有要核实整改的差评。</source>
        <translation>No bad rating is to be followed up.</translation>
    </message>
    <message>
        <source>看电话（留痕）</source>
        <translation>Show the number (noted)</translation>
    </message>
    <message>
        <source>窗口受理</source>
        <translation>at the window</translation>
    </message>
    <message>
        <source>这条评的是您本人，由别人核实整改。</source>
        <translation>This rating is about you; somebody else follows it up.</translation>
    </message>
    <message>
        <source>领取结果</source>
        <translation>collecting the result</translation>
    </message>
</context>
<context>
    <name>FollowUpsWires</name>
    <message>
        <source>差评待联系 {new} 条，超期 {late} 条，按 {key} 处理。</source>
        <translation>Bad ratings: {new} to contact, {late} late. Press {key}.</translation>
    </message>
    <message>
        <source>已记下这一步。</source>
        <translation>The step is noted.</translation>
    </message>
</context>
<context>
    <name>ForecastPage</name>
    <message>
        <source>{queue} 来的人要等多久</source>
        <translation>How long whoever comes to {queue} will wait</translation>
    </message>
    <message>
        <source>{time} 按今天的来人和{basis}推演 {n} 次</source>
        <translation>Played {n} times at {time}, by who came today and {basis}</translation>
    </message>
    <message>
        <source>一小时后来</source>
        <translation>In an hour</translation>
    </message>
    <message>
        <source>分钟 · 十人中八人在带内</source>
        <translation>minutes · eight of ten in the band</translation>
    </message>
    <message>
        <source>各队列预计等候</source>
        <translation>Expected waits of the queues</translation>
    </message>
    <message>
        <source>如果改</source>
        <translation>After the change</translation>
    </message>
    <message>
        <source>就这样办</source>
        <translation>Do it</translation>
    </message>
    <message>
        <source>未来两小时的等候</source>
        <translation>Waits of the next two hours</translation>
    </message>
    <message>
        <source>没有窗口在办，说不出要等多久</source>
        <translation>no window serves it, so nothing can be said</translation>
    </message>
    <message>
        <source>现在来</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>现在来 {now}，一小时后 {later}，近两小时后 {last}</source>
        <translation>now {now}, in an hour {later}, near the end of two hours {last}</translation>
    </message>
    <message>
        <source>现在这样</source>
        <translation>As it is</translation>
    </message>
    <message>
        <source>现在这样：{now}。如果改：{then}。</source>
        <translation>As it is: {now}. After the change: {then}.</translation>
    </message>
    <message>
        <source>近两小时后来</source>
        <translation>Near two hours</translation>
    </message>
    <message>
        <source>队列</source>
        <translation>Queue</translation>
    </message>
</context>
<context>
    <name>GivenCard</name>
    <message>
        <source>⚠ 号票没有打出来</source>
        <translation>⚠ The ticket did not print</translation>
    </message>
    <message>
        <source>刚取的号</source>
        <translation>Given last</translation>
    </message>
    <message>
        <source>前面 {n} 人 · {wait}</source>
        <translation>{n} before · {wait}</translation>
    </message>
    <message>
        <source>号票已打印</source>
        <translation>Ticket printed</translation>
    </message>
    <message>
        <source>同一人再排一队</source>
        <translation>Same person, second line</translation>
    </message>
    <message>
        <source>已经取过号，可以补打</source>
        <translation>Has a ticket already; it can be printed again</translation>
    </message>
    <message>
        <source>按队列字母就取号</source>
        <translation>A queue's letter gives a ticket</translation>
    </message>
    <message>
        <source>改到别处</source>
        <translation>Move elsewhere</translation>
    </message>
    <message>
        <source>补件回来，位置保留</source>
        <translation>Back with what was missing; keeps the place</translation>
    </message>
    <message>
        <source>补打号票</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>预约 {hour}，已经签到</source>
        <translation>Booked {hour}, checked in already</translation>
    </message>
    <message>
        <source>预约 {hour}，已经迟到，按普通号排队</source>
        <translation>Booked {hour}, too late; waits as everybody does</translation>
    </message>
    <message>
        <source>预约 {hour}，按约定的时间叫号</source>
        <translation>Booked {hour}, called at that hour</translation>
    </message>
</context>
<context>
    <name>GreeterScreen</name>
    <message>
        <source>○ 线路中断，取不了号</source>
        <translation>○ No line: no tickets</translation>
    </message>
    <message>
        <source>● 在线</source>
        <translation>● Online</translation>
    </message>
    <message>
        <source>一窗 · 导办台</source>
        <translation>OneWindow · Greeter</translation>
    </message>
    <message>
        <source>今天没有预约</source>
        <translation>No bookings today</translation>
    </message>
    <message>
        <source>今天的预约</source>
        <translation>Booked for today</translation>
    </message>
    <message>
        <source>全厅等候 {n} 人</source>
        <translation>{n} waiting in the hall</translation>
    </message>
    <message>
        <source>全部操作</source>
        <translation>All commands</translation>
    </message>
    <message>
        <source>同一人再排一队</source>
        <translation>Same person, second line</translation>
    </message>
    <message>
        <source>回到队列</source>
        <translation>Back in line</translation>
    </message>
    <message>
        <source>导办台</source>
        <translation>Greeter's desk</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>已签到</source>
        <translation>checked in</translation>
    </message>
    <message>
        <source>扫码，或录入预约码、身份证号、告知单的码、办件编号</source>
        <translation>Scan, or type a booking code, ID number, notice code or case number</translation>
    </message>
    <message>
        <source>拼音首字母、名称、编码或俗称</source>
        <translation>Pinyin initials, name, code or everyday word</translation>
    </message>
    <message>
        <source>按事项取号</source>
        <translation>Ticket by item</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>改到别处</source>
        <translation>Move elsewhere</translation>
    </message>
    <message>
        <source>改到哪里</source>
        <translation>Move to</translation>
    </message>
    <message>
        <source>来的人是</source>
        <translation>This person is</translation>
    </message>
    <message>
        <source>查号</source>
        <translation>Look up</translation>
    </message>
    <message>
        <source>查号：一张号票的经过</source>
        <translation>What became of a ticket</translation>
    </message>
    <message>
        <source>没有来</source>
        <translation>did not come</translation>
    </message>
    <message>
        <source>留言给接待的窗口（可不填）</source>
        <translation>Remark for the window (optional)</translation>
    </message>
    <message>
        <source>补打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>补打号票</source>
        <translation>Print the ticket again</translation>
    </message>
    <message>
        <source>要做什么</source>
        <translation>What is to be done</translation>
    </message>
    <message>
        <source>过号的人回到队列</source>
        <translation>Put back in line who missed their call</translation>
    </message>
    <message>
        <source>还没来</source>
        <translation>not here yet</translation>
    </message>
    <message>
        <source>退号</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>队列字母或名称、窗口号</source>
        <translation>Queue letter or name, window</translation>
    </message>
    <message>
        <source>预约签到、补件回来</source>
        <translation>Check in, come back</translation>
    </message>
</context>
<context>
    <name>GreeterWires</name>
    <message>
        <source>{number} 已取号</source>
        <translation>{number} given</translation>
    </message>
    <message>
        <source>{number} 已取号。</source>
        <translation>{number} given.</translation>
    </message>
    <message>
        <source>{number} 已经取过号，不用再取；可以补打。</source>
        <translation>{number} was taken before; no second one is needed. It can be printed again.</translation>
    </message>
    <message>
        <source>{number} 已补打。</source>
        <translation>{number} printed again.</translation>
    </message>
    <message>
        <source>{number} 的号票没有打出来，号码有效。{why}</source>
        <translation>Ticket {number} did not print; the number holds. {why}</translation>
    </message>
    <message>
        <source>为 {number} 再排一队：按队列字母；Esc 作罢。</source>
        <translation>A second line for {number}: press a queue's letter; Esc to leave it.</translation>
    </message>
    <message>
        <source>再打一次</source>
        <translation>Print once more</translation>
    </message>
    <message>
        <source>已取消，不得再要：{why}</source>
        <translation>Abolished, may not be asked for: {why}</translation>
    </message>
    <message>
        <source>已撤销。</source>
        <translation>Taken back.</translation>
    </message>
    <message>
        <source>按队列字母取号并打印；数字键先选来的是什么人。扫码随时可扫。</source>
        <translation>A queue's letter gives and prints a ticket; a figure says first who it is for. Codes can be scanned at any time.</translation>
    </message>
    <message>
        <source>签到、取号</source>
        <translation>Check in</translation>
    </message>
    <message>
        <source>线路中断，取不了号：号码由中心统一发。请来的人稍候；接通后这里自动恢复，刚才没有取成的再取一次。</source>
        <translation>No line, no tickets: numbers are given by the centre alone. Ask people to wait; once the line is up this desk goes on by itself. What was not given is to be asked for again.</translation>
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
    <message>
        <source>■ 红牌 {red} · ▲ {n}</source>
        <translation>■ Red {red} · ▲ {n}</translation>
    </message>
    <message>
        <source>▲ 督办 {n}</source>
        <translation>▲ Late {n}</translation>
    </message>
    <message>
        <source>督办</source>
        <translation>Late cases</translation>
    </message>
    <message>
        <source>督办：快到期和超期的件</source>
        <translation>Cases that are late or nearly so</translation>
    </message>
    <message>
        <source>■ 差评 {n}，超期 {late}</source>
        <translation>■ {n} bad ratings, {late} late</translation>
    </message>
    <message>
        <source>▲ 差评 {n}</source>
        <translation>▲ {n} bad ratings</translation>
    </message>
    <message>
        <source>差评</source>
        <translation>Bad ratings</translation>
    </message>
</context>
<context>
    <name>HallWatchWires</name>
    <message>
        <source>处理情况已记入本件。</source>
        <translation>What was done is written into the case.</translation>
    </message>
    <message>
        <source>已催办，记入本件。</source>
        <translation>The department was urged; it is written into the case.</translation>
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
    <message>
        <source>{queue} {time} 将等过 {limit} 分钟</source>
        <translation>{queue} will pass {limit} min at {time}</translation>
    </message>
    <message>
        <source>{queue} 等候已超过 {limit} 分钟</source>
        <translation>{queue} has waited longer than {limit} min</translation>
    </message>
    <message>
        <source>知道了，以中心为准</source>
        <translation>All right, as the centre has it</translation>
    </message>
    <message>
        <source>按预测</source>
        <translation>by the forecast</translation>
    </message>
</context>
<context>
    <name>HandOutPanel</name>
    <message>
        <source> · {day} 前送达</source>
        <translation> · by {day}</translation>
    </message>
    <message>
        <source>不予</source>
        <translation>refused</translation>
    </message>
    <message>
        <source>代办人姓名</source>
        <translation>Agent's name</translation>
    </message>
    <message>
        <source>代办人证件号码</source>
        <translation>Agent's ID number</translation>
    </message>
    <message>
        <source>准予</source>
        <translation>granted</translation>
    </message>
    <message>
        <source>发 {n} 件，打印领取凭证</source>
        <translation>Hand out {n}, print slip</translation>
    </message>
    <message>
        <source>备注（可不填，如快递单号）</source>
        <translation>Remark (optional, e.g. parcel number)</translation>
    </message>
    <message>
        <source>待领的结果</source>
        <translation>Results that lie ready</translation>
    </message>
    <message>
        <source>扫回执或号票，或录入证件号码、姓名</source>
        <translation>Scan a receipt or ticket, or type an ID number or a name</translation>
    </message>
    <message>
        <source>找待领的结果</source>
        <translation>Find results that lie ready</translation>
    </message>
    <message>
        <source>授权委托书和代办人证件已核对</source>
        <translation>Authorisation seen, agent's identity checked</translation>
    </message>
    <message>
        <source>没有待领的结果。</source>
        <translation>Nothing lies ready.</translation>
    </message>
    <message>
        <source>由代办人领取</source>
        <translation>An agent takes it</translation>
    </message>
    <message>
        <source>统一出件</source>
        <translation>Hand out results</translation>
    </message>
    <message>
        <source>联办件“{theme}”{n} 件</source>
        <translation>bundle “{theme}”: {n}</translation>
    </message>
    <message>
        <source> · 附 {n} 份</source>
        <translation> · with {n} papers</translation>
    </message>
    <message>
        <source>请填写</source>
        <translation>Fill this in</translation>
    </message>
    <message>
        <source>⚠ 没有选中要发的结果：按它的数字，或先查找。</source>
        <translation>⚠ Nothing is marked to be handed out: press its digit, or search first.</translation>
    </message>
    <message>
        <source>⚠ 请核对授权委托书和代办人证件，再勾选。</source>
        <translation>⚠ Check the power of attorney and the agent's document, then tick the box.</translation>
    </message>
</context>
<context>
    <name>HandOutWires</name>
    <message>
        <source>再打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>已发 {n} 件</source>
        <translation>Handed out: {n}</translation>
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
    <message>
        <source>紧急呼叫后看右下角：· 还没送到，·· 已送到，··· 有人来。</source>
        <translation>After a call for help look at the lower right: · not sent yet, ·· there, ··· somebody is coming.</translation>
    </message>
</context>
<context>
    <name>IntakeWires</name>
    <message>
        <source>接着办</source>
        <translation>Go on with it</translation>
    </message>
    <message>
        <source>此人有 {n} 件待续办：{item}（{state}）</source>
        <translation>This person has {n} to go on with: {item} ({state})</translation>
    </message>
    <message>
        <source>接着填</source>
        <translation>Go on with it</translation>
    </message>
    <message>
        <source>没填完的申请存好了。</source>
        <translation>The half-filled application is kept.</translation>
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
    <message>
        <source>联办件里的各件</source>
        <translation>The cases of the bundle</translation>
    </message>
    <message>
        <source>选一件</source>
        <translation>choose one</translation>
    </message>
</context>
<context>
    <name>ItemsWires</name>
    <message>
        <source>一件事</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>一件事 · {n} 个事项 · {m} 个部门</source>
        <translation>One thing · {n} services · {m} departments</translation>
    </message>
    <message>
        <source>全部事项一次申请，材料只交一次</source>
        <translation>All its services applied for at once, each material brought once</translation>
    </message>
</context>
<context>
    <name>LifeWires</name>
    <message>
        <source>一次性告知单已打印，请交给申请人。</source>
        <translation>The notice is printed; give it to the applicant.</translation>
    </message>
    <message>
        <source>先打开一件，再办这一步。</source>
        <translation>Open a case first, then take this step.</translation>
    </message>
    <message>
        <source>天数要写数字，例如 15。</source>
        <translation>Write the days as a number, for example 15.</translation>
    </message>
    <message>
        <source>已不予受理，材料退还申请人。</source>
        <translation>Declined; give the materials back to the applicant.</translation>
    </message>
    <message>
        <source>已停止计时，请把告知书交给申请人。</source>
        <translation>The clock stands still; give the notice to the applicant.</translation>
    </message>
    <message>
        <source>已准予办结，按 F9 出件。</source>
        <translation>Granted. Press F9 to hand it out.</translation>
    </message>
    <message>
        <source>已办结：不予许可。决定书按 F9 送达。</source>
        <translation>Decided: refused. Press F9 to hand the decision over.</translation>
    </message>
    <message>
        <source>已延期，请把告知书交给申请人。</source>
        <translation>Extended; give the notice to the applicant.</translation>
    </message>
    <message>
        <source>已撤回，材料退还申请人。</source>
        <translation>Withdrawn; give the materials back to the applicant.</translation>
    </message>
    <message>
        <source>已撤销；打印了的纸请收回。</source>
        <translation>Taken back; keep what was printed.</translation>
    </message>
    <message>
        <source>已转入预审，可以收材料、受理或者告知补正。</source>
        <translation>Taken up here: receive materials, accept, or give notice.</translation>
    </message>
    <message>
        <source>归档本件</source>
        <translation>Archive this case</translation>
    </message>
    <message>
        <source>特别程序结束，期限相应顺延。</source>
        <translation>The procedure is over; the days have moved on accordingly.</translation>
    </message>
    <message>
        <source>结果已到窗口，待申请人领取。</source>
        <translation>The result lies ready for the applicant.</translation>
    </message>
    <message>
        <source>结果已到窗口，待领</source>
        <translation>The result has come, to be collected</translation>
    </message>
    <message>
        <source>这件现在不能办这一步。</source>
        <translation>This step is not open to this case now.</translation>
    </message>
    <message>
        <source>已归档。要归档包：Ctrl+K，导出归档包。</source>
        <translation>Archived. For its package: Ctrl+K, export the package.</translation>
    </message>
    <message>
        <source>已经一次性告知过，不能再要求补充别的材料。</source>
        <translation>The one-time notice was given; nothing else may be asked for.</translation>
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
    <name>OneStep</name>
    <message>
        <source>再打</source>
        <translation>Print again</translation>
    </message>
</context>
<context>
    <name>OpenWires</name>
    <message>
        <source>先办完手上这件，再打开另一件。</source>
        <translation>Finish the case in hand before opening another.</translation>
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
    <message>
        <source>知道了，以中心为准</source>
        <translation>All right, as the centre has it</translation>
    </message>
    <message>
        <source>中心退回 {n} 步，内容都在，请处理。</source>
        <translation>The centre sent back {n} steps; nothing is lost. Settle them here.</translation>
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
    <name>PackageScreen</name>
    <message>
        <source>归档包检测</source>
        <translation>Archive package check</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Faults</translation>
    </message>
    <message>
        <source>正在检测……</source>
        <translation>Checking …</translation>
    </message>
    <message>
        <source>真实性</source>
        <translation>Authenticity</translation>
    </message>
    <message>
        <source>完整性</source>
        <translation>Integrity</translation>
    </message>
    <message>
        <source>可用性</source>
        <translation>Usability</translation>
    </message>
    <message>
        <source>安全性</source>
        <translation>Safety</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>不做了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>删页</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>右转</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>合并</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>左转</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>把线放到两页之间。方向键移动，空格换成横线。</source>
        <translation>Put the line between the two pages. Arrows move it, Space lays it across.</translation>
    </message>
    <message>
        <source>拆开</source>
        <translation>Split</translation>
    </message>
    <message>
        <source>拖出要涂黑的地方。方向键移动，Shift+方向键改大小，空格再加一块，Del 去掉一块。</source>
        <translation>Drag over what is to be blackened. Arrows move, Shift+arrows resize, Space adds a box, Del takes one away.</translation>
    </message>
    <message>
        <source>拖出要留下的部分。方向键移动，Shift+方向键改大小。</source>
        <translation>Drag over what is to stay. Arrows move, Shift+arrows resize.</translation>
    </message>
    <message>
        <source>摆正</source>
        <translation>Straighten</translation>
    </message>
    <message>
        <source>涂黑</source>
        <translation>Blacken</translation>
    </message>
    <message>
        <source>裁剪</source>
        <translation>Crop</translation>
    </message>
</context>
<context>
    <name>PageTabs</name>
    <message>
        <source>回放</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>数据</source>
        <translation>Figures</translation>
    </message>
    <message>
        <source>预测</source>
        <translation>Forecast</translation>
    </message>
</context>
<context>
    <name>PageWires</name>
    <message>
        <source>{window} 号窗要有人坐下登录才开。请安排人过去。</source>
        <translation>Window {window} opens when a clerk signs in there. Send somebody.</translation>
    </message>
    <message>
        <source>删页</source>
        <translation>pages removed</translation>
    </message>
    <message>
        <source>合并</source>
        <translation>merged</translation>
    </message>
    <message>
        <source>已撤销：{step}（{n} 页）</source>
        <translation>Undone: {step} ({n} pages)</translation>
    </message>
    <message>
        <source>已涂黑，原件封存。Ctrl+Z 撤销</source>
        <translation>Blackened; the original is sealed. Ctrl+Z undoes it</translation>
    </message>
    <message>
        <source>拆开</source>
        <translation>split</translation>
    </message>
    <message>
        <source>摆正</source>
        <translation>straightened</translation>
    </message>
    <message>
        <source>旋转</source>
        <translation>turned</translation>
    </message>
    <message>
        <source>涂黑</source>
        <translation>blackened</translation>
    </message>
    <message>
        <source>移动</source>
        <translation>moved</translation>
    </message>
    <message>
        <source>裁剪</source>
        <translation>cropped</translation>
    </message>
    <message>
        <source>拉平</source>
        <translation>flattened</translation>
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
        <source>扫描页</source>
        <translation>Scanned pages</translation>
    </message>
    <message>
        <source>页面大图</source>
        <translation>Large view of the page</translation>
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
    <message>
        <source>同宽</source>
        <translation>Width</translation>
    </message>
    <message>
        <source>大图</source>
        <translation>Large</translation>
    </message>
    <message>
        <source>整页</source>
        <translation>Page</translation>
    </message>
    <message>
        <source>自由</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>边上的字被切掉了，请摆正后重扫 F5</source>
        <translation>Writing is cut off at the edge: lay it straight and scan again, F5</translation>
    </message>
    <message>
        <source>还没有扫描页。
放好材料按 F5 扫描，或按 Ctrl+O 从文件添加；也可以把文件拖到这里。</source>
        <translation>No pages yet.
Place the material and press F5, or add from a file with Ctrl+O, or drag files here.</translation>
    </message>
    <message>
        <source>这一页太暗，请趁人还在时重扫 F5</source>
        <translation>This page is too dark: scan again while the person is here, F5</translation>
    </message>
    <message>
        <source>这是扫描原件</source>
        <translation>This is the scan itself</translation>
    </message>
    <message>
        <source>扫描中… {n} 页</source>
        <translation>Scanning… {n} pages</translation>
    </message>
    <message>
        <source>先扫的页</source>
        <translation>Scanned first</translation>
    </message>
</context>
<context>
    <name>PaperPanel</name>
    <message>
        <source>打印预览</source>
        <translation>Print preview</translation>
    </message>
    <message>
        <source>第 {n} 页，共 {count} 页</source>
        <translation>Page {n} of {count}</translation>
    </message>
    <message>
        <source>+ − 0 缩放 · PgUp PgDn 翻页 · ↑ ↓ 换文书 · P 换打印机</source>
        <translation>+ − 0 zoom · PgUp PgDn page · ↑ ↓ paper · P printer</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>本窗常用</source>
        <translation>The usual one</translation>
    </message>
    <message>
        <source>补打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>打印</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>待打</source>
        <translation>Not printed yet</translation>
    </message>
    <message>
        <source>已打 {n} 次</source>
        <translation>Printed {n}×</translation>
    </message>
    <message>
        <source>正在准备…</source>
        <translation>Getting ready…</translation>
    </message>
</context>
<context>
    <name>PaperWires</name>
    <message>
        <source>手上没有办件，没有可打的文书。</source>
        <translation>There is no case in hand, so no paper to print.</translation>
    </message>
    <message>
        <source>再打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>已打印：{name}</source>
        <translation>Printed: {name}</translation>
    </message>
</context>
<context>
    <name>PeopleWires</name>
    <message>
        <source>{number} 已回到队列，排在该叫的人后面</source>
        <translation>{number} is back in line, behind those who are due</translation>
    </message>
    <message>
        <source>{number} 已改到 {place} 号窗</source>
        <translation>{number} moved to window {place}</translation>
    </message>
    <message>
        <source>{number} 已改到 {place} 队列</source>
        <translation>{number} moved to queue {place}</translation>
    </message>
    <message>
        <source>{number} 已退号</source>
        <translation>{number} cancelled</translation>
    </message>
    <message>
        <source>{window} 号窗</source>
        <translation>Window {window}</translation>
    </message>
    <message>
        <source>只由这个窗口叫</source>
        <translation>Called by this window alone</translation>
    </message>
    <message>
        <source>等候 {n} 人</source>
        <translation>{n} waiting</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>办过、在办</source>
        <translation>Done and under way</translation>
    </message>
    <message>
        <source>按住 F12 看全号（留痕）</source>
        <translation>Hold F12 for the full number (recorded)</translation>
    </message>
    <message>
        <source>此人的办件</source>
        <translation>Cases of this person</translation>
    </message>
    <message>
        <source>等着办</source>
        <translation>Waiting for them</translation>
    </message>
    <message>
        <source>还有更早的，请用编号查找</source>
        <translation>There are earlier ones: find them by number</translation>
    </message>
</context>
<context>
    <name>ProfileWires</name>
    <message>
        <source>扫描方案：{name}（{how}）</source>
        <translation>Scanning profile: {name} ({how})</translation>
    </message>
</context>
<context>
    <name>PutAwayWires</name>
    <message>
        <source>手上这件的事项已经定了。先办完，再找别的事项。</source>
        <translation>The item of the case in hand is settled. Finish it, then look for another.</translation>
    </message>
    <message>
        <source>收起查到的办件，回到叫到的号</source>
        <translation>Put away the case that was looked up, back to the number that was called</translation>
    </message>
    <message>
        <source>已收起“{item}”</source>
        <translation>Put away: {item}</translation>
    </message>
    <message>
        <source>手上没有查出来的办件。办完这件，按 F2 叫下一位。</source>
        <translation>There is no looked-up case to put away. Finish this one, then call the next with F2.</translation>
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
<context>
    <name>QuestionsWires</name>
    <message>
        <source>还有 {n} 个问题没有回答：</source>
        <translation>{n} questions are not answered yet:</translation>
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
    <name>QueueButton</name>
    <message>
        <source>无人等候</source>
        <translation>Nobody waiting</translation>
    </message>
    <message>
        <source>等候 {n} 人</source>
        <translation>{n} waiting</translation>
    </message>
    <message>
        <source>等候时间暂时说不准</source>
        <translation>Wait not known yet</translation>
    </message>
    <message>
        <source>约等 {wait}</source>
        <translation>About {wait}</translation>
    </message>
</context>
<context>
    <name>ReadStrip</name>
    <message>
        <source>还有 {n} 条</source>
        <translation>{n} more</translation>
    </message>
    <message>
        <source>不用</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>Understood</translation>
    </message>
</context>
<context>
    <name>ReadingWires</name>
    <message>
        <source>像是“{name}”</source>
        <translation> looks like “{name}”</translation>
    </message>
    <message>
        <source>移过去</source>
        <translation>Move it there</translation>
    </message>
    <message>
        <source>有效期到 {day}，已经过了</source>
        <translation> was valid until {day}, which is past</translation>
    </message>
    <message>
        <source>姓名 / 名称</source>
        <translation>name</translation>
    </message>
    <message>
        <source>证件号码</source>
        <translation>ID number</translation>
    </message>
    <message>
        <source>手机</source>
        <translation>mobile</translation>
    </message>
    <message>
        <source>读到{field} {value}</source>
        <translation> says: {field} {value}</translation>
    </message>
    <message>
        <source>填入</source>
        <translation>Fill it in</translation>
    </message>
    <message>
        <source>这一页{said}</source>
        <translation>This page{said}</translation>
    </message>
    <message>
        <source>“{name}”第 {n} 页{said}</source>
        <translation>Page {n} of “{name}”{said}</translation>
    </message>
    <message>
        <source>已移到“{name}”。Ctrl+Z 撤销</source>
        <translation>Moved to “{name}”. Ctrl+Z to undo</translation>
    </message>
    <message>
        <source>已填入读到的内容</source>
        <translation>What was read is filled in</translation>
    </message>
    <message>
        <source>先扫的页</source>
        <translation>Scanned first</translation>
    </message>
</context>
<context>
    <name>RemarkPanel</name>
    <message>
        <source>请填写</source>
        <translation>Fill this in</translation>
    </message>
</context>
<context>
    <name>ReplayPage</name>
    <message>
        <source>{n} 倍</source>
        <translation>{n} ×</translation>
    </message>
    <message>
        <source>◀ 回放 · 不是现在 · 只能看</source>
        <translation>◀ Replay · not now · to look at only</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Step back</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>回放</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>回放到 {time}</source>
        <translation>Replay at {time}</translation>
    </message>
    <message>
        <source>回放哪一天</source>
        <translation>Which day</translation>
    </message>
    <message>
        <source>播放</source>
        <translation>Play</translation>
    </message>
    <message>
        <source>日期</source>
        <translation>Days</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>等候 {n} 人 · 已办 {k} 件 · 开窗 {w}/{all}</source>
        <translation>{n} waiting · {k} served · {w}/{all} windows open</translation>
    </message>
    <message>
        <source>速度</source>
        <translation>Speed</translation>
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
        <source>从文件添加页面</source>
        <translation>Add pages from files</translation>
    </message>
    <message>
        <source>{file}：{why}</source>
        <translation>{file}: {why}</translation>
    </message>
    <message>
        <source>剪贴板里没有图片或文件。先复制，再按 Ctrl+V。</source>
        <translation>There is no picture and no file on the clipboard. Copy first, then press Ctrl+V.</translation>
    </message>
    <message>
        <source>图片和 PDF</source>
        <translation>Pictures and PDF</translation>
    </message>
    <message>
        <source>已去掉 {n} 张空白页</source>
        <translation>{n} blank pages removed</translation>
    </message>
    <message>
        <source>已转正 {n} 页</source>
        <translation>{n} pages turned upright</translation>
    </message>
    <message>
        <source>，Ctrl+Z 找回</source>
        <translation>; Ctrl+Z brings back</translation>
    </message>
    <message>
        <source>剩下的纸不用再放分隔页：按 F5，接着刚才的分隔页归类。</source>
        <translation>The paper that is left needs no new separator: F5 goes on behind the last one.</translation>
    </message>
    <message>
        <source>已摆正 {n} 页</source>
        <translation>{n} pages set straight</translation>
    </message>
    <message>
        <source>按分隔页归类：{pages} 页，{materials} 项材料，{cases} 件</source>
        <translation>Sorted by separators: {pages} pages, {materials} materials, {cases} cases</translation>
    </message>
    <message>
        <source>{sorted}。{done}</source>
        <translation>{sorted}. {done}</translation>
    </message>
    <message>
        <source>已裁去 {n} 页的空边</source>
        <translation>{n} pages freed of the scanner's margin</translation>
    </message>
</context>
<context>
    <name>ScannerPanel</name>
    <message>
        <source>不在列表里：录入网络地址，按回车</source>
        <translation>Not listed: its network address, Enter</translation>
    </message>
    <message>
        <source>别的程序或复印机把图片放进去</source>
        <translation>where another program or a copier drops pictures</translation>
    </message>
    <message>
        <source>单双面</source>
        <translation>Sides</translation>
    </message>
    <message>
        <source>找到 {n} 台</source>
        <translation>{n} found</translation>
    </message>
    <message>
        <source>找到的扫描仪</source>
        <translation>Scanners found</translation>
    </message>
    <message>
        <source>指纹一致，信任这台</source>
        <translation>The fingerprint agrees: trust it</translation>
    </message>
    <message>
        <source>方案</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>本窗就这样扫</source>
        <translation>Scan like this here</translation>
    </message>
    <message>
        <source>正在找…已找到 {n} 台</source>
        <translation>Looking… {n} found so far</translation>
    </message>
    <message>
        <source>正在用</source>
        <translation>in use</translation>
    </message>
    <message>
        <source>正在试扫…Esc 停止</source>
        <translation>A page is coming… Esc stops</translation>
    </message>
    <message>
        <source>正在问它能做什么…</source>
        <translation>Asking what it can do…</translation>
    </message>
    <message>
        <source>没有找到扫描仪</source>
        <translation>No scanner was found</translation>
    </message>
    <message>
        <source>清晰度</source>
        <translation>Resolution</translation>
    </message>
    <message>
        <source>监视一个文件夹…</source>
        <translation>Watch a folder…</translation>
    </message>
    <message>
        <source>第一次用这台扫描仪。请在它的面板或网页上核对证书指纹：
{print}
不一致就不要用，告诉管理员。</source>
        <translation>This scanner is used for the first time. Compare the fingerprint of its certificate with the one on its panel or web page:
{print}
If they differ, do not use it and tell the administrator.</translation>
    </message>
    <message>
        <source>纸张</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>试扫一页</source>
        <translation>Try a page</translation>
    </message>
    <message>
        <source>进纸</source>
        <translation>Paper from</translation>
    </message>
    <message>
        <source>选一台，按回车</source>
        <translation>Pick one, then Enter</translation>
    </message>
    <message>
        <source>选扫描仪</source>
        <translation>Choose the scanner</translation>
    </message>
    <message>
        <source>颜色</source>
        <translation>Colours</translation>
    </message>
</context>
<context>
    <name>ScannerWires</name>
    <message>
        <source>已记下：本窗用 {scanner}，{how}。</source>
        <translation>Kept: this window uses {scanner}, {how}.</translation>
    </message>
    <message>
        <source>监视哪个文件夹</source>
        <translation>Which folder to watch</translation>
    </message>
    <message>
        <source>练习</source>
        <translation>Practice</translation>
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
    <message>
        <source>导办台</source>
        <translation>Greeter's desk</translation>
    </message>
    <message>
        <source>登记码（管理员给的，12 位）</source>
        <translation>Enrolment code from the administrator</translation>
    </message>
    <message>
        <source>正在安装新版本，马上就好…</source>
        <translation>Installing a new version, just a moment…</translation>
    </message>
</context>
<context>
    <name>StackPanel</name>
    <message>
        <source>先打开要放的办件，选中材料，再放。</source>
        <translation>Open the case and mark the material they belong to first.</translation>
    </message>
    <message>
        <source>全部放入</source>
        <translation>Place all</translation>
    </message>
    <message>
        <source>取回</source>
        <translation>Bring back</translation>
    </message>
    <message>
        <source>已收起</source>
        <translation>put away</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Put away</translation>
    </message>
    <message>
        <source>放到：{target}</source>
        <translation>To: {target}</translation>
    </message>
    <message>
        <source>放这一页</source>
        <translation>Place this page</translation>
    </message>
    <message>
        <source>没归类的页（{n}）</source>
        <translation>Pages not placed yet ({n})</translation>
    </message>
    <message>
        <source>第 {n} 页</source>
        <translation>Page {n}</translation>
    </message>
    <message>
        <source>这一页的样子</source>
        <translation>What this page looks like</translation>
    </message>
</context>
<context>
    <name>StackWires</name>
    <message>
        <source>{n} 页已收起，按 {key} 还能找回，保留 {days} 天。</source>
        <translation>{n} pages put away; {key} brings them back, for {days} days.</translation>
    </message>
    <message>
        <source>{n} 页没有归类：{why}。</source>
        <translation>{n} pages were not placed: {why}.</translation>
    </message>
    <message>
        <source>上次扫描有 {n} 页还没归类，都已收好。</source>
        <translation>{n} pages of an earlier scan are not placed yet. All are kept.</translation>
    </message>
    <message>
        <source>先打开办件，再打它的分隔页。</source>
        <translation>Open a case first, then print its separators.</translation>
    </message>
    <message>
        <source>再打</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>分隔页已打印：放在每项材料前面，一叠放进进纸器，按 F5。</source>
        <translation>Separators printed: lay each before its material, the whole stack into the feeder, and press F5.</translation>
    </message>
    <message>
        <source>已归类 {n} 页。</source>
        <translation>{n} pages placed.</translation>
    </message>
    <message>
        <source>归类</source>
        <translation>Sort them</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Put away</translation>
    </message>
    <message>
        <source>没有等待归类的页。</source>
        <translation>No pages wait to be placed.</translation>
    </message>
    <message>
        <source>看一看</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>都已收好，按 {key} 看一看。</source>
        <translation> All are kept; {key} shows them.</translation>
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
    <message>
        <source>查找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>扫描：{name}</source>
        <translation>Scan: {name}</translation>
    </message>
</context>
<context>
    <name>StepQuestions</name>
    <message>
        <source>一次性告知</source>
        <translation>One-time notice</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>Decline</translation>
    </message>
    <message>
        <source>不予许可</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>不予许可，办结</source>
        <translation>Refuse and close</translation>
    </message>
    <message>
        <source>以下材料一次告知申请人，此后不得再要求补充：</source>
        <translation>The applicant is told this once; nothing more may be asked for afterwards:</translation>
    </message>
    <message>
        <source>停止计时，打印告知书</source>
        <translation>Stop the clock, print notice</translation>
    </message>
    <message>
        <source>全部缺的一次告知，材料退还申请人，补齐后重新提交。</source>
        <translation>All that is missing is named once; everything is handed back and filed again complete.</translation>
    </message>
    <message>
        <source>决定不予准许，办结本件。写明理由和依据，并告知复议和诉讼的权利。</source>
        <translation>Decides against it and closes the case. State reason and ground, and tell of the ways of appeal.</translation>
    </message>
    <message>
        <source>出具告知单</source>
        <translation>Print the notice</translation>
    </message>
    <message>
        <source>原因</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>只有下列程序不计入期限，所需时间要书面告知申请人。按数字选择。</source>
        <translation>Only these procedures are not counted; the applicant is told in writing for how long. Choose by number.</translation>
    </message>
    <message>
        <source>延期 {n} 个工作日</source>
        <translation>Extend by {n} working days</translation>
    </message>
    <message>
        <source>延期，打印告知书</source>
        <translation>Extend, print notice</translation>
    </message>
    <message>
        <source>当场一次告知，此后不得再要求补充。</source>
        <translation>Said on the spot, once; nothing more may be asked for afterwards.</translation>
    </message>
    <message>
        <source>批准人</source>
        <translation>Approved by</translation>
    </message>
    <message>
        <source>按数字选理由，可以改写。请当面说明，并告知复议和诉讼的权利。</source>
        <translation>Choose a reason by its number; it can be reworded. Explain it, and tell of the ways of appeal.</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>撤回后本件结束，材料退还申请人。</source>
        <translation>This ends the case; the materials are given back to the applicant.</translation>
    </message>
    <message>
        <source>法律依据</source>
        <translation>Ground in law</translation>
    </message>
    <message>
        <source>特别程序，停止计时</source>
        <translation>Special procedure: stop the clock</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>申请人撤回</source>
        <translation>Withdrawn by the applicant</translation>
    </message>
    <message>
        <source>经本机关负责人批准，只能延期一次，理由告知申请人。</source>
        <translation>Approved by the head of the office, once only; the applicant is told why.</translation>
    </message>
    <message>
        <source>补充意见（可不填）</source>
        <translation>Remark (optional)</translation>
    </message>
    <message>
        <source>说明（可不填）</source>
        <translation>Remark (optional)</translation>
    </message>
    <message>
        <source>需要几个工作日</source>
        <translation>Working days needed</translation>
    </message>
    <message>
        <source>只办这一件，等它的各件一并结束。</source>
        <translation>This case only; those that wait for it end with it. </translation>
    </message>
    <message>
        <source>整个联办件一并办理；只办其中一件，先按 F7 选它。</source>
        <translation>The whole bundle at once; for one case only, choose it with F7 first. </translation>
    </message>
</context>
<context>
    <name>StoryPanel</name>
    <message>
        <source>{number} 的经过</source>
        <translation>What became of {number}</translation>
    </message>
</context>
<context>
    <name>StoryWires</name>
    <message>
        <source>{window} 号窗</source>
        <translation>Window {window}</translation>
    </message>
    <message>
        <source>号码，或扫号票</source>
        <translation>Number, or scan the ticket</translation>
    </message>
    <message>
        <source>查号：这张号票怎么样了</source>
        <translation>What became of a ticket</translation>
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
    <message>
        <source>切边</source>
        <translation>cut off</translation>
    </message>
    <message>
        <source>太暗</source>
        <translation>dark</translation>
    </message>
    <message>
        <source>已涂黑</source>
        <translation>blackened</translation>
    </message>
</context>
<context>
    <name>ToldWires</name>
    <message>
        <source>值班长关了本窗：手上的人照办；要接着叫号，请退出后重新登录。</source>
        <translation>The manager closed this window: serve whom you have; to call again, sign out and in.</translation>
    </message>
    <message>
        <source>值班长恢复了本窗，可以叫号。</source>
        <translation>The manager opened this window again; you can call.</translation>
    </message>
    <message>
        <source>值班长暂停了本窗：手上的人照办，不再叫下一位。{key} 可以恢复。</source>
        <translation>The manager paused this window: serve whom you have, call nobody else. {key} resumes.</translation>
    </message>
    <message>
        <source>值班长让本窗改办 {queues}，下一次叫号起。</source>
        <translation>The manager gave this window {queues}, from the next call on.</translation>
    </message>
    <message>
        <source>值班长让本窗改办 {queues}，下一次叫号起，到 {time}。</source>
        <translation>The manager gave this window {queues}, from the next call until {time}.</translation>
    </message>
    <message>
        <source>原因：{why}</source>
        <translation> Reason: {why}</translation>
    </message>
    <message>
        <source>时间到了，下一次叫号起本窗照旧办 {queues}。</source>
        <translation>The time is over: from the next call on this window serves {queues} as usual.</translation>
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
    <name>Updates</name>
    <message>
        <source>新版本 {version} 将在下班后安装</source>
        <translation>New version {version} will be installed after hours</translation>
    </message>
    <message>
        <source>有新版本 {version}，请管理员安装</source>
        <translation>New version {version}: to be installed by an administrator</translation>
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
    <name>WatchPanel</name>
    <message>
        <source>{n} 号窗</source>
        <translation>window {n}</translation>
    </message>
    <message>
        <source>■ 红牌</source>
        <translation>■ Red</translation>
    </message>
    <message>
        <source>▲ 黄灯、黄牌</source>
        <translation>▲ Yellow</translation>
    </message>
    <message>
        <source>催办部门</source>
        <translation>Urge department</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All lamps</translation>
    </message>
    <message>
        <source>全部窗口</source>
        <translation>All windows</translation>
    </message>
    <message>
        <source>全部部门</source>
        <translation>All departments</translation>
    </message>
    <message>
        <source>共 {n} 件，其中红牌 {red} 件</source>
        <translation>{n} cases, {red} of them red</translation>
    </message>
    <message>
        <source>处理情况，或催办的话</source>
        <translation>What was done, or what to tell the department</translation>
    </message>
    <message>
        <source>处理：{remark}</source>
        <translation>done: {remark}</translation>
    </message>
    <message>
        <source>已催办 {n} 次</source>
        <translation>urged {n} times</translation>
    </message>
    <message>
        <source>本窗快到期和超期的件</source>
        <translation>This window's cases that are late or nearly so</translation>
    </message>
    <message>
        <source>没有快到期或者超期的件。</source>
        <translation>Nothing is late or nearly so.</translation>
    </message>
    <message>
        <source>督办：快到期和超期的件</source>
        <translation>Cases that are late or nearly so</translation>
    </message>
    <message>
        <source>记下处理情况</source>
        <translation>Write down what was done</translation>
    </message>
</context>
<context>
    <name>WhatIfPanel</name>
    <message>
        <source>{window} 号窗 · {queues}</source>
        <translation>Window {window} · {queues}</translation>
    </message>
    <message>
        <source>不改，看现在</source>
        <translation>As it is</translation>
    </message>
    <message>
        <source>做什么</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>关一个窗口</source>
        <translation>close a window</translation>
    </message>
    <message>
        <source>哪个窗口</source>
        <translation>Which window</translation>
    </message>
    <message>
        <source>如果……</source>
        <translation>What if …</translation>
    </message>
    <message>
        <source>开一个窗口</source>
        <translation>open a window</translation>
    </message>
    <message>
        <source>窗口改办</source>
        <translation>change queues of</translation>
    </message>
    <message>
        <source>选窗口</source>
        <translation>choose a window</translation>
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
    <name>alarms</name>
    <message>
        <source>{window} 号窗 {number} 已办 {n} 分钟，平常九成不过 {m} 分钟</source>
        <translation>Window {window} has had {number} for {n} min; nine of ten take {m} at most</translation>
    </message>
    <message>
        <source>{window} 号窗 {n} 分钟没有叫号，{k} 人在等</source>
        <translation>Window {window} has called nobody for {n} min; {k} waiting</translation>
    </message>
    <message>
        <source>{window} 号窗 {n} 分钟没有消息</source>
        <translation>Window {window} has not been heard of for {n} min</translation>
    </message>
    <message>
        <source>{window} 号窗紧急呼叫（{time} 起）：{who} 已应答，有人去了</source>
        <translation>Call for help at window {window} (since {time}): answered by {who}, somebody is coming</translation>
    </message>
    <message>
        <source>{window} 号窗紧急呼叫：{who}，{time} 起 {n} 分钟。请马上去人</source>
        <translation>CALL FOR HELP at window {window}: {who}, since {time}, {n} min. Go at once</translation>
    </message>
    <message>
        <source>关窗</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>办得太久</source>
        <translation>far too long</translation>
    </message>
    <message>
        <source>已处理</source>
        <translation>Settled</translation>
    </message>
    <message>
        <source>已有人去</source>
        <translation>help coming</translation>
    </message>
    <message>
        <source>放开它的号</source>
        <translation>Release its tickets</translation>
    </message>
    <message>
        <source>暂停</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>有人去了</source>
        <translation>Coming</translation>
    </message>
    <message>
        <source>没有叫号 {n} 分钟</source>
        <translation>no call {n} min</translation>
    </message>
    <message>
        <source>没有消息 {n} 分钟</source>
        <translation>silent {n} min</translation>
    </message>
    <message>
        <source>紧急呼叫</source>
        <translation>HELP</translation>
    </message>
    <message>
        <source>：关窗，让只等它的人回到队列？</source>
        <translation>: close it, so that those who wait for it alone are in line again?</translation>
    </message>
    <message>
        <source>：暂停它？手上的人照办</source>
        <translation>: pause it? Whoever it has it keeps</translation>
    </message>
    <message>
        <source>：暂停，先不指望它叫号？</source>
        <translation>: pause it and count on it no more?</translation>
    </message>
    <message>
        <source>：留给它的号让别的窗口叫？</source>
        <translation>: let others call the tickets left to it?</translation>
    </message>
    <message>
        <source>{window} 号窗紧急呼叫，{time} 起 {n} 分钟。请马上去人</source>
        <translation>CALL FOR HELP at window {window}, since {time}, {n} min. Go at once</translation>
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
        <source>短按锁屏，按住看全号（留痕）</source>
        <translation>Tap to lock, hold to see numbers in full (recorded)</translation>
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
        <source>大厅看板：处理最上面的一条报警</source>
        <translation>Board: deal with the topmost alarm</translation>
    </message>
    <message>
        <source>悄悄呼叫值班长（紧急）</source>
        <translation>Call the manager for help, unseen</translation>
    </message>
    <message>
        <source>回放一天（值班长）</source>
        <translation>Replay of a day (manager)</translation>
    </message>
    <message>
        <source>大厅数据：等候与办理时间（值班长）</source>
        <translation>Figures of the hall: waits and services (manager)</translation>
    </message>
    <message>
        <source>未来两小时的等候，改窗口会怎样（值班长）</source>
        <translation>Waits of the next two hours, and what if (manager)</translation>
    </message>
    <message>
        <source>查号：一张号票的经过</source>
        <translation>What became of a ticket</translation>
    </message>
    <message>
        <source>打印预览：看过再打，任何文书</source>
        <translation>Preview: see any paper, then print it</translation>
    </message>
    <message>
        <source>不予受理；受理之后是不予许可</source>
        <translation>Decline; once accepted: refuse</translation>
    </message>
    <message>
        <source>延期（只能一次）</source>
        <translation>Extend (once only)</translation>
    </message>
    <message>
        <source>快到期和超期的件</source>
        <translation>Cases that are late or nearly so</translation>
    </message>
    <message>
        <source>特别程序：停止计时，再按恢复</source>
        <translation>Special procedure: stop the clock, again: resume</translation>
    </message>
    <message>
        <source>申请人撤回</source>
        <translation>Withdrawn by the applicant</translation>
    </message>
    <message>
        <source>统一出件：发结果</source>
        <translation>Hand out results</translation>
    </message>
    <message>
        <source>到要问的问题</source>
        <translation>To the questions</translation>
    </message>
    <message>
        <source>找事项；手上是联办件时选其中一件</source>
        <translation>Find an item; with a bundle in hand, choose one case</translation>
    </message>
    <message>
        <source>生僻字：按读音、部件或编码找出来，放进正在填的格子</source>
        <translation>Rare character: found by reading, parts or code, put where you type</translation>
    </message>
    <message>
        <source>查找：办件、人、号票、事项、操作</source>
        <translation>Find: cases, people, tickets, items, commands</translation>
    </message>
    <message>
        <source>差评核实整改（值班长）</source>
        <translation>Bad ratings to follow up (manager)</translation>
    </message>
    <message>
        <source>群众屏：核对、签名、评价</source>
        <translation>Citizen's screen: check, sign, rate</translation>
    </message>
    <message>
        <source>大图：页面占满，再按还原</source>
        <translation>Large view of the page, and back</translation>
    </message>
    <message>
        <source>撤销上一步（页面的改动可以一直撤销）</source>
        <translation>Undo the last step (steps with pages: one after another)</translation>
    </message>
    <message>
        <source>粘贴图片或文件为页面</source>
        <translation>Paste a picture or files as pages</translation>
    </message>
    <message>
        <source>换扫描方案：常用、证件、档案</source>
        <translation>Next scanning profile: usual, card, archive</translation>
    </message>
    <message>
        <source>选扫描仪：本窗用哪一台、怎么扫，试扫一页</source>
        <translation>Choose the scanner: which one this window uses and how; try a page</translation>
    </message>
    <message>
        <source>打印分隔页：一叠材料一次扫完，自动归类</source>
        <translation>Print separator sheets: a whole stack scanned at once, sorted by itself</translation>
    </message>
    <message>
        <source>没归类的页：先收起</source>
        <translation>Pages not placed yet: put them away for now</translation>
    </message>
    <message>
        <source>没归类的页：看一看，放到材料里</source>
        <translation>Pages not placed yet: look at them, put them to a material</translation>
    </message>
    <message>
        <source>读到的：照办（移过去、填入）</source>
        <translation>what was read: do it (move the page, fill the field)</translation>
    </message>
    <message>
        <source>读到的：不用</source>
        <translation>what was read: leave it</translation>
    </message>
    <message>
        <source>高拍仪：拍到当前材料</source>
        <translation>Document camera: into the current material</translation>
    </message>
    <message>
        <source>脚踏开关：打开高拍仪，再踩拍照</source>
        <translation>Foot switch: open the document camera, then take pictures</translation>
    </message>
</context>
<context>
    <name>citizen</name>
    <message>
        <source>事项</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>代办人</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>告知承诺</source>
        <translation>Declaration</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>容缺后补</source>
        <translation>To follow</translation>
    </message>
    <message>
        <source>已收材料</source>
        <translation>Documents handed in</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>证件号码</source>
        <translation>ID number</translation>
    </message>
</context>
<context>
    <name>find</name>
    <message>
        <source>{n} 件</source>
        <translation>{n} cases</translation>
    </message>
    <message>
        <source>{n} 件，{waiting} 件等着办</source>
        <translation>{n} cases, {waiting} waiting</translation>
    </message>
    <message>
        <source>{window} 号窗</source>
        <translation>window {window}</translation>
    </message>
    <message>
        <source>一件事</source>
        <translation>One thing</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Items</translation>
    </message>
    <message>
        <source>人</source>
        <translation>People</translation>
    </message>
    <message>
        <source>代办 {name}</source>
        <translation>agent {name}</translation>
    </message>
    <message>
        <source>代办人</source>
        <translation>agent</translation>
    </message>
    <message>
        <source>办件</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>号票</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>操作</source>
        <translation>Commands</translation>
    </message>
    <message>
        <source>替人办</source>
        <translation>for somebody else</translation>
    </message>
    <message>
        <source>还剩 {n} 天</source>
        <translation>days left: {n}</translation>
    </message>
    <message>
        <source>按住 F12 看全号（留痕）</source>
        <translation>Hold F12 for full numbers (recorded)</translation>
    </message>
</context>
<context>
    <name>follow_ups</name>
    <message>
        <source>不满意</source>
        <translation>Dissatisfied</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>something else</translation>
    </message>
    <message>
        <source>多要材料</source>
        <translation>too many documents asked for</translation>
    </message>
    <message>
        <source>多跑路</source>
        <translation>several trips</translation>
    </message>
    <message>
        <source>已整改</source>
        <translation>Put right</translation>
    </message>
    <message>
        <source>已答复，办结</source>
        <translation>Answered, closed</translation>
    </message>
    <message>
        <source>已联系</source>
        <translation>Contacted</translation>
    </message>
    <message>
        <source>收费不合理</source>
        <translation>wrong fee</translation>
    </message>
    <message>
        <source>服务态度不好</source>
        <translation>unfriendly</translation>
    </message>
    <message>
        <source>核实不属实</source>
        <translation>Found not true</translation>
    </message>
    <message>
        <source>核实属实</source>
        <translation>Found true</translation>
    </message>
    <message>
        <source>没有一次性告知</source>
        <translation>not told everything at once</translation>
    </message>
    <message>
        <source>等候时间长</source>
        <translation>long wait</translation>
    </message>
    <message>
        <source>超过承诺时间</source>
        <translation>not within the time promised</translation>
    </message>
    <message>
        <source>非常不满意</source>
        <translation>Very dissatisfied</translation>
    </message>
</context>
<context>
    <name>forecast</name>
    <message>
        <source>{least} 分钟以上</source>
        <translation>{least} min or more</translation>
    </message>
    <message>
        <source>{queue} 队列：{now} → {then}</source>
        <translation>Queue {queue}: {now} → {then}</translation>
    </message>
    <message>
        <source>全大厅近 7 天 {n} 次办理（本队列样本不足）</source>
        <translation>{n} services of the whole hall in 7 days (too few of this queue)</translation>
    </message>
    <message>
        <source>最近 {days} 天用同样的方法：一半的等候与最可能的相差不到 {m} 分钟，{share} % 落在范围里（应为 {promised} %）</source>
        <translation>The same on the last {days} days: half of the waits were within {m} min of the likely one, {share} % within the range (it promises {promised} %)</translation>
    </message>
    <message>
        <source>本队列近 7 天 {n} 次办理</source>
        <translation>{n} services of this queue in 7 days</translation>
    </message>
    <message>
        <source>样本不足，用的是通常的办理时间</source>
        <translation>usual service times, as there are too few here</translation>
    </message>
    <message>
        <source>正在用最近几天检验预测……</source>
        <translation>Checking the forecast against the last days …</translation>
    </message>
    <message>
        <source>没有窗口在办</source>
        <translation>no window</translation>
    </message>
    <message>
        <source>记录的日子还不够，预测差多少不详</source>
        <translation>Too few days are recorded to say how far it is off</translation>
    </message>
    <message>
        <source>；因此范围已放宽到 {n} 倍</source>
        <translation>; so the range is made {n} times as wide</translation>
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
    <name>papers</name>
    <message>
        <source>收件回执</source>
        <translation>Receipt</translation>
    </message>
    <message>
        <source>受理通知书</source>
        <translation>Notice of acceptance</translation>
    </message>
    <message>
        <source>一次性告知单</source>
        <translation>One-time notice</translation>
    </message>
    <message>
        <source>补正告知书</source>
        <translation>Notice of correction</translation>
    </message>
    <message>
        <source>不予受理通知书</source>
        <translation>Notice of non-acceptance</translation>
    </message>
    <message>
        <source>撤回申请确认书</source>
        <translation>Confirmation of withdrawal</translation>
    </message>
    <message>
        <source>告知承诺书</source>
        <translation>Commitment</translation>
    </message>
    <message>
        <source>容缺受理承诺书</source>
        <translation>Promise of what is missing</translation>
    </message>
    <message>
        <source>特别程序通知书</source>
        <translation>Notice of special procedure</translation>
    </message>
    <message>
        <source>延长办理期限通知书</source>
        <translation>Notice of extension</translation>
    </message>
    <message>
        <source>决定书</source>
        <translation>Decision</translation>
    </message>
    <message>
        <source>领取凭证</source>
        <translation>Collection slip</translation>
    </message>
    <message>
        <source>送达回证</source>
        <translation>Proof of service</translation>
    </message>
    <message>
        <source>归档封面</source>
        <translation>Archive cover</translation>
    </message>
    <message>
        <source>材料移交单</source>
        <translation>Slip for moved papers</translation>
    </message>
    <message>
        <source>卷宗标签（A4）</source>
        <translation>File labels (A4)</translation>
    </message>
    <message>
        <source>收件回执（80 毫米）</source>
        <translation>Receipt (80 mm)</translation>
    </message>
    <message>
        <source>领取凭证（80 毫米）</source>
        <translation>Collection slip (80 mm)</translation>
    </message>
    <message>
        <source>卷宗标签（80 毫米）</source>
        <translation>File label (80 mm)</translation>
    </message>
    <message>
        <source>卷宗标签（62 毫米）</source>
        <translation>File label (62 mm)</translation>
    </message>
    <message>
        <source>部门结果材料 {n}</source>
        <translation>Department's result paper {n}</translation>
    </message>
    <message>
        <source>分隔页</source>
        <translation>Separator sheets</translation>
    </message>
</context>
<context>
    <name>scan</name>
    <message>
        <source>单面</source>
        <translation>One side</translation>
    </message>
    <message>
        <source>双面</source>
        <translation>Both sides</translation>
    </message>
    <message>
        <source>只用玻璃板</source>
        <translation>Glass only</translation>
    </message>
    <message>
        <source>在网络里</source>
        <translation>in the network</translation>
    </message>
    <message>
        <source>太暗</source>
        <translation>too dark</translation>
    </message>
    <message>
        <source>彩色</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>接在这台电脑上</source>
        <translation>at this computer</translation>
    </message>
    <message>
        <source>接在这台电脑上（TWAIN）</source>
        <translation>at this computer (TWAIN)</translation>
    </message>
    <message>
        <source>接在这台电脑上（WIA）</source>
        <translation>at this computer (WIA)</translation>
    </message>
    <message>
        <source>本窗常用</source>
        <translation>Usual</translation>
    </message>
    <message>
        <source>档案</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>模糊</source>
        <translation>blurred</translation>
    </message>
    <message>
        <source>灰度</source>
        <translation>Gray</translation>
    </message>
    <message>
        <source>监视的文件夹</source>
        <translation>watched folder</translation>
    </message>
    <message>
        <source>空白</source>
        <translation>blank</translation>
    </message>
    <message>
        <source>练习用的样张</source>
        <translation>drawn pages, for practice</translation>
    </message>
    <message>
        <source>证件</source>
        <translation>Card</translation>
    </message>
    <message>
        <source>边上被切掉</source>
        <translation>cut off at the edge</translation>
    </message>
    <message>
        <source>进纸器</source>
        <translation>Feeder</translation>
    </message>
    <message>
        <source>进纸器，没有纸就用玻璃板</source>
        <translation>Feeder, else glass</translation>
    </message>
</context>
<context>
    <name>stack</name>
    <message>
        <source>两张分隔页叠在一起进纸：请看中间有没有漏扫</source>
        <translation>two separators were drawn in at once: see whether a page between them was missed</translation>
    </message>
    <message>
        <source>分隔页上的办件不要这项材料</source>
        <translation>the separator's case does not ask for that material</translation>
    </message>
    <message>
        <source>分隔页上的办件已不收材料</source>
        <translation>the separator's case takes no more materials</translation>
    </message>
    <message>
        <source>分隔页上的办件是别的窗口的：请交给他们扫</source>
        <translation>the separator's case is another window's: let them scan it</translation>
    </message>
    <message>
        <source>前面的分隔页读不出来：请看是哪项材料，重打分隔页</source>
        <translation>the separator before it cannot be read: print it again</translation>
    </message>
    <message>
        <source>扫描中断，还没来得及归类</source>
        <translation>the scan was interrupted before it was sorted</translation>
    </message>
    <message>
        <source>本机没有分隔页上的办件</source>
        <translation>the separator's case is not at this desk</translation>
    </message>
    <message>
        <source>扫的时候还没打开办件</source>
        <translation>No case was open when it was scanned</translation>
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
    <message>
        <source>取消</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>回到队列</source>
        <translation>Back in line</translation>
    </message>
    <message>
        <source>应答紧急呼叫</source>
        <translation>Call for help answered</translation>
    </message>
    <message>
        <source>改办队列</source>
        <translation>Queues changed</translation>
    </message>
    <message>
        <source>放弃退回的步骤</source>
        <translation>Rejected steps given up</translation>
    </message>
    <message>
        <source>紧急呼叫仍在</source>
        <translation>Call for help stands</translation>
    </message>
    <message>
        <source>紧急呼叫已处理</source>
        <translation>Call for help settled</translation>
    </message>
    <message>
        <source>催办</source>
        <translation>urge department</translation>
    </message>
    <message>
        <source>办结</source>
        <translation>decide</translation>
    </message>
    <message>
        <source>延期</source>
        <translation>extend</translation>
    </message>
    <message>
        <source>归档</source>
        <translation>archive</translation>
    </message>
    <message>
        <source>恢复计时</source>
        <translation>resume clock</translation>
    </message>
    <message>
        <source>撤销上一步</source>
        <translation>take last step back</translation>
    </message>
    <message>
        <source>特别程序</source>
        <translation>stop clock</translation>
    </message>
    <message>
        <source>督办记录</source>
        <translation>follow up</translation>
    </message>
    <message>
        <source>结果到窗</source>
        <translation>result ready</translation>
    </message>
    <message>
        <source>送达</source>
        <translation>hand out</translation>
    </message>
    <message>
        <source>预审</source>
        <translation>pre-review</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>评价（密封）</source>
        <translation>Rating (sealed)</translation>
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
        <source>专家评审</source>
        <translation>Expert review</translation>
    </message>
    <message>
        <source>依法不属于本部门职权范围</source>
        <translation>Not within this department's powers</translation>
    </message>
    <message>
        <source>依法不需要办理这个事项</source>
        <translation>The law asks for no such application</translation>
    </message>
    <message>
        <source>其他依法不予受理的情形</source>
        <translation>Another case in which the law says so</translation>
    </message>
    <message>
        <source>听证</source>
        <translation>Hearing</translation>
    </message>
    <message>
        <source>容缺逾期</source>
        <translation>deferral ran out</translation>
    </message>
    <message>
        <source>待预审</source>
        <translation>to be pre-reviewed</translation>
    </message>
    <message>
        <source>快到期</source>
        <translation>nearly due</translation>
    </message>
    <message>
        <source>拍卖</source>
        <translation>Auction</translation>
    </message>
    <message>
        <source>招标</source>
        <translation>Tender</translation>
    </message>
    <message>
        <source>材料不齐或不合法定形式，未按要求补正</source>
        <translation>Materials incomplete or not in legal form, and not corrected</translation>
    </message>
    <message>
        <source>检测</source>
        <translation>Testing</translation>
    </message>
    <message>
        <source>检疫</source>
        <translation>Quarantine</translation>
    </message>
    <message>
        <source>检验</source>
        <translation>Inspection</translation>
    </message>
    <message>
        <source>特别程序到期</source>
        <translation>procedure should be over</translation>
    </message>
    <message>
        <source>电子送达</source>
        <translation>Electronically</translation>
    </message>
    <message>
        <source>窗口领取</source>
        <translation>At the window</translation>
    </message>
    <message>
        <source>补正逾期</source>
        <translation>correction ran out</translation>
    </message>
    <message>
        <source>超承诺期限（黄牌）</source>
        <translation>past promised day (yellow card)</translation>
    </message>
    <message>
        <source>超法定期限（红牌）</source>
        <translation>past statutory day (red card)</translation>
    </message>
    <message>
        <source>逾期未告知</source>
        <translation>nobody has answered</translation>
    </message>
    <message>
        <source>逾期未送达</source>
        <translation>not handed out in time</translation>
    </message>
    <message>
        <source>邮寄送达</source>
        <translation>By post</translation>
    </message>
    <message>
        <source>鉴定</source>
        <translation>Appraisal</translation>
    </message>
    <message>
        <source>隐瞒情况或者提供虚假材料</source>
        <translation>Facts hidden or false materials given</translation>
    </message>
    <message>
        <source>预审中</source>
        <translation>pre-review</translation>
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
    <message>
        <source>不用交</source>
        <translation>Not to be brought</translation>
    </message>
    <message>
        <source>全部办结</source>
        <translation>all decided</translation>
    </message>
    <message>
        <source>全部领走</source>
        <translation>all fetched</translation>
    </message>
    <message>
        <source>已终结</source>
        <translation>ended</translation>
    </message>
    <message>
        <source>已领一部分</source>
        <translation>partly fetched</translation>
    </message>
    <message>
        <source>收件中</source>
        <translation>being taken in</translation>
    </message>
    <message>
        <source>部门办理中</source>
        <translation>with the departments</translation>
    </message>
</context>
<context>
    <name>ticket</name>
    <message>
        <source>{queue} 队列</source>
        <translation>queue {queue}</translation>
    </message>
    <message>
        <source>{window} 再叫，第 {n} 次</source>
        <translation>{window} called again, call {n}</translation>
    </message>
    <message>
        <source>{window} 办完</source>
        <translation>Finished at {window}</translation>
    </message>
    <message>
        <source>{window} 叫号</source>
        <translation>Called by {window}</translation>
    </message>
    <message>
        <source>{window} 号窗</source>
        <translation>window {window}</translation>
    </message>
    <message>
        <source>{window} 挂起，等到 {time}</source>
        <translation>Held by {window} until {time}</translation>
    </message>
    <message>
        <source>{window} 接回</source>
        <translation>Taken up by {window}</translation>
    </message>
    <message>
        <source>{window} 撤回叫号</source>
        <translation>Call undone by {window}</translation>
    </message>
    <message>
        <source>{window} 过号：叫了没来</source>
        <translation>No-show at {window}</translation>
    </message>
    <message>
        <source>到了 {window}</source>
        <translation>Arrived at {window}</translation>
    </message>
    <message>
        <source>前面 {n} 人</source>
        <translation>{n} before</translation>
    </message>
    <message>
        <source>办完</source>
        <translation>Finished</translation>
    </message>
    <message>
        <source>取号，{queue} 队列</source>
        <translation>Issued, queue {queue}</translation>
    </message>
    <message>
        <source>叫号屏 {name} 显示了第 {n} 次叫号</source>
        <translation>Board {name} showed call {n}</translation>
    </message>
    <message>
        <source>同一人再排了一队</source>
        <translation>The same person joined a second line</translation>
    </message>
    <message>
        <source>喇叭 {name} 播报了第 {n} 次叫号</source>
        <translation>Speaker {name} said call {n}</translation>
    </message>
    <message>
        <source>回到队列</source>
        <translation>Back in line</translation>
    </message>
    <message>
        <source>已叫号</source>
        <translation>Called</translation>
    </message>
    <message>
        <source>已过号</source>
        <translation>Passed</translation>
    </message>
    <message>
        <source>已退号</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>挂起</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>正在办理</source>
        <translation>Being served</translation>
    </message>
    <message>
        <source>等候</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>转到 {place}</source>
        <translation>Sent to {place}</translation>
    </message>
    <message>
        <source>退号</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>顺延到第二天</source>
        <translation>Carried over to the next day</translation>
    </message>
</context>
<context>
    <name>watch</name>
    <message>
        <source>催申请人补齐：{materials}</source>
        <translation>Chase the applicant for: {materials}</translation>
    </message>
    <message>
        <source>没有按时告知：按受理办理，通知窗口</source>
        <translation>Nobody answered in time: it counts as accepted; tell the window</translation>
    </message>
    <message>
        <source>联系申请人：补齐、撤回，或者不予受理</source>
        <translation>Ask the applicant: complete it, withdraw it, or it is declined</translation>
    </message>
    <message>
        <source>超承诺 {days} 个工作日：催办部门，问清何时办结</source>
        <translation>{days} working days past the promise: urge the department, ask when it will be decided</translation>
    </message>
    <message>
        <source>超期 {days} 个工作日：立即催办，报告负责人，向申请人说明</source>
        <translation>{days} working days past promise and law: urge at once, report it, explain it to the applicant</translation>
    </message>
    <message>
        <source>还剩 {days} 个工作日：提醒部门</source>
        <translation>{days} working days left: remind the department</translation>
    </message>
    <message>
        <source>通知申请人领取，或者邮寄送达</source>
        <translation>Tell the applicant to collect it, or send it by post</translation>
    </message>
    <message>
        <source>问部门：程序是否结束，恢复计时</source>
        <translation>Ask the department whether the procedure is over, and resume the clock</translation>
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
</TS>
