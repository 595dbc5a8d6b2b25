import { FOUNDATIONS, PAGES, PIPELINE } from "~/pipeline";

const MARK = { begin: "<!-- begin: app/pipeline.ts -->", end: "<!-- end -->" };

/** A page with the diagram and the table between the marks replaced. */
export function withPipeline(page: string): string {
  const begin = page.indexOf(MARK.begin);
  const end = page.indexOf(MARK.end);
  if (begin < 0 || end < begin) throw new Error(`The page lacks ${MARK.begin} … ${MARK.end}`);
  const drawn = [MARK.begin, diagram(), table(), ""].join("\n\n");
  return page.slice(0, begin) + drawn + page.slice(end);
}

function diagram(): string {
  const stages = PIPELINE.map(({ stage, does }) => `  ${stage}["<b>${stage}</b><br>${does}"]`);
  const arrows = PIPELINE.slice(1).map(({ stage }, i) => `  ${PIPELINE[i]!.stage} --> ${stage}`);
  const back = "  feedback -. credit and lift .-> experiments";
  const pages = [
    `  ${PAGES}["<b>${PAGES}</b><br>what each page shows, and what its forms do"]`,
    `  ${PIPELINE.at(-1)!.stage} -. any stage .-> ${PAGES}`,
    `  ${PAGES} --> routes["<b>routes</b>"]`,
  ];
  return ["```mermaid", "flowchart TB", ...stages, ...arrows, back, ...pages, "```"].join("\n");
}

function table(): string {
  const rows = [
    ["Folder", "Tables that it owns"],
    ...PIPELINE.map(({ stage, tables }) => [stage, quoted(tables)]),
    ...FOUNDATIONS.filter(({ tables }) => tables.length > 0).map(({ folder, tables }) => [
      `${folder} (foundation)`,
      quoted(tables),
    ]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  const [head, ...body] = rows.map(line);
  return [head, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...body].join("\n");
}

const quoted = (tables: readonly string[]) => tables.map((table) => `\`${table}\``).join(", ");
