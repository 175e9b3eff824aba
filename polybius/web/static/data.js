// What the charts share: fetching rows, a line of help at the pointer, and a chart's width.

/** The rows of an API route, with the query of the page. */
export async function rowsOf(route, query) {
  const answer = await fetch(`${route}?${query}`, { headers: { Accept: "application/json" } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.error || answer.statusText);
  return told;
}

/** Says in place of a chart why there is none. */
export function sayFault(place, error) {
  const line = document.createElement("p");
  line.className = "fault";
  line.setAttribute("role", "alert");
  line.textContent = error.message;
  place.replaceChildren(line);
}

/** A box of text that follows the pointer; show(text, event) and hide(). */
export function tip() {
  const box = document.createElement("div");
  box.className = "tip";
  box.hidden = true;
  document.body.append(box);
  return {
    show(text, event) {
      box.textContent = text;
      box.hidden = false;
      const left = Math.min(event.clientX + 12, window.innerWidth - box.offsetWidth - 8);
      box.style.left = `${Math.max(4, left)}px`;
      box.style.top = `${event.clientY + 14}px`;
    },
    hide() { box.hidden = true; },
  };
}

/** The width a chart has, in pixels. */
export function widthOf(place) {
  return Math.max(300, Math.round(place.getBoundingClientRect().width));
}

/** The address of this page with parameters set, or (null) left out. */
export function addressWith(changes) {
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  return address.href;
}
