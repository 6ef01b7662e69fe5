// Shows at the fields of a form what the server refused, as the page without script does: from the form's templates.

export function clearErrors(form: HTMLFormElement): void {
  form.parentElement?.querySelectorAll(":scope > .summary").forEach((summary) => summary.remove());
  form.querySelectorAll(".field.wrong").forEach((field) => {
    field.classList.remove("wrong");
    field.querySelectorAll(".error").forEach((line) => line.remove());
    const input = field.querySelector<HTMLElement>("[aria-invalid]");
    if (!input) return;
    input.removeAttribute("aria-invalid");
    describe(input, described(input).filter((id) => id !== `${input.id}-error`));
  });
}

/** Show each field's error beside it and all of them above the form; the first wrong field gets the focus. */
export function showErrors(form: HTMLFormElement, errors: Record<string, string>): void {
  const summary = copy(form, "[data-error-summary]");
  const list = summary?.querySelector("ul");
  let first: HTMLElement | undefined;
  for (const input of form.querySelectorAll<HTMLElement>("[name]")) {
    const error = errors[input.getAttribute("name") ?? ""];
    const label = form.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    if (!error || !label) continue;
    mark(form, input, error);
    list?.append(item(input.id, `${label.firstChild?.textContent?.trim() ?? ""} – ${error}`));
    first ??= input;
  }
  if (summary) form.before(summary);
  first?.focus();
}

function mark(form: HTMLFormElement, input: HTMLElement, error: string): void {
  const line = copy(form, "[data-error-line]");
  if (!line) return;
  line.id = `${input.id}-error`;
  line.append(error);
  input.before(line);
  input.closest(".field")?.classList.add("wrong");
  input.setAttribute("aria-invalid", "true");
  describe(input, [...described(input), line.id]);
}

function item(id: string, text: string): HTMLLIElement {
  const link = document.createElement("a");
  link.href = `#${id}`;
  link.textContent = text;
  const line = document.createElement("li");
  line.append(link);
  return line;
}

function copy(form: HTMLFormElement, selector: string): HTMLElement | null {
  const content = form.querySelector<HTMLTemplateElement>(selector)?.content.firstElementChild;
  return (content?.cloneNode(true) as HTMLElement | undefined) ?? null;
}

function described(input: HTMLElement): string[] {
  return (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}

function describe(input: HTMLElement, ids: string[]): void {
  if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
  else input.removeAttribute("aria-describedby");
}
