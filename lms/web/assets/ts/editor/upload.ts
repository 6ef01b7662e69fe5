// form[data-upload]: the file goes with its progress shown; what is refused is said at its field, and what was entered stays.
import { clearErrors, showErrors } from "./fields";

interface Answer {
  address?: string;
  message?: string;
  errors?: Record<string, string>;
}

export function watchUploads(): void {
  document.querySelectorAll<HTMLFormElement>("form[data-upload]").forEach((form) => {
    const error = form.querySelector<HTMLElement>("[data-upload-error]");
    const meter = form.querySelector<HTMLElement>("[data-upload-progress]");
    const bar = meter?.querySelector("progress");
    const words = meter?.querySelector("span");
    if (!error || !meter || !bar || !words) return;
    const fail = (message: string) => {
      meter.hidden = true;
      error.textContent = message;
      error.hidden = false;
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const request = new XMLHttpRequest();
      error.hidden = true;
      clearErrors(form);
      meter.hidden = false;
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        bar.value = total ? (100 * loaded) / total : 0;
        const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(total ? loaded / total : 0);
        words.textContent = (form.dataset.sending ?? "{percent}").replace("{percent}", share);
      });
      request.addEventListener("error", () => fail(form.dataset.failed ?? ""));
      request.addEventListener("load", () => {
        const answer = read(request.responseText);
        if (request.status < 300 && answer.address) location.assign(answer.address);
        else if (answer.errors) {
          meter.hidden = true;
          showErrors(form, answer.errors);
        } else fail(answer.message ?? form.dataset.failed ?? "");
      });
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "fetch");
      request.setRequestHeader("Accept", "application/json");
      request.send(new FormData(form));
    });
  });
}

function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
