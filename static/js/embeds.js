// [data-embed]: a video of another site is fetched only after a click on its button.
export function loadEmbeds(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-embed-load]");
    if (!button) return;
    event.preventDefault();
    const box = button.closest("[data-embed]");
    const frame = document.createElement("iframe");
    frame.src = box.dataset.embed;
    frame.title = box.dataset.embedTitle;
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin";
    box.replaceChildren(frame);
    frame.tabIndex = 0;
    frame.focus();
  });
}
