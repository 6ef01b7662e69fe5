// [data-poll]: a running job shows how far it is; its address answers the same element until that carries data-done.

const FIRST_WAIT = 1500;
const LONGEST_WAIT = 10_000;

async function ask(element: HTMLElement, wait: number): Promise<void> {
  const address = element.dataset.poll;
  if (!address) return;
  let next = Math.min(wait * 1.3, LONGEST_WAIT);
  try {
    const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (response.status >= 400 && response.status < 500) return;
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = response.ok ? answer.getElementById(element.id) : null;
    if (fresh) {
      element.replaceChildren(...fresh.childNodes);
      if (fresh.dataset.done !== undefined) {
        delete element.dataset.poll;
        element.dataset.done = "";
        return;
      }
    }
  } catch {
    next = LONGEST_WAIT;
  }
  setTimeout(() => void ask(element, next), next);
}

export function pollJobs(): void {
  document.querySelectorAll<HTMLElement>("[data-poll]").forEach((element) => {
    setTimeout(() => void ask(element, FIRST_WAIT), FIRST_WAIT);
  });
}
