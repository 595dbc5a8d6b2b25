import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type OwnStage } from "../support/stage";

const CUSTOMER = "1001000";
const ANOTHER = "1001001";

let stage: OwnStage;

beforeAll(async () => {
  stage = await openStage({ flows: [], isOnServer: true });
  const { db, close } = await stage.openDatabase();
  // A value sealed for one customer cannot be opened as another's.
  await db.$executeRaw`
    update profile set sealed_contact = other.sealed_contact from profile as other
    where profile.customer_id = ${CUSTOMER} and other.customer_id = ${ANOTHER}`;
  await close();
  await stage.restart();
});
afterAll(() => stage.close());

const loggedFaults = () =>
  stage
    .log()
    .split("\n")
    .filter((line) => line.includes('"code":"invalid_input"'));

test("a page whose data cannot be read has an error status and is logged once", async () => {
  const [merchant] = stage.merchants;
  expect((await merchant!.get(`/app/customers/${ANOTHER}`)).status).toBe(200);
  expect((await merchant!.get(`/app/customers/${CUSTOMER}`)).status).toBe(422);
  // The log line follows the response shortly.
  await expect.poll(loggedFaults).toHaveLength(1);
  const [log] = loggedFaults();
  expect(log).toContain('"path":"/app/customers"');
  expect(log).not.toContain("example.com");
});

test("an unknown page is answered 404", async () => {
  const [merchant] = stage.merchants;
  for (const path of ["/app/customers/4", "/app/flows/none", "/app/outbox/none"]) {
    expect((await merchant!.get(path)).status, path).toBe(404);
  }
});

test("a body of more than 1 MB is answered 413", async () => {
  const [merchant] = stage.merchants;
  const answer = await merchant!.submitJson("/app/settings", "x".repeat(1_100_000));
  expect(answer.status).toBe(413);
});

test("browser builds contain no source maps", () => {
  const assets = readdirSync("build/client", { recursive: true, encoding: "utf8" });
  expect(assets.length).toBeGreaterThan(100);
  expect(assets.filter((path) => path.includes(".map"))).toEqual([]);
});
