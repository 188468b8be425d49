// Printing: the page takes the paper's width and its charts are drawn at it; afterwards all is as it was. The browser waits
// for nothing between "beforeprint" and the printing, so charts are drawn by Plotly itself and not by Streamlit.
(() => {
  const onScreen = new Map(); // chart → its size

  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("paper");
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const { width, height } = chart.layout;
      onScreen.set(chart, { width, height });
      const onPaper = parseFloat(getComputedStyle(chart).getPropertyValue("--height-on-paper"));
      Plotly.relayout(chart, { width: chart.parentElement.clientWidth, height: onPaper || height });
    }
  });

  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("paper");
    for (const [chart, size] of onScreen) Plotly.relayout(chart, size);
    onScreen.clear();
  });
})();
