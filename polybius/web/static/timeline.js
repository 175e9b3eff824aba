// The timeline: bars of happenings by step, stacked by category in the order of the quad classes; what rests on one
// party's word is hatched. Dragging over the bars chooses a period.
import { addressWith, rowsOf, sayFault, tip, widthOf } from "./data.js";

const place = document.getElementById("timeline");
const HEIGHT = 300;
const MARGIN = { top: 12, right: 12, bottom: 28, left: 44 };

function endOf(start, step) {
  const day = d3.utcParse(start.length === 4 ? "%Y" : start.length === 7 ? "%Y-%m" : "%Y-%m-%d")(start);
  const next = { day: d3.utcDay, week: d3.utcDay, month: d3.utcMonth, year: d3.utcYear }[step].offset(day, step === "week" ? 7 : 1);
  return [day, next];
}

function stacked(rows, step) {
  const sums = new Map();
  return rows
    .slice()
    .sort((a, b) => d3.ascending(a.start, b.start) || d3.ascending(a.quad, b.quad) || d3.ascending(a.category, b.category))
    .map((row) => {
      const low = sums.get(row.start) || 0;
      sums.set(row.start, low + row.happenings);
      const [from, to] = endOf(row.start, step);
      return { ...row, low, high: low + row.happenings, from, to };
    });
}

function draw(rows, step) {
  const bars = stacked(rows, step);
  const width = widthOf(place);
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, HEIGHT]).attr("role", "img")
    .attr("aria-label", "Bars of happenings over time, stacked by category; the table below says the same.");
  const hatch = svg.append("defs").append("pattern").attr("id", "hatch").attr("width", 6).attr("height", 6)
    .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)");
  hatch.append("line").attr("y2", 6).attr("stroke", "var(--paper)").attr("stroke-width", 5);
  const x = d3.scaleUtc([d3.min(bars, (bar) => bar.from), d3.max(bars, (bar) => bar.to)], [MARGIN.left, width - MARGIN.right]);
  const y = d3.scaleLinear([0, d3.max(bars, (bar) => bar.high)], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice();
  const pointer = tip();
  // categories of one quad class share its colour in different strength
  const shades = new Map();
  for (const names of d3.group(rows, (row) => row.quad).values()) {
    const own = [...new Set(names.map((row) => row.category))].sort();
    own.forEach((name, number) => shades.set(name, 1 - (0.5 * number) / own.length));
  }
  const box = (selection, low, high) => selection
    .attr("x", (bar) => x(bar.from) + 0.5)
    .attr("width", (bar) => Math.max(1, x(bar.to) - x(bar.from) - 1))
    .attr("y", (bar) => y(high(bar)))
    .attr("height", (bar) => y(low(bar)) - y(high(bar)));
  const group = svg.append("g");
  box(group.selectAll("rect").data(bars).join("rect"), (bar) => bar.low, (bar) => bar.high)
    .attr("class", (bar) => `fill-${bar.quad}`).style("stroke", "var(--paper)").attr("fill-opacity", (bar) => shades.get(bar.category)).attr("data-start", (bar) => bar.start);
  const sided = bars.filter((bar) => bar.one_sided);
  box(svg.append("g").selectAll("rect").data(sided).join("rect"), (bar) => bar.low, (bar) => bar.low + bar.one_sided)
    .attr("fill", "url(#hatch)").attr("class", "hatched");
  svg.append("g").attr("transform", `translate(0,${HEIGHT - MARGIN.bottom})`).call(d3.axisBottom(x).ticks(Math.max(2, width / 110)));
  svg.append("g").attr("transform", `translate(${MARGIN.left},0)`).call(d3.axisLeft(y).ticks(5).tickFormat((n) => (Number.isInteger(n) ? n : "")));
  const brush = d3.brushX().extent([[MARGIN.left, MARGIN.top], [width - MARGIN.right, HEIGHT - MARGIN.bottom]]);
  const layer = svg.append("g").attr("class", "brush").call(brush);
  brush.on("end", ({ selection, sourceEvent }) => {
    if (!selection || !sourceEvent) return;
    const [start, end] = selection.map(x.invert).map((day, number) => d3.utcFormat("%Y-%m-%d")(number ? new Date(day - 1) : day));
    window.location.assign(addressWith({ start, end, page: null }));
  });
  layer.on("pointermove", (event) => {
    const [px, py] = d3.pointer(event);
    const bar = bars.find((one) => x(one.from) <= px && px < x(one.to) && y(one.high) <= py && py <= y(one.low));
    if (bar) pointer.show(`${bar.start}: ${bar.happenings} ${bar.category}${bar.one_sided ? `, ${bar.one_sided} on one party's word` : ""}`, event);
    else pointer.hide();
  }).on("pointerleave", () => pointer.hide());
  const names = d3.groups(rows, (row) => row.quad, (row) => row.category)
    .flatMap(([quad, some]) => some.map(([category]) => ({ quad, category })))
    .sort((a, b) => d3.ascending(a.quad, b.quad) || d3.ascending(a.category, b.category));
  const legend = d3.create("ul").attr("class", "legend").attr("aria-label", "Categories of the bars, from below");
  const entry = legend.selectAll("li").data(names).join("li");
  const patch = entry.append("svg").attr("width", 14).attr("height", 14).attr("aria-hidden", "true");
  patch.append("rect").attr("width", 14).attr("height", 14).attr("class", (name) => `fill-${name.quad}`).attr("fill-opacity", (name) => shades.get(name.category));
  entry.append("span").text((name) => `${"○●△▲"[name.quad - 1] || ""} ${name.category}`);
  place.replaceChildren(svg.node(), legend.node());
}

try {
  const told = await rowsOf("/api/timeline", place.dataset.query);
  draw(told.rows, told.step);
  place.dataset.ready = "yes";
} catch (error) {
  sayFault(place, error);
}
