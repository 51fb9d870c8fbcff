// Words in pictures, which axe cannot judge: over one another, outside of their sheet, or hard to tell from their ground.
const pictures = () => [...document.querySelectorAll("svg")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.querySelector("text"));
const words = (svg) => [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
const saying = (text) => `${text.closest("svg").getAttribute("aria-labelledby")}: ${text.textContent}`;
const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
  && one.top < other.bottom - 1 && other.top < one.bottom - 1;

function overlapping(svg) {
  const told = words(svg), boxes = told.map((one) => one.getBoundingClientRect());
  return told.flatMap((one, i) => told.slice(i + 1).filter((_, j) => meet(boxes[i], boxes[i + 1 + j]))
    .map((other) => `${saying(one)} / ${other.textContent}`));
}

function outside(svg) {
  const sheet = svg.getBoundingClientRect();
  return words(svg).filter((one) => {
    const box = one.getBoundingClientRect();
    return box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1;
  }).map(saying);
}

// The colour that was painted last at a point: of an area, or of a line so broad that words stand on it.
function painted(svg, x, y) {
  const colours = [...svg.querySelectorAll("path, circle, rect")].filter((one) => !one.closest("defs")).flatMap((one) => {
    const style = getComputedStyle(one), at = new DOMPoint(x, y).matrixTransform(one.getScreenCTM().inverse());
    const filled = !/none|url/.test(style.fill) && one.isPointInFill(at);
    const stroked = style.stroke !== "none" && parseFloat(style.strokeWidth) > 10 && one.isPointInStroke(at);
    if (!filled && !stroked) return [];
    const colour = rgba(filled ? style.fill : style.stroke);
    return [[...colour.slice(0, 3), colour[3] * parseFloat(style.opacity)]];
  });
  return colours.reduce((below, above) => over(above, below), ground(svg));
}

function indistinct(svg) {
  return words(svg).filter((one) => {
    const box = one.getBoundingClientRect();
    const behind = painted(svg, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
    return contrast(rgba(getComputedStyle(one).fill), behind) < 4.5;
  }).map(saying);
}

window.judging.pictures = () => ({
  "svg-text-over-text": pictures().flatMap(overlapping),
  "svg-text-outside": pictures().flatMap(outside),
  "svg-text-contrast": pictures().flatMap(indistinct),
});
