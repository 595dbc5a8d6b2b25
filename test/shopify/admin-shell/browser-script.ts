import { readFileSync } from "node:fs";
import { transformWithEsbuild } from "vite";

const built = new Map<string, Promise<string>>();

/** All `*.browser.ts` files of a folder as one classic script, each in its own scope. */
export function browserScript(folder: URL, ...names: readonly string[]): Promise<string> {
  const key = `${folder.href} ${names.join(" ")}`;
  let script = built.get(key);
  if (!script) built.set(key, (script = build(folder, names)));
  return script;
}

async function build(folder: URL, names: readonly string[]): Promise<string> {
  const parts = names.map(async (name) => {
    const file = new URL(`./${name}.browser.ts`, folder);
    const source = readFileSync(file, "utf8");
    const { code } = await transformWithEsbuild(source, `${name}.browser.ts`, {
      format: "iife",
      sourcemap: false,
      target: "es2022",
    });
    return code;
  });
  return (await Promise.all(parts)).join("\n");
}
