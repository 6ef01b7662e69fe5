// [data-deadline]: the time left by the server's clock, calm until the last two minutes, said aloud when half of it is over
// and at 10, 5 and 1 minutes; a moment that falls between two pages is said on the second. At the end
// form[data-at-deadline] is sent; the server has closed the door already.
import { serverNow } from "./clock";

const SPOKEN_MINUTES = [10, 5, 1];

function language(): string {
  const lang = document.documentElement.lang;
  return lang === "ar" ? "ar-u-nu-latn" : lang;
}

function inWords(minutes: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(language(), { style: "unit", unit: name, unitDisplay: "long" }).format(value);
  const hours = Math.floor(minutes / 60);
  const rest = unit(minutes % 60, "minute");
  return hours ? `${unit(hours, "hour")} ${rest}` : rest;
}

function shown(seconds: number): string {
  if (seconds >= 120) return inWords(Math.floor(seconds / 60));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The moments at which the time left is said, in seconds before the end, the last one first. */
export function spokenSeconds(wholeSeconds: number): number[] {
  const half = Math.floor(wholeSeconds / 120);
  const minutes = half > 10 ? [half, ...SPOKEN_MINUTES] : SPOKEN_MINUTES;
  return minutes.map((each) => each * 60).reverse();
}

/** The moment that is to be said with so many seconds left, or nothing before the first; the list begins with the last one. */
export function momentAt(seconds: number, moments: number[]): number | undefined {
  return moments.find((moment) => seconds <= moment);
}

function watch(element: HTMLElement): void {
  const timer = element.querySelector<HTMLElement>("[data-timer]");
  const spoken = element.querySelector<HTMLElement>("[data-spoken]");
  const deadline = Date.parse(element.dataset.deadline ?? "");
  if (!timer || Number.isNaN(deadline)) return;
  const whole = (deadline - Date.parse(element.dataset.started ?? "")) / 1000;
  const spokenAt = spokenSeconds(whole || 0);
  const key = `said/${element.dataset.deadline}`;
  const say = (text: string) => (element.dataset.left ?? "{time}").replace("{time}", text);
  const tick = () => {
    const seconds = Math.max(0, Math.floor((deadline - serverNow()) / 1000));
    const text = seconds ? say(shown(seconds)) : (element.dataset.over ?? "");
    if (timer.textContent !== text) timer.textContent = text;
    element.classList.toggle("soon", seconds < 300);
    const moment = momentAt(seconds, spokenAt);
    if (spoken && seconds && moment && sessionStorage.getItem(key) !== String(moment)) {
      sessionStorage.setItem(key, String(moment));
      spoken.textContent = say(inWords(Math.ceil(seconds / 60)));
    }
    if (seconds) return;
    clearInterval(clock);
    if (spoken) spoken.textContent = text;
    document.querySelector<HTMLFormElement>("form[data-at-deadline]")?.requestSubmit();
  };
  const clock = window.setInterval(tick, 1000);
  tick();
}

export function countDown(): void {
  document.querySelectorAll<HTMLElement>("[data-deadline]").forEach(watch);
}
