import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { HANDOFFS } from "~/jobs/handoffs";
import { FOUNDATIONS, PAGES, PIPELINE } from "~/pipeline";
import { listSources } from "./support/list-sources";

interface SourceFile {
  readonly path: string;
  readonly source: string;
  /** Files under app/ that it imports at run time, and those imported for types only. */
  readonly runs: readonly string[];
  readonly mentions: readonly string[];
  /** Imported packages. */
  readonly packages: readonly string[];
}

const stages: readonly string[] = PIPELINE.map(({ stage }) => stage);
const foundations: readonly string[] = FOUNDATIONS.map((it) => it.folder);
const isServer = (path: string) => /\.server(\/|\.|$)/.test(path);
const folder = (path: string) => path.split("/")[0] ?? "";

/** Composition roots, which may import anything. */
const COMPOSITION_ROOTS = [
  "deps.server.ts",
  "job-registry.server.ts",
  "training-registry.server.ts",
];

const files: readonly SourceFile[] = listSources().map((path) => {
  const source = readFileSync(join("app", path), "utf8");
  const imports = [
    ...source.matchAll(/^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm),
  ].map(([, type, target = ""]) => ({ type: Boolean(type), target }));
  const within = imports.flatMap(({ type, target }) => {
    const local = target.startsWith("~/")
      ? target.slice(2)
      : target.startsWith(".")
        ? posix.join(posix.dirname(path), target)
        : null;
    return local === null ? [] : [{ type, local }];
  });
  return {
    path,
    source,
    runs: within.filter(({ type }) => !type).map(({ local }) => local),
    mentions: within.map(({ local }) => local),
    packages: imports.map(({ target }) => target).filter((t) => !/^[~.]/.test(t)),
  };
});

/** `file -> import` for every import that breaks a rule. */
const offenses = (breaks: (file: SourceFile) => readonly string[]) =>
  files.flatMap((file) => breaks(file).map((target) => `${file.path} -> ${target}`));

describe("data moves one way", () => {
  test("a stage imports only itself, the stages above it, and the foundations", () => {
    expect(
      offenses(({ path, mentions }) => {
        const own = stages.indexOf(folder(path));
        return own < 0 ? [] : mentions.filter((target) => stages.indexOf(folder(target)) > own);
      }),
    ).toEqual([]);
  });

  test("a foundation imports only foundations", () => {
    expect(
      offenses(({ path, mentions }) =>
        !foundations.includes(folder(path)) || COMPOSITION_ROOTS.includes(path)
          ? []
          : mentions.filter((target) => stages.includes(folder(target))),
      ),
    ).toEqual([]);
  });

  test("only routes and page models import page models, and components their types", () => {
    const isPage = (target: string) => folder(target) === PAGES;
    expect(
      offenses(({ path, runs, mentions }) => {
        if (["routes", PAGES].includes(folder(path))) return [];
        return (folder(path) === "components" ? runs : mentions).filter(isPage);
      }),
    ).toEqual([]);
  });

  test("a page model imports no route and no component", () => {
    expect(
      offenses(({ path, mentions }) =>
        folder(path) === PAGES
          ? mentions.filter((target) => ["routes", "components"].includes(folder(target)))
          : [],
      ),
    ).toEqual([]);
  });

  test("ml imports nothing but itself", () => {
    expect(
      offenses(({ path, mentions, packages }) =>
        folder(path) === "ml"
          ? [...mentions.filter((target) => folder(target) !== "ml"), ...packages]
          : [],
      ),
    ).toEqual([]);
  });

  test("nothing in the app imports test code", () => {
    expect(
      files.filter(({ source }) => /from "[^"]*\/test\//.test(source)).map((f) => f.path),
    ).toEqual([]);
  });

  test("a stage never names a job of a later stage", () => {
    const jobNames = Object.values(HANDOFFS).flat();
    expect(
      offenses(({ path, source }) => {
        const own = stages.indexOf(folder(path));
        return own < 0
          ? []
          : jobNames.filter(
              (job) => stages.indexOf(job.split(".")[0] ?? "") > own && source.includes(`"${job}"`),
            );
      }),
    ).toEqual([]);
  });
});

describe("the folders of a stage", () => {
  test.each([...stages, ...foundations, PAGES])(
    "import each other in one direction: %s",
    (stage) => {
      const folders = new Map<string, Set<string>>();
      for (const { path, mentions } of files.filter((it) => folder(it.path) === stage)) {
        const from = posix.dirname(path);
        const known = folders.get(from) ?? new Set();
        for (const target of mentions.filter((it) => folder(it) === stage)) {
          if (posix.dirname(target) !== from) known.add(posix.dirname(target));
        }
        folders.set(from, known);
      }
      expect(findCircle(folders)).toEqual([]);
    },
  );
});

/** Folders that import each other in a circle, as far as there is one. */
function findCircle(imports: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const remaining = new Map(imports);
  for (;;) {
    const free = [...remaining].filter(([, targets]) =>
      [...targets].every((target) => !remaining.has(target)),
    );
    if (free.length === 0) return [...remaining.keys()];
    for (const [name] of free) remaining.delete(name);
    if (remaining.size === 0) return [];
  }
}

