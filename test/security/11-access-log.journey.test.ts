import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "csv-parse/sync";
import { BLANK_RULE } from "~/segments/templates";
import { STAFF_USER_ID } from "../shopify/id-token";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openSharedStage();
});
afterAll(() => stage.close());

test("every download and change through the admin names its actor, on the page and in the file", async () => {
  const merchant = stage.merchants[0]!;
  const shopId = stage.shops[0]!;
  const saved = await merchant.submitJson("/app/segments/new", {
    name: "Customers",
    rule: BLANK_RULE,
  });
  const [, segmentId = ""] = /\/app\/segments\/([0-9a-f-]{36})/.exec(await saved.text()) ?? [];
  const { customerId } = await stage.withDatabase((db) =>
    db.profile.findFirstOrThrow({ where: { shopId, customerId: { not: null } } }),
  );
  expect((await merchant.get(`/app/customers/${customerId}`)).status).toBe(200);
  for (const path of [
    "/app/suppressions/export",
    `/app/segments/${segmentId}/export`,
    `/app/customers/${customerId}/export`,
    "/app/reports/export?group=flow",
    "/app/reports/cohorts/export",
    "/app/access-log/export",
  ]) {
    const answer = await merchant.request(path);
    expect([path, answer.status]).toEqual([path, 200]);
    await answer.arrayBuffer();
  }

  const page = await merchant.get("/app/access-log?action=access_log_exported");
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("access_log_exported");

  const file = await (await merchant.request("/app/access-log/export")).text();
  const rows = parse<Record<string, string>>(file, { bom: true, columns: true });
  const byStaff = rows.filter(({ person }) => person === STAFF_USER_ID);
  expect(new Set(byStaff.map(({ action }) => action))).toEqual(
    new Set([
      "access_log_exported",
      "cohorts_exported",
      "customer_exported",
      "customer_viewed",
      "flow_status_set",
      "report_exported",
      "segment_exported",
      "segment_saved",
      "settings_saved",
      "suppressions_exported",
    ]),
  );
  expect(rows.filter(({ person }) => person === "merchant")).toEqual([]);
});
