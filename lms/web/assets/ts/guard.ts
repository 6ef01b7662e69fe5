// form[data-guard]: the browser asks before a page with unsent changes is left.

export function guardForms(): void {
  const changed = new Set<EventTarget>();
  document.querySelectorAll<HTMLFormElement>("form[data-guard]").forEach((form) => {
    form.addEventListener("input", () => changed.add(form));
    form.addEventListener("submit", () => changed.clear());
  });
  addEventListener("beforeunload", (event) => {
    if (changed.size) event.preventDefault();
  });
}
