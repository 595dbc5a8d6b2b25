import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Frame } from "playwright-core";

const SOURCE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const OPTIONS: axe.RunOptions = { resultTypes: ["violations"] };

/** Polaris puts the button for tabs that do not fit into the list of tabs. */
const isOfPolaris = ({ id, nodes }: axe.Result) =>
  id === "aria-required-children" &&
  nodes.every(({ html }) => html.startsWith('<ul class="Polaris-Tabs'));

/**
 * What axe-core finds in a page that keeps people with disabilities from using it, by all rules that are on by default
 * (WCAG 2.2 A and AA, and best practices).
 *
 * @param within selector of the part that is read; empty: the page
 * @returns each violated rule with the first element that violates it
 */
export async function findViolations(frame: Frame, within = ""): Promise<readonly string[]> {
  if (!(await frame.evaluate(() => "axe" in window))) {
    await frame.evaluate(await readFile(SOURCE, "utf8"));
  }
  const { violations } = await frame.evaluate<axe.AxeResults, [axe.RunOptions, string]>(
    ([options, selector]) =>
      (window as unknown as { axe: typeof axe }).axe.run(selector || document, options),
    [OPTIONS, within],
  );
  return violations
    .filter((it) => !isOfPolaris(it))
    .map(({ id, help, nodes }) => {
      const [first] = nodes;
      return `${id}: ${help} (${nodes.length} times, first ${first?.target.join(" ")}: ${first?.html.slice(0, 160)})`;
    });
}
