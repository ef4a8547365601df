// [data-editor]: the plain field of a form becomes a light editor when somebody begins to write in it. What is sent is
// HTML in <name>_html, cleaned again by the server; the plain field stays beside it, out of sight.
import { clean } from "./clean.js";

// name, its sign (a letter, or lines on 24 × 24), key
const TOOLS = [
  ["bold", "B", "B"],
  ["italic", "I", "I"],
  ["ul", "M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5", ""],
  ["ol", "M10 6h10M10 12h10M10 18h10M4 4.5h1.5V8M3.5 14.5h3l-3 4h3", ""],
  ["quote", "M5 6v12M10 8h10M10 12h10M10 16h7", ""],
  ["link", "M10 14l4-4M8.5 11.5l-3 3a3.5 3.5 0 0 0 5 5l3-3M10.5 7.5l3-3a3.5 3.5 0 0 1 5 5l-3 3", "K"],
  ["mention", "@", ""],
  ["image", "M4 5h16v14H4zM4 16l5-5l4 4l3-3l4 4M15.5 9h.5", ""],
];
const ADDRESS = /^(https?:\/\/[^\s]+\.[^\s]+|mailto:[^\s]+@[^\s]+)$/i;

export function wakeEditors(root) {
  for (const box of root.querySelectorAll("[data-editor]")) {
    const field = box.querySelector("textarea");
    const wake = () => start(box, field, document.activeElement === field);
    field.addEventListener("focus", wake, { once: true });
    const begun = box.querySelector("[data-editor-html]").value; // a draft, a quotation, a post to change
    if (begun || document.activeElement === field) wake();
  }
}

async function start(box, field, hadFocus) {
  if (box.dataset.awake) return;
  box.dataset.awake = "yes";
  const { default: Squire } = await import("../vendor/squire/squire.mjs");
  new Editor(box, field, Squire, hadFocus);
}

class Editor {
  constructor(box, field, Squire, hadFocus) {
    this.box = box;
    this.field = field;
    this.words = JSON.parse(box.dataset.words);
    const source = box.querySelector("[data-editor-html]");
    const typed = field.value !== field.defaultValue;
    this.area = element("div", {
      class: "editor__area written ds-input",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": box.dataset.label,
      "aria-describedby": `${field.getAttribute("aria-describedby") ?? ""} ${field.id}-help`.trim(),
    });
    if (field.getAttribute("aria-invalid")) this.area.setAttribute("aria-invalid", "true");
    this.status = element("p", { class: "editor__status meta", role: "status" });
    this.squire = new Squire(this.area, {
      blockTag: "P",
      addLinks: true,
      tagAttributes: {},
      sanitizeToDOMFragment: (html) => clean(html),
    });
    this.makeBar();
    field.before(this.bar, this.area, this.status);
    box.querySelector(".editor__hint")?.remove();
    const help = element("p", { class: "visually-hidden", id: `${field.id}-help` });
    help.textContent = this.words.help;
    this.area.after(help);
    this.show(typed || !source.value ? paragraphs(field.value) : source.value);
    source.name = `${field.name}_html`;
    this.source = source;
    field.hidden = true;
    box.querySelector("label").addEventListener("click", () => this.squire.focus());
    this.squire.addEventListener("input", () => this.changed());
    this.squire.addEventListener("pathChange", () => this.showState());
    this.squire.addEventListener("willPaste", (event) => this.paste(event));
    this.squire.addEventListener("pasteImage", (event) => this.uploadAll(event.detail.clipboardData.items));
    this.area.addEventListener("keydown", (event) => this.keys(event), true);
    this.area.addEventListener("drop", (event) => this.drop(event));
    this.area.addEventListener("blur", () => setTimeout(() => this.closePeople(), 150));
    this.area.addEventListener("pointerdown", () => this.closePeople());
    this.sync();
    if (hadFocus) {
      this.squire.focus();
      this.squire.moveCursorToEnd();
      this.suggest();
    }
    box.addEventListener("editor:set", (event) => {
      this.show(event.detail);
      this.sync();
    });
  }

  // Below a quotation there is always a line to write on.
  show(html) {
    this.squire.setHTML(html);
    if (this.area.lastElementChild?.tagName !== "BLOCKQUOTE") return;
    const line = element("p", {});
    line.append(element("br", {}));
    this.area.append(line);
  }

