import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOSED_COLUMNS } from "~/closed-columns.server";
import { applyMigrations } from "~/db-migrations.server";
import type { Database } from "~/db.server";
import { listClosedProperties } from "./support/closed-properties";
import { openOwnDatabase } from "./support/database";
import { SHOP } from "./support/builders";
import { createTestDeps } from "./support/deps";
import { fillEveryTable, WRITES_EVERY_TABLE } from "./stores/every-table";

/** Text of unrestricted content: names, words, tokens, and the values of other systems. Ids are not listed. */
const OPEN_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  api_key: ["hint"],
  attribution: ["currency"],
  campaign: ["plan_cursor"],
  checkout: ["token", "cart_token", "currency", "source_name"],
  collection: ["title"],
  consent_entry: ["consent_text", "text_version", "locale", "address_hash"],
  cursor: ["consumer"],
  customer_field: ["last_synced_value"],
  customer_vector: ["cluster"],
  discount: ["last_error", "title"],
  domain_owner: ["domain"],
  email_batch: ["last_error", "mailer", "reconcile_cursor"],
  email_event: ["detail"],
  email_preference: ["language"],
  field_sync: ["last_error"],
  flow_action: ["last_error"],
  metafield_reading: ["read_after", "removing"],
  pixel_account: ["last_error"],
  system_email: ["last_error"],
  engagement_event: ["method", "ip_hash"],
  inbound_mailbox: ["mailbox", "lease_token"],
  inbox_entry: ["last_error", "api_version"],
  mailer_account: ["account"],
  marketing_activity: ["last_error", "last_synced_hash"],
  opt_in_request: ["last_error", "locale"],
  order: [
    "currency",
    "checkout_token",
    "cart_token",
    "source_name",
    "discount_codes",
    "utm_medium",
    "utm_campaign",
  ],
  order_line: ["title"],
  product: ["title", "vendor", "tags", "url", "image_url"],
  profile: ["locale", "country_code", "region", "tags", "marketing_opt_in"],
  profile_property: ["value"],
  reconciliation: ["sweep_cursor"],
  schedule: ["task"],
  sending_domain: ["domain", "token"],
  sending_identity: ["identity"],
  shop: [
    "shopify_gid",
    "currency",
    "time_zone",
    "country_code",
    "ships_to_countries",
    "primary_url",
    "merchant_locale",
    "granted_scopes",
  ],
  sign_up_form_day: ["arm"],
  suppression: ["last_error", "note"],
  template_version: ["sha256"],
  timeline: ["list_cursor"],
  used_key: ["fingerprint"],
  variant: ["title", "sku"],
  outgoing_webhook: ["last_error"],
  webhook_endpoint: ["url"],
  visit: ["searches"],
};

/** Columns that seem closed by their last word or by a type in app/, by what they hold instead. */
const OPEN_FOR_A_REASON: Readonly<Record<string, readonly string[]>> = {
  "a sentence, or a code of Shopify or of a provider": [
    "backfill.reason",
    "engagement_event.reason",
    "reconciliation.reason",
    "sending_identity.reason",
    "email_dispatch.reason",
  ],
  "a name that the merchant chose": [
    "api_key.name",
    "campaign.name",
    "consent_entry.list",
    "flow.name",
    "profile_property.name",
    "saved_block.name",
    "segment.name",
    "shop.name",
    "sign_up_form.name",
    "template.name",
  ],
  "a keyed hash, by which equal values are found": ["profile.city_key"],
  "a value of Shopify": [
    "collection.handle",
    "consent_entry.opt_in",
    "inbox_entry.topic",
    "order.name",
    "product.handle",
    "product.product_type",
    "shop_plan.last_status",
  ],
  "a label of the WHATWG Encoding Standard": ["customer_import.encoding"],
  "a tag that the merchant chose for a link": ["order.utm_source"],
  "made of ids": [
    "discount.owner_key",
    "discount_code.owner_key",
    "enrollment.object_key",
    "experiment.scope_key",
    "experiment_decision.scope_key",
    "flow.library_key",
  ],
  "different for each kind of experiment": ["message_variant.variant"],
};

interface Column {
  readonly table: string;
  readonly column: string;
  readonly isList: boolean;
}

let database: Database;
let columns: Column[];

beforeAll(async () => {
  database = await openOwnDatabase();
  columns = await database.db.$queryRaw<Column[]>`
    select c.table_name as table, c.column_name as column, c.data_type = 'ARRAY' as "isList"
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.udt_name in ('text', '_text') and not starts_with(c.table_name, '_')
    order by 1, c.ordinal_position`;
  await database.db.$transaction(
    (tx) => fillEveryTable(tx, SHOP, createTestDeps().keyring),
    WRITES_EVERY_TABLE,
  );
});
afterAll(() => database.close());

/** The values of a constraint, as the database spells them. */
const valuesOf = (definition: string) =>
  [...definition.matchAll(/'([^']+)'::text/g)].map(([, value]) => value);

interface Constraint {
  readonly id: number;
  readonly table: string;
  readonly column: string;
  readonly definition: string;
  readonly isChecked: boolean;
}

