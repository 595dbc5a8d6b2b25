import type { PGlite } from "@electric-sql/pglite";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkStatements } from "../../scripts/check-sql/check-statements";
import { findStatements } from "../../scripts/check-sql/find-statements";
import { openEmptyPGlite } from "../support/migrated-pglite";

const FILE = "/app/store.ts";
const DECLARATIONS = `
  declare class Sql { readonly text: string }
  declare const Prisma: {
    readonly empty: Sql;
    sql(strings: TemplateStringsArray, ...values: unknown[]): Sql;
    raw(text: string): Sql;
    join(values: readonly unknown[], separator?: string): Sql;
  };
  declare const db: {
    $queryRaw<T = unknown>(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<T>;
    $executeRaw(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<number>;
  };`;

let pglite: PGlite;
beforeAll(async () => {
  pglite = await openEmptyPGlite();
  await pglite.exec(`create table product (
    product_id text primary key, title text not null, price_minor bigint, tags text[] not null,
    stock int not null, updated_at timestamptz not null, detail jsonb)`);
});
afterAll(() => pglite.close());

describe("accepts", () => {
  it.each([
    ["no row", 'db.$executeRaw`delete from product where product_id = ${"1"}`;'],
    [
      "columns of every type",
      `interface Row {
        id: string & { brand: 1 }; price: bigint | null; tags: string[]; stock: number;
        at: Date; detail: { size: number }; isNew: boolean }
      db.$queryRaw<Row[]>\`select product_id as id, price_minor as price, tags, stock, updated_at as at, detail,
        stock = 0 as "isNew" from product\`;`,
    ],
    [
      "a wider type than the column",
      "db.$queryRaw<{ stock: number | string; note?: string }[]>`select stock from product`;",
    ],
    [
      "parts in constants, objects, functions and lists",
      `const TABLE = Prisma.sql\`product\`;
      const ORDER = { newest: Prisma.sql\`updated_at desc\`, cheapest: Prisma.sql\`price_minor\` } as const;
      const inStock = (table: string, least = 1) => Prisma.sql\`\${Prisma.raw(table)}.stock >= \${least}\`;
      function where({ tag }: { tag: string | null }) {
        const conditions = [inStock("product"), tag !== null && Prisma.sql\`\${tag} = any(tags)\`];
        return Prisma.join(conditions.filter((it) => it !== false), " and ");
      }
      export const list = (order: keyof typeof ORDER, ids: string[]) => db.$queryRaw<{ title: string }[]>\`
        select title from \${TABLE} where \${where({ tag: null })} and product_id in (\${Prisma.join(ids)})
        order by \${ORDER[order]}\`;`,
    ],
    [
      "a part that its callers pass",
      `const count = (where: Sql) => db.$queryRaw<{ n: number }[]>\`
        select count(*)::int as n from product where \${where}\`;
      count(Prisma.sql\`stock > 0\`);`,
    ],
  ])("%s", async (_, code) => {
    expect(await check(code)).toEqual([]);
  });
});

describe("reports", () => {
  it.each([
    [
      "a column that the schema lacks",
      "db.$queryRaw`select name from product`;",
      /"name" does not/,
    ],
    [
      "a column that the statement does not return",
      "db.$queryRaw<{ title: string; stock: number }[]>`select title from product`;",
      /reads "stock", which/,
    ],
    [
      "a column that nothing reads",
      "db.$queryRaw<{ title: string }[]>`select title, stock from product`;",
      /returns "stock", which/,
    ],
    [
      "a column of another type",
      "db.$queryRaw<{ price: number }[]>`select price_minor as price from product`;",
      /reads "price" as number, but it is bigint/,
    ],
    [
      "a list of another type",
      "db.$queryRaw<{ tags: number[] }[]>`select tags from product`;",
      /reads "tags" as number\[\], but it is string\[\]/,
    ],
    [
      "a fault in the second branch",
      `const list = (all: boolean) => db.$queryRaw\`
        select title from product \${all ? Prisma.empty : Prisma.sql\`where sold > 0\`}\`;`,
      /"sold" does not/,
    ],
    [
      "a fault in what one of two callers passes",
      `const count = (where: Sql) => db.$queryRaw\`select 1 from product where \${where}\`;
      count(Prisma.sql\`stock > 0\`);
      count(Prisma.sql\`sold > 0\`);`,
      /"sold" does not/,
    ],
    [
      "text that is known only at run time",
      "const read = (table: string) => db.$queryRaw`select 1 from ${Prisma.raw(table)}`;",
      /cannot be read before the app runs: table/,
    ],
  ])("%s", async (_, code, fault) => {
    expect(await check(code)).toEqual([expect.stringMatching(fault)]);
  });

  it("where the fault is", async () => {
    expect(await check("\n\ndb.$queryRaw`select name from product`;")).toEqual([
      expect.stringContaining(`${FILE}:3 `),
    ]);
  });

  it("an exception that is not needed", async () => {
    const code =
      "const read = (table: string) => db.$queryRaw`select 1 from ${Prisma.raw(table)}`;";
    expect(await check(code, { [FILE]: "reason" })).toEqual([]);
    expect(await check("db.$queryRaw`select 1`;", { [FILE]: "reason" })).toEqual([
      `${FILE} needs no exception`,
    ]);
  });
});

/** TypeScript's own declarations are parsed once. */
const libraries = new Map<string, ts.SourceFile | undefined>();

function check(code: string, exceptions: Readonly<Record<string, string>> = {}) {
  // Without the declarations of browsers, which are several times as long.
  const lib = ["lib.es2022.d.ts"];
  const target = ts.ScriptTarget.ES2022;
  const options: ts.CompilerOptions = { strict: true, target, lib, types: [] };
  const host = ts.createCompilerHost(options);
  const texts = new Map([
    [FILE, `${code}\nexport {};`],
    ["/app/prisma.d.ts", DECLARATIONS],
  ]);
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (name) => texts.has(name) || host.fileExists(name),
    getSourceFile: (name, language) => {
      const text = texts.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, language);
      if (!libraries.has(name)) libraries.set(name, host.getSourceFile(name, language));
      return libraries.get(name);
    },
  });
  return checkStatements(
    findStatements(program, [FILE]),
    program.getTypeChecker(),
    exceptions,
    (sql) => pglite.describeQuery(sql),
    () => Promise.resolve([]),
  );
}