test("a browser test waits for what it expects of a page, instead of reading it once", () => {
  const readsOnce =
    /expect\(await [^;]*?\.(count|isVisible|isDisabled|inputValue|innerText|allTextContents|getAttribute)\(/;

  expect(
    listSources("test/browser").filter((path) =>
      readsOnce.test(readFileSync(posix.join("test/browser", path), "utf8")),
    ),
  ).toEqual([]);
});

/** Files that may run more than 15 others. */
const RUN_MANY = [
  // Lists of what there is, which grow with it.
  "closed-columns.server.ts",
  "flows/library/library.ts",
  "messages/blocks/BlockView.tsx",
  "messages/blocks/block.ts",
  "recommendations/models/fit-models.ts",
  // The two jobs that lead a due row through all of its steps.
  "delivery/outbox/drain-outbox.job.server.ts",
  "flows/progress/advance-enrollments.job.server.ts",
];

test("a file runs at most 15 others, apart from pages, composition roots and named exceptions", () => {
  const roots = [...COMPOSITION_ROOTS, ...RUN_MANY];
  const many = files
    .filter(({ path }) => !["routes", PAGES].includes(folder(path)) && !roots.includes(path))
    .map(({ path, runs }) => ({ path, runs: new Set(runs).size }))
    .filter(({ runs }) => runs > 15);
  expect(many).toEqual([]);
});

describe("pure files stay pure", () => {
  const pure = files.filter(
    ({ path }) => !isServer(path) && !/^(routes|components)\//.test(path) && path.endsWith(".ts"),
  );

  test("a pure file never runs server code", () => {
    const wrong = files
      .filter(({ path }) => !isServer(path) && !path.startsWith("routes/") && path !== "root.tsx")
      .flatMap(({ path, runs }) => runs.filter(isServer).map((target) => `${path} -> ${target}`));
    expect(wrong).toEqual([]);
  });

  test("a pure file reads no clock, uses no randomness and does no input or output", () => {
    const wrong = pure
      .filter(({ source }) =>
        /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|from "node:(?!url)|\bfetch\(/.test(source),
      )
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  test("only config.server.ts reads the environment", () => {
    expect(files.filter(({ source }) => source.includes("process.env")).map((f) => f.path)).toEqual(
      ["config.server.ts"],
    );
  });
});

describe("profile ids", () => {
  const LETTER =
    /`[cv]\$\{|'[cv]' *\|\||substr\([\w.]*profile_id|like '[cv]%|rofileIds?\.(?:slice|startsWith|substring)\(/;
  const KNOW_THE_LETTER = ["app/lib/profile-id.ts", "app/lib/profile-id-sql.server.ts"];

  test("only lib/profile-id converts between customers and profiles, in code and in SQL", () => {
    const wrong = ["app", "scripts"]
      .flatMap((root) => listSources(root).map((path) => posix.join(root, path)))
      .filter((path) => LETTER.test(readFileSync(path, "utf8")));
    expect(wrong.toSorted()).toEqual(KNOW_THE_LETTER.toSorted());
  });
});

/** Route exports that Remix uses. */
const FRAMEWORK_EXPORTS = [
  "action",
  "ErrorBoundary",
  "handle",
  "headers",
  "Layout",
  "links",
  "loader",
  "meta",
].concat("shouldRevalidate");

describe("names and folders", () => {
  test("no two files export the same name", () => {
    const exports = files.flatMap(({ path, source }) =>
      [
        ...source.matchAll(
          /^export (?:async |abstract |declare )?(?:class|const|enum|function\*?|interface|let|type) (\w+)/gm,
        ),
      ].map(([, name = ""]) => ({ path, name })),
    );
    expect(exports.length).toBeGreaterThan(2_000);
    const repeated = [...Map.groupBy(exports, ({ name }) => name)]
      .filter(([name]) => !FRAMEWORK_EXPORTS.includes(name))
      .map(([name, all]) => ({ name, paths: [...new Set(all.map(({ path }) => path))] }))
      .filter(({ paths }) => paths.length > 1);
    expect(repeated).toEqual([]);
  });

  test("a class that is exported has a private member, so that only its instances are accepted", () => {
    const classes = files.filter(({ source }) => /^export (?:abstract )?class /m.test(source));
    expect(classes.map(({ path }) => path)).toContain("lib/errors.ts");
    expect(classes.filter(({ source }) => !/^ {2}(?:readonly #|#|private )/m.test(source))).toEqual(
      [],
    );
  });

  test("no folder is a catch-all", () => {
    const drawers = files.filter(({ path }) =>
      /(^|\/)(utils|helpers|types|common|misc|shared)(\/|\.tsx?$)|(^|\/)index\.tsx?$/.test(path),
    );
    expect(drawers.map(({ path }) => path)).toEqual([]);
  });

  test("every folder under app/ is listed in the pipeline", () => {
    const known = [
      ...stages,
      ...foundations,
      PAGES,
      ...["components", "generated", "http", "routes"],
    ];
    const folders = readdirSync("app", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.filter((name) => !known.includes(name))).toEqual([]);
  });
});
