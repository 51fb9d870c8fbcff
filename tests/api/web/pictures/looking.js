// What a browser makes of the words of pictures: too small, over one another, outside, or hard to tell from their ground.
(() => {
  const shown = [...document.querySelectorAll("svg.t-pic")].filter((one) => one.getBoundingClientRect().width > 0);
  const named = (text) => text.closest("svg").getAttribute("aria-labelledby") + ": " + text.textContent;
  const found = { small: [], over: [], outside: [], faint: [], pictures: shown.length };
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3)
      .map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [lower, higher] = [light(one), light(other)].sort((a, b) => a - b);
    return (higher + 0.05) / (lower + 0.05);
  };
  const ground = (svg, x, y) => {
    const filled = [...svg.querySelectorAll("path")].filter((path) => {
      const style = getComputedStyle(path);
      if (style.fill === "none" && style.stroke === "none") return false;
      const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM().inverse());
      const broad = parseFloat(style.strokeWidth) > 10 && style.stroke !== "none";
      return (style.fill.startsWith("rgb") && path.isPointInFill(at)) || (broad && path.isPointInStroke(at));
    }).filter((path) => path.getAttribute("opacity") === null);
    const last = filled.at(-1);
    if (!last) return getComputedStyle(svg.closest(".t-card")).backgroundColor;
    const style = getComputedStyle(last);
    return style.fill.startsWith("rgb") ? style.fill : style.stroke;
  };
  for (const svg of shown) {
    const sheet = svg.getBoundingClientRect();
    const scale = sheet.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
    const boxes = texts.map((one) => one.getBoundingClientRect());
    texts.forEach((text, number) => {
      const box = boxes[number], style = getComputedStyle(text);
      if (parseFloat(style.fontSize) * scale < 11.9) found.small.push(named(text) + " " + parseFloat(style.fontSize) * scale);
      if (box.left < sheet.left - 1 || box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1) found.outside.push(named(text));
      boxes.slice(number + 1).forEach((other, more) => {
        if (meet(box, other)) found.over.push(named(text) + " / " + texts[number + 1 + more].textContent);
      });
      const behind = ground(svg, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
      if (contrast(style.fill, behind) < 4.5) found.faint.push(named(text) + " " + style.fill + " on " + behind);
    });
  }
  return JSON.stringify(found);
})()
