// The server's time on this page: known when the page was answered, carried on by a clock that nobody can set. Where the
// device's own clock parts from it, as after a sleep or a change of the time, the server is asked again.

const PARTED = 2000;

interface Sample {
  server: number;
  steady: number;
  device: number;
}

let sample: Sample | undefined;
let isAsking = false;

function first(): Sample {
  const said = document.querySelector<HTMLElement>("[data-now]")?.dataset.now ?? "";
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const steady = visit?.responseStart ?? 0;
  const device = performance.timeOrigin + steady;
  const server = Date.parse(said);
  return { server: Number.isNaN(server) ? device : server, steady, device };
}

/** What the time is, from what both clocks say: the later of them, so that nobody gains by either. */
export function reckon({ server, steady, device }: Sample, steadyNow: number, deviceNow: number): { time: number; hasParted: boolean } {
  const [run, ticked] = [steadyNow - steady, deviceNow - device];
  const hasParted = Math.abs(run - ticked) > PARTED;
  return { time: server + (hasParted ? Math.max(run, ticked) : run), hasParted };
}

async function ask(): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  try {
    const answer = await fetch("/healthz", { method: "HEAD", cache: "no-store" });
    const server = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(server)) sample = { server, steady: performance.now(), device: Date.now() };
  } catch {
    // Without a connection the later of both clocks counts.
  } finally {
    isAsking = false;
  }
}

/** The server's time in milliseconds since 1970. */
export function serverNow(): number {
  sample ??= first();
  const { time, hasParted } = reckon(sample, performance.now(), Date.now());
  if (hasParted && navigator.onLine) void ask();
  return time;
}
