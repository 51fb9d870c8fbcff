// Tells the server once that somebody really looks at this page, so that nobody is called who has read their letter.
// Programs that fetch links for others do not run it, or move nothing and do not stay.
const LONG_ENOUGH = 10; // seconds in sight
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
const address = document.currentScript.dataset.tell;
let seconds = 0;

function inSight() {
  return document.visibilityState === "visible";
}

function tell() {
  clearInterval(clock);
  for (const sign of SIGNS) removeEventListener(sign, moved);
  fetch(address, { method: "POST", keepalive: true }).catch(() => {});
}

function moved(event) {
  if (event.isTrusted && inSight()) tell();
}

const clock = setInterval(() => {
  seconds += inSight() ? 1 : 0;
  if (seconds >= LONG_ENOUGH) tell();
}, 1000);
for (const sign of SIGNS) addEventListener(sign, moved, { passive: true });
