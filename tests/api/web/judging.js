// What axe does not look at: targets, borders, the ring of the focus, text in pictures, and scrolling sideways.
const TARGETS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
const BORDERED = "button, input:not([type=hidden]), select, textarea";
const LEAST = { target: 24, contrast: 3, ring: 2, text: 12 };
const shown = (selector) => [...document.querySelectorAll(selector)].filter(
  (one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(".ds-skip-link, [aria-hidden] *"));
const told = (one) => one.outerHTML.slice(0, 200);
const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

// Colours, however they are written, as red, green, blue (0-255) and how much they cover (0-1).
function rgba(colour) {
  paper.clearRect(0, 0, 1, 1);
  paper.fillStyle = colour;
  paper.fillRect(0, 0, 1, 1);
  const [red, green, blue, cover] = paper.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, cover / 255];
}

function over(above, below) {
  return [0, 1, 2].map((i) => above[i] * above[3] + below[i] * (1 - above[3])).concat(1);
}

function ground(one) {
  if (!one) return rgba("Canvas");
  const own = rgba(getComputedStyle(one).backgroundColor);
  return own[3] === 1 ? own : over(own, ground(one.parentElement));
}

function brightness(colour) {
  const [red, green, blue] = colour.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// A target may be the label that a field is ticked by.
function tooSmall() {
  return shown(TARGETS).filter((one) => [one, ...(one.labels || [])].every((part) => {
    const box = part.getBoundingClientRect();
    return box.height < LEAST.target || box.width < LEAST.target;
  })).map(told);
}

// Where a field or button ends is seen by its border or its ground; what has neither is read as a link is.
function faint(one) {
  const style = getComputedStyle(one), around = ground(one.parentElement);
  if (style.opacity === "0") return false; // another element stands for it
  const seen = [];
  if (style.appearance !== "none" && one.matches("[type=radio], [type=checkbox]")) return false; // drawn by the browser
  if (parseFloat(style.borderTopWidth)) seen.push(rgba(style.borderTopColor));
  if (rgba(style.backgroundColor)[3]) seen.push(rgba(style.backgroundColor));
  const marks = seen.filter((colour) => colour[3]).map((colour) => over(colour, around));
  return (marks.length > 0 || !one.matches("button")) && !marks.some((mark) => contrast(mark, around) >= LEAST.contrast);
}

// The ring may be drawn by the element, by what stands for it, or by the frame of its choice.
function drawers(one) {
  return [one, one.nextElementSibling, one.closest("label"), one.closest("label")?.parentElement].filter(Boolean);
}

function ring(one) {
  const style = getComputedStyle(one), around = ground(one.parentElement);
  if (style.outlineStyle === "auto") return true; // the browser's own
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= LEAST.ring;
  return drawn && contrast(over(rgba(style.outlineColor), around), around) >= LEAST.contrast;
}

function unseen(one) {
  one.blur();
  const before = drawers(one).filter(ring);
  one.focus({ focusVisible: true, preventScroll: true });
  const after = drawers(one).filter(ring);
  one.blur();
  return after.length <= before.length;
}

function smallText() {
  return shown("svg text").filter((one) => {
    const matrix = one.getScreenCTM();
    return parseFloat(getComputedStyle(one).fontSize) * Math.hypot(matrix.b, matrix.d) < LEAST.text - 0.05;
  }).map(told);
}

const folded = [];
window.judging = {
  tooSmall,
  tooWide: () => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  unfold: () => document.querySelectorAll("details:not([open])").forEach((one) => folded.push(one) && (one.open = true)),
  foldAgain: () => folded.splice(0).forEach((one) => (one.open = false)),
  own: () => ({
    "border-contrast": shown(BORDERED).filter((one) => !one.disabled && faint(one)).map(told),
    "focus-unseen": shown(TARGETS + ", [tabindex='0']").filter((one) => !one.disabled && unseen(one)).map(told),
    "small-svg-text": smallText(),
  }),
};
