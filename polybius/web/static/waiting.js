// The page shown while a store is being opened: says how far it is, and shows what was asked for once it can.
const doing = document.getElementById("doing");
const progress = document.getElementById("progress");
const EVERY = 1000;

async function look() {
  try {
    const state = await (await fetch("/api/state", { headers: { Accept: "application/json" } })).json();
    if (state.ready || state.failed) {
      window.location.reload();
      return;
    }
    if (state.of) {
      progress.max = state.of;
      progress.value = state.done;
      const what = state.doing.charAt(0).toUpperCase() + state.doing.slice(1);
      doing.textContent = `${what}: ${state.done.toLocaleString("en")} of ${state.of.toLocaleString("en")} reports…`;
    }
  } catch {
    // the server may be starting anew; the next look tells
  }
  setTimeout(look, EVERY);
}
setTimeout(look, EVERY);
