// The answers of an attempt: kept on this device, brought to the server, and shown where they are. Pages without a
// question load this too when something waits (leaving.ts), and send it.
import { Courier } from "./answers/courier";
import { Entries } from "./answers/entries";
import { Handing } from "./answers/handing";
import { Keeper } from "./answers/keeper";
import { raiseFlags } from "./answers/flags";
import { holdLinks } from "./answers/passage";
import { Panel, mark } from "./answers/panel";
import { reckon } from "./answers/meter";
import { personHere } from "./leaving";

/** Resolves when nothing of an attempt waits on this device any more. */
function arrived(attempt: string, entries: Entries, courier: Courier): Promise<void> {
  return new Promise((resolve) => {
    const look = async () => {
      const waits = (await entries.list()).some((entry) => entry.attempt === attempt && entry.refused === undefined);
      if (!waits) resolve();
    };
    courier.onRest(() => void look());
    void courier.send();
  });
}

/** An answer that is on its way arrives before its page is left, or before its attempt is finished. */
function holdForms(keepers: Keeper[], files: Handing[], entries: Entries, courier: Courier): void {
  const ready = new WeakSet<HTMLFormElement>();
  const held = new WeakSet<HTMLFormElement>();
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const attempt = form.dataset.answer ?? form.dataset.afterAnswers;
    if (!attempt || ready.has(form)) return;
    event.preventDefault();
    if (held.has(form)) return;
    held.add(form);
    keepers.forEach((keeper) => keeper.decide(event.submitter));
    const sent = Promise.all([...keepers, ...files].map((each) => each.keep())).then(() => arrived(attempt, entries, courier));
    void sent.then(() => {
      held.delete(form);
      ready.add(form);
      form.requestSubmit(event.submitter);
      ready.delete(form);
    });
  });
}

async function begin(person: string): Promise<void> {
  const token = document.querySelector<HTMLInputElement>("input[name=csrf_token]")?.value ?? "";
  const entries = new Entries(person);
  const courier = new Courier(entries, token);
  const scopes = document.querySelectorAll<HTMLElement>("[data-answer]");
  const keepers = [...scopes].map((scope) => new Keeper(scope, entries, courier));
  const forms = document.querySelectorAll<HTMLFormElement>("form[data-hand-in]");
  const files = [...forms].map((form) => new Handing(form, courier));
  const keepAll = () => keepers.forEach((keeper) => void keeper.keep());
  addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", keepAll);
  addEventListener("beforeunload", (event) => {
    keepAll();
    if ([...keepers, ...files].some((each) => each.isInDanger)) event.preventDefault();
  });
  holdForms(keepers, files, entries, courier);
  courier.onNews(mark);
  courier.onNews(reckon());
  raiseFlags(token);
  holdLinks(courier);
  const box = document.querySelector<HTMLElement>("[data-outbox]");
  if (box) {
    const panel = new Panel(box, entries, courier);
    courier.onRest(() => void panel.show());
  }
  for (const entry of await entries.list()) {
    if (entry.refused === undefined) mark({ ...entry, place: "device", isAnswer: entry.said !== "", message: "" });
  }
  await entries.count();
  await Promise.all(keepers.map((keeper) => keeper.restore()));
  await courier.send();
}

const person = personHere();
if (person) void begin(person);
