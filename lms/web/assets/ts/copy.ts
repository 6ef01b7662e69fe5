// button[data-copies]: copies the text that it names, and says so where it is heard and seen; without script it is not shown.

export function offerCopies(): void {
  // Where a page is not served safely browsers have no clipboard; then the text is marked by hand.
  if (!window.isSecureContext) return;
  document.querySelectorAll<HTMLButtonElement>("button[data-copies]").forEach(equip);
}

function equip(button: HTMLButtonElement): void {
  const says = button.parentElement?.querySelector<HTMLElement>("[role=status]");
  if (!says) return;
  const say = (words: string | undefined): void => {
    // Said again where it is copied again: the same text is no news.
    says.textContent = "";
    setTimeout(() => (says.textContent = words ?? ""), 100);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(button.dataset["copies"] ?? "").then(
      () => say(button.dataset["copied"]),
      () => say(button.dataset["failed"]),
    );
  });
}