  // The tools: one stop of the tab key, arrows lead from one to the next.
  makeBar() {
    this.bar = element("div", { class: "editor__bar", role: "toolbar", "aria-label": this.words.tools });
    this.buttons = new Map();
    for (const [name, sign, key] of TOOLS) {
      if ((name === "mention" && !this.box.dataset.people) || (name === "image" && !this.box.dataset.upload)) continue;
      const button = element("button", { type: "button", class: "editor__tool", "data-tool": name, tabindex: "-1" });
      button.title = key ? `${this.words[name]} (Ctrl+${key})` : this.words[name];
      button.setAttribute("aria-label", this.words[name]);
      button.append(sign.length > 1 ? drawing(sign) : sign);
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.use(name));
      this.buttons.set(name, button);
      this.bar.append(button);
    }
    this.bar.firstChild.tabIndex = 0;
    this.bar.addEventListener("keydown", (event) => {
      const all = [...this.buttons.values()];
      const place = all.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") this.squire.focus();
      if (!step || place < 0) return;
      event.preventDefault();
      const next = all[(place + step + all.length) % all.length];
      all.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
      next.focus();
    });
  }

  use(name) {
    const { squire } = this;
    const on = this.isOn(name);
    if (name === "bold") on ? squire.removeBold() : squire.bold();
    if (name === "italic") on ? squire.removeItalic() : squire.italic();
    if (name === "ul") on ? squire.removeList() : squire.makeUnorderedList();
    if (name === "ol") on ? squire.removeList() : squire.makeOrderedList();
    if (name === "quote") on ? squire.decreaseQuoteLevel() : squire.increaseQuoteLevel();
    if (name === "link") return this.askLink();
    if (name === "image") return this.choosePicture();
    squire.focus();
    if (name === "mention") squire.insertPlainText("@", false);
    this.changed();
  }

  isOn(name) {
    const path = this.squire.getPath();
    return {
      bold: () => this.squire.hasFormat("B") || this.squire.hasFormat("STRONG"),
      italic: () => this.squire.hasFormat("I") || this.squire.hasFormat("EM"),
      ul: () => /UL/.test(path),
      ol: () => /OL/.test(path),
      quote: () => /BLOCKQUOTE/.test(path),
      link: () => this.squire.hasFormat("A"),
    }[name]?.();
  }

  showState() {
    for (const [name, button] of this.buttons) {
      if (["mention", "image"].includes(name)) continue;
      button.setAttribute("aria-pressed", this.isOn(name) ? "true" : "false");
    }
  }

  // Squire tells of every change of the area, of its attributes too: only what was written counts.
  changed() {
    const before = this.source.value;
    this.sync();
    if (this.source.value === before) return;
    this.suggest();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  sync() {
    this.source.value = this.area.innerHTML.replace(/\u200b/g, "");
    this.field.value = this.area.innerText.trim();
  }

  keys(event) {
    if (this.people && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") return this.closePeople();
      if (event.key === "Enter" || event.key === "Tab") return this.pick(this.chosen);
      return this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    }
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      this.bar.querySelector("[tabindex='0']").focus();
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.askLink();
    }
  }

  // Pasted text: what is kept was decided by clean(); pictures of other places are left out.
  paste(event) {
    const fragment = event.detail.fragment;
    fragment.querySelectorAll("img").forEach((image) => {
      if (!image.getAttribute("src")?.startsWith("/clusters/files/")) image.remove();
    });
  }

  drop(event) {
    const items = event.dataTransfer?.items;
    if (items && [...items].some((item) => item.kind === "file")) {
      event.preventDefault();
      this.uploadAll(items);
    }
  }

  askLink() {
    const range = this.squire.getSelection();
    const inside = this.isOn("link");
    const current = inside ? range.startContainer.parentElement?.closest("a")?.getAttribute("href") ?? "" : "";
    const input = element("input", { type: "text", class: "ds-input", inputmode: "url", value: current || "https://" });
    const panel = this.ask(this.words.address, input, [
      [this.words.set, () => {
        let address = input.value.trim();
        if (/^[^\s@:/]+@[^\s@]+\.[^\s@]+$/.test(address)) address = `mailto:${address}`;
        else if (/^[^\s:/]+\.[^\s]+$/.test(address)) address = `https://${address}`;
        if (!ADDRESS.test(address)) {
          this.status.textContent = this.words.wrong;
          return input.focus();
        }
        panel.remove();
        this.squire.setSelection(range);
        if (range.collapsed && !inside) this.squire.insertHTML(linkTo(address));
        else this.squire.makeLink(address);
        this.squire.focus();
        this.changed();
      }],
      inside && [this.words.remove, () => {
        panel.remove();
        this.squire.setSelection(range);
        this.squire.removeLink();
        this.squire.focus();
        this.changed();
      }],
    ], () => this.squire.setSelection(range).focus());
  }

  // A small question below the tools; Escape and Cancel lead back to the text.
  ask(label, input, actions, back) {
    this.panel?.remove();
    const panel = element("div", { class: "editor__ask", role: "group", "aria-label": label });
    const caption = element("label", {});
    caption.append(label, input);
    panel.append(caption);
    const leave = () => {
      panel.remove();
      back();
    };
    for (const [text, act] of [...actions.filter(Boolean), [this.words.cancel, leave]]) {
      const button = element("button", { type: "button", class: "ds-button", "data-size": "sm", "data-variant": "secondary" });
      button.textContent = text;
      button.addEventListener("click", act);
      panel.append(button);
    }
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      if (event.key === "Enter" && event.target === input) {
        event.preventDefault();
        actions[0][1]();
      }
    });
    this.bar.after(panel);
    this.panel = panel;
    input.focus();
    input.select();
    return panel;
  }

  choosePicture() {
    const input = element("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif" });
    input.addEventListener("change", () => [...input.files].forEach((file) => this.upload(file)));
    input.click();
  }

  uploadAll(items) {
    for (const item of items) if (item.kind === "file" && item.type.startsWith("image/")) this.upload(item.getAsFile());
  }

  async upload(file) {
    if (!this.box.dataset.upload) return;
    this.status.textContent = this.words.uploading;
    const body = new FormData();
    body.append("file", file, file.name || "picture.png");
    let answer = {};
    try {
      const response = await fetch(this.box.dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": token(this.box) } });
      answer = await response.json();
    } catch {
      answer = { error: this.words.refused };
    }
    if (answer.error || !answer.width) {
      this.status.textContent = answer.error || this.words.refused;
      return;
    }
    const input = element("input", { type: "text", class: "ds-input", maxlength: "200" });
    const insert = () => {
      panel.remove();
      this.squire.focus();
      const { url, width, height } = answer;
      this.squire.insertImage(url, { alt: input.value.trim(), width: String(width), height: String(height) });
      this.status.textContent = this.words.uploaded;
      this.changed();
    };
    const panel = this.ask(this.words.describe, input, [[this.words.insert, insert]], () => this.squire.focus());
    this.status.textContent = "";
  }

  // @ and the beginning of a name offer members.
  async suggest() {
    if (!this.box.dataset.people) return;
    const found = this.beforeCursor();
    if (!found) return this.closePeople();
    const asked = (this.asked = found.words);
    const response = await fetch(`${this.box.dataset.people}?q=${encodeURIComponent(found.words)}`).catch(() => null);
    if (!response?.ok || asked !== this.asked) return;
    const { people } = await response.json();
    if (asked !== this.asked || !this.beforeCursor()) return;
    this.showPeople(people);
  }

  beforeCursor() {
    const range = this.squire.getSelection();
    const node = range.startContainer;
    if (!range.collapsed || node.nodeType !== Node.TEXT_NODE || node.parentElement.closest("[data-mention], a")) return null;
    const match = /(?:^|[\s(])@([\p{L}'’-]{0,30}(?: [\p{L}'’-]{1,30})?)$/u.exec(node.data.slice(0, range.startOffset).replace(/\u200b/g, ""));
    return match ? { node, words: match[1], end: range.startOffset } : null;
  }

  showPeople(people) {
    this.closePeople();
    if (!people.length) return;
    const list = element("ul", { class: "editor__people", role: "listbox", id: `${this.field.id}-people`, "aria-label": this.words.people });
    people.forEach((person, place) => {
      const option = element("li", { role: "option", id: `${this.field.id}-person-${place}` });
      option.append(person.name, element("span", { class: "meta" }));
      option.lastChild.textContent = person.place;
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        this.pick(place);
      });
      list.append(option);
    });
    this.area.after(list);
    this.area.setAttribute("aria-controls", list.id);
    this.people = people;
    this.list = list;
    this.choose(0);
  }

  choose(place) {
    const options = [...this.list.children];
    this.chosen = (place + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", at === this.chosen ? "true" : "false"));
    this.area.setAttribute("aria-activedescendant", options[this.chosen].id);
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }

  pick(place) {
    const person = this.people?.[place];
    const found = this.beforeCursor();
    this.closePeople();
    if (!person || !found) return;
    const range = document.createRange();
    const at = found.node.data.slice(0, found.end).lastIndexOf("@");
    range.setStart(found.node, at);
    range.setEnd(found.node, found.end);
    const span = element("span", { "data-mention": person.uuid });
    span.textContent = `@${person.name}`;
    range.deleteContents();
    range.insertNode(span);
    const space = document.createTextNode("\u00a0");
    span.after(space);
    range.setStart(space, 1);
    range.collapse(true);
    this.squire.setSelection(range);
    this.sync();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  closePeople() {
    this.asked = null;
    this.list?.remove();
    this.list = this.people = null;
    this.area.removeAttribute("aria-activedescendant");
    this.area.removeAttribute("aria-controls");
  }
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function drawing(lines) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", lines);
  svg.append(path);
  return svg;
}

function linkTo(address) {
  const link = element("a", { href: address });
  link.textContent = address.replace(/^mailto:/, "");
  return link.outerHTML;
}

// What was typed before the editor was there.
function paragraphs(text) {
  return text
    .split(/\n{2,}/)
    .map((part) => {
      const block = element("p", {});
      part.split("\n").forEach((line, place) => block.append(...(place ? [element("br", {})] : []), line));
      return block.outerHTML;
    })
    .join("");
}

export function token(inside) {
  return inside.closest("form").querySelector("[name='csrfmiddlewaretoken']").value;
}
