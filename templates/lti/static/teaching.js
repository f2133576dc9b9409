// The pages of whoever teaches: times as this browser writes them, and a filter for long classes. Without this script
// the times are in UTC and everybody is shown.
(() => {
  const language = document.documentElement.lang || undefined;
  const written = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[datetime]")) {
    time.title = time.textContent;
    time.textContent = written.format(new Date(time.dateTime));
  }

  const filter = document.querySelector("[data-filter]");
  if (!filter) return;
  const rows = [...document.querySelectorAll("tr[data-name]")];
  const nobody = document.querySelector("[data-nobody]");
  const apply = () => {
    const name = filter.elements.name.value.trim().toLowerCase();
    const show = filter.elements.show.value;
    for (const row of rows) {
      const matches = row.dataset.name.includes(name) && (show === "all" || row.dataset.show.split(" ").includes(show));
      row.hidden = !matches;
    }
    nobody.hidden = rows.some((row) => !row.hidden);
  };
  filter.hidden = rows.length < 6;
  filter.addEventListener("input", apply);
  filter.addEventListener("submit", (event) => event.preventDefault());
})();
