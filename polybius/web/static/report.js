// The report: choosing a marked word shows its record and marks its parts in the text; words marked by hand go into
// the form for events that were missed.

const words = document.getElementById("words");
const said = document.getElementById("selection");
const records = [...document.querySelectorAll(".record")];
const PARTS = ["actor", "recipient", "place", "time", "cue", "says"];

function has(piece, name, number) {
  return (piece.dataset[name] || "").split(" ").includes(String(number));
}

function choose(number, focus) {
  for (const piece of words.querySelectorAll(".piece")) {
    piece.classList.toggle("chosen", has(piece, "events", number));
    piece.classList.toggle("chosen-predicate", has(piece, "predicate", number));
    for (const part of PARTS) piece.classList.toggle(`part-${part}`, has(piece, "parts", `${part}-${number}`));
  }
  for (const record of records) {
    const is = record.dataset.event === String(number);
    record.classList.toggle("selected", is);
    if (is) {
      said.textContent = `Chosen: ${record.querySelector("h3").textContent.replace(/\s+/g, " ").trim()}`;
      record.scrollIntoView({ block: "nearest" });
      if (focus) record.focus({ preventScroll: true });
    }
  }
}

words.addEventListener("click", (event) => {
  const trigger = event.target.closest(".trigger");
  const piece = event.target.closest("[data-events]");
  if (trigger) {
    event.preventDefault();
    const record = records[Number(trigger.dataset.event)];
    history.replaceState(null, "", `#${record.id}`);
    choose(trigger.dataset.event, true);
  } else if (piece && window.getSelection().isCollapsed) {
    choose(piece.dataset.events.split(" ")[0], false);
  }
});

for (const record of records) {
  record.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, input, select, label, summary")) choose(record.dataset.event, false);
  });
  const back = record.querySelector(".back a");
  back.addEventListener("click", (event) => {
    const trigger = words.querySelector(`.trigger[data-event="${record.dataset.event}"]`);
    if (trigger) {
      event.preventDefault();
      trigger.scrollIntoView({ block: "center" });
      trigger.focus();
    }
  });
  const field = record.querySelector(".mend select");
  if (field) {
    const values = JSON.parse(field.dataset.values);
    const value = record.querySelector(".mend input[name=new]");
    field.addEventListener("change", () => {
      value.value = values[field.value] || "";
      if (field.value === "category") value.setAttribute("list", "categories");
      else value.removeAttribute("list");
    });
  }
}

function fromAddress() {
  const record = records.find((one) => `#${one.id}` === decodeURIComponent(location.hash));
  if (record) choose(record.dataset.event, false);
}
window.addEventListener("hashchange", fromAddress);
fromAddress();

/** The number of code points of the text before a place in it; offsets count these, not UTF-16 units. */
function offsetOf(node, at) {
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, at);
  const held = range.cloneContents();
  for (const sign of held.querySelectorAll(".sign")) sign.remove();
  return [...held.textContent].length;
}

const form = document.getElementById("missed-form");
if (form) {
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!words.contains(range.startContainer) || !words.contains(range.endContainer)) return;
    form.elements.start.value = offsetOf(range.startContainer, range.startOffset);
    form.elements.end.value = offsetOf(range.endContainer, range.endOffset);
    document.getElementById("missed-words").textContent = `“${selection.toString().replace(/[○●△▲]/g, "").slice(0, 200)}”`;
  });
}
