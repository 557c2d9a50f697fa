// The kiosk: a business line, who somebody is to the line, and a ticket. Neither a second touch nor an answer that the
// line took away makes two tickets of one; who has one already, by the ID card, is offered it again.
"use strict";
(() => {
  const IDLE_MS = 60000, SHOWN_MS = 12000, FRESH_MS = 15000, TRIES = 3, PATIENCE_MS = 5000, KEY_MS = 120;
  const PROBLEM = "urn:onewindow:problem:", reader = new URLSearchParams(location.search).has("reader");
  const part = (id) => document.getElementById(id);
  const account = signedIn("kiosk", "kiosk.token");
  let english = false, door = null, queue = null, ticket = null, busy = false, touched = Date.now(), home = 0;
  let person = null, asked = null, printing = false, here = false;

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
    part("reprint").hidden = !ticket || !ticket.again;
    part("reprint").textContent = say("补打号票", "Print it again");
    part("reprint").disabled = printing;
    drawPerson();
    if (ticket) drawTicket();
    else if (queue) drawChoices(say("您属于哪一类？", "Which are you?"), door.classes, (each) => named(each), () => "", (each) => take(each.code));
    else drawChoices(say("请选择要办的事", "What do you come for?"), door.queues, (each) => `${each.queue} ${named(each)}`,
      (each) => say(`等候 ${each.waiting} 人`, `${each.waiting} waiting`) + " · " + (each.least === null ? unknown() : minutes(each.least, each.most)),
      (each) => { queue = each; draw(); });
  }

  function drawPerson() {
    const hint = reader && !queue && !ticket;
    part("person").hidden = ticket ? !ticket.again : !person && !hint;
    if (ticket) part("person").textContent = say("您已经取过号，不用再取", "You have a ticket already");
    else if (person) part("person").textContent = say(`已读身份证，尾号 ${person.slice(-4)}`, `ID card read, ending in ${person.slice(-4)}`);
    else part("person").textContent = say("可以先刷身份证：取过号的能补打", "You may hold your ID card to the reader first");
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
      const answer = await issued(sort);
      if (answer.status === 401) { account.leave(); return; }
      if (!answer.ok) { asked = null; await refused(answer); return; }
      ticket = await answer.json();
      asked = null;
      trouble("", "");
      draw();
      const code = part("code");
      code.src = `/kiosk/barcode/${ticket.digits}`;
      await code.decode().catch(() => undefined);
      home = setTimeout(start, SHOWN_MS);
      if (!ticket.again) printed(false);
    } catch {
      trouble("与中心失去联系，暂时取不了号，请到导办台", "The connection is lost; please ask at the desk");
    } finally {
      busy = false;
      draw();
    }
  }

  function post(path, body, more) {
    return fetch(path, {
      method: "POST", headers: { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json", ...more },
      body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }

  // The same choice asked again, because no answer came, is the same ticket: the centre knows it by its key.
  async function issued(sort) {
    const choice = { queue: queue.queue, class: sort, ...(person ? { person } : {}) };
    if (!asked || asked.choice !== JSON.stringify(choice))
      asked = { choice: JSON.stringify(choice), key: Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-") };
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await post("/api/v1/tickets", choice, { "Idempotency-Key": asked.key });
      } catch (error) {
        if (!left) throw error;
        await new Promise((go) => setTimeout(go, 700));
      }
    }
  }

  async function refused(answer) {
    const type = await answer.json().then((told) => String(told.type), () => "");
    if (type.startsWith(`${PROBLEM}id.`)) {
      person = null;
      trouble("身份证没有读对，请再刷一次", "The ID card was not read; please try once more");
    } else trouble("没有取到号，请到导办台", "No ticket could be issued; please ask at the desk");
  }

  // By the printer that the centre knows beside this kiosk; without one by the browser's own.
  async function printed(again) {
    if (here) { print(); return; }
    printing = true;
    draw();
    try {
      const answer = await post(`/api/v1/tickets/${ticket.id}/print`, { again });
      if (!answer.ok) {
        here = (await answer.json()).type === `${PROBLEM}printer.none`;
        if (here) print();
        else notPrinted();
      }
    } catch {
      notPrinted();
    } finally {
      printing = false;
      draw();
    }
  }

  function notPrinted() {
    trouble("号票没有打印出来：请记住您的号码，或者到导办台", "The ticket was not printed: please remember your number, or ask at the desk");
  }

  // An ID reader types what it reads, faster than any hand, and ends with Enter.
  let typed = "", typedAt = 0;
  function read(event) {
    if (!account.token || ticket || busy) return;
    if (event.timeStamp - typedAt > KEY_MS) typed = "";
    typedAt = event.timeStamp;
    if (event.key.length === 1) { typed = (typed + event.key).slice(-40); return; }
    if (event.key !== "Enter") return;
    if (/^[0-9]{17}[0-9Xx]$/.test(typed)) {
      event.preventDefault();
      person = typed.toUpperCase();
      touched = Date.now();
      trouble("", "");
      draw();
    }
    typed = "";
  }

  function start() {
    clearTimeout(home);
    queue = ticket = person = asked = null;
    trouble("", "");
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
  part("reprint").addEventListener("click", () => {
    if (printing) return;
    clearTimeout(home);
    home = setTimeout(start, SHOWN_MS);
    printed(true);
  });
  addEventListener("keydown", read);
  addEventListener("pointerdown", () => { touched = Date.now(); });
  setInterval(() => {
    if (!busy && Date.now() - touched > IDLE_MS && (english || queue || person)) { english = false; touched = Date.now(); start(); }
  }, 1000);
  setInterval(refresh, FRESH_MS);

  part("door").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await account.enter()) draw();
  });

  draw();
  refresh();
})();
