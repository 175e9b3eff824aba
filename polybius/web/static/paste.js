// Says that the text is being coded, as this takes a moment.
const form = document.querySelector("form.paste");
form.addEventListener("submit", () => {
  document.getElementById("busy").textContent = "Coding the text…";
});
