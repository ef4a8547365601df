// Pasted HTML as the subset that is kept: built anew from an inert document, so that nothing of it runs or is loaded.
// The server cleans again; here the writer sees at once what will be kept. Word's lists become lists.
const KEPT = new Map(
  Object.entries({
    P: "P", BR: "BR", STRONG: "B", B: "B", EM: "I", I: "I", UL: "UL", OL: "OL", LI: "LI", BLOCKQUOTE: "BLOCKQUOTE", A: "A",
    IMG: "IMG", SPAN: "SPAN", DIV: "P", SECTION: "P", ARTICLE: "P", TR: "P", PRE: "P", FIGURE: "P", DT: "P", DD: "P",
    H1: "H", H2: "H", H3: "H", H4: "H", H5: "H", H6: "H",
  }),
);
const SILENT = new Set(["SCRIPT", "STYLE", "TITLE", "META", "LINK", "XML", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT", "SVG",
  "MATH", "TEXTAREA", "SELECT", "HEAD", "NOEMBED", "NOFRAMES", "XMP", "PLAINTEXT"]); // prettier-ignore
const BLOCKS = new Set(["P", "UL", "OL", "BLOCKQUOTE"]);
const LINK = /^(https?:\/\/|mailto:)/i;
const FILE = /^\/clusters\/files\/[0-9a-f-]{36}\/$/;
const PERSON = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEEPEST = 60;

// The policy of the page would report every inline style and handler, though nothing of an inert document is used.
const QUIETED = [
  [/<(\/?)base(?=[\s>/])/gi, "<$1x-base"],
  [/<style[\s>][\s\S]*?<\/style\s*>/gi, ""],
  [/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])style(?=\s*=)/gi, "$1data-style").replace(/([\s"'/])on(?=[a-z]+\s*=)/gi, "$1data-on")],
];

export function clean(html) {
  const quiet = QUIETED.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), html);
  const source = new DOMParser().parseFromString(quiet, "text/html");
  const target = document.createDocumentFragment();
  copy(source.body, target, 0);
  gatherLists(target);
  wrapLoose(target);
  return target;
}

function copy(from, to, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data.replace(/[\n\t ]+/g, " "));
    else if (node.nodeType === Node.ELEMENT_NODE && depth < DEEPEST) copyElement(node, to, depth + 1);
  }
}

function copyElement(node, to, depth) {
  const name = node.tagName.toUpperCase();
  if (SILENT.has(name) || name.includes(":") && !node.textContent.trim()) return;
  if (/mso-list:\s*ignore/i.test(styleOf(node))) return; // Word's own bullet
  const kept = KEPT.get(name);
  const made = kept && make(kept, node);
  if (!made) return copy(node, to, depth);
  if (kept === "BR" || kept === "IMG") return void to.append(made);
  if (BLOCKS.has(made.tagName) && to.nodeType === Node.ELEMENT_NODE && to.closest("p, b, i, a, span")) {
    copy(node, to, depth); // a block inside a line: its words, and a break
    return void to.append(document.createElement("br"));
  }
  copy(node, kept === "H" ? made.appendChild(document.createElement("b")) : made, depth);
  if (made.textContent.trim() || made.querySelector("img")) to.append(made);
}

function styleOf(node) {
  return node.dataset?.style ?? node.getAttribute("style") ?? "";
}

function make(kept, node) {
  if (kept === "H") return document.createElement("p");
  const made = document.createElement(kept);
  if (kept === "A") {
    const href = node.getAttribute("href")?.trim() ?? "";
    if (!LINK.test(href)) return null;
    made.setAttribute("href", href);
  }
  if (kept === "IMG") {
    if (!FILE.test(node.getAttribute("src") ?? "")) return null;
    for (const name of ["src", "alt", "width", "height"]) {
      if (node.hasAttribute(name)) made.setAttribute(name, node.getAttribute(name));
    }
  }
  if (kept === "SPAN") {
    const person = node.getAttribute("data-mention") ?? "";
    if (/(^|;)\s*font-weight:\s*(bold|[6-9]00)/i.test(styleOf(node))) return document.createElement("b");
    if (!PERSON.test(person)) return null;
    made.setAttribute("data-mention", person);
  }
  if (kept === "B" && /(^|;)\s*font-weight:\s*normal/i.test(styleOf(node))) return null; // Google's wrapper
  const style = styleOf(node);
  if (kept === "P" && (/mso-list:\s*l\d/i.test(style) || /MsoListParagraph/.test(node.className))) {
    const marker = /^\s*(?:\(?[0-9]{1,3}|[a-z])[.)]/i.test(node.textContent) ? "OL" : "UL";
    const item = document.createElement("li");
    item.dataset.list = /mso-list/i.test(style) || marker ? marker : "";
    return item;
  }
  return made;
}

// Word writes a list as paragraphs that follow each other.
function gatherLists(root) {
  for (const item of [...root.querySelectorAll("li[data-list]")]) {
    const kind = item.dataset.list;
    delete item.dataset.list;
    stripMarker(item);
    const before = item.previousElementSibling;
    if (before && before.tagName === kind && before.dataset.gathered) before.append(item);
    else {
      const list = document.createElement(kind);
      list.dataset.gathered = "yes";
      item.replaceWith(list);
      list.append(item);
    }
  }
  root.querySelectorAll("[data-gathered]").forEach((list) => delete list.dataset.gathered);
}

function stripMarker(item) {
  const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  const first = walker.nextNode();
  if (first) first.data = first.data.replace(/^[\s\u00a0]*(?:[·•§o▪–-]|\(?[0-9a-z]{1,3}[.)])?[\s\u00a0]+/iu, "");
}

function wrapLoose(root) {
  let line = null;
  for (const node of [...root.childNodes]) {
    if (node.nodeType === Node.ELEMENT_NODE && (BLOCKS.has(node.tagName) || node.tagName === "LI")) {
      line = null;
    } else if (node.nodeType === Node.TEXT_NODE && !node.data.trim() && !line) {
      node.remove();
    } else {
      if (!root.querySelector("p, ul, ol, blockquote") && !line) return; // one line of text stays one
      if (!line) node.before((line = document.createElement("p")));
      line.append(node);
    }
  }
}
