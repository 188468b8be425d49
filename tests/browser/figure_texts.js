// What is wrong with the texts of a Plotly figure: overlaps, names under marks, lines through texts, texts that are cut or
// too small.

const AIR = 1; // pixels by which two boxes may touch
const SMALLEST = 9; // pixels; Plotly shrinks a text that does not fit into its bar
const TALL = { above: 0.88, all: 1.05 }; // of the letters: from the baseline up, and from top to bottom, per font size

/** Draws the figure at each width, as on a page. The faults as [width, kind, text, other text]. */
async function faults(figure, config, widths, stamp) {
  const place = document.getElementById("figure");
  const found = [];
  for (const width of widths) {
    place.style.width = `${width}px`;
    await Plotly.newPlot(place, figure.data, { ...figure.layout, autosize: true }, config);
    const texts = [...place.querySelectorAll(".main-svg text")].filter((text) => seen(text, stamp)).map(measured);
    const marks = [...place.querySelectorAll(".points path.point")].filter((mark) => getComputedStyle(mark).opacity > 0);
    const lines = [...place.querySelectorAll(".shapelayer path, .scatterlayer path.js-line")].flatMap(level);
    const all = [...texts.flatMap(cut), ...overlaps(texts), ...covered(texts, marks.map(square)), ...struck(texts, lines)];
    found.push(...all.map((fault) => [width, ...fault]));
  }
  return found;
}

/** All but the watermark of the demonstration data: pale and large, it lies under everything by design. */
function seen(text, stamp) {
  const style = getComputedStyle(text);
  const hidden = style.visibility === "hidden" || style.display === "none" || style.opacity === "0";
  return text.textContent.trim() && text.textContent !== stamp && !hidden && text.getBBox().width > 0;
}

/** A text with the boxes of its lines on the screen, turned as they are. */
function measured(text) {
  const spans = text.querySelectorAll("tspan.line");
  const lines = [...(spans.length ? spans : [text])].filter((line) => line.textContent.trim());
  const size = parseFloat(getComputedStyle(text).fontSize);
  const matrix = text.getScreenCTM();
  const boxes = lines.map((line) => {
    const { x, width } = line.getBBox();
    return box(matrix, x, line.getStartPositionOfChar(0).y - TALL.above * size, width, TALL.all * size);
  });
  const words = lines.map((line) => line.textContent).join(" / ");
  return { element: text, words, boxes, size: size * Math.hypot(matrix.a, matrix.b) };
}

function box(matrix, x, y, width, height) {
  const corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
  return corners.map(([left, top]) => new DOMPoint(left, top).matrixTransform(matrix));
}

function square(mark) {
  const { x, y, width, height } = mark.getBoundingClientRect();
  return box(new DOMMatrix(), x, y, width, height);
}

/** A text over the edge of the figure or of a plot area that cuts it, or shrunk. */
function cut({ element, words, boxes, size }) {
  const edges = [element.closest(".main-svg").getBoundingClientRect(), ...clips(element)];
  const out = ({ x, y }) => edges.some((edge) => x < edge.left || x > edge.right || y < edge.top || y > edge.bottom);
  return [
    ...(boxes.flat().some(out) ? [["cut", words, ""]] : []),
    ...(size < SMALLEST ? [["small", words, `${size.toFixed(1)} px`]] : []),
  ];
}

function clips(element) {
  const found = [];
  for (let at = element; !at.matches(".main-svg"); at = at.parentElement) {
    const id = /#([^")]+)/.exec(getComputedStyle(at).clipPath)?.[1];
    const rect = id && document.getElementById(id).querySelector("rect");
    if (rect) {
      const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => rect[name].baseVal.value);
      const [from, , to] = box(at.getScreenCTM(), x, y, width, height);
      found.push({ left: from.x, top: from.y, right: to.x, bottom: to.y });
    }
  }
  return found;
}

function overlaps(texts) {
  return texts.flatMap((one, at) => texts.slice(at + 1).filter((other) => meet(one.boxes, other.boxes))
    .map((other) => ["overlap", one.words, other.words]));
}

/** Names and numbers of axes under a mark. Names inside the plot may stand on other marks where it is crowded. */
function covered(texts, marks) {
  return texts.filter(({ element }) => element.closest(".xtick, .ytick"))
    .filter(({ boxes }) => marks.some((mark) => meet(boxes, [mark]))).map(({ words }) => ["under a mark", words, ""]);
}

/** A path as the box of its line, if it is level and straight: that of a target or of one half. */
function level(path) {
  const [x, y, right, end] = /^M([-\d.]+),([-\d.]+)[LH]([-\d.]+)(?:,([-\d.]+))?$/.exec(path.getAttribute("d"))?.slice(1) ?? [];
  if (!x || x === right || y !== (end ?? y)) return [];
  const [from, to] = [x, right].map(Number).sort((one, other) => one - other);
  return [box(path.getScreenCTM(), from, Number(y) - AIR, to - from, 2 * AIR)];
}

/** Texts through whose letters such a line goes. Names of marks may stand on it where it is crowded, with a rim of paper. */
function struck(texts, lines) {
  return texts.filter(({ element }) => !element.closest(".xtick, .ytick, .textpoint"))
    .filter(({ boxes }) => lines.some((line) => meet(boxes, [line]))).map(({ words }) => ["struck", words, ""]);
}

/** True if a box of the one overlaps a box of the other by more than AIR: no side of either divides them. */
function meet(some, others) {
  return some.some((one) => others.some((other) => [one, other].every((own) => [0, 1].every((side) => {
    const [from, to] = [own[side], own[side + 1]];
    const long = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const along = ({ x, y }) => (x * (to.x - from.x) + y * (to.y - from.y)) / long;
    const [a, b] = [one.map(along), other.map(along)];
    return Math.min(Math.max(...a), Math.max(...b)) - Math.max(Math.min(...a), Math.min(...b)) > AIR;
  }))));
}
