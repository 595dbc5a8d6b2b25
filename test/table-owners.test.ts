import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FOUNDATIONS, PIPELINE } from "~/pipeline";
import { listSources } from "./support/list-sources";

/** Files that use tables of a later stage, and why. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // Which email waits for which depends on what the emails of each flow earned.
  "delivery/decision/other-messages.server.ts": ["email_count"],
  // Someone with a valid discount code gets no email about a lower price.
  "flows/scan/find-price-drops.server.ts": ["discount_code"],
  // What the merchant must not email stays after the shop is erased, without the addresses.
  "privacy/erase-shop.server.ts": ["suppression"],
  // Events of erased customers are not recorded.
  "privacy/redacted-store.server.ts": ["profile"],
  // Who declines predictions loses theirs in the same transaction.
  "profiles/preferences/preferences-store.server.ts": ["prediction"],
};

const stages = PIPELINE.map(({ stage }) => stage as string);
/** Table → place in the pipeline; −1 for a foundation's. */
const placeOf = new Map<string, number>([
  ...FOUNDATIONS.flatMap(({ tables }) => tables.map((table) => [table, -1] as const)),
  ...PIPELINE.flatMap(({ tables }, i) => tables.map((table) => [table, i] as const)),
]);

interface Section {
  readonly heading: string;
  readonly models: { readonly name: string; readonly table: string }[];
}

/** The models of the schema under their headings: "1 events", "outbox: …". */
function readSchema(): Section[] {
  const sections: Section[] = [];
  let name = "";
  for (const line of readFileSync("prisma/schema.prisma", "utf8").split("\n")) {
    const heading = /^\/\/ (?:\d+ )?([\w-]+)/.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, models: [] });
    name = /^(?:model|view) (\w+)/.exec(line)?.[1] ?? name;
    const table = /^ {2}@@map\("(\w+)"\)/.exec(line)?.[1];
    if (table !== undefined) sections.at(-1)!.models.push({ name, table });
  }
  return sections.filter(({ models }) => models.length > 0);
}

const schema = readSchema();
const tableOf = new Map(
  schema.flatMap(({ models }) => models.map(({ name, table }) => [uncapitalized(name), table])),
);

/** The tables in a file's Prisma calls and SQL statements. */
function findTables(path: string): ReadonlySet<string> {
  const source = readFileSync(join("app", path), "utf8");
  const calls = source.matchAll(
    /\.\s*(\w+)\s*\.(?:find|count|create|update|delete|upsert|aggregate|group)/g,
  );
  const statements = source.matchAll(/\b(?:from|join|into|update|using)\s+"?(\w+)"?/g);
  return new Set([
    ...[...calls].flatMap(([, delegate = ""]) => tableOf.get(delegate) ?? []),
    ...[...statements].map(([, table = ""]) => table),
  ]);
}

test("the schema has the tables of each stage under its heading, in the order of the pipeline", () => {
  const listed = schema.filter(({ heading }) => stages.includes(heading));
  expect(listed.map(({ heading, models }) => [heading, models.map(({ table }) => table)])).toEqual(
    PIPELINE.map(({ stage, tables }) => [stage, tables]),
  );
});

test("each other table belongs to a foundation", () => {
  const listed = schema
    .filter(({ heading }) => !stages.includes(heading))
    .flatMap(({ models }) => models.map(({ table }) => table));
  expect(listed.toSorted()).toEqual(FOUNDATIONS.flatMap(({ tables }) => tables).toSorted());
});

test("no statement uses a table of a later stage, apart from the named exceptions", () => {
  const found = listSources().flatMap((path) => {
    const folder = path.split("/")[0]!;
    const place = stages.indexOf(folder);
    // Page models, routes and composition roots come after all stages.
    if (place < 0 && !FOUNDATIONS.some((it) => it.folder === folder)) return [];
    const later = [...findTables(path)].filter((table) => (placeOf.get(table) ?? -1) > place);
    return later.length === 0 ? [] : [[path, later.toSorted()] as const];
  });
  expect(Object.fromEntries(found)).toEqual(EXCEPTIONS);
});

/** Tables that identify a person and that an erasure leaves, and why. */
const KEPT: Readonly<Record<string, string>> = {
  bounced_address: "a keyed hash, for all shops: the address does not exist",
  customer_vector: "the database deletes it with the prediction",
  message: "the plan, by profile id; its tombstone has no personal data",
  message_key: "an id that prevents a second email",
  message_sending: "ends with the planned messages of the person",
  message_variant: "which variant a message got",
  placement: "how often a product was placed in emails",
  sent_before_restore: "ids of messages and of the provider",
  shopify_session: "the shop's token",
  sign_up_guard: "the shop's captcha keys",
  webhook_secret: "the shop's signing secret",
  webhook_endpoint: "the signing secret of a system of the shop",
};

test("each table that identifies a person is handled by its stage's erasure, or kept for a reason", () => {
  const identifies =
    /^ {2}(profileId|customerId|intoCustomerId|visitorId|messageId|requestId|emailIndex|addressIndex|sealed\w*) /m;
  const models = readFileSync("prisma/schema.prisma", "utf8").matchAll(
    /^model \w+ \{\n.*?^ {2}@@map\("(\w+)"\)/gms,
  );
  const personal = [...models]
    .filter(([model]) => identifies.test(model))
    .map(([, table = ""]) => table);
  const erased = [...PIPELINE.map(({ stage }) => stage), "outbox"].flatMap((folder) => {
    const path = `${folder}/personal-data.server.ts`;
    return existsSync(join("app", path)) ? [...findTables(path)] : [];
  });
  const forgotten = personal.filter((table) => !erased.includes(table));
  expect(forgotten.toSorted()).toEqual(Object.keys(KEPT).toSorted());
});

function uncapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
