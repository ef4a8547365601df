// Terms of the glossary in a lesson: their meaning beside the word, on hover, focus or a tap. Without this file the
// word is a link to the glossary. The meaning stands in the list at the end of the lesson (aria-describedby).
const LEAVE = 250; // milliseconds in which the pointer may reach the note

export function explainTerms(root) {
  const note = document.createElement("div");
  if (!note.showPopover) return;
  note.className = "term-note";
  note.popover = "manual";
  note.setAttribute("aria-hidden", "true"); // screen readers hear the description of the link
  document.body.append(note);
  let shown = null;
  let leaving = 0;

  function show(term) {
    clearTimeout(leaving);
    const meaning = document.getElementById(term.getAttribute("aria-describedby"));
    if (term === shown || !meaning) return;
    note.lang = term.closest("[lang]").lang;
    note.textContent = meaning.textContent;
    note.showPopover();
    shown = term;
    const word = term.getClientRects()[0];
    const { width, height } = note.getBoundingClientRect();
    const left = Math.max(16, Math.min(word.left, document.documentElement.clientWidth - width - 16));
    const below = word.bottom + 6;
    note.style.left = `${left}px`;
    note.style.top = `${below + height < innerHeight ? below : Math.max(8, word.top - height - 6)}px`;
  }

  function hide() {
    clearTimeout(leaving);
    if (!shown) return;
    note.hidePopover();
    shown = null;
  }

  const hideSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(hide, LEAVE);
  };

  for (const term of root.querySelectorAll("a.term[aria-describedby]")) {
    term.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(term));
    term.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hideSoon());
    term.addEventListener("focus", () => term.matches(":focus-visible") && show(term));
    term.addEventListener("blur", hide);
    term.addEventListener("click", (event) => {
      if (event.pointerType === "mouse" || !event.pointerType || shown === term) return;
      event.preventDefault(); // the first tap explains, the second leads to the glossary
      show(term);
    });
  }
  note.addEventListener("pointerenter", () => clearTimeout(leaving));
  note.addEventListener("pointerleave", hideSoon);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
  document.addEventListener("pointerdown", (event) => {
    if (shown && !shown.contains(event.target) && !note.contains(event.target)) hide();
  });
}
