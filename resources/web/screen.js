// What the board and the kiosk share: the account of a thing, signed in once and kept.
"use strict";
const signedIn = (role, key) => {
  const part = (id) => document.getElementById(id);
  const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name); } catch { /* for this showing only */ } };
  let token = read(key);

  async function enter() {
    const wrong = part("wrong");
    try {
      const answer = await fetch("/api/v1/sign-in", {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user: part("user").value, password: part("password").value }),
      });
      const told = await answer.json();
      if (!answer.ok) { wrong.textContent = "账号或密码不对 · Wrong account or password"; return false; }
      if (!told.roles.includes(role)) { wrong.textContent = "这个账号不是给本机用的 · This account is not for this screen"; return false; }
      token = told.token;
      keep(key, token);
      part("password").value = wrong.textContent = "";
      return true;
    } catch {
      wrong.textContent = "连不上中心 · The centre cannot be reached";
      return false;
    }
  }

  return {
    read, keep, enter,
    get token() { return token; },
    leave() { token = null; keep(key, null); },
  };
};
