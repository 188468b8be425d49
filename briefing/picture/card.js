// Draws exhibits as cards, each on a sheet of exact size. Called by renderer.py, which then photographs or prints the page,
// or takes the texts of the SVG files.
"use strict";

const FONT = "Ronghe"; // the letters that the cards need, cut out of a font of this machine
const SMALLEST = 0.8; // scale of a card on its sheet: below that the letters of its figure are too small to read
const GROWN = 1.5; // how much taller than on a page a figure may become, to fill its sheet
const [CLOSEST, OF_ROWS] = [0.8, 1.25]; // the smallest zoom, and that of tables
const LONGEST = 16000; // px that a browser can photograph
const LINES = { h1: 2, ".subtitle": 4, ".footer": 4 };
const OF_CELLS = 3; // lines
const QR = 68; // px

function loadPlotly(address) {
  const script = make("script", "", document.head);
  return new Promise((loaded, failed) => Object.assign(script, { onload: loaded, onerror: failed, src: address }));
}

async function draw({ cards, sheet, look, fonts, form }) {
  document.querySelectorAll(".figure").forEach(Plotly.purge);
  document.body.replaceChildren();
  document.documentElement.lang = look.lang === "zh" ? "zh-CN" : "en";
  document.title = cards[0].finding;
  for (const [name, value] of Object.entries(look.colours)) {
    document.documentElement.style.setProperty(`--${name}`, value);
  }
  document.documentElement.style.setProperty("--fonts", look.families);
  await useFonts(fonts);
  const drawn = [];
  for (const told of cards) drawn.push(await drawCard(told, sheet, look, fonts, form));
  if (form === "pdf") paginate(drawn);
  return drawn;
}

async function useFonts(fonts) {
  document.fonts.clear();
  for (const [weight, letters] of Object.entries(fonts)) {
    const face = new FontFace(FONT, Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0)), { weight });
    document.fonts.add(await face.load());
  }
}

async function drawCard(told, sheet, look, fonts, form) {
  const figure = told.figure && JSON.parse(told.figure);
  const frame = make("div", "sheet", document.body);
  const card = make("article", "card", frame);
  if (told.sample) make("p", "sample", card, told.sample);
  make("h1", "", card, told.finding);
  make("p", "subtitle", card, told.subtitle);
  const body = make("div", "body", card);
  const foot = make("div", "foot", card);
  makeFooter(foot, told);

  let { width, height, name } = sheet;
  place(card, width, height);
  clampAll(card);
  const needed = figure ? figure.layout.height : 0;
  const beside = card.offsetHeight - body.clientHeight;
  // How much larger the card is drawn than its sheet, to be made smaller as a whole; its title keeps its size on the sheet.
  let zoom = figure ? Math.max(CLOSEST, needed / (height - beside)) : told.rows ? OF_ROWS : CLOSEST;
  if (!height || sheet.pixels / (width * zoom) < SMALLEST) {
    zoom = 1;
    ({ width, height, name } = sheet.tall);
  }
  [width, height] = [width * zoom, height * zoom];
  card.style.setProperty("--zoom", zoom);
  const dots = (name === sheet.tall.name ? sheet.tall.pixels : sheet.pixels) / width;
  place(card, width, height);
  fitQr(card, zoom, dots);
  if (figure) {
    await drawFigure(body, figure, height, needed, look);
    if (form === "pdf") unfoldPatterns(body);
  } else if (told.headlines) drawHeadlines(body, told.headlines);
  else if (told.rows) drawRows(body, told, height);
  else make("p", "nothing", body, told.nothing);

  height = height || Math.ceil(card.getBoundingClientRect().height);
  place(card, width, height);
  const pixels = name === sheet.tall.name ? sheet.tall.pixels : sheet.pixels;
  const across = form === "png" || name !== sheet.tall.name ? pixels : width; // on paper A4 keeps its measure
  const scale = Math.min(across / width, form === "png" ? LONGEST / height : Infinity);
  const size = { width: Math.round(width * scale), height: Math.round(height * scale), name };
  if (form === "svg") return { ...size, svg: await svgOf(card, told, size, look, fonts) };
  frame.style.width = `${size.width}px`;
  frame.style.height = `${size.height}px`;
  card.style.transform = `scale(${scale})`;
  return size;
}

function make(tag, kind, parent, text) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

