// form[data-draft]: what is written goes to the server every few seconds and when the page is left. Another tab that
// saved something else is told of; nothing is overwritten without a word.
const PAUSE = 3000;

export function keepDrafts(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) keep(form);
}

function keep(form) {
  const status = form.querySelector("[data-draft-status]");
  const words = JSON.parse(form.querySelector("[data-words]")?.dataset.words ?? "{}");
  let timer = 0;
  let isDirty = false;
  let isSent = false;
  let isSending = false;

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (!isDirty || isSent || isSending) return;
    isDirty = false;
    isSending = true;
    try {
      const response = await fetch(form.dataset.draft, { method: "POST", body: fields() });
      const answer = await response.json();
      if (response.status === 409) return conflict(answer);
      if (response.ok) form.elements.version.value = answer.version;
      status.textContent = answer.said;
    } catch {
      isDirty = true;
      status.textContent = words.offline ?? "";
    } finally {
      isSending = false;
      if (isDirty && !timer) timer = setTimeout(save, PAUSE);
    }
  }

  function fields() {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  function conflict(answer) {
    isSent = true; // no more saving until she has chosen
    status.textContent = answer.said;
    const row = document.createElement("span");
    row.className = "draft-choice";
    const choose = (label, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ds-button";
      button.dataset.size = "sm";
      button.dataset.variant = "secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        form.elements.version.value = answer.version;
        row.remove();
        isSent = false;
        act();
      });
      row.append(button);
    };
    choose(words.mine, () => {
      isDirty = true;
      save();
    });
    if (answer.body) choose(words.theirs, () => location.reload());
    status.after(row);
    row.firstChild.focus();
  }

  form.addEventListener("input", () => {
    isDirty = true;
    if (!timer) timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("change", () => (isDirty = true));
  form.addEventListener("submit", () => (isSent = true));
  addEventListener("pageshow", () => (isSent = false));
  const leave = () => {
    if (!isDirty || isSent) return;
    isDirty = false;
    navigator.sendBeacon(form.dataset.draft, fields());
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
}
