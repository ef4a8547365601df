// Small comforts; every page works without this file.
import { closeMenus } from "./menus.js";
import { loadEmbeds } from "./embeds.js";
import { showCurrent } from "./outline.js";

document.documentElement.classList.add("js");
closeMenus(document);
loadEmbeds(document);
showCurrent(document);

// htmx only where a page asks for it, and after the page has loaded.
const wanted = "[hx-get],[hx-post],[data-autosave]";
if (document.querySelector(wanted)) {
  const start = () => import("./live.js");
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}
