import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { createCampaign } from "~/campaigns/campaign-store.server";
import { contentOf } from "~/delivery/sign-up-forms/form-templates";
import { insertSignUpForm } from "~/delivery/sign-up-forms/sign-up-form-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { findFlow } from "~/flows/flow-store.server";
import { storedJson } from "~/flows/stored-json";
import { ShopId } from "~/lib/shop-id";
import { editOf } from "~/flows/editing/flow-edit";
import { recordDataRequest } from "~/privacy/record-data-request.server";
import { EVERY_BLOCK } from "../support/every-block";
import { smallStore } from "../support/small-store";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";
import { waitFor } from "../support/wait-for";

const CUSTOMER = "2001000";
/** A flow that only the other shop has, since library flows have equal names in every shop. */
const FLOW = "only-of-teapot";

const SEGMENT = "segment-of-teapot";
const SPRING = { name: "Spring", plan: DEFAULT_PLAN };

const NEWS = contentOf(
  "news",
  { heading: "News of teapot", text: "", teaser: "", success: "" },
  "#2a6f4e",
);

/** A guest's data request in the other shop. */
const REQUEST = "asked-of-teapot";

/** Ids of the other shop, by route parameter. A new parameter needs one. */
const ids: Record<string, string> = {
  customerId: CUSTOMER,
  flowId: FLOW,
  requestKey: REQUEST,
  segmentId: SEGMENT,
  emailGroup: "of-teapot",
  emailKey: "email-1",
  version: "1",
};
/** Valid bodies for a route's action, as JSON. A new action needs one that its own shop may send. */
const bodies: Record<string, () => unknown> = {
  "app.flows.$flowId": () => edit,
  "app.flows.$flowId_.why": () => ({ customer: CUSTOMER }),
  "app.flows.$flowId_.change": () => ({ act: "move" }),
  "app.campaigns.$campaignId": () => ({ act: "save", version: 1, ...SPRING }),
  "app.campaigns.$campaignId.test": () => ({ to: "hello@teapot.example" }),
  "app.campaigns.$campaignId.clicks": () => ({ variant: null }),
  "app.forms.$formId": () => ({ kind: "publish", version: 1 }),
  "app.segments.$segmentId": () => ({ kind: "explain", email: "somebody@example.com" }),
  "app.emails.$emailGroup.$emailKey.draft": () => ({
    act: "save",
    revision: 1,
    document: EVERY_BLOCK,
  }),
  "app.emails.$emailGroup.$emailKey.subjects": () => ({
    ...{ kind: "remove", flowId: FLOW, stepId: "email-1", variant: "line-2" },
  }),
  "app.customers.$customerId": () => ({ kind: "separate", visitorId: "somebody" }),
};

interface Route {
  readonly name: string;
  readonly path: () => string;
  readonly isPage: boolean;
  readonly hasAction: boolean;
  /** Whether it shows anything. */
  readonly hasLoader: boolean;
}

/** Every admin route with a parameter, from the folder. */
const routes: readonly Route[] = readdirSync("app/routes")
  .filter((entry) => entry.startsWith("app.") && entry.includes("$"))
  .map((entry) => {
    const name = entry.replace(/\.tsx?$/, "");
    const folder = join("app/routes", entry, "route.tsx");
    const source = readFileSync(existsSync(folder) ? folder : join("app/routes", entry), "utf8");
    return {
      name,
      path: () => `/${name.split(".").map(filledIn).join("/")}`,
      isPage: source.includes("export default"),
      hasLoader: /export (async function|function|const) loader\b/.test(source),
      hasAction: /export (async function|function|const) action\b/.test(source),
    };
  });

function filledIn(segment: string): string {
  if (!segment.startsWith("$")) return segment.replace(/_$/, "");
  const id = ids[segment.slice(1).replace(/_$/, "")];
  if (id === undefined) throw new Error(`${segment} needs an id of the other shop in \`ids\``);
  return id;
}

let stage: Stage;
let teapotId: ShopId;
let edit: ReturnType<typeof editOf>;

beforeAll(async () => {
  stage = await openSharedStage({
    seeds: [
      smallStore({ domain: "kettle.myshopify.com", firstId: 1_000_000 }),
      smallStore({ domain: "teapot.myshopify.com", firstId: 2_000_000 }),
    ],
  });
  teapotId = ShopId.parse(stage.shops[1]);
  ids.messageId = await aEmailOfTeapot();

  const { definition, version } = await stage.withDatabase(async (db) => {
    await copyFlow(db, "cross-sell");
    await askForData(db);
    await addSegment(db);
    await addEmail(db);
    ids.formId = await insertSignUpForm(db, teapotId, { name: "News", content: NEWS }, new Date());
    ids.campaignId = await createCampaign(db, teapotId, SPRING, new Date());
    return (await findFlow(db, teapotId, FLOW))!;
  });

  edit = editOf(definition, version);
  for (const route of routes) await allowsItsOwnShop(route);
  edit = { ...edit, version: version + 1 };
  for (const merchant of stage.merchants) await merchant.waitUntilQuiet();
});
afterAll(() => stage.close());

async function aEmailOfTeapot(): Promise<string> {
  const lines = [{ productId: "2000003", variantId: "2000103", quantity: 1 }];
  const checkout = { token: "left", customerId: CUSTOMER, lines };
  await stage.control.play(teapotId, [{ kind: "checkout_created", checkout }], { wait: true });
  await stage.advance(0.1);
  await stage.advance(2.5);
  return (await stage.emails())[0]!.messageId;
}

