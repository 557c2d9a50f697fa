// The kiosk: a business line, who somebody is to the line, and a ticket. Neither a second touch nor an answer that the
// line took away makes two tickets of one; who has one already, by the ID card, is offered it again. Who has booked, or
// brings what was missing, holds their card or paper to the reader and touches nothing.
"use strict";
(() => {
  const IDLE_MS = 60000, SHOWN_MS = 12000, FRESH_MS = 15000, TRIES = 3, PATIENCE_MS = 5000, KEY_MS = 120;
  const PROBLEM = "urn:onewindow:problem:", reader = new URLSearchParams(location.search).has("reader");
  const part = (id) => document.getElementById(id);
  const account = signedIn("kiosk", "kiosk.token");
  let english = false, door = null, queue = null, ticket = null, busy = false, touched = Date.now(), home = 0;
  let person = null, asked = null, printing = false, here = false, arrival = "", hour = "", toldAt = 0;

  const say = (zh, en) => (english ? en : zh);
  const named = (each) => say(each.name, each.en);
  const minutes = (least, most) => say(`约等 ${least}–${most} 分钟`, `about ${least}–${most} min`);
  const unknown = () => say("等候时间暂时说不准", "the wait is not known yet");

  function trouble(zh, en) {
    part("trouble").textContent = zh ? `${zh} · ${en}` : "";
    part("trouble").hidden = !zh;
    if (zh) toldAt = Date.now();
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
    part("person").hidden = ticket ? !ticket.again && !arrival : !person && !hint;
    if (ticket && !ticket.again) part("person").textContent = howTheyCome();
    else if (ticket) part("person").textContent = say("您已经取过号，不用再取", "You have a ticket already");
    else if (person) part("person").textContent = say(`已读身份证，尾号 ${person.slice(-4)}`, `ID card read, ending in ${person.slice(-4)}`);
    else part("person").textContent = say("可以先刷身份证：有预约的直接签到，取过号的能补打。预约码、一次性告知单也可以扫",
      "You may hold your ID card, booking code or notice to the reader first");
  }

  function howTheyCome() {
    if (arrival === "kept") return say(`预约 ${hour}，按约定的时间叫号`, `Booked for ${hour}: you are called at about that hour`);
    if (arrival === "late") return say(`预约 ${hour}，已经迟到，按普通号排队`, `Booked for ${hour}, which has passed: you wait as everybody does`);
    return say("补件回来，位置保留", "You bring what was missing: your place is kept");
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
    part("queue").textContent = queue ? `${queue.queue} ${named(queue)}` : ticket.queue;
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
      await given(await answer.json(), "", "");
    } catch {
      lost();
    } finally {
      busy = false;
      draw();
    }
  }

  // Who has booked, or brings what was missing: the centre knows their line. A card without a booking is but a card.
  async function come(path, body, how, ofCard) {
    if (busy || ticket) return;
    busy = true;
    draw();
    try {
      const answer = await persistently(path, body);
      if (answer.status === 401) { account.leave(); return; }
      const told = await answer.json();
      if (answer.ok) await given(told.ticket || told, how || told.arrival, told.hour || "");
      else if (!ofCard || told.type !== `${PROBLEM}booking.unknown`) tell(told);
    } catch {
      lost();
    } finally {
      busy = false;
      draw();
    }
  }

  async function given(answered, how, at) {
    ticket = answered;
    [asked, arrival, hour] = [null, how, at];
    queue = door.queues.find((each) => each.queue === ticket.queue) || queue;
    trouble("", "");
    draw();
    const code = part("code");
    code.src = `/kiosk/barcode/${ticket.digits}`;
    await code.decode().catch(() => undefined);
    home = setTimeout(start, SHOWN_MS);
    if (!ticket.again) printed(false);
  }

  function lost() {
    trouble("与中心失去联系，暂时取不了号，请到导办台", "The connection is lost; please ask at the desk");
  }

  function post(path, body, more) {
    return fetch(path, {
      method: "POST", headers: { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json", ...more },
      body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }

  // The same choice asked again, because no answer came, is the same ticket: the centre knows it by its key.
  function issued(sort) {
    return persistently("/api/v1/tickets", { queue: queue.queue, class: sort, ...(person ? { person } : {}) });
  }

  async function persistently(path, choice) {
    const wish = path + JSON.stringify(choice);
    if (!asked || asked.choice !== wish)
      asked = { choice: wish, key: Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-") };
    for (let left = TRIES - 1; ; left -= 1) {
      try {
        return await post(path, choice, { "Idempotency-Key": asked.key });
      } catch (error) {
        if (!left) throw error;
        await new Promise((go) => setTimeout(go, 700));
      }
    }
  }

  async function refused(answer) {
    tell(await answer.json().catch(() => ({})));
  }

  const SAID = {
    "booking.too_early": (v) => [`您预约的是 ${v.hour}，${v.opens} 起可以签到，请稍候再来`, `Your booking is for ${v.hour}; check in from ${v.opens} on`],
    "booking.other_day": (v) => [`您预约的是 ${v.day} ${v.hour}，请那天再来；今天要办请直接取号`, `Your booking is for ${v.day} ${v.hour}; for today take a ticket`],
    "booking.missed": (v) => [`您预约的 ${v.day} ${v.hour} 已经过了，请直接取号，或重新预约`, `Your booking for ${v.day} ${v.hour} has passed; take a ticket, or book again`],
    "booking.used": () => ["这个预约已经用过，请直接取号", "This booking has been used; please take a ticket"],
    "booking.cancelled": () => ["这个预约已经取消，请直接取号", "This booking was cancelled; please take a ticket"],
    "booking.unknown": () => ["没有找到这个预约，请核对，或直接取号", "No such booking was found; check it, or take a ticket"],
    "booking.not_a_code": () => ["预约码没有读对，请再扫一次", "The booking code was not read; please try once more"],
    "return.not_a_notice": () => ["单子上的码没有读对，请再扫一次", "The code of the paper was not read; please try once more"],
    "return.at_the_desk": () => ["请拿这张单子到导办台取号", "Please take this paper to the desk for your ticket"],
    "case.unknown": () => ["没有找到这张单子的件，请到导办台", "The case of this paper was not found; please ask at the desk"],
    "case.finished": () => ["这件已经办结，不用再取号；领取结果请到导办台", "This case is finished; no ticket is needed. For its result ask at the desk"],
    "case.nothing_to_bring": () => ["这件已经受理，不用再补材料", "This case is accepted; nothing more is to be brought"],
  };

  function tell(told) {
    const code = String(told.type || "").replace(PROBLEM, "");
    if (code.startsWith("id.")) {
      person = null;
      trouble("身份证没有读对，请再刷一次", "The ID card was not read; please try once more");
    } else if (Object.hasOwn(SAID, code)) trouble(...SAID[code](told.values || {}));
    else trouble("没有取到号，请到导办台", "No ticket could be issued; please ask at the desk");
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

  // A reader types what it reads, faster than any hand, and ends with Enter: an ID card, a booking's code, the code of a
  // notice, the number of a case.
  let typed = "", typedAt = 0;
  function read(event) {
    if (!account.token || ticket || busy) return;
    if (event.timeStamp - typedAt > KEY_MS) typed = "";
    typedAt = event.timeStamp;
    if (event.key.length === 1) { typed = (typed + event.key).slice(-48); return; }
    if (event.key !== "Enter") return;
    if (/^[0-9]{17}[0-9Xx]$/.test(typed)) {
      event.preventDefault();
      person = typed.toUpperCase();
      touched = Date.now();
      trouble("", "");
      draw();
      come("/api/v1/bookings/check-in", { person }, "", true);
    } else if (/^04[0-9]{10}$/.test(typed)) {
      event.preventDefault();
      come("/api/v1/bookings/check-in", { code: typed }, "");
    } else if (/^(?:03[0-9]{40}|[1-9][0-9]{23})$/.test(typed)) {
      event.preventDefault();
      come("/api/v1/tickets/return", { code: typed }, "back");
    }
    typed = "";
  }

  function start() {
    clearTimeout(home);
    queue = ticket = person = asked = null;
    arrival = hour = "";
    trouble("", "");
    draw();
    refresh();
  }

  async function refresh() {
    try {
      const answer = await fetch("/api/v1/kiosk");
      if (!answer.ok) throw new Error(String(answer.status));
      door = await answer.json();
      if (!ticket && Date.now() - toldAt > SHOWN_MS) trouble("", "");
    } catch {
      lost();
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
