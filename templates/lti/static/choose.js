// Choosing activities inside the LMS: filters while one types, counts what is chosen, writes due dates in UTC, and sends
// the answer to the LMS. Without this script the search asks the server, dates are in UTC, and a button sends.
(() => {
  const go = document.querySelector("[data-go]");
  if (go) {
    go.submit();
    return;
  }

  for (const due of document.querySelectorAll("[data-due]")) {
    const hint = document.getElementById(due.getAttribute("aria-describedby"));
    if (hint && !due.hasAttribute("aria-invalid")) hint.textContent = due.dataset.hint;
    const utc = document.querySelector(`[name="${due.name}-utc"]`);
    const note = () => {
      const moment = due.value ? new Date(due.value) : null;
      utc.value = moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : "";
    };
    due.addEventListener("input", note);
    due.addEventListener("change", note);
    note();
  }

  const choices = document.querySelector("[data-choices]");
  if (!choices) return;
  const rows = [...choices.querySelectorAll(".choice")];
  const count = choices.querySelector("[data-count]");
  const button = choices.querySelector(".bar button");
  const tell = () => {
    const chosen = choices.querySelectorAll('[name="choice"]:checked').length;
    if (count) count.textContent = chosen ? count.dataset.some.replace("{n}", chosen) : count.dataset.none;
    if (button) button.disabled = chosen === 0;
  };
  choices.addEventListener("change", tell);
  // A page that comes back from the browser's memory keeps its marks.
  addEventListener("pageshow", tell);
  tell();

  const search = document.querySelector("[data-search]");
  const nothing = document.querySelector("[data-nothing]");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = rows.map((row) => fold(row.dataset.words));
  const filter = () => {
    const wanted = fold(search.elements.q.value).split(/\s+/).filter(Boolean);
    rows.forEach((row, place) => {
      row.hidden = !wanted.every((word) => words[place].includes(word)) && !row.querySelector(":checked");
    });
    for (const section of choices.querySelectorAll("section"))
      section.hidden = [...section.querySelectorAll(".choice")].every((row) => row.hidden);
    nothing.hidden = rows.some((row) => !row.hidden);
  };
  // What the server filtered already cannot be shown by a script: then it goes on asking the server.
  if (search.elements.q.value === "") {
    search.querySelector("[data-find]").hidden = true;
    search.addEventListener("submit", (event) => event.preventDefault());
    search.addEventListener("input", filter);
  }
})();
