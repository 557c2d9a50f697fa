// The kiosk: a business line, who somebody is to the line, and a ticket. One touch never makes two tickets.
"use strict";
(() => {
  const IDLE_MS = 60000, SHOWN_MS = 12000, FRESH_MS = 15000;
  const part = (id) => document.getElementById(id);
  const account = signedIn("kiosk", "kiosk.token");
  let english = false, door = null, queue = null, ticket = null, busy = false, touched = Date.now(), home = 0;

  const say = (zh, en) => (english ? en : zh);
  const named = (each) => say(each.name, each.en);
  const minutes = (least, most) => say(`约等 ${least}–${most} 分钟`, `about ${least}–${most} min`);
  const unknown = () => say("等候时间暂时说不准", "the wait is not known yet");

  function trouble(zh, en) {
    part("trouble").textContent = zh ? `${zh} · ${en}` : "";
    part("trouble").hidden = !zh;
  }

  function draw() {
    document.documentElement.lang = english ? "en" : "zh-CN";
    part("language").textContent = english ? "中文" : "English";
    part("door").hidden = Boolean(account.token);
    const main = document.querySelector("main");
    main.hidden = !account.token;
    if (!account.token || !door) return;
    part("ticket").hidden = !ticket;
    part("choices").hidden = Boolean(ticket);
    part("asked").hidden = Boolean(ticket);
    part("back").hidden = !queue && !ticket;
    part("back").textContent = ticket ? say("完成", "Done") : say("返回", "Back");
    if (ticket) drawTicket();
    else if (queue) drawChoices(say("您属于哪一类？", "Which are you?"), door.classes, (each) => named(each), () => "", (each) => take(each.code));
    else drawChoices(say("请选择要办的事", "What do you come for?"), door.queues, (each) => `${each.queue} ${named(each)}`,
      (each) => say(`等候 ${each.waiting} 人`, `${each.waiting} waiting`) + " · " + (each.least === null ? unknown() : minutes(each.least, each.most)),
      (each) => { queue = each; draw(); });
  }

  function drawChoices(asked, choices, title, detail, chosen) {
    part("asked").textContent = asked;
    part("choices").replaceChildren(...choices.map((each) => {
      const button = document.createElement("button"), small = document.createElement("small");
      button.type = "button";
      button.disabled = busy;
      small.textContent = detail(each);
      button.append(title(each), small);
      button.addEventListener("click", () => chosen(each));
      return button;
    }));
  }

  function drawTicket() {
    const told = ticket.expected;
    part("number").textContent = ticket.number;
    part("queue").textContent = `${queue.queue} ${named(queue)}`;
    part("ahead").textContent = say(`前面 ${ticket.waiting} 人`, `${ticket.waiting} before you`);
    part("wait").textContent = told ? minutes(told.least, told.most) : unknown();
    part("digits").textContent = ticket.digits;
    part("when").textContent = new Date(ticket.issued_at).toLocaleString(english ? "en-GB" : "zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" });
    part("advice").textContent = say(`请留意叫号屏；过号请到导办台。投诉电话 ${door.phone}`, `Watch the board; if you miss your call, ask at the desk. Complaints: ${door.phone}`);
  }

  async function take(sort) {
    if (busy) return;
    busy = true;
    draw();
    try {
      const answer = await fetch("/api/v1/tickets", {
        method: "POST", headers: { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ queue: queue.queue, class: sort }),
      });
      if (answer.status === 401) { account.leave(); return; }
      if (!answer.ok) { trouble("没有取到号，请到导办台", "No ticket could be issued; please ask at the desk"); return; }
      ticket = await answer.json();
      trouble("", "");
      draw();
      const code = part("code");
      code.src = `/kiosk/barcode/${ticket.digits}`;
      await code.decode().catch(() => undefined);
      print();
      home = setTimeout(start, SHOWN_MS);
    } catch {
      trouble("与中心失去联系，暂时取不了号，请到导办台", "The connection is lost; please ask at the desk");
    } finally {
      busy = false;
      draw();
    }
  }

  function start() {
    clearTimeout(home);
    queue = ticket = null;
    draw();
    refresh();
  }

  async function refresh() {
    try {
      const answer = await fetch("/api/v1/kiosk");
      if (!answer.ok) throw new Error(String(answer.status));
      door = await answer.json();
      if (!ticket) trouble("", "");
    } catch {
      trouble("与中心失去联系，暂时取不了号，请到导办台", "The connection is lost; please ask at the desk");
    }
    if (!queue && !ticket) draw();
  }

  part("language").addEventListener("click", () => { english = !english; draw(); });
  part("back").addEventListener("click", () => { if (!busy) start(); });
  addEventListener("pointerdown", () => { touched = Date.now(); });
  setInterval(() => {
    if (!busy && Date.now() - touched > IDLE_MS && (english || queue)) { english = false; touched = Date.now(); start(); }
  }, 1000);
  setInterval(refresh, FRESH_MS);

  part("door").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await account.enter()) draw();
  });

  draw();
  refresh();
})();
