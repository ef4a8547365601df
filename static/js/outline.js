// Brings the current lesson into the sight of a long outline, without moving the page.
export function showCurrent(root) {
  const current = root.querySelector(".sheet .outline__item[aria-current]");
  const sheet = current?.closest(".sheet");
  if (!sheet || sheet.scrollHeight <= sheet.clientHeight) return;
  const offset = current.getBoundingClientRect().top - sheet.getBoundingClientRect().top;
  sheet.scrollTop += offset - sheet.clientHeight / 3;
}
