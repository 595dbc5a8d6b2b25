import { FIRST_PLAN } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";
import { EVERY_BLOCK } from "../support/every-block";
import { anOrder, daysAgo, hoursAgo, NOW } from "../support/builders";

export const EMAIL = "orla.quill@example.com";
export const CUSTOMER = "1";
export const PROFILE = "c1";
export const ORDER = "71";
export const PRODUCT = "501";
export const FLOW = ABANDONED_CHECKOUT.key;
export const CAMPAIGN = "k1";

type Row = Readonly<Record<string, unknown>>;

/** What a column holds wherever it stands, so that the rows belong together. */
const BY_COLUMN: Row = {
  profile_id: PROFILE,
  customer_id: CUSTOMER,
  order_id: ORDER,
  product_id: PRODUCT,
  variant_id: "601",
  flow_id: FLOW,
  template_id: "t1",
  flow_version: 1,
  enrollment_id: "e1",
  campaign_id: CAMPAIGN,
  message_id: "m1",
  batch_id: "b1",
  step_id: "mail-1",
  token: "ck1",
  object_key: "ck1",
  currency: "GBP",
  visitor_id: "v1",
};

const order = anOrder({ orderId: ORDER, placedAt: daysAgo(2) });

/** What a run of the flow remembers. */
export const CONTEXT = {
  trigger: {
    kind: "checkout",
    token: "ck1",
    cartToken: null,
    startedAt: hoursAgo(4).toISOString(),
    idleMinutes: 60,
  },
  objectUpdatedAt: hoursAgo(2),
};

/** A segment that the customer is in. */
const SEGMENT_RULE = { kind: "all", of: [{ kind: "consent", states: ["subscribed"] }] };

const ARMS = [{ arm: "own", text: null, share: 1 }];

/** What a table needs beyond that to be of use. */
const BY_TABLE: Readonly<Record<string, Row>> = {
  shop: { time_zone: "Europe/London" },
  event: {
    source: "shopify",
    source_id: `order/${ORDER}/placed`,
    kind: "order_placed",
    payload: order,
    visitor_id: null,
  },
  settings: { sending: { senderAddress: "hello@kettle.example" } },
  cursor: { consumer: "profiles" },
  backfill: { resource: "orders", state: "running" },
  pixel_account: { account_id: "of-{shop}", pixel_id: null, told_at: null },
  product: { status: "active", image_url: "https://kettle.example/tray.jpg" },
  variant: { available_for_sale: true, inventory_quantity: 3 },
  profile: {
    marketing_state: "subscribed",
    last_order_at: daysAgo(2),
    first_order_at: daysAgo(2),
    source_updated_at: daysAgo(2),
    traits: { affinities: [{ productType: "Mugs", share: 1 }] },
  },
  checkout: { lines: [{ productId: PRODUCT, variantId: "601", title: "Tray", quantity: 1 }] },
  customer_merge: { customer_id: "2", into_customer_id: CUSTOMER },
  visitor_join: { proof: "click", proof_id: "h1", joined_at: hoursAgo(1) },
  visit: { viewed: [], path: ["product"], searches: [] },
  suppression: { reason: "unsubscribe", write_back_at: hoursAgo(1), expires_at: daysAgo(-20) },
  mail_preference: { topics_off: ["news"], frequency: "weekly" },
  model: { kind: "recommendations" },
  portrait: { numbers: "\\x0000803f", version: 1 },
  training_run: {
    kind: "recommendations",
    state: "running",
    attempt: 1,
    lease_until: hoursAgo(1),
  },
  consent_entry: {
    purpose: "marketing",
    kind: "requested",
    consent_text: "Yes",
    text_version: "1",
  },
  opt_in_request: {
    purpose: "marketing",
    state: "asked",
    attempts: 1,
    mailed_at: hoursAgo(1),
    next_run_at: hoursAgo(1),
    request_id: "request_id",
  },
  segment: { rule: SEGMENT_RULE, version: 1, evaluated_at: hoursAgo(1), next_run_at: hoursAgo(1) },
  segment_version: { version: 1, rule: SEGMENT_RULE },
  segment_size: { day: "2026-03-03" },
  flow: { status: "live", live_version: 1 },
  flow_version: { definition: ABANDONED_CHECKOUT },
  template: { draft: EVERY_BLOCK, draft_revision: 1, published_version: 1 },
  template_version: { document: EVERY_BLOCK, version: 1 },
  enrollment: { arm: "treated", state: "active", next_run_at: hoursAgo(1), context: CONTEXT },
  campaign: {
    status: "draft",
    plan: FIRST_PLAN,
    phase: "rest",
    audience_counts: {},
    chosen_variant: 0,
    next_run_at: hoursAgo(1),
  },
  message: {
    intent: { picks: { list: "goes_with" } },
    state: "sent",
    sent_at: hoursAgo(3),
    planned_at: daysAgo(9),
  },
  sending_identity: { failures: 1 },
  sending_domain: {
    domain: "kettle.example",
    status: "verified",
    records: [],
    warm_up_at: NOW,
    next_check_at: hoursAgo(1),
  },
  sending_brake: { kind: "complaint", level: "stop", sent: 1000, wrong: 3 },
  handed_mail: { state: "handing" },
  mail_event: { delivery: "soft_bounced" },
  mail_batch: { state: "sending", message_ids: ["m1"] },
  hit: { class: "human", hit_id: "h1", link_index: 0, kind: "click", class_at: hoursAgo(1) },
  message_link: { link_index: 0 },
  attribution: { window_hours: 120 },
  choice: { scope_key: `subject/${FLOW}/mail-1`, kind: "subject", arms: ARMS, is_held: true },
  choice_change: {
    scope_key: `subject/${FLOW}/mail-1`,
    before: ARMS,
    after: ARMS,
    evidence: { kind: "trial", sends: 1_000 },
  },
  message_arm: { kind: "subject", arm: "own" },
  lift_count: { counts: [], settings_version: 1 },
  audit_entry: {
    audit_id: "data-requested/w1",
    action: "customer_data_requested",
    detail: { customerId: CUSTOMER },
  },
  shopify_session: { session_id: "offline_{shop}" },
};

