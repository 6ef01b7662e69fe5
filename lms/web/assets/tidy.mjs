// Keeps the folder of the built assets tidy: what a build no longer names goes, but not at once.
import { readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

const KEPT_MS = 2 * 24 * 60 * 60 * 1000;

/** The files that the manifest in a folder names, in each of their forms; none where there is no manifest. */
export async function filesOf(folder) {
  const text = await readFile(join(folder, "manifest.json"), "utf8").catch(() => "{}");
  return new Set(Object.values(JSON.parse(text)).flatMap((file) => [file, `${file}.br`, `${file}.gz`]));
}

/** Delete what was superseded two days ago: a server that still runs, and pages still open, ask for the build before. */
export async function tidy(folder, current, before, now = new Date()) {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (current.has(name)) continue;
    if (before.has(name)) await utimes(path, now, now);
    else if (now - (await stat(path)).mtime > KEPT_MS) await rm(path, { recursive: true });
  }
}
