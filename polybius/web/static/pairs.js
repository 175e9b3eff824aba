// Pairs: the network of those who act on each other most, and the score of one pair over time.
import { addressWith, rowsOf, sayFault, widthOf } from "./data.js";

const MOST_EDGES = 60;

function network(place, rows) {
  const edges = rows.filter((row) => row.actor !== row.recipient).slice(0, MOST_EDGES);
  const names = [...new Set(edges.flatMap((row) => [row.actor, row.recipient]))].sort();
  const nodes = names.map((id) => ({ id, weight: d3.sum(edges, (row) => (row.actor === id || row.recipient === id ? row.happenings : 0)) }));
  const links = edges.map((row) => ({ ...row, source: row.actor, target: row.recipient }));
  const width = widthOf(place);
  const height = Math.min(560, Math.max(300, width * 0.6));
  const size = d3.scaleSqrt([0, d3.max(nodes, (node) => node.weight) || 1], [14, 30]);
  const simulation = d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).id((node) => node.id).distance(110))
    .force("charge", d3.forceManyBody().strength(-320))
    .force("x", d3.forceX(width / 2).strength(0.06)).force("y", d3.forceY(height / 2).strength(0.1))
    .force("collide", d3.forceCollide((node) => size(node.weight) + 6)).stop();
  // the layout is worked out at once, the same each time; nothing moves on the page
  simulation.tick(300);
  const across = d3.scaleLinear(d3.extent(nodes, (node) => node.x), [40, width - 40]);
  const down = d3.scaleLinear(d3.extent(nodes, (node) => node.y), [40, height - 40]);
  for (const node of nodes) {
    node.x = across(node.x);
    node.y = down(node.y);
  }
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "group")
    .attr("aria-label", "Network of pairs; the matrix above says the same.");
  const thick = d3.scaleSqrt([1, Math.max(2, d3.max(edges, (row) => row.happenings) || 2)], [1.2, 8]);
  svg.append("g").selectAll("path").data(links).join("path")
    .attr("class", (link) => `edge${link.score < 0 ? " conflict" : ""}`)
    .attr("stroke-width", (link) => thick(link.happenings))
    .attr("d", ({ source, target }) => {
      const bend = Math.hypot(target.x - source.x, target.y - source.y) * 1.6;
      return `M${source.x},${source.y}A${bend},${bend} 0 0,1 ${target.x},${target.y}`;
    })
    .append("title").text((link) => `${link.actor} on ${link.recipient}: ${link.happenings}, mean score ${link.score === null ? "unknown" : link.score.toFixed(1)}`);
  const drawn = svg.append("g").selectAll("a").data(nodes).join("a").attr("class", "node")
    .attr("href", (node) => addressWith({ party: node.id, one: null, other: null }))
    .attr("aria-label", (node) => `${node.id}: ${node.weight} happenings`)
    .attr("transform", (node) => `translate(${node.x},${node.y})`);
  drawn.append("circle").attr("r", (node) => size(node.weight));
  drawn.append("text").text((node) => node.id);
  place.replaceChildren(svg.node());
}

function series(place, rows, one) {
  const width = widthOf(place);
  const height = 260;
  const margin = { top: 10, right: 44, bottom: 26, left: 40 };
  // steps before the first and after the last happening would only make the rest small
  const [first, last] = d3.extent(rows.filter((row) => row.events), (row) => row.step_start);
  const days = rows.filter((row) => !first || (first <= row.step_start && row.step_start <= last))
    .map((row) => ({ ...row, day: d3.utcParse("%Y-%m-%d")(row.step_start) }));
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "img")
    .attr("aria-label", "Score of the pair over time; the table below says the same.");
  const x = d3.scaleUtc(d3.extent(days, (row) => row.day), [margin.left + 12, width - margin.right - 12]);
  const y = d3.scaleLinear([-10, 10], [height - margin.bottom, margin.top]);
  const counts = d3.rollup(days, (some) => d3.sum(some, (row) => row.events), (row) => row.step_start);
  const n = d3.scaleLinear([0, d3.max(counts.values()) || 1], [height - margin.bottom, height / 2]).nice();
  const bar = Math.max(1, Math.min(18, (width - 90) / counts.size - 1));
  svg.append("g").selectAll("rect").data(counts).join("rect").attr("class", "bar")
    .attr("x", ([start]) => x(d3.utcParse("%Y-%m-%d")(start)) - bar / 2).attr("width", bar)
    .attr("y", ([, count]) => n(count)).attr("height", ([, count]) => height - margin.bottom - n(count));
  svg.append("line").attr("class", "zero").attr("x1", margin.left).attr("x2", width - margin.right).attr("y1", y(0)).attr("y2", y(0));
  const line = d3.line().x((row) => x(row.day)).y((row) => y(row.score_mean));
  for (const [number, some] of [...d3.group(days, (row) => row.actor)].entries()) {
    const told = some[1].filter((row) => row.score_mean !== null);
    svg.append("path").attr("class", `line${number ? " back" : ""}`).attr("d", line(told));
    svg.append("g").selectAll("circle").data(told).join("circle").attr("r", 3)
      .attr("class", number ? "fill-4" : "fill-2").attr("cx", (row) => x(row.day)).attr("cy", (row) => y(row.score_mean))
      .append("title").text((row) => `${row.actor || "anybody"} on ${row.recipient || "anybody"}, ${row.step_start}: ${row.events}, mean score ${row.score_mean.toFixed(1)}`);
  }
  svg.append("g").attr("transform", `translate(0,${height - margin.bottom})`).call(d3.axisBottom(x).ticks(Math.max(2, width / 110)));
  svg.append("g").attr("transform", `translate(${margin.left},0)`).call(d3.axisLeft(y).ticks(5));
  svg.append("g").attr("transform", `translate(${width - margin.right},0)`).call(d3.axisRight(n).ticks(3).tickFormat((v) => (Number.isInteger(v) ? v : "")));
  place.replaceChildren(svg.node());
}

async function fill(id, route, query, draw) {
  const place = document.getElementById(id);
  if (!place) return;
  try {
    const told = await rowsOf(route, query(place));
    draw(place, told.rows);
    place.dataset.ready = "yes";
  } catch (error) {
    sayFault(place, error);
  }
}

await fill("network", "/api/pairs", (place) => place.dataset.query, network);
await fill("series", "/api/series", ({ dataset }) => {
  const query = new URLSearchParams(dataset.query);
  for (const name of ["one", "other", "step"]) query.set(name, dataset[name]);
  return query;
}, series);