/** A second row, where one is too few. */
const SECOND: Readonly<Record<string, Row>> = {
  event: {
    source: "kindred",
    source_id: "hit/h1",
    kind: "mail_clicked",
    seq: 2,
    payload: { messageId: "m1", flowId: FLOW, stepId: "mail-1", linkIndex: 0, class: "human" },
  },
  opt_in_request: { request_id: "r2", state: "confirmed", mailed_at: null, next_run_at: null },
  audit_entry: { audit_id: "data-requested/w2", detail: { customerId: null } },
  profile: { profile_id: "c9", customer_id: "9", marketing_state: "redacted", email_index: null },
};

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
}

/** A row in every table that has a tenant, in this shop. A new table needs a value only where a plain one is of no use. */
export async function fillEveryTable(db: Db, shopId: ShopId, keyring: Keyring): Promise<void> {
  const tables = Map.groupBy(await listColumns(db), ({ table }) => table);
  await db.$executeRaw`set local session_replication_role = replica`;
  for (const [table, columns] of tables) {
    const usual = { email_index: bytes(keyring.blindIndex(shopId, EMAIL)), ...BY_COLUMN };
    const given = { ...usual, ...BY_TABLE[table] };
    const rows = [given, ...(SECOND[table] ? [{ ...given, ...SECOND[table] }] : [])];
    for (const row of rows) await insertRow(db, shopId, columns, row);
  }
  await sealAgain(db, shopId, keyring);
}

async function insertRow(
  db: Db,
  shopId: ShopId,
  columns: readonly Column[],
  given: Row,
): Promise<void> {
  const written = columns.filter(
    ({ column, isNullable, hasDefault }) => column in given || (!isNullable && !hasDefault),
  );
  const values = written.map(({ column, type }) => [
    column,
    column in given ? given[column] : plainValue(column, type),
  ]);
  const row = { ...Object.fromEntries(values), shop_id: shopId } as Row;
  const names = written.map(({ column }) => `"${column}"`).join();
  const table = columns[0]!.table;
  await db.$executeRawUnsafe(
    `insert into "${table}" (${names})
     select ${names} from jsonb_populate_record(null::"${table}", $1::jsonb)`,
    JSON.stringify(row).replaceAll("{shop}", shopId),
  );
}

