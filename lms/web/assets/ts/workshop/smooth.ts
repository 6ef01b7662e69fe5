// The forms of the editors are sent in the background, and the answer's page takes the place of this one: the reading
// place stays, and the focus goes where the page wants it. Where that fails, the form is sent as any other.

function isOurs(form: HTMLFormElement): boolean {
  return form.method === "post" && form.closest("main") !== null && new URL(form.action).pathname.startsWith("/teach/");
}

async function send(form: HTMLFormElement, submitter: HTMLElement | null): Promise<boolean> {
  const body = new URLSearchParams(new FormData(form, submitter) as unknown as Record<string, string>);
  const response = await fetch(form.action, { method: "POST", body });
  if (response.status >= 500 || !(response.headers.get("content-type") ?? "").startsWith("text/html")) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // Another page than the one at hand (the sign-in page, the list after a removal) is really gone to.
  if (new URL(response.url).pathname !== location.pathname && response.redirected) {
    location.assign(response.url);
    return true;
  }
  const fresh = page.querySelector(".sheet");
  const sheet = document.querySelector(".sheet");
  if (!fresh || !sheet || !page.querySelector("[data-smooth]")) return false;
  const place = scrollY;
  sheet.replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  if (response.redirected) history.replaceState(null, "", response.url);
  scrollTo(0, place);
  focusAgain(new URL(response.url).hash);
  return true;
}

function focusAgain(hash: string): void {
  const wanted =
    document.querySelector<HTMLElement>("main [autofocus]") ??
    document.querySelector<HTMLElement>(hash.length > 1 ? `${hash} button, ${hash} a` : "#main");
  wanted?.focus({ preventScroll: true });
  wanted?.scrollIntoView({ block: "nearest" });
}

/** Send a form as the browser does, its button included; nothing listens to that any more. */
function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = submitter.name;
    field.value = submitter.value;
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}

export function sendSmoothly(begin: () => void): void {
  let isSending = false;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || !isOurs(form) || !document.querySelector("[data-smooth]")) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    const again = () => sendPlainly(form, event.submitter);
    send(form, event.submitter)
      .then((isDone) => (isDone ? begin() : again()))
      .catch(again)
      .finally(() => (isSending = false));
  });
}
