// [data-combobox]: the fields in it whose list of choices is a datalist become comboboxes that ask the address in it, in
// any script and without accents. The datalist stays for browsers without JavaScript.
const PAUSE = 150; // milliseconds after a key

export function openComboboxes(root) {
  for (const box of root.querySelectorAll("[data-combobox]")) {
    for (const field of box.querySelectorAll("input[list]")) new Combobox(box, field);
  }
}

class Combobox {
  constructor(box, field) {
    this.address = box.dataset.combobox;
    this.words = JSON.parse(box.dataset.words);
    this.field = field;
    field.removeAttribute("list");
    this.list = made("ul", { class: "combobox__list", role: "listbox", id: `${field.id}-list`, "aria-label": this.words.people });
    this.list.hidden = true;
    this.status = made("p", { class: "visually-hidden", role: "status" });
    const shell = made("div", { class: "combobox" });
    field.before(shell);
    shell.append(field, this.list, this.status);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries({ ...roles, autocapitalize: "off", spellcheck: "false" })) field.setAttribute(name, value);
    field.addEventListener("input", (event) => event.isTrusted && this.askSoon());
    field.addEventListener("click", () => this.list.hidden && this.ask());
    field.addEventListener("keydown", (event) => this.keys(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.pick(event.target.closest("[role='option']")));
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = (this.asked = this.field.value);
    const response = await fetch(`${this.address}?q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!response?.ok) return;
    const { peers } = await response.json();
    if (asked !== this.asked || document.activeElement !== this.field) return;
    this.show(peers, asked);
  }

  show(peers, asked) {
    this.list.replaceChildren(
      ...peers.map((words, place) => {
        const option = made("li", { role: "option", id: `${this.list.id}-${place}`, "aria-selected": "false" });
        option.textContent = words;
        return option;
      }),
    );
    this.status.textContent = peers.length ? "" : this.words.nobody;
    if (!peers.length) {
      const nobody = made("li", { class: "combobox__nobody", role: "option", "aria-disabled": "true", "aria-selected": "false" });
      nobody.textContent = this.words.nobody;
      this.list.append(nobody);
    }
    this.list.hidden = peers.length === 1 && peers[0] === asked;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.choose(asked.trim() ? 0 : -1);
  }

  options() {
    return [...this.list.querySelectorAll("[role='option']:not([aria-disabled])")];
  }

  choose(place) {
    const options = this.options();
    this.chosen = options.length ? Math.max(-1, Math.min(place, options.length - 1)) : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.chosen)));
    const option = options[this.chosen];
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  keys(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
      else this.ask();
    }
    if (!isOpen) return;
    if (event.key === "Enter") event.preventDefault(); // it chooses and does not send the form
    if (event.key === "Enter" || event.key === "Tab") this.pick(this.options()[this.chosen]);
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  pick(option) {
    if (!option || option.getAttribute("aria-disabled")) return;
    this.field.value = option.textContent;
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true })); // drafts keep it
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.list.hidden = true;
    this.status.textContent = "";
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

function made(name, attributes) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
