// [data-drop]: a file can be dropped where it can be chosen, and one that is too large is told before it is sent.

export function takeDrops(): void {
  document.querySelectorAll<HTMLElement>("[data-drop]").forEach(equip);
}

function equip(area: HTMLElement): void {
  const field = area.querySelector<HTMLInputElement>("input[type=file]");
  const says = area.querySelector<HTMLElement>("[data-drop-says]");
  if (!field || !says) return;
  const invites = area.dataset["invites"] ?? "";
  const check = (): void => {
    const isTooLarge = (field.files?.[0]?.size ?? 0) > Number(area.dataset["largest"]);
    const problem = isTooLarge ? (area.dataset["tooLarge"] ?? "") : "";
    says.textContent = problem || field.files?.[0]?.name || invites;
    says.classList.toggle("wrong", isTooLarge);
    // What is too large is not sent: an answer could come before all of it is away, and be lost.
    field.setCustomValidity(problem);
  };
  says.textContent = invites;
  field.addEventListener("change", check);
  field.form?.addEventListener("submit", (event) => {
    if (!field.reportValidity()) event.preventDefault();
  });
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    area.classList.add("over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    area.classList.remove("over");
    const one = new DataTransfer();
    one.items.add(file);
    field.files = one.files;
    check();
    field.focus();
  });
}
