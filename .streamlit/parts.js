// The parts of a page that the server sends as one element each: a card with its texts, figure and buttons, or a piece of
// one. The figure is drawn once, by Plotly.react: what is in view at once, what lies below it when the browser has time.
// A figure or a table that has not changed is neither sent nor drawn again.
(() => {
  const bundle = document.getElementById("plotly");
  const decoder = new TextDecoder();
  const parts = new WeakMap(); // the element that Streamlit gives → what we have put into it
  const kept = new Map(); // drawing → figure, digest → table
  const KEPT = 40;
  const waiting = new Set(); // parts whose figure is still to be drawn
  const ORDER = [
    "part-finding", "part-subtitle", "st-key-cards", "part-figure", "part-table", "part-footer", "part-buttons",
  ];
  let asked = false; // whether drawing what waits is asked for

  /** What Streamlit calls when a part appears and when its message has changed. */
  window.ronghePart = ({ data, parentElement, setTriggerValue }) => {
    const part = parts.get(parentElement) ?? made(parentElement);
    part.tell = setTriggerValue;
    const text = decoder.decode(data);
    if (text !== part.text) {
      part.text = text;
      shown(part, JSON.parse(text));
    }
    return () => forgotten(part);
  };

  function made(parent) {
    const root = parent.appendChild(document.createElement("section"));
    const part = { parent, root, text: "", figure: null, plot: null, drawn: false, wide: 0 };
    parts.set(parent, part);
    return part;
  }

  function forgotten(part) {
    waiting.delete(part);
    undrawn(part);
    part.root.remove();
    parts.delete(part.parent);
  }

  /** Puts the texts in place and notes the figure. A line that the message lacks is taken away. */
  function shown(part, told) {
    const { root } = part;
    root.className = told.look;
    line(root, told.level ?? "h3", "part-finding", told.finding);
    line(root, "p", "part-subtitle", told.subtitle);
    headlines(root, told.headlines);
    figure(part, told);
    table(part, told.table);
    footer(root, told.footer, told.code);
    buttons(part, told.buttons);
  }

  function piece(root, tag, name, wanted) {
    const found = root.querySelector(`:scope > .${name}`);
    if (!wanted) return found?.remove();
    if (found) return found;
    const added = document.createElement(tag);
    added.className = name;
    const later = [...root.children].find((child) => ORDER.indexOf(child.className) > ORDER.indexOf(name));
    return root.insertBefore(added, later ?? null);
  }

  function line(root, tag, name, text) {
    const place = piece(root, tag, name, text);
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** The footer; its trace code is a word that stays on one line. */
  function footer(root, text, code) {
    const place = piece(root, "p", "part-footer", text);
    if (!place || place.textContent === text) return;
    const at = code ? text.indexOf(code) : -1;
    if (at < 0) return void (place.textContent = text);
    const word = document.createElement("code");
    word.textContent = code;
    place.replaceChildren(text.slice(0, at), word, text.slice(at + code.length));
  }

  // --- headline cards ---------------------------------------------------------------------------------------------------

  function headlines(root, rows) {
    const place = piece(root, "div", "st-key-cards", rows);
    place?.replaceChildren(...rows.map((row) => {
      const card = document.createElement("div");
      for (const [name, text, bad] of row) {
        const said = card.appendChild(document.createElement("p"));
        said.className = bad ? `${name} bad` : name;
        said.textContent = text;
      }
      return card;
    }));
  }

  // --- tables, by tables.js ---------------------------------------------------------------------------------------------

  function table(part, told) {
    const place = piece(part.root, "div", "part-table", told);
    if (!place) return;
    const whole = told.rows ? told : { ...kept.get(told.digest), ...told };
    if (!whole.rows) return part.tell("lost", told.digest);
    keep(told.digest, whole);
    window.rongheTable(place, whole, (row) => part.tell("pick", [told.digest, row]));
  }

  // --- buttons ----------------------------------------------------------------------------------------------------------

  function buttons(part, wanted) {
    const place = piece(part.root, "div", "part-buttons", wanted?.length);
    const said = JSON.stringify(wanted);
    if (!place || part.buttons === said) return;
    part.buttons = said;
    const had = place.contains(document.activeElement) && document.activeElement.dataset.event;
    place.replaceChildren(...wanted.map((button) => buttonOf(part, button)));
    if (had) place.querySelector(`[data-event=${had}]`)?.focus();
  }

  function buttonOf(part, { event, key, label, icon, help, disabled }) {
    const place = document.createElement("div");
    place.className = `st-key-${key}`;
    const button = place.appendChild(document.createElement("button"));
    Object.assign(button, { type: "button", title: help ?? "", disabled: Boolean(disabled) });
    button.dataset.event = event;
    const sign = button.appendChild(document.createElement("span"));
    Object.assign(sign, { className: "part-icon", textContent: icon, ariaHidden: "true", translate: false });
    button.append(label);
    button.addEventListener("click", () => part.tell(event, true));
    return place;
  }

  // --- figures ----------------------------------------------------------------------------------------------------------

  function figure(part, told) {
    const place = piece(part.root, "div", "part-figure", told.drawing);
    if (!place) {
      waiting.delete(part);
      undrawn(part);
      return;
    }
    if (place !== part.plot?.parentElement) {
      part.plot = place.appendChild(document.createElement("div"));
      part.sizes = new ResizeObserver(() => resized(part));
      part.sizes.observe(place);
    }
    place.setAttribute("role", "figure");
    place.setAttribute("aria-label", told.alt);
    place.style.minHeight = `${told.height}px`;
    part.marks = told.marks;
    if (part.figure === told.drawing) return;
    told.figure ??= kept.get(told.drawing);
    if (!told.figure) return part.tell("lost", told.drawing);
    keep(told.drawing, told.figure);
    part.figure = told.drawing;
    part.wanted = told;
    waiting.add(part);
    soon();
  }

  /** What was shown last: the server does not send it again for a part that the page has moved. */
  function keep(name, shown) {
    kept.delete(name);
    kept.set(name, shown);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }

  function undrawn(part) {
    part.sizes?.disconnect();
    if (part.drawn) Plotly.purge(part.plot);
    Object.assign(part, { figure: null, plot: null, sizes: null, drawn: false });
  }

  function soon() {
    if (asked) return;
    asked = true;
    if (window.Plotly) requestAnimationFrame(() => drawn(inView));
    else bundle.addEventListener("load", () => drawn(inView), { once: true });
  }

  /** Draws the waiting figures that fit, then asks for the next one of the others. */
  function drawn(fits) {
    asked = false;
    for (const part of [...waiting].filter(fits)) draw(part);
    if (waiting.size) {
      asked = true;
      const [next] = waiting;
      requestIdleCallback(() => drawn((part) => part === next || inView(part)), { timeout: 300 });
    }
  }

  function inView({ root }) {
    const { top, bottom } = root.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  function draw(part) {
    waiting.delete(part);
    const { figure, config, height } = part.wanted;
    part.wanted = null;
    part.wide = widthOf(part);
    const layout = { hovermode: "closest", dragmode: false, clickmode: "event", ...figure.layout, height, width: part.wide };
    Plotly.react(part.plot, figure.data, layout, config);
    if (!part.drawn) part.plot.on("plotly_click", ({ points }) => clicked(part, points));
    part.drawn = true;
  }

  function widthOf({ plot }) {
    return Math.max(plot.parentElement.clientWidth, 150);
  }

  /** Outside the message, so that a change of the sheet or the window costs no answer of the server. */
  function resized(part) {
    const wide = widthOf(part);
    if (!part.drawn || wide === part.wide || document.documentElement.classList.contains("paper")) return;
    part.wide = wide;
    requestAnimationFrame(() => part.drawn && Plotly.relayout(part.plot, { width: part.wide }));
  }

  function clicked(part, points) {
    const mark = points.map((point) => point.customdata?.slice(0, 2)).find((each) => each && part.marks.includes(each[0]));
    if (mark) part.tell("mark", mark);
  }

  // After a download the focus is nowhere, and an open drawer would not hear of the keys.
  addEventListener("keydown", (event) => {
    const drawer = document.querySelector("[role=dialog]");
    if (!drawer || document.activeElement !== document.body) return;
    drawer.focus();
    if (event.key === "Escape") drawer.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  });

  // Nothing may be missing on paper.
  addEventListener("beforeprint", () => window.Plotly && drawn(() => true));
})();