// The footer with its trace code in one piece, and the QR of the code, dark on light in both themes.
function makeFooter(foot, { footer, code, qr, qr_said }) {
  const text = make("p", "footer", foot);
  const at = code ? footer.lastIndexOf(code) : -1;
  if (at < 0) text.textContent = footer;
  else {
    text.append(footer.slice(0, at));
    make("span", "", text, code);
    text.append(footer.slice(at + code.length));
  }
  if (!qr.length) return;
  const edge = 4; // modules: as scanners want it
  const side = qr.length + 2 * edge;
  const image = svg("svg", { class: "qr", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": qr_said }, foot);
  svg("rect", { width: side, height: side, fill: "#ffffff" }, image);
  const dark = qr.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map((run) => `M${run.index + edge} ${y + edge}h${run[0].length}v1h-${run[0].length}z`)
  );
  svg("path", { d: dark.join(""), fill: "#1b2530", "shape-rendering": "crispEdges" }, image);
}

// About as large as told, but so that each module has whole pixels. dots: pixels of the picture for one of the card.
function fitQr(card, zoom, dots) {
  const qr = card.querySelector(".qr");
  if (!qr) return;
  const modules = qr.viewBox.baseVal.width;
  const side = (Math.max(2, Math.round((QR * zoom * dots) / modules)) * modules) / dots;
  qr.style.width = qr.style.height = `${side}px`;
}

function place(card, width, height) {
  card.style.width = `${width}px`;
  card.style.height = height ? `${height}px` : "auto";
}

// A text that is too long ends with "…" on its last line.
function clampAll(card) {
  for (const [selector, lines] of Object.entries(LINES)) {
    for (const element of card.querySelectorAll(selector)) clamp(element, lines);
  }
}

function clamp(element, lines) {
  const style = getComputedStyle(element);
  const around = ["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];
  const most = lines * parseFloat(style.lineHeight) + around.reduce((sum, edge) => sum + parseFloat(style[edge]), 1);
  const fits = () => element.getBoundingClientRect().height <= most;
  if (fits()) return;
  const letters = Array.from(element.textContent);
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    element.textContent = letters.slice(0, middle).join("") + "…";
    if (fits()) low = middle;
    else high = middle - 1;
  }
  element.textContent = letters.slice(0, low).join("") + "…";
}

async function drawFigure(body, figure, height, needed, look) {
  const place = make("div", "figure", body);
  figure.layout.width = body.clientWidth;
  figure.layout.height = height ? Math.max(needed, Math.min(body.clientHeight, needed * GROWN)) : needed;
  figure.layout.font = { ...figure.layout.font, family: look.families };
  figure.layout.autosize = false;
  await Plotly.newPlot(place, figure.data, figure.layout, { staticPlot: true, displayModeBar: false });
}

// A PDF would hold a hatching as a picture of megabytes: its tiles are drawn one by one instead.
function unfoldPatterns(body) {
  body.querySelectorAll(".pattern_filled").forEach((area, number) => {
    const pattern = document.getElementById(area.style.fill.match(/#([\w-]+)/)[1]);
    const [background, tile] = [pattern.querySelector("rect"), pattern.lastElementChild];
    const [wide, high] = [parseFloat(pattern.getAttribute("width")), parseFloat(pattern.getAttribute("height"))];
    const scale = parseFloat((pattern.getAttribute("patternTransform") || "").replace("scale(", "")) || 1;
    const ground = area.cloneNode();
    ground.setAttribute("style", `stroke: none; fill: ${background ? background.getAttribute("fill") : "none"}`);
    const clip = svg("clipPath", { id: `hatched${number}-${pattern.id}` });
    clip.append(ground.cloneNode());
    const hatching = svg("g", { "clip-path": `url(#${clip.id})` });
    const tiles = svg("g", { transform: `scale(${scale})` }, hatching);
    const { x, y, width, height } = area.getBBox();
    for (let left = Math.floor(x / scale / wide); left * wide * scale < x + width; left += 1) {
      for (let top = Math.floor(y / scale / high); top * high * scale < y + height; top += 1) {
        tiles.append(tile.cloneNode());
        tiles.lastChild.setAttribute("transform", `translate(${left * wide}, ${top * high})`);
      }
    }
    area.before(clip, ground, hatching);
    area.style.fill = "none";
  });
}

function drawHeadlines(body, headlines) {
  const row = make("div", "headlines", body);
  for (const { tone, value, name, verdict, change, interval } of headlines) {
    const box = make("div", "headline", row);
    make("p", "value", box, value);
    make("p", "name", box, name);
    if (verdict) make("p", tone === "bad" ? "bad" : "", box, verdict);
    make("p", tone === "bad" && !verdict ? "bad" : "", box, change);
    make("p", "quiet", box, interval);
  }
}

// The first rows, as many as fit, and how many there are besides.
function drawRows(body, { heads, numbers, rows, rows_n, more }, height) {
  const table = make("table", "", body);
  const isShort = heads.map((head, at) => [head, ...rows.map((cells) => cells[at])].every((cell) => cell.length <= 10));
  const line = (cells, tag) => {
    const row = make("tr", "", table);
    cells.forEach((cell, at) => {
      const kinds = [numbers[at] && "number", isShort[at] && "short"].filter(Boolean);
      clamp(make(tag, kinds.join(" "), row, cell), OF_CELLS);
    });
  };
  line(heads, "th");
  rows.forEach((cells) => line(cells, "td"));
  const rest = make("p", "more", body, "");
  const say = () => {
    const hidden = rows_n - (table.rows.length - 1);
    rest.textContent = hidden ? more.replace("{n}", hidden) : "";
  };
  say();
  while (height && body.scrollHeight > body.clientHeight && table.rows.length > 2) {
    table.lastChild.remove();
    say();
  }
}

// Each sheet is a page of its own size.
function paginate(drawn) {
  const pages = document.getElementById("pages") || Object.assign(make("style", "", document.head), { id: "pages" });
  pages.textContent = drawn
    .map(({ width, height }, at) => `@page sheet${at} { size: ${width}px ${height}px; margin: 0; }`)
    .join("\n");
  document.querySelectorAll(".sheet").forEach((sheet, at) => (sheet.style.page = `sheet${at}`));
}

// --- SVG: what was laid out as HTML, line by line -----------------------------------------------------------------------

const NAMESPACE = "http://www.w3.org/2000/svg";

async function svgOf(card, told, size, look, fonts) {
  const { width, height } = card.getBoundingClientRect();
  const root = svg("svg", { width: size.width, height: size.height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  svg("title", {}, root).textContent = told.finding;
  svg("desc", {}, root).textContent = told.alt;
  const faces = Object.entries(fonts).map(
    ([weight, letters]) =>
      `@font-face { font-family: ${FONT}; font-weight: ${weight}; src: url(data:font/otf;base64,${letters}); }`
  );
  svg("style", {}, root).textContent = faces.join("\n");
  svg("rect", { width, height, fill: look.colours.paper }, root);
  const origin = card.getBoundingClientRect();
  for (const element of card.querySelectorAll("*:not(.figure *, .qr, .qr *)")) addBorders(root, element, origin);
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node.parentElement.closest(".figure") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  while (texts.nextNode()) addLines(root, texts.currentNode, origin, look);
  const qr = card.querySelector(".qr");
  if (qr) addQr(root, qr, origin);
  const figure = card.querySelector(".figure");
  if (figure) await addFigure(root, figure, origin);
  return new XMLSerializer().serializeToString(root);
}

function svg(tag, attributes, parent) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (parent) parent.append(element);
  return element;
}

function addBorders(root, element, origin) {
  const style = getComputedStyle(element);
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const edges = { Top: [left, top, right, top], Bottom: [left, bottom, right, bottom],
                  Left: [left, top, left, bottom], Right: [right, top, right, bottom] };
  for (const [edge, [x1, y1, x2, y2]] of Object.entries(edges)) {
    const wide = parseFloat(style[`border${edge}Width`]);
    if (!wide) continue;
    const ends = { x1: x1 - origin.left, y1: y1 - origin.top, x2: x2 - origin.left, y2: y2 - origin.top };
    svg("line", { ...ends, stroke: style[`border${edge}Color`], "stroke-width": wide }, root);
  }
}

function addLines(root, node, origin, look) {
  const style = getComputedStyle(node.parentElement);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const above = pen.measureText("门").fontBoundingBoxAscent;
  for (const { text, left, right, top } of lines(node)) {
    const x = left - origin.left;
    const element = svg("text", {
      x, y: top - origin.top + above, fill: style.color, "font-size": style.fontSize, "font-weight": style.fontWeight,
      "font-family": look.families, textLength: right - left, lengthAdjust: "spacingAndGlyphs",
    }, root);
    element.setAttribute("style", "white-space: pre");
    element.textContent = text;
  }
}

// The lines into which the browser has broken a text.
function lines(node) {
  const found = [];
  const range = document.createRange();
  let at = 0;
  for (const letter of node.data) {
    range.setStart(node, at);
    range.setEnd(node, (at += letter.length));
    const box = range.getBoundingClientRect();
    const last = found[found.length - 1];
    if (!box.width) continue;
    if (last && Math.abs(last.top - box.top) < 2) {
      last.text += letter;
      last.right = box.right;
    } else found.push({ text: letter, left: box.left, right: box.right, top: box.top });
  }
  return found;
}

function addQr(root, image, origin) {
  const { left, top, width, height } = image.getBoundingClientRect();
  const copy = image.cloneNode(true);
  for (const [name, value] of Object.entries({ x: left - origin.left, y: top - origin.top, width, height })) {
    copy.setAttribute(name, value);
  }
  root.append(copy);
}

async function addFigure(root, place, origin) {
  const { left, top, width, height } = place.getBoundingClientRect();
  const address = await Plotly.toImage(place, { format: "svg", width, height });
  const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const figure = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  figure.setAttribute("x", left - origin.left);
  figure.setAttribute("y", top - origin.top);
  root.append(figure);
}
