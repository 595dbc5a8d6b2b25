import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BULK_QUERIES } from "~/shopify/operations/bulk-queries";
import { waitFor } from "../support/wait-for";
import { openTestBed, SHOP, type TestBed } from "./local-app";

let bed: TestBed;
beforeEach(async () => {
  bed = await openTestBed();
});
afterEach(() => bed.stop());

const RUN = `mutation Run($query: String!, $groupObjects: Boolean!) { bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) { bulkOperation { id status } userErrors { code message } } }`;
const ORDERS = `{ orders { edges { node { id customer { id } lineItems { edges { node { id quantity } } } } } } }`;

interface Operation {
  readonly id: string;
  readonly status: string;
  readonly errorCode: string | null;
  readonly objectCount: string;
  readonly rootObjectCount: string;
  readonly url: string | null;
  readonly partialDataUrl: string | null;
}

async function start(query: string, groupObjects = false) {
  const { data } = await bed.graphql(RUN, { query, groupObjects });
  return data?.["bulkOperationRunQuery"] as unknown as {
    bulkOperation: { id: string } | null;
    userErrors: { code: string; message: string }[];
  };
}

const finished = (id: string) =>
  waitFor(`the end of ${id}`, async () => {
    const { data } = await bed.graphql(
      `query Get($id: ID!) { bulkOperation(id: $id) { id status errorCode objectCount rootObjectCount url partialDataUrl } }`,
      { id },
    );
    const operation = data?.["bulkOperation"] as unknown as Operation;
    return ["CREATED", "RUNNING"].includes(operation.status) ? null : operation;
  });

async function run(query: string, groupObjects = false): Promise<Operation> {
  return finished((await start(query, groupObjects)).bulkOperation?.id ?? "");
}

async function lines(url: string | null): Promise<Record<string, unknown>[]> {
  const text = await (await fetch(bed.shopify.origin + new URL(url ?? "").pathname)).text();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const line = (id: string, quantity: number, order: string) => ({
  id: `gid://shopify/LineItem/${id}`,
  quantity,
  __parentId: `gid://shopify/Order/${order}`,
});
const order = (id: string, customer: string) => ({
  id: `gid://shopify/Order/${id}`,
  customer: { id: `gid://shopify/Customer/${customer}` },
});

describe("a bulk operation", () => {
  it("writes each node as a line, children with their parent's id", async () => {
    const operation = await run(ORDERS);

    expect(operation).toMatchObject({
      status: "COMPLETED",
      objectCount: "6",
      rootObjectCount: "2",
    });
    expect(await lines(operation.url)).toEqual([
      order("401", "201"),
      order("402", "202"),
      line("4011", 2, "401"),
      line("4012", 1, "401"),
      line("4021", 2, "402"),
      line("4022", 1, "402"),
    ]);
  });

  it("writes grouped children after their parent", async () => {
    const { url } = await run(ORDERS, true);

    expect((await lines(url)).map((it) => String(it["id"]).split("/").at(-1))).toEqual([
      "401",
      "4011",
      "4012",
      "402",
      "4021",
      "4022",
    ]);
  });

  it("notifies the app when it is done", async () => {
    const { id } = await run(ORDERS);
    await bed.control.idle();

    const finish = bed.received.find(
      (it) => it.headers["x-shopify-topic"] === "bulk_operations/finish",
    );
    expect(JSON.parse(finish?.body ?? "")).toMatchObject({
      admin_graphql_api_id: id,
      status: "completed",
      type: "query",
      error_code: null,
    });
  });

  it("has no url when nothing was found", async () => {
    const operation = await run(`{ products(query: "vendor:nobody") { edges { node { id } } } }`);

    expect(operation).toMatchObject({ status: "COMPLETED", objectCount: "0", url: null });
  });

  it("fails when a scope is missing", async () => {
    await bed.control.grantScopes(SHOP, ["read_products"]);

    expect(await run(ORDERS)).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED" });
  });

  it.each([
    ["no connection", "{ shop { name } }", /at least one connection/],
    ["a field that the schema does not have", "{ products { edges { node { prize } } } }", /prize/],
    [
      "two top-level fields",
      "{ products { edges { node { id } } } shop { name } }",
      /one top-level/,
    ],
    [
      "a nested connection whose parent has no id",
      "{ products { edges { node { title variants { edges { node { id } } } } } } }",
      /must select the 'id' field/,
    ],
    [
      "connections three levels deep",
      "{ collections { edges { node { id products { edges { node { id variants { edges { node { id } } } } } } } } } }",
      /nest/,
    ],
  ])("refuses a query with %s", async (_, query, message) => {
    const { bulkOperation, userErrors } = await start(query);

    expect(bulkOperation).toBeNull();
    expect(userErrors[0]?.code).toBe("INVALID");
    expect(userErrors[0]?.message).toMatch(message);
  });

  it("runs five at once and refuses a sixth", async () => {
    await bed.control.setFaults({ bulk: { objectsPerSecond: 5 } });
    for (let i = 0; i < 5; i++) expect((await start(ORDERS)).userErrors).toEqual([]);

    expect((await start(ORDERS)).userErrors[0]?.code).toBe("LIMIT_REACHED");
  });

  it("ends as an injected fault requires", async () => {
    await bed.control.setFaults({
      bulk: { outcomes: ["FAILED", "PARTIAL", "EXPIRED"], withoutWebhook: 3 },
    });

    expect(await run(ORDERS)).toMatchObject({ status: "FAILED", url: null, partialDataUrl: null });
    const partial = await run(ORDERS);
    expect(partial).toMatchObject({ status: "FAILED", url: null });
    expect(await lines(partial.partialDataUrl)).toHaveLength(3);
    expect(await run(ORDERS)).toMatchObject({ status: "EXPIRED", url: null });
    await bed.control.idle();
    expect(bed.received).toEqual([]);
  });

  it.each(Object.entries(BULK_QUERIES))("answers the app's own query for %s", async (_, query) => {
    const operation = await run(query, true);

    expect(operation).toMatchObject({ status: "COMPLETED", errorCode: null });
    expect((await lines(operation.url)).length).toBeGreaterThan(0);
  });
});
