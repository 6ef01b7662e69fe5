// form[data-seen]: what stands on the page counts as read once it has been looked at; the form's button does the same by hand.

const LOOKED_AT = 3000;

export function markSeen(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-seen]");
  if (!form) return;
  let timer = 0;
  const wait = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(() => void send(form), LOOKED_AT);
  };
  document.addEventListener("visibilitychange", wait);
  wait();
}

async function send(form: HTMLFormElement): Promise<void> {
  if (!form.isConnected) return;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
  // Led elsewhere is done; whatever else happens, the button is still there. Whoever is at it right now keeps it.
  if (answer?.type === "opaqueredirect" && !form.contains(document.activeElement)) form.remove();
}
