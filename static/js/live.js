// htmx, and what forms marked data-autosave say after a change was sent (hx-post, hx-trigger="change").
import "../vendor/htmx/htmx.min.js";

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-autosave]");
  const status = form?.querySelector("[data-autosave-status]");
  if (status) status.textContent = event.detail.successful ? form.dataset.saved : form.dataset.unsaved;
});

// What was just answered is read out: the part marked data-takes-focus gets the focus.
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector("[data-takes-focus]")?.focus();
});
