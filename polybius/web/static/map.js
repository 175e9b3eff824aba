// The map: happenings by place over country borders. An exact place is a circle with a full line; a region, a front or
// what lies near a place is a dashed ring; what is known by its country only fills the country with stripes.
import { addressWith, rowsOf, sayFault, tip, widthOf } from "./data.js";

const place = document.getElementById("map");
const ROUGH = { near: 1.4, admin2: 1.8, admin1: 2.4, area: 2.4 };
const CLOSE = 3;

function main(row) {
  return d3.greatest([1, 2, 3, 4], (quad) => row[`quad_${quad}`]);
}

function told(row) {
  return `${row.place}${row.country ? `, ${row.country}` : ""}: ${row.happenings} happening${row.happenings === 1 ? "" : "s"}, known to ${row.precision || "a place"}`;
}

function draw(rows, coarse, codes) {
  const width = widthOf(place);
  const height = Math.round(Math.min(640, width * 0.55 + 60));
  const svg = d3.create("svg").attr("viewBox", [0, 0, width, height]).attr("role", "group")
    .attr("aria-label", "Map of happenings; the table below says the same.");
  const spots = rows.filter((row) => row.latitude !== null && row.longitude !== null);
  const countries = d3.rollup(rows.filter((row) => row.latitude === null && row.country), (some) => some, (row) => row.country);
  const projection = d3.geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
  const path = d3.geoPath(projection);
  const pointer = tip();
  const defs = svg.append("defs");
  for (const quad of [1, 2, 3, 4]) {
    const stripes = defs.append("pattern").attr("id", `stripes-${quad}`).attr("width", 7).attr("height", 7)
      .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", `rotate(${quad * 40})`);
    stripes.append("line").attr("y2", 7).attr("stroke", `var(--q${quad})`).attr("stroke-width", quad < 3 ? 2 : 4);
  }
  const view = svg.append("g");
  const land = view.append("g");
  const striped = view.append("g");
  const marks = view.append("g");
  function base(world) {
    const shapes = topojson.feature(world, world.objects.countries).features;
    land.selectAll("path").data(shapes).join("path").attr("class", "land").attr("d", path);
    const known = shapes.filter((shape) => countries.has(codes[shape.id]));
    striped.selectAll("path").data(known).join("path").attr("d", path)
      .attr("fill", (shape) => `url(#stripes-${main(countries.get(codes[shape.id])[0])})`)
      .attr("class", "country-level").attr("data-country", (shape) => codes[shape.id])
      .on("pointermove", (event, shape) => pointer.show(countries.get(codes[shape.id]).map(told).join("; "), event))
      .on("pointerleave", () => pointer.hide());
  }
  base(coarse);
  const size = d3.scaleSqrt([1, Math.max(2, d3.max(spots, (row) => row.happenings) || 2)], [4, 22]);
  let scale = 1;
  const drawn = marks.selectAll("a").data(spots).join("a")
    .attr("href", (row) => `/timeline?${new URL(addressWith({ place: row.place, page: null })).searchParams}`)
    .attr("aria-label", told)
    .attr("transform", (row) => `translate(${projection([row.longitude, row.latitude])})`);
  const circles = drawn.append("circle")
    .attr("class", (row) => `spot fill-${main(row)}${row.precision in ROUGH ? " rough" : ""}`)
    .attr("data-precision", (row) => row.precision);
  const signs = drawn.append("text").attr("text-anchor", "middle").attr("dy", ".35em").attr("aria-hidden", "true")
    .text((row) => "○●△▲"[main(row) - 1]);
  drawn.on("pointermove", (event, row) => pointer.show(told(row), event)).on("pointerleave", () => pointer.hide());
  function resize() {
    circles.attr("r", (row) => (size(row.happenings) * (ROUGH[row.precision] || 1)) / scale);
    // the stripes keep their width on the screen
    defs.selectAll("pattern").data([1, 2, 3, 4]).attr("patternTransform", (quad) => `scale(${1 / scale}) rotate(${quad * 40})`);
    signs.style("font-size", (row) => `${Math.min(12, size(row.happenings) * 1.2) / scale}px`);
  }
  let fine = false;
  const zoom = d3.zoom().scaleExtent([1, 60]).on("zoom", ({ transform }) => {
    view.attr("transform", transform);
    scale = transform.k;
    resize();
    if (scale > CLOSE && !fine) {
      fine = true;
      d3.json("/static/vendor/countries-50m.json").then((world) => { base(world); resize(); });
    }
  });
  svg.call(zoom).on("wheel.zoom", null);
  // at once: a second press during a transition would break off the first
  document.getElementById("zoom-in").addEventListener("click", () => svg.call(zoom.scaleBy, 2));
  document.getElementById("zoom-out").addEventListener("click", () => svg.call(zoom.scaleBy, 0.5));
  document.getElementById("zoom-all").addEventListener("click", () => svg.call(zoom.transform, d3.zoomIdentity));
  resize();
  // begin with the part of the world that has the happenings
  const points = spots.map((row) => projection([row.longitude, row.latitude])).filter(Boolean);
  if (points.length) {
    const [[x0, x1], [y0, y1]] = [d3.extent(points, (p) => p[0]), d3.extent(points, (p) => p[1])];
    const k = Math.min(12, 0.7 / Math.max((x1 - x0) / width, (y1 - y0) / height, 0.01));
    if (k > 1.4) {
      svg.call(zoom.transform, d3.zoomIdentity.translate(width / 2, height / 2).scale(k).translate(-(x0 + x1) / 2, -(y0 + y1) / 2));
    }
  }
  place.replaceChildren(svg.node());
}

try {
  const [told, world, codes] = await Promise.all([
    rowsOf("/api/map", place.dataset.query), d3.json("/static/vendor/countries-110m.json"), d3.json("/static/vendor/country-codes.json"),
  ]);
  draw(told.rows, world, codes);
  place.dataset.ready = "yes";
} catch (error) {
  sayFault(place, error);
}
