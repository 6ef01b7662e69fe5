// form[data-signs-out]: what a person has written and not sent stands on this device; signing out asks first, then drops it.

export function databaseOf(person: string): string {
  return `article60-${person}`;
}

/** Remember, where every page can read it at once, how many texts wait on this device. */
export function tellUnsent(person: string, count: number): void {
  if (count) localStorage.setItem(databaseOf(person), String(count));
  else localStorage.removeItem(databaseOf(person));
}

export function dropAtSignOut(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-signs-out]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      const name = databaseOf(form.dataset.signsOut ?? "");
      const isUnsent = localStorage.getItem(name) !== null;
      if (isUnsent && !confirm(form.dataset.unsent)) return event.preventDefault();
      localStorage.removeItem(name);
      sessionStorage.clear();
      indexedDB.deleteDatabase(name);
    }),
  );
}
