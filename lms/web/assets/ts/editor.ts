// What authoring pages load beside app.ts: the page editor and the uploads. Each works without it, with less comfort.
import { Device } from "./editor/device";
import { watchPaste } from "./editor/paste";
import { Preview } from "./editor/preview";
import { Saver } from "./editor/saver";
import { Server } from "./editor/server";
import { PlainSurface, type Surface } from "./editor/surface";
import { openToolbar } from "./editor/toolbar";
import { watchUploads } from "./editor/upload";
import type { openColours } from "./colours";

const COLOURS = "editor-colours";
const LINES = "editor-lines";

function openEditor(form: HTMLFormElement): void {
  const area = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  const here = document.querySelector<HTMLElement>("[data-preview-here]");
  if (!area || !here) return;
  const plain = new PlainSurface(area);
  let surface: Surface = plain;
  const current = () => surface;
  const server = new Server(form);
  const device = new Device(server.field("person").value, form.dataset.course ?? "", form.dataset.file ?? "");
  const saver = new Saver(server, device, current);
  const preview = new Preview(server, here, current);
  preview.follow(form);
  area.addEventListener("input", () => {
    saver.note();
    preview.note();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.matches("[data-preview-now]")) void preview.draw();
    else void saver.flush();
  });
  openToolbar(form, current);
  watchPaste(form, current, server);
  switchColours(form, area, COLOURS, false, (next) => (surface = next ?? plain));
  void saver.offer();
}

/** The text of a file: its lines are numbered from the beginning, unless somebody prefers the plain text area. */
function openText(form: HTMLFormElement): void {
  const area = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  if (area) switchColours(form, area, LINES, true, () => undefined);
}

/** The editor in the place of the text area comes by a button, and the choice is remembered on this device. */
function switchColours(form: HTMLFormElement, area: HTMLTextAreaElement, key: string, isFirst: boolean, use: (surface?: Surface) => void): void {
  const button = form.querySelector<HTMLButtonElement>("[data-colours-switch]");
  if (!button) return;
  let close: (() => void) | undefined;
  const open = async () => {
    const module = (await import(form.dataset.colours ?? "")) as { openColours: typeof openColours };
    const opened = module.openColours(area, form.dataset.nonce ?? "");
    close = opened.close;
    use(opened.surface);
  };
  const set = async (isOn: boolean) => {
    if (isOn) await open();
    else close?.();
    if (!isOn) use();
    button.setAttribute("aria-pressed", String(isOn));
    localStorage.setItem(key, isOn ? "on" : "");
  };
  button.addEventListener("click", () => void set(button.getAttribute("aria-pressed") !== "true"));
  button.hidden = false;
  if ((localStorage.getItem(key) ?? (isFirst ? "on" : "")) === "on") void set(true);
}

document.querySelectorAll<HTMLFormElement>("form[data-editor]").forEach(openEditor);
document.querySelectorAll<HTMLFormElement>("form[data-text-editor]").forEach(openText);
watchUploads();
