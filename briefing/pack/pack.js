/* Charts drawn when they come into view; tables that sort and filter; one search over the pack. Plain and old-fashioned,
   for browsers of five years ago. */
(function () {
  "use strict";
  // Plotly uses Array.at, which Safari has since 15.4.
  [Array, Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array].forEach(
    function (kind) {
      if (!kind.prototype.at) {
        Object.defineProperty(kind.prototype, "at", { value: function (n) { return this[n < 0 ? this.length + n : n]; } });
      }
    });
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  var words = JSON.parse(document.getElementById("words").textContent);

  // --- charts -----------------------------------------------------------------------------------------------------
  var charts = all(".chart");
  function draw(chart) {
    if (chart.drawn || !window.Plotly) { return; }
    chart.drawn = true;
    var figure = JSON.parse(chart.nextElementSibling.textContent);
    delete figure.layout.width;
    Plotly.newPlot(chart, figure.data, figure.layout, {
      responsive: true, displaylogo: false, scrollZoom: false, modeBarButtons: [["toImage", "resetScale2d"]]
    });
  }
  if ("IntersectionObserver" in window) {
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { if (entry.isIntersecting) { draw(entry.target); } });
    }, { rootMargin: "600px" });
    charts.forEach(function (chart) { seen.observe(chart); });
  } else { charts.forEach(draw); }
  window.addEventListener("beforeprint", function () {
    charts.forEach(draw);
    charts.forEach(function (chart) { if (chart.drawn) { Plotly.relayout(chart, { width: 690 }); } });
  });
  window.addEventListener("afterprint", function () {
    charts.forEach(function (chart) { if (chart.drawn) { Plotly.relayout(chart, { width: null, autosize: true }); } });
  });

  // --- tables -----------------------------------------------------------------------------------------------------
  function value(row, column) {
    var cell = row.cells[column], number = cell.getAttribute("data-v");
    return number === null ? cell.textContent : Number(number);
  }
  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") { return one - other; }
    if (one === "–" || other === "–") { return one === other ? 0 : one === "–" ? 1 : -1; }
    return String(one).localeCompare(String(other), document.documentElement.lang, { numeric: true });
  }
  function sortable(head, column, table) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      all("th", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var body = table.tBodies[0], rows = all("tr", body);
      rows.map(function (row, at) { return [value(row, column), at, row]; })
        .sort(function (a, b) {
          var blank = (a[0] === "–") - (b[0] === "–");
          return blank || (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1];
        })
        .forEach(function (sorted) { body.appendChild(sorted[2]); });
    });
  }
  all(".rows").forEach(function (box) {
    var table = box.querySelector("table");
    all("th", table).forEach(function (head, column) { sortable(head, column, table); });
    var label = document.createElement("label"), input = document.createElement("input");
    label.className = "filter";
    label.appendChild(document.createTextNode(words.filter + " "));
    input.type = "search";
    label.appendChild(input);
    box.parentNode.insertBefore(label, box);
    input.addEventListener("input", function () {
      var sought = input.value.trim().toLowerCase();
      all("tr", table.tBodies[0]).forEach(function (row) {
        row.classList.toggle("off", row.textContent.toLowerCase().indexOf(sought) < 0);
      });
    });
  });

  // --- search over the pack ---------------------------------------------------------------------------------------
  var blocks = all(".block").map(function (block) {
    var copy = block.cloneNode(true);
    all("script", copy).forEach(function (script) { script.parentNode.removeChild(script); });
    return { block: block, text: copy.textContent.toLowerCase(), link: document.querySelector('a[href="#' + block.id + '"]') };
  });
  var search = document.getElementById("search"), found = document.getElementById("found");
  search.addEventListener("input", function () {
    var sought = search.value.trim().toLowerCase(), n = 0;
    blocks.forEach(function (each) {
      var has = each.text.indexOf(sought) >= 0;
      n += has;
      each.block.classList.toggle("off", !has);
      if (each.link) { each.link.parentNode.classList.toggle("off", !has); }
    });
    found.textContent = !sought ? "" : n ? words.found.replace("#", n) : words.nothing;
  });
})();
