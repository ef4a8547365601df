// Tabs that scroll by themselves on a phone: the open one is brought into sight.
export function showOpenTab(root) {
  for (const tabs of root.querySelectorAll(".room-tabs, .edition-tabs")) {
    const open = tabs.querySelector("[aria-current]");
    if (!open) continue;
    const [inside, around] = [open.getBoundingClientRect(), tabs.getBoundingClientRect()];
    tabs.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
  }
}
