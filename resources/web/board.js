// The call board: shows who is called where, each call for some seconds in front, and tells the centre what was shown.
"use strict";
(() => {
  const FRONT_MS = 5000, SILENCE_MS = 12000, NAME = "board.name";
  const part = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search);
  const volume = Math.min(1, Math.max(0, Number(asked.get("volume") ?? 0.6) || 0));
  const announced = new Map(); // ticket → its last call that was put in the queue
  const queue = []; // calls that were not yet in front: a second call never swallows the first
  let board = null, inFront = null, source = null, heardAt = 0, lostSince = null, tries = 0, sound = null;

  const account = signedIn("screen", "board.token");
  let name = asked.get("name") || account.read(NAME) || "board";

  function take(sheet) {
    const first = board === null;
    board = sheet;
    const here = new Set(sheet.calls.map((call) => call.ticket));
    for (const ticket of announced.keys()) if (!here.has(ticket)) announced.delete(ticket);
    for (const call of [...sheet.calls].reverse()) {
      const before = announced.get(call.ticket) ?? 0;
      announced.set(call.ticket, Math.max(before, call.call));
      if (call.call > before && !call.here && !(first && tooOld(call))) queue.push(call);
    }
    draw();
    next();
  }

  const tooOld = (call) => Date.now() - Date.parse(call.called_at) > 120000; // a board switched on says no old calls again

  function next() {
    if (inFront || queue.length === 0) return;
    const call = (inFront = queue.shift());
    draw();
    chime();
    // two frames later it has really been painted
    requestAnimationFrame(() => requestAnimationFrame(() => confirm(call)));
    setTimeout(() => { inFront = null; draw(); next(); }, FRONT_MS);
  }

  function draw() {
    if (!board) return;
    const shown = inFront ?? board.calls.find((call) => !call.here) ?? board.calls[0];
    const front = part("front");
    front.classList.toggle("new", Boolean(inFront));
    front.classList.toggle("quiet", !inFront && (!shown || shown.here));
    part("number").textContent = shown ? shown.number : "—";
    part("where").textContent = shown ? `请到 ${shown.window} 号窗口` : "暂时无人被叫";
    part("where-en").textContent = shown ? `Please go to window ${shown.window}` : "Nobody is called just now";
    const rows = innerHeight > innerWidth ? 10 : 7;
    part("calls").replaceChildren(...board.calls.slice(0, rows).map((call) => {
      const line = document.createElement("li"), number = document.createElement("b"), where = document.createElement("span");
      line.className = call.here ? "here" : "";
      number.textContent = call.number;
      where.textContent = `${call.window} 号窗`;
      line.append(number, where);
      return line;
    }));
    part("queues").replaceChildren(...board.queues.map((each) => {
      const line = document.createElement("li"), count = document.createElement("b");
      count.textContent = each.waiting;
      line.append(`${each.queue} ${each.name} 等候 `, count, " 人");
      return line;
    }));
    part("signed").textContent = account.token ? `${name} · 叫号已确认上屏` : "本屏未登录，叫号不作上屏确认（按 S 登录）";
  }

  async function confirm(call) {
    if (!account.token) return;
    try {
      const answer = await fetch(`/api/v1/tickets/${encodeURIComponent(call.ticket)}/shown`, {
        method: "POST", headers: { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ board: name, call: call.call }),
      });
      if (answer.status === 401) { account.leave(); draw(); }
    } catch { setTimeout(() => confirm(call), 5000); }
  }

  function chime() {
    if (volume === 0) return;
    try {
      sound ??= new AudioContext();
      for (const [place, pitch] of [[0, 784], [0.28, 659], [0.56, 523]]) {
        const tone = sound.createOscillator(), gain = sound.createGain(), at = sound.currentTime + place;
        tone.frequency.value = pitch;
        gain.gain.setValueAtTime(volume * 0.5, at);
        gain.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
        tone.connect(gain).connect(sound.destination);
        tone.start(at);
        tone.stop(at + 0.5);
      }
    } catch { /* a browser that has no sound still shows */ }
  }

  const time = (moment) => moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

  function heard() {
    heardAt = Date.now();
    tries = 0;
    lostSince = null;
    part("lost").hidden = true;
  }

  function lost() {
    lostSince ??= new Date(heardAt || Date.now());
    part("lost").textContent = `叫号屏与中心失去联系，最后更新 ${time(lostSince)}，请听窗口人员呼叫 · Connection lost, please listen for your number`;
    part("lost").hidden = false;
  }

  function listen() {
    source?.close();
    source = new EventSource("/api/v1/board/stream");
    source.addEventListener("board", (event) => { heard(); take(JSON.parse(event.data)); });
    source.addEventListener("beat", heard);
    source.onerror = () => {
      source.close();
      lost();
      setTimeout(listen, Math.min(10000, 500 * 2 ** tries++));
    };
  }

  setInterval(() => {
    part("clock").textContent = time(new Date());
    if (heardAt && Date.now() - heardAt > SILENCE_MS) { heardAt = Date.now(); lost(); listen(); }
  }, 1000);
  part("clock").textContent = time(new Date());

  const door = part("door");
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "s" && !door.open) { event.preventDefault(); part("name").value = name; door.showModal(); }
  });
  part("stay").addEventListener("click", () => door.close());
  door.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!(await account.enter())) return;
    name = part("name").value.trim() || "board";
    account.keep(NAME, name);
    door.close();
    draw();
  });

  addEventListener("resize", draw);
  listen();
})();
