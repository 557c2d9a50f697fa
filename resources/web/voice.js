// A board's voice: joins an announcement from the centre's clips and says it to its end, or tells that it did not.
"use strict";
const voiceOf = (settings, onChange) => {
  const JOINT = 0.03, COMMA = 0.28, BETWEEN = 0.5, CHIME = 1.1; // seconds; as devices/voice/bank.py joins them
  const NOTES = [[0, 784], [0.28, 659], [0.56, 523]]; // s, Hz
  const LATE_MS = 3000; // a sound that has not ended so long after its time was not heard
  const clips = new Map();
  let context = null;

  const wanted = () => settings.volume > 0;
  const blocked = () => wanted() && context !== null && context.state !== "running";

  function open() {
    if (context === null && wanted()) {
      context = new AudioContext();
      context.addEventListener("statechange", onChange);
    }
    return context;
  }

  // Whether there is sound: a browser lets none be heard before somebody has touched the page.
  async function ready() {
    if (!wanted()) return false;
    try { open(); } catch { return false; } // a browser that has no sound still shows
    if (context.state !== "running") {
      await Promise.race([context.resume().catch(() => {}), new Promise((done) => setTimeout(done, 300))]);
      onChange();
    }
    return context.state === "running";
  }

  function clip(name) {
    if (!clips.has(name)) {
      const loading = fetch(`/sounds/${name}.wav`, { signal: AbortSignal.timeout(8000) })
        .then((answer) => { if (!answer.ok) throw new Error(name); return answer.arrayBuffer(); })
        .then((data) => context.decodeAudioData(data));
      loading.catch(() => clips.delete(name)); // asked for again the next time
      clips.set(name, loading);
    }
    return clips.get(name);
  }

  // The whole announcement as one sound, so that it has one end.
  async function joined(call) {
    const words = new Map((call.say ?? []).map((said) => [said.lang, said.clips]));
    const phrases = settings.languages.split(",").map((lang) => words.get(lang)).filter(Boolean);
    if (phrases.length === 0) return null;
    const parts = []; // AudioBuffers, and seconds of silence
    for (let time = 0; time < settings.repeats; time++) {
      for (const phrase of phrases) {
        const heard = await Promise.all(phrase.map((name) => (name === "," ? COMMA : clip(name))));
        heard.forEach((part, place) => parts.push(place ? JOINT : parts.length ? BETWEEN : 0, part));
      }
    }
    const long = (part) => (typeof part === "number" ? Math.round(part * context.sampleRate) : part.length);
    const whole = context.createBuffer(1, parts.reduce((sum, part) => sum + long(part), 0), context.sampleRate);
    let at = 0;
    for (const part of parts) {
      if (typeof part !== "number") whole.copyToChannel(part.getChannelData(0), 0, at);
      at += long(part);
    }
    return whole;
  }

  function chime() {
    for (const [place, pitch] of NOTES) {
      const tone = context.createOscillator(), gain = context.createGain(), at = context.currentTime + place;
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(settings.volume * 0.5, at);
      gain.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.5);
    }
  }

  function play(whole) {
    return new Promise((done) => {
      const source = context.createBufferSource(), gain = context.createGain(), begins = context.currentTime + CHIME;
      source.buffer = whole;
      gain.gain.value = settings.volume;
      source.connect(gain).connect(context.destination);
      const late = setTimeout(() => { source.onended = null; source.stop(); done(false); }, (CHIME + whole.duration) * 1000 + LATE_MS);
      source.onended = () => { clearTimeout(late); done(context.currentTime >= begins + whole.duration - 0.05); };
      source.start(begins);
    });
  }

  // The chime, and the call where it is to be said aloud. Whether the call was really said, to its end.
  async function announce(call, aloud) {
    if (!(await ready())) return false;
    let whole = null;
    if (aloud && settings.aloud) try { whole = await joined(call); } catch { /* a clip that does not come: no half sentence */ }
    chime();
    return whole !== null && play(whole);
  }

  return { announce, ready, blocked };
};

// How this screen sounds: what its address says, else what was chosen on it, else the usual.
const soundOf = (asked, account) => {
  const KEY = "board.sound", LANGUAGES = ["zh,en", "en,zh", "zh", "en"], MOST = 3;
  let kept = {};
  try { kept = JSON.parse(account.read(KEY)) ?? {}; } catch { /* as if nothing had been chosen */ }
  const said = (name) => asked.get(name) ?? kept[name];
  const within = (value, least, most, usual) => {
    const number = value === undefined || value === null || value === "" ? NaN : Number(value);
    return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : usual;
  };
  return {
    aloud: !["0", "false", false].includes(said("aloud") ?? true),
    languages: LANGUAGES.includes(said("languages")) ? said("languages") : LANGUAGES[0],
    repeats: Math.round(within(said("repeats"), 1, MOST, 1)),
    volume: within(said("volume"), 0, 1, 0.6),
    keep() { account.keep(KEY, JSON.stringify(this)); },
  };
};