const listConstraints = () => database.db.$queryRaw<Constraint[]>`
  select pg_constraint.oid::int as id, conrelid::regclass::text as table, attname as column,
    pg_get_constraintdef(pg_constraint.oid) as definition, convalidated as "isChecked"
  from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
  where contype = 'c' and connamespace = 'public'::regnamespace
  order by 1`;

const closed = Object.entries(CLOSED_COLUMNS).flatMap(([table, columnsOfTable]) =>
  Object.entries(columnsOfTable).map(([column, values]) => ({ table, column, values })),
);
/** "moved_at" of "table.moved_at" in app/: "movedAt" */
const toProperty = (name: string) =>
  name.replace(/^.*\./, "").replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const nameOf = ({ table, column }: Pick<Column, "table" | "column">) => `${table}.${column}`;

describe("the constraints of the database", () => {
  test("are those of the closed columns, with their values", async () => {
    const found = (await listConstraints()).map(({ definition, ...it }) => [
      nameOf(it),
      valuesOf(definition),
    ]);
    expect(closed.length).toBeGreaterThan(60);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(closed.map((it) => [nameOf(it), it.values])),
    );
    expect(found.length).toBe(closed.length);
  });

  test("refuse a value outside of the set, in every closed column", async () => {
    const { db } = database;
    await db.$executeRaw`insert into bounced_address values ('\\x00', now(), 'bounced')`;
    await db.$executeRaw`insert into used_key values ('seal', 'k1', 'f1', now())`;
    await db.$executeRaw`insert into mailer_account values ('a1', 1, 1, now())`;
    for (const { table, column } of closed) {
      const isList = columns.some((it) => nameOf(it) === nameOf({ table, column }) && it.isList);
      const wrong = isList ? "array['no such value']" : "'no such value'";
      const written = db.$executeRawUnsafe(`update "${table}" set "${column}" = ${wrong}`);
      await expect(written, nameOf({ table, column })).rejects.toThrow(
        `${table}_${column}_closed_set`,
      );
    }
  });

  test("are replaced when their values change, and else kept", async () => {
    const before = await listConstraints();
    await applyMigrations(database);
    expect(await listConstraints()).toEqual(before);

    const old = "check (state = any (array['planned', 'sending', 'gone']))";
    await database.db.$executeRawUnsafe(`alter table message_sending
      drop constraint message_sending_state_closed_set,
      add constraint message_sending_state_closed_set ${old},
      add constraint message_sending_gone_closed_set check (batch_id <> 'gone')`);
    await applyMigrations(database);
    const shown = ({ id: _, ...it }: Constraint) => nameOf(it) + it.definition;
    expect((await listConstraints()).map(shown).sort()).toEqual(before.map(shown).sort());
    expect((await listConstraints()).filter(({ isChecked }) => !isChecked)).toEqual([]);
  });

  test("are not added over rows that break them", async () => {
    await database.db.$executeRaw`
      alter table flow drop constraint flow_status_closed_set`;
    await database.db.$executeRaw`update flow set status = 'no such value'`;
    await expect(applyMigrations(database)).rejects.toThrow("flow_status_closed_set");
  });
});

describe("each text column", () => {
  const plain = Object.entries(OPEN_COLUMNS).flatMap(([table, names]) =>
    names.map((column) => nameOf({ table, column })),
  );
  const reasoned = Object.values(OPEN_FOR_A_REASON).flat();

  test("is either closed or open", () => {
    const classified = [...plain, ...reasoned, ...closed.map(nameOf)];
    const others = columns.filter(({ column }) => !/(^|_)ids?$/.test(column)).map(nameOf);
    expect(classified.toSorted()).toEqual(others.toSorted());
  });

  test("that ends like a closed column, or is a closed type in app/, is closed or open for a reason", () => {
    const lastWordOf = (column: string) => /[^_.]+$/.exec(column)?.[0];
    const closedWords = new Set(closed.map(({ column }) => lastWordOf(column)));
    const closedProperties = listClosedProperties();
    const seemsClosed = (name: string) =>
      closedWords.has(lastWordOf(name)) || closedProperties.has(toProperty(name));
    expect(plain.filter(seemsClosed)).toEqual([]);
    expect(reasoned.filter((name) => !seemsClosed(name))).toEqual([]);
  });

  test("whose comment in the schema lists its values is closed, and lists them all", () => {
    const described = listDescribed(readFileSync("prisma/schema.prisma", "utf8"));
    expect(described.length).toBeGreaterThan(25);
    for (const { table, column, values } of described) {
      const listed = CLOSED_COLUMNS[table]?.[column]?.toSorted();
      expect({ table, column, listed }).toEqual({ table, column, listed: values.toSorted() });
    }
  });
});

/** Columns with a comment such as "queued, sent (to whom), not_sent". */
function listDescribed(schema: string) {
  return [...schema.matchAll(/^model \w+ \{\n([^]*?)^\}/gm)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    return [...body.matchAll(/\/\/\/ (.+)\n +(\w+) +String\b(.*)/g)].flatMap(
      ([, comment = "", field = "", rest = ""]) => {
        const words = comment.replaceAll(/ \([^)]*\)/g, "");
        return /^[a-z_]+(, [a-z_]+)+$/.test(words)
          ? [
              {
                table,
                column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field,
                values: words.split(", "),
              },
            ]
          : [];
      },
    );
  });
}
