// form[data-signs-out]: what a person has written and not sent stands on this device; signing out asks first, then drops it.

/** The texts of those who write courses. */
export function databaseOf(person: string): string {
  return `article60-${person}`;
}

/** The answers of those who sit a quiz. */
export function answersOf(person: string): string {
  return `article60-answers-${person}`;
}

/** Remember, where every page can read it at once, how much waits on this device under a name. */
export function tellUnsent(name: string, count: number): void {
  if (count) localStorage.setItem(name, String(count));
  else localStorage.removeItem(name);
}

/** Whose page this is, or nothing where nobody is signed in. */
export function personHere(): string | undefined {
  return document.querySelector<HTMLFormElement>("form[data-signs-out]")?.dataset.signsOut;
}

function drop(name: string): void {
  const keys = Object.keys(localStorage).filter((key) => key === name || key.startsWith(`${name}/`));
  keys.forEach((key) => localStorage.removeItem(key));
  indexedDB.deleteDatabase(name);
}

export function dropAtSignOut(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-signs-out]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      const person = form.dataset.signsOut ?? "";
      const names = [databaseOf(person), answersOf(person)];
      const isUnsent = names.some((name) => localStorage.getItem(name) !== null);
      if (isUnsent && !confirm(form.dataset.unsent)) return event.preventDefault();
      sessionStorage.clear();
      names.forEach(drop);
    }),
  );
}

/** Say whether answers may wait here. A crash can take what localStorage says along, so the database itself is looked for. */
async function mayWait(name: string): Promise<boolean> {
  try {
    if (localStorage.getItem(name) !== null) return true;
    return (await indexedDB.databases()).some((database) => database.name === name);
  } catch {
    // A browser that shows neither: the pages of the attempt will send them.
    return false;
  }
}

/** Answers that wait on this device are sent from whichever page the person opens first. */
export async function sendUnsent(): Promise<void> {
  const person = personHere();
  const script = document.querySelector<HTMLElement>("[data-answers-script]")?.dataset.answersScript;
  if (person && script && (await mayWait(answersOf(person)))) await import(script);
}
