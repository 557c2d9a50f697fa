// The call board: shows who is called where, each call for some seconds in front, and tells the centre what was shown.
"use strict";
(() => {
  const FRONT_MS = 5000, SILENCE_MS = 12000, NAME = "board.name";
  const SAMPLE = { say: [ // A001 to window 1, for whoever tries the sound before anybody is called
    { lang: "zh", clips: ["zh/please", "zh/A", "zh/0", "zh/0", "zh/1", "zh/number", ",", "zh/to", "zh/1", "zh/window"] },
    { lang: "en", clips: ["en/ticket", "en/A", "en/0", "en/0", "en/1", ",", "en/window", "en/1"] },
  ] };
  const part = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search);
  const turns = announcing(); // a second call never swallows the first
  let board = null, inFront = null, trying = false, source = null, heardAt = 0, lostSince = null, tries = 0;

  const account = signedIn("screen", "board.token");
  let name = asked.get("name") || account.read(NAME) || "board";
  const sound = soundOf(asked, account);
  const voice = voiceOf(sound, drawSound);

  function take(sheet, at) {
    board = sheet;
    turns.told(sheet.calls, at);
    draw();
    next();
  }

  async function next() {
    const turn = inFront || trying ? null : turns.next();
    if (!turn) return;
    const call = (inFront = turn.call);
    draw();
    // two frames later it has really been painted
    requestAnimationFrame(() => requestAnimationFrame(() => confirm(call, "shown", { board: name, call: call.call })));
    const said = voice.announce(call, turn.aloud).catch(() => false);
    said.then((toItsEnd) => { if (toItsEnd) confirm(call, "spoken", { speaker: name, call: call.call }); });
    await Promise.all([said, new Promise((done) => setTimeout(done, FRONT_MS))]);
    inFront = null;
    draw();
    next();
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

  async function confirm(call, what, words) {
    if (!account.token) return;
    try {
      const answer = await fetch(`/api/v1/tickets/${encodeURIComponent(call.ticket)}/${what}`, {
        method: "POST", headers: { Authorization: `Bearer ${account.token}`, "Content-Type": "application/json" },
        body: JSON.stringify(words),
      });
      if (answer.status === 401) { account.leave(); draw(); }
    } catch { setTimeout(() => confirm(call, what, words), 5000); }
  }

  function drawSound() {
    const names = { zh: "中文", en: "英文" };
    const said = sound.aloud ? `${sound.languages.split(",").map((lang) => names[lang]).join("、")} ${sound.repeats} 遍` : "只响铃";
    part("sounds").textContent = `声音 V：${sound.volume ? `${said} · ${Math.round(sound.volume * 100)}%` : "静音"}`;
    part("muted").hidden = !voice.blocked();
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
    source.addEventListener("board", (event) => { heard(); take(JSON.parse(event.data), Date.parse(event.lastEventId) || Date.now()); });
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
  const panel = part("sound");
  addEventListener("keydown", (event) => {
    if (door.open || panel.open) return;
    const key = event.key.toLowerCase();
    if (key === "s") { event.preventDefault(); part("name").value = name; door.showModal(); }
    if (key === "v") { event.preventDefault(); openSound(); }
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

  const choices = ["aloud", "languages", "repeats", "volume"];

  function openSound() {
    part("aloud").checked = sound.aloud;
    for (const choice of choices.slice(1)) part(choice).value = sound[choice];
    part("loud").textContent = `${Math.round(sound.volume * 100)}%`;
    part("tried").textContent = "";
    panel.showModal();
  }

  function choose() {
    Object.assign(sound, {
      aloud: part("aloud").checked, languages: part("languages").value,
      repeats: Number(part("repeats").value), volume: Number(part("volume").value),
    });
    sound.keep();
    part("loud").textContent = `${Math.round(sound.volume * 100)}%`;
    voice.ready().then(drawSound);
  }

  for (const choice of choices) part(choice).addEventListener("input", choose);
  part("sounds").addEventListener("click", openSound);
  part("try").addEventListener("click", async () => {
    const tried = part("tried"), now = board?.calls.find((call) => call.say?.length);
    if (inFront || trying) { tried.textContent = "正在播报，请稍候 · A call is being said"; return; }
    trying = true; // a call that comes meanwhile waits its turn
    tried.textContent = "请听… · Listen…";
    const said = await voice.announce(now ?? SAMPLE, true).catch(() => false);
    const bell = !sound.aloud && sound.volume > 0 && !voice.blocked();
    tried.textContent = said ? "播完了 · That was it" : bell ? "响过铃了 · That was the bell" : "没有声音，请检查音量 · There was no sound";
    trying = false;
    next();
  });
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => { voice.ready().then(drawSound); });

  drawSound();
  voice.ready().then(drawSound);
  addEventListener("resize", draw);
  listen();
})();
