// Small comforts; every page works without this file.
import { closeMenus } from "./menus.js";
import { loadEmbeds } from "./embeds.js";
import { showCurrent } from "./outline.js";

document.documentElement.classList.add("js");
closeMenus(document);
loadEmbeds(document);
showCurrent(document);

// Terms of the glossary only where a lesson marks some.
if (document.querySelector("a.term")) import("./terms.js").then(({ explainTerms }) => explainTerms(document));

// The template of an assignment, only where one stands.
if (document.querySelector("[data-worksheet]")) {
  import("./worksheet.js").then(({ fillWorksheets }) => fillWorksheets(document));
}

// htmx only where a page asks for it, and after the page has loaded.
const wanted = "[hx-get],[hx-post],[data-autosave]";
if (document.querySelector(wanted)) {
  const start = () => import("./live.js");
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}
