// Printing: the page takes the paper's width and its charts are drawn at it; afterwards all is as it was. The browser waits
// for nothing between "beforeprint" and the printing, so charts are drawn by Plotly itself and not by Streamlit.
(() => {
  const FOLDED = ":is(.st-key-card-metrics, .st-key-card-words) details:not([open])"; // the definitions
  const onScreen = new Map(); // chart → its size
  let opened = []; // sections that are closed on the screen

  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("paper");
    opened = [...document.querySelectorAll(FOLDED)];
    for (const section of opened) section.open = true;
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const { width, height } = chart.layout;
      onScreen.set(chart, { width, height });
      const [onPaper, most] = ["", "most-"].map((bound) =>
        parseFloat(getComputedStyle(chart).getPropertyValue(`--${bound}height-on-paper`)));
      const room = chart.parentElement.clientWidth;
      // Plotly lets flows grow after it has drawn them: they are made smaller as they are.
      if (chart.data.some((trace) => trace.type === "sankey")) chart.style.zoom = room / chart.querySelector(".main-svg").clientWidth;
      else Plotly.relayout(chart, { width: room, height: onPaper || Math.min(height, most || height) });
    }
  });

  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("paper");
    for (const section of opened) section.open = false;
    for (const [chart, size] of onScreen) {
      if (chart.style.zoom) chart.style.zoom = "";
      else Plotly.relayout(chart, size);
    }
    onScreen.clear();
  });
})();
