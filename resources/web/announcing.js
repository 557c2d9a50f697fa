// Whose turn it is: each call once, in the order in which they were made. The rule, and why, stands in
// deskapp/rules/announcing.py; a board besides shows, in silence, what is too old to be said.
"use strict";
const announcing = () => {
  const FRESH_MS = 60000, SHOWN_MS = 120000; // a board switched on says no old calls again, and shows none older
  const known = new Map(); // ticket → its last call that was taken note of
  const waiting = [];
  let board = new Map(), first = true;

  // `calls`: the newest first; `at`: the centre's time, in milliseconds
  function told(calls, at) {
    board = new Map(calls.map((call) => [call.ticket, call]));
    for (const ticket of known.keys()) if (!board.has(ticket)) known.delete(ticket);
    for (const call of [...calls].reverse()) {
      if (call.call <= (known.get(call.ticket) ?? 0)) continue;
      known.set(call.ticket, call.call);
      const age = at - Date.parse(call.called_at);
      if (!call.here && !(first && age > SHOWN_MS)) waiting.push({ call, fresh: age <= FRESH_MS });
    }
    first = false;
  }

  const wanted = (call) => board.has(call.ticket) && !board.get(call.ticket).here;

  // whom to show now, and whether to say it; null when nobody waits
  function next() {
    const turn = waiting.shift();
    return turn ? { call: turn.call, aloud: turn.fresh && wanted(turn.call) } : null;
  }

  return { told, next };
};
