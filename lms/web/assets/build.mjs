// Builds the assets: bundles and minifies, names each file after its content, compresses it, and writes manifest.json.
// The same sources give the same bytes. `--watch` builds again at every change.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { watch } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { filesOf, tidy } from "./tidy.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static");

// The first two are every page's; the others are loaded by the pages that need them.
const ENTRIES = {
  "app.css": "css/app.css",
  "app.js": "ts/app.ts",
  "answers.js": "ts/answers.ts",
  "cases.css": "css/cases.css",
  "cases.js": "ts/cases.ts",
  "charts.css": "css/charts.css",
  "editor.css": "css/editor.css",
  "editor.js": "ts/editor.ts",
  "colours.js": "ts/colours.ts",
  "marking.js": "ts/marking.ts",
  "ordering.js": "ts/ordering.ts",
  "sessions.css": "css/sessions.css",
  "workbench.css": "css/workbench.css",
  "workbench.js": "ts/workbench.ts",
  "workshop.css": "css/workshop.css",
  "workshop.js": "ts/workshop.ts",
};

/** Bundle the style sheets and the scripts; yields [name, bytes] pairs. */
async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: ENTRIES,
    entryNames: "[name]",
    outdir: target,
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    target: ["es2020", "chrome100", "firefox100", "safari15.4"],
  });
  // esbuild puts the kind of the file behind the name once more.
  return outputFiles.map(({ path, contents }) => [basename(path, extname(path)), contents]);
}

/** The pictures as they stand, without the line breaks that make them readable. */
async function pictures() {
  const names = (await readdir(join(here, "images"))).filter((name) => name.endsWith(".svg")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(here, "images", name), "utf8");
      return [name, Buffer.from(text.replace(/>\s+</g, "><").trim())];
    }),
  );
}

function hashed(name, bytes) {
  const extension = extname(name);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `${name.slice(0, -extension.length)}.${digest}${extension}`;
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

async function main() {
  const files = [...(await bundle()), ...(await pictures())];
  await mkdir(target, { recursive: true });
  const before = await filesOf(target);
  const manifest = {};
  const written = new Set(["manifest.json"]);
  const report = [];
  for (const [name, bytes] of files) {
    const file = hashed(name, bytes);
    manifest[name] = file;
    const forms = { [file]: bytes, [`${file}.br`]: brotli(bytes), [`${file}.gz`]: gzipSync(bytes, { level: 9 }) };
    for (const [form, content] of Object.entries(forms)) {
      await writeFile(join(target, form), content);
      written.add(form);
    }
    report.push(`${file}  ${bytes.length} bytes, ${forms[`${file}.br`].length} in brotli`);
  }
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  await writeFile(join(target, "manifest.json"), JSON.stringify(sorted, null, 2) + "\n");
  await tidy(target, written, before);
  console.log(report.join("\n"));
}

await main();
if (process.argv.includes("--watch")) {
  let timer;
  for (const folder of ["css", "ts", "images"]) {
    watch(join(here, folder), () => {
      clearTimeout(timer);
      timer = setTimeout(() => main().catch((error) => console.error(error.message)), 100);
    });
  }
}
