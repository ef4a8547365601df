// Small comforts; every page works without this file.
import { closeMenus } from "./menus.js";
import { loadEmbeds } from "./embeds.js";
import { showCurrent } from "./outline.js";
import { showOpenTab } from "./tabs.js";

document.documentElement.classList.add("js");
closeMenus(document);
loadEmbeds(document);
showCurrent(document);
showOpenTab(document);

// Terms of the glossary only where a lesson marks some.
if (document.querySelector("a.term")) import("./terms.js").then(({ explainTerms }) => explainTerms(document));

// The template of an assignment, only where one stands.
if (document.querySelector("[data-worksheet]")) {
  import("./worksheet.js").then(({ fillWorksheets }) => fillWorksheets(document));
}

// Where people write: the editor wakes with the first press, drafts are kept.
if (document.querySelector("[data-editor]")) {
  import("./editor.js").then(({ wakeEditors }) => wakeEditors(document));
  import("./drafts.js").then(({ keepDrafts }) => keepDrafts(document));
}

// Fields that offer what may be chosen while somebody types.
if (document.querySelector("[data-combobox]")) {
  import("./combobox.js").then(({ openComboboxes }) => openComboboxes(document));
}

// Writing a practice, only on its steps.
const writing = document.querySelector("[data-writing]");
if (writing) import("./writing.js").then(({ helpWriting }) => helpWriting(writing));

// htmx only where a page asks for it, and after the page has loaded.
const wanted = "[hx-get],[hx-post],[data-autosave]";
if (document.querySelector(wanted)) {
  const start = () => import("./live.js");
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}
