// [data-writing]: a step of writing a practice. Counts letters, adds rows in place, says when a save did not work. The
// version in #writing-saved comes back with every save that worked.
export function helpWriting(form) {
  form.querySelectorAll("[data-most]").forEach((field) => count(form, field));
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-most]")) count(form, event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[name='add-row']");
    if (!button) return;
    event.preventDefault();
    addRow(form, button.closest("[data-rows]"));
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful || event.target !== form) return;
    form.querySelector("#writing-saved p").textContent = form.dataset.unsaved;
  });
}

const MOST_ROWS = 50;
const NEAR = 30; // characters

function count(form, field) {
  let counter = field.nextElementSibling;
  if (!counter?.matches(".counter")) {
    counter = document.createElement("p");
    counter.className = "counter";
    field.after(counter);
  }
  // A browser sends each line break as two characters, the server counts it as one, and so does `value`.
  const left = Number(field.dataset.most) - [...field.value].length;
  counter.toggleAttribute("data-over", left < 0);
  counter.hidden = left > NEAR && field.closest("[data-rows]") !== null; // in tables only where the room gets short
  counter.textContent = left < 0 ? `${form.dataset.over} ${-left}` : `${form.dataset.left} ${left}`;
}

function addRow(form, table) {
  const rows = table.querySelectorAll("[data-row]");
  if (!rows.length || rows.length >= MOST_ROWS) return;
  const name = table.dataset.rows;
  const row = rows[rows.length - 1].cloneNode(true);
  for (const attribute of ["name", "id", "for", "aria-describedby"]) {
    for (const element of row.querySelectorAll(`[${attribute}]`)) {
      const old = element.getAttribute(attribute);
      element.setAttribute(attribute, old.replaceAll(`${name}-${rows.length - 1}-`, `${name}-${rows.length}-`));
    }
  }
  row.querySelectorAll(".rows__file, .field__error, .counter").forEach((element) => element.remove());
  for (const field of row.querySelectorAll("input, textarea, select")) {
    if (field.matches("[type='checkbox'], [type='radio']")) field.checked = false;
    else if (field.matches("select")) field.selectedIndex = 0;
    else field.value = "";
  }
  rows[rows.length - 1].after(row);
  table.querySelector("[data-row-count]").value = rows.length + 1;
  row.querySelectorAll("[data-most]").forEach((field) => count(form, field));
  if (rows.length + 1 >= MOST_ROWS) table.querySelector("[name='add-row']").hidden = true;
  row.querySelector("textarea, input:not([type='hidden'])").focus();
}