async function copyFlow(db: PrismaClient, flowId: string): Promise<void> {
  const flow = await db.flow.findUniqueOrThrow({
    where: { shopId_flowId: { shopId: teapotId, flowId } },
    include: { versions: true },
  });
  const { versions, ...row } = flow;
  await db.flow.create({ data: { ...row, flowId: FLOW } });
  for (const { definition, ...it } of versions) {
    await db.flowVersion.create({ data: { ...it, flowId: FLOW, definition: definition! } });
  }
}

async function addSegment(db: PrismaClient): Promise<void> {
  const rule = { kind: "all", of: [{ kind: "consent", states: ["subscribed"] }] };
  const at = new Date();
  await db.segment.create({
    data: {
      shopId: teapotId,
      segmentId: SEGMENT,
      name: "Who wants email",
      rule,
      createdAt: at,
      updatedAt: at,
    },
  });
}

/** A published email of the shop, with a draft. */
async function addEmail(db: PrismaClient): Promise<void> {
  const email = { shopId: teapotId, templateId: `${ids.emailGroup}/${ids.emailKey}` };
  const at = new Date();
  const document = storedJson(EVERY_BLOCK);
  await db.template.create({
    data: { ...email, name: "Email", draft: document, draftRevision: 1, updatedAt: at },
  });
  await db.templateVersion.create({
    data: { ...email, version: 1, document, sha256: "00", publishedAt: at },
  });
}

async function askForData(db: PrismaClient): Promise<void> {
  const request = { requestKey: REQUEST, customerId: null, requestId: "1", orderIds: [] };
  const blindIndex = () => new Uint8Array(32);
  const deps = { db, keyring: { blindIndex }, now: () => new Date() };
  await recordDataRequest(teapotId, { ...request, email: "guest@example.com" }, deps);
}

const kettle = () => stage.merchants[0]!;
const teapot = () => stage.merchants[1]!;
const load = (route: Route, merchant = kettle()) =>
  route.isPage ? merchant.get(route.path()) : merchant.request(route.path());

/** Without it a test below would pass for an unknown id, or an invalid body. */
async function allowsItsOwnShop(route: Route): Promise<void> {
  if (route.hasLoader) {
    const page = await load(route, teapot());
    if (!page.ok) throw new Error(`${route.name} answers ${page.status} to its own shop`);
  }
  if (!route.hasAction) return;
  const body = bodies[route.name];
  if (!body) throw new Error(`The action of ${route.name} needs a body in \`bodies\``);
  const answer = await teapot().submitJson(route.path(), body());
  if (!answer.ok) throw new Error(`${route.name} refuses its own shop: ${await answer.text()}`);
}

/** Waits until no job works for either shop, also none that changes rows of its own accord, such as a training. */
async function waitForJobs(): Promise<void> {
  for (const merchant of stage.merchants) {
    await merchant.waitUntilQuiet();
    await waitFor("the training to end", async () =>
      (await merchant.progress()).isFitting ? null : true,
    );
  }
  // The embedded database is read while the app is stopped, which would also stop what this waits for.
  if (inject("postgresUrl") === "") return;
  const { now } = await stage.control.clock();
  await waitFor("the jobs of both shops to end", () =>
    stage.withDatabase(async (db) => {
      const busy = await db.$queryRaw<unknown[]>`
        select 1 from due where shop_id = any(${stage.shops}) and due_at <= ${now}::timestamptz
        union all
        select 1 from training_run where shop_id = any(${stage.shops}) and state in ('queued', 'running')
        union all
        select 1 from pgboss.job where singleton_key = any(${stage.shops}) and state < 'completed'
        limit 1`;
      return busy.length === 0 || null;
    }),
  );
}

/** Every row of both shops, by table. */
const rowsOfBoth = (): Promise<Record<string, unknown[]>> =>
  stage.withDatabase(async (db) => {
    const tables = await db.$queryRaw<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'shop_id'
        -- The sweep, which runs beside the requests, replaces its rows.
        and table_name <> 'due' order by 1`;
    const rows: Record<string, unknown[]> = {};
    for (const { name } of tables) {
      rows[name] = await db.$queryRawUnsafe(
        `select to_jsonb(t)::text as row from "${name}" t where shop_id = any($1) order by 1`,
        stage.shops,
      );
    }
    return rows;
  });

const act = (route: Route) => kettle().submitJson(route.path(), bodies[route.name]!());
const switchFlow = () => kettle().submit("/app/flows?index", { flowId: FLOW, status: "paused" });
const findCustomer = () =>
  kettle().submitJson("/app/customers/search", {
    query: `customer-${CUSTOMER}@example.com`,
    limit: 9,
  });

describe("a session of one shop with an id of another", () => {
  test("covers at least one route", () => {
    expect(routes.length).toBeGreaterThanOrEqual(4);
  });

  test.each(routes.filter(({ hasLoader }) => hasLoader))("$name shows nothing", async (route) => {
    const answer = await load(route);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/Quillfeather|teapot/i);
  });

  test.each(routes.filter(({ hasAction }) => hasAction))("$name does nothing", async (route) => {
    const answer = await act(route);
    expect([404, 409, 422]).toContain(answer.status);
  });

  test("a flow cannot be switched by its id in a form", async () => {
    expect((await switchFlow()).status).toBe(409);
  });

  test("a customer cannot be found by address", async () => {
    expect(await (await findCustomer()).text()).not.toMatch(/Quillfeather|@example\.com/);
  });

  test("no request changes a row of either shop", async () => {
    await waitForJobs();
    const before = await rowsOfBoth();
    for (const route of routes) {
      if (route.hasLoader) await load(route);
      if (route.hasAction) await act(route);
    }
    await switchFlow();
    await findCustomer();
    await waitForJobs();
    expect(await rowsOfBoth()).toEqual(before);
  });
});
