// On a phone the row of a course's parts is one line that is pushed aside: it opens where the part at hand is in view.

export function showTab(): void {
  document.querySelectorAll<HTMLElement>(".tabs [aria-current]").forEach((here) => {
    const row = here.closest("ul");
    if (!row) return;
    const [tab, line] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += tab.left + tab.width / 2 - (line.left + line.width / 2);
  });
}
