// [data-worksheet]: the template of an assignment. Rows are added in place, fields grow with their text, and a save in
// the background that failed is told. The version in #worksheet-saved comes back with every save that worked.
export function fillWorksheets(root) {
  for (const form of root.querySelectorAll("[data-worksheet]")) {
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[name='add-row']");
      if (!button) return;
      event.preventDefault();
      addRow(button.closest("[data-rows]"));
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful || event.target !== form) return;
      form.querySelector("#worksheet-saved p").textContent = form.dataset.unsaved;
    });
    if (!CSS.supports("field-sizing", "content")) growFields(form);
  }
}

const MOST_ROWS = 50;

function addRow(table) {
  const rows = table.querySelectorAll("tbody tr");
  if (rows.length >= MOST_ROWS) return;
  const row = rows[rows.length - 1].cloneNode(true);
  for (const field of row.querySelectorAll("textarea")) {
    field.value = "";
    field.style.removeProperty("height");
  }
  row.querySelector("[data-row-number]").textContent = rows.length + 1;
  rows[rows.length - 1].after(row);
  if (rows.length + 1 >= MOST_ROWS) table.querySelector("[name='add-row']").hidden = true;
  row.querySelector("textarea").focus();
}

function growFields(form) {
  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  form.addEventListener("input", (event) => event.target.matches("textarea") && grow(event.target));
  form.querySelectorAll("textarea").forEach(grow);
}
