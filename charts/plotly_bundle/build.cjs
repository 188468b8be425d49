// Builds plotly.min.js: Plotly's core with the traces of our charts. `npm ci && npm run build`, then `rm -r node_modules`.
const esbuild = require("esbuild");
const inlineCss = require("esbuild-plugin-inline-css");
const { version } = require("plotly.js/package.json");

const TRACES = ["bar", "heatmap", "sankey"]; // the core has scatter
const entry = `
  const Plotly = require("plotly.js/lib/core");
  Plotly.register([${TRACES.map((trace) => `require("plotly.js/lib/${trace}")`)}]);
  module.exports = Plotly;
`;
const licence = `plotly.js v${version}\nCopyright 2012-2026, Plotly, Inc.\nAll rights reserved.\nLicensed under the MIT license`;

// The settings of Plotly's own build.
esbuild.build({
  stdin: { contents: entry, resolveDir: __dirname },
  outfile: "plotly.min.js",
  banner: { js: `/**\n${licence.replace(/^/gm, "* ")}\n* Built with these traces: scatter, ${TRACES.join(", ")}\n*/` },
  format: "iife",
  globalName: "Plotly",
  bundle: true,
  minify: true,
  plugins: [inlineCss()],
  alias: { stream: "stream-browserify" },
  define: { global: "window", "define.amd": "false", "process.env.NODE_DEBUG": "false" },
  target: "es2016",
}).catch(() => process.exit(1));