/** Puts the rows of one shop into another one as well: the same ids, but other names and amounts. */
export async function copyEveryTable(db: Db, from: ShopId, to: ShopId): Promise<void> {
  const tables = Map.groupBy(await listColumns(db), ({ table }) => table);
  await db.$executeRaw`set local session_replication_role = replica`;
  for (const [table, columns] of tables) {
    const changes = columns.flatMap(({ column, type }) => {
      if (column === "session_id" || column === "account_id") return [`'${column}', '${to}'`];
      if (column === "name" || column === "title") return [`'${column}', 'of another shop'`];
      if (column.endsWith("_minor") && type !== "jsonb") return [`'${column}', 999`];
      return [];
    });
    const other = `jsonb_build_object(${[`'shop_id', '${to}'`, ...changes].join()})`;
    await db.$executeRawUnsafe(
      `insert into "${table}" select one.* from "${table}" t
       cross join lateral jsonb_populate_record(null::"${table}", to_jsonb(t) || ${other}) one
       where t.shop_id = $1`,
      from,
    );
  }
}

/** The tables that have a tenant. */
export async function listTables(db: Db): Promise<string[]> {
  return [...new Set((await listColumns(db)).map(({ table }) => table))];
}

/** A shop's rows, as one text a table. */
export async function rowsOf(
  db: Db,
  shopId: ShopId,
  tables: readonly string[],
): Promise<Record<string, string>> {
  const queries = tables.map(
    (table) =>
      `select '${table}' as name, coalesce(string_agg(to_jsonb(t)::text, ' ' order by to_jsonb(t)::text), '') as rows
       from "${table}" t where shop_id = $1`,
  );
  const found = await db.$queryRawUnsafe<{ name: string; rows: string }[]>(
    queries.join(" union all "),
    shopId,
  );
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}

async function listColumns(db: Db): Promise<Column[]> {
  return db.$queryRaw<Column[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      c.is_nullable = 'YES' as "isNullable", c.column_default is not null as "hasDefault"
    from information_schema.columns c
    where c.table_schema = 'public' and exists (
      select 1 from information_schema.columns tenant
      where tenant.table_schema = 'public' and tenant.table_name = c.table_name
        and tenant.column_name = 'shop_id')
    order by 1, c.ordinal_position`;
}

/** Sealed values open only where they were sealed: those of another shop give themselves away. */
async function sealAgain(db: Db, shopId: ShopId, keyring: Keyring): Promise<void> {
  for (const { table, column, row } of SEALED_COLUMNS) {
    const found = await db.$queryRawUnsafe<{ row: string }[]>(
      `select ${row} as row from "${table}" where shop_id = $1`,
      shopId,
    );
    const text = JSON.stringify({ email: EMAIL });
    for (const it of found) {
      const sealed = keyring.seal(text, { table, column, shopId, row: it.row });
      await db.$executeRawUnsafe(
        `update "${table}" set "${column}" = $1 where shop_id = $2 and ${row} = $3`,
        sealed,
        shopId,
        it.row,
      );
    }
  }
}

const bytes = (value: Uint8Array) => `\\x${Buffer.from(value).toString("hex")}`;

function plainValue(column: string, type: string): unknown {
  switch (type) {
    case "text":
      return column;
    case "ARRAY":
      return [];
    case "integer":
    case "bigint":
      return 1;
    case "double precision":
      return 0.5;
    case "boolean":
      return false;
    case "jsonb":
      return {};
    case "bytea":
      return "\\x00";
    case "date":
    case "timestamp with time zone":
      return column.startsWith("expires") ? NOW : hoursAgo(1);
    default:
      throw new Error(`${column}: no plain value for ${type}`);
  }
}
