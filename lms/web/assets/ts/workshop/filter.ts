// [data-filter]: a field that hides, among the choices of [data-filtered] beside it, those without the words typed.

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function apply(input: HTMLInputElement, groups: HTMLDetailsElement[], says: HTMLElement | null): void {
  const wanted = fold(input.value.trim());
  let count = 0;
  groups.forEach((group) => {
    let shown = 0;
    group.querySelectorAll<HTMLElement>(".option").forEach((option) => {
      option.hidden = !fold(option.textContent ?? "").includes(wanted);
      option.classList.toggle("hidden", option.hidden);
      if (!option.hidden) shown += 1;
    });
    group.hidden = !shown;
    if (wanted && shown) group.open = true;
    count += shown;
  });
  if (!says) return;
  const text = count ? input.dataset["some"] : input.dataset["none"];
  says.textContent = wanted ? (text ?? "").replace("{count}", String(count)) : "";
}

export function filterChoices(): void {
  document.querySelectorAll<HTMLElement>("[data-filter]").forEach((field) => {
    const input = field.querySelector("input");
    const groups = [...(field.parentElement?.querySelectorAll<HTMLDetailsElement>("[data-filtered]") ?? [])];
    if (!input) return;
    field.hidden = false;
    input.addEventListener("input", () => apply(input, groups, field.querySelector("[role=status]")));
    // Enter would send the whole form.
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  });
}
