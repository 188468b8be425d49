// Tables as text: they can be searched, copied, heard and printed. A click on a heading sorts, a click on a row chooses it.
// The rows that are far below come into the page when the reader scrolls to them.
(() => {
  const STEP = 100; // rows that are added at a time
  const NUMBER = /[+−-]?\d[\d,]*(\.\d+)?/;
  const words = new Intl.Collator(["zh-CN", "en"], { numeric: true });

  /** Shows a table in its place, or brings it up to date. choose: what to call with the number of a row, or null. */
  window.rongheTable = (place, told, choose) => {
    const before = place.table;
    if (before?.told.digest === told.digest) {
      Object.assign(before, { told, choose });
      linked(before);
      marked(before, told.picked);
      return;
    }
    const kept = before && JSON.stringify(before.told.heads) === JSON.stringify(told.heads) ? before : {};
    const { sorted = null, opened = false } = kept;
    const state = { place, told, choose, sorted, opened, picked: told.picked, rows: [] };
    place.table = state;
    place.replaceChildren(...[boxOf(state), moreOf(state), restOf(told)].filter(Boolean));
    filled(state);
  };

  function made(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function boxOf(state) {
    const { told } = state;
    const box = (state.box = made("div", "table-box"));
    Object.assign(box, { tabIndex: 0, role: "region", ariaLabel: told.alt || told.heads.map((head) => head.title).join(" · ") });
    box.addEventListener("scroll", () => box.scrollTop + 2 * box.clientHeight > box.scrollHeight && grown(state, STEP));
    const table = box.appendChild(made("table"));
    const head = table.appendChild(made("thead")).appendChild(made("tr"));
    if (told.pick) head.append(made("th", "choose"));
    state.heads = told.heads.map((each, at) => head.appendChild(headOf(state, each, at)));
    state.body = table.appendChild(made("tbody"));
    return box;
  }

  function headOf(state, { title, look, link }, at) {
    const head = made("th", look);
    head.scope = "col";
    if (link) {
      head.append(linkTo(title, addressOf(state, link)));
      return head;
    }
    const button = head.appendChild(made("button", "", title));
    Object.assign(button, { type: "button", title: state.told.sort });
    button.addEventListener("click", () => {
      const [column, down] = state.sorted ?? [];
      state.sorted = column !== at ? [at, false] : down ? null : [at, true];
      filled(state);
    });
    return head;
  }

  function linkTo(text, address) {
    const link = made("a", "", text);
    Object.assign(link, { href: address, target: "_blank", rel: "noopener" });
    return link;
  }

  /** The page about a unit, with the choices that are kept. */
  function addressOf({ told }, [page, unit]) {
    const choice = page === "unit" ? "unit" : "units";
    return `${page}?${told.kept}${told.kept && "&"}${choice}=${encodeURIComponent(unit)}`;
  }

  // --- rows -------------------------------------------------------------------------------------------------------------

  /** Puts the rows into the page in their order. */
  function filled(state) {
    state.order = ordered(state.told.rows, state.sorted);
    const [column, down] = state.sorted ?? [];
    state.heads.forEach((head, at) => {
      if (at === column) head.ariaSort = down ? "descending" : "ascending";
      else head.removeAttribute("aria-sort");
    });
    state.rows = [];
    state.body.replaceChildren();
    grown(state, STEP);
  }

  function ordered(rows, sorted) {
    const order = rows.map((_, at) => at);
    if (!sorted) return order;
    const [column, down] = sorted;
    const keys = rows.map((row) => textOf(row[column]));
    const numbers = keys.map((key) => (NUMBER.test(key) ? Number(key.match(NUMBER)[0].replaceAll(",", "").replace("−", "-")) : null));
    const counted = keys.every((key, at) => numbers[at] !== null || isNothing(key)) && !keys.some((key) => /\d-\d/.test(key));
    const compare = counted ? (one, other) => numbers[one] - numbers[other] : (one, other) => words.compare(keys[one], keys[other]);
    return order.sort((one, other) => {
      const without = isNothing(keys[one]) - isNothing(keys[other]); // cells without a value come last
      return without || (down ? -compare(one, other) : compare(one, other)) || one - other;
    });
  }

  function textOf(cell) {
    return Array.isArray(cell) ? cell[0] : cell;
  }

  function isNothing(text) {
    return text === "–" || text === "";
  }

  /** Adds the next rows; those that wait for the reader to ask stay hidden on the screen. */
  function grown(state, step) {
    const { told, order, rows, body, opened } = state;
    const next = order.slice(rows.length, rows.length + step).map((at) => rowOf(state, at));
    next.forEach((row, at) => (row.hidden = told.first !== null && !opened && rows.length + at >= told.first));
    rows.push(...next);
    body.append(...next);
  }

  function rowOf(state, at) {
    const { told } = state;
    const row = made("tr");
    row.dataset.row = at;
    if (told.pick) {
      const button = row.appendChild(made("td", "choose")).appendChild(made("button"));
      Object.assign(button, { type: "button", title: told.choose, ariaLabel: told.choose });
      row.addEventListener("click", ({ target }) => target.closest("a") || toggled(state, at));
      chosen(row, at === state.picked);
    }
    told.rows[at].forEach((cell, column) => {
      const [text, ...link] = Array.isArray(cell) ? cell : [cell];
      const place = row.appendChild(made("td", told.heads[column].look, link.length ? "" : text));
      if (link.length) place.append(linkTo(text, addressOf(state, link)));
    });
    return row;
  }

  function toggled(state, at) {
    const wanted = at === state.picked ? null : at;
    marked(state, wanted);
    state.choose(wanted);
  }

  function marked(state, picked) {
    if (!state.told.pick) return;
    state.picked = picked;
    for (const row of state.rows) chosen(row, Number(row.dataset.row) === picked);
  }

  function chosen(row, so) {
    row.classList.toggle("chosen", so);
    row.querySelector(".choose > button").ariaPressed = String(so);
  }

  /** Brings the addresses up to date: they change with the choices of the page. */
  function linked(state) {
    const { told, heads, rows } = state;
    const readdressed = (place, link) => (place.querySelector("a").href = addressOf(state, link));
    heads.forEach((head, column) => told.heads[column].link && readdressed(head, told.heads[column].link));
    for (const row of rows) {
      told.rows[row.dataset.row].forEach((cell, column) => {
        const place = row.children[column + Number(told.pick ?? false)];
        if (Array.isArray(cell) && cell.length > 1) readdressed(place, cell.slice(1));
      });
    }
  }

  // --- below the rows ---------------------------------------------------------------------------------------------------

  function moreOf(state) {
    if (!state.told.more || state.opened) return null;
    const button = made("button", "table-more", state.told.more);
    button.type = "button";
    button.addEventListener("click", () => {
      state.opened = true;
      for (const row of state.rows) row.hidden = false;
      button.remove();
      state.box.focus();
    });
    return button;
  }

  function restOf(told) {
    return told.rest ? made("p", "table-rest", told.rest) : null;
  }

  // Paper has the first rows, whether or not the reader has scrolled to them.
  addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll(".part-table")) {
      const { table } = place;
      grown(table, Math.max(0, table.told.on_paper - table.rows.length));
      table.rows.forEach((row, at) => row.classList.toggle("off-paper", at >= table.told.on_paper));
    }
  });
})();
