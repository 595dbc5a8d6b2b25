import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";

interface Route {
  readonly name: string;
  /** The segments of its path; a parameter begins with "$". */
  readonly parts: readonly string[];
  readonly isPage: boolean;
  readonly isPublic: boolean;
}

/** Every route, from the folder: a new one is tested automatically. */
const ROUTES: readonly Route[] = readdirSync("app/routes").map((entry) => {
  const name = entry.replace(/\.tsx?$/, "");
  const folder = ["route.tsx", "route.ts"]
    .map((it) => join("app/routes", entry, it))
    .find(existsSync);
  const source = readFileSync(folder ?? join("app/routes", entry), "utf8");
  return {
    name,
    parts: name
      .split(".")
      .filter((part) => !part.startsWith("_"))
      .map((part) => part.replace(/_$/, "")),
    isPage: source.includes("export default"),
    isPublic: !/^app(\.|$)/.test(name),
  };
});

/** Invalid values of a parameter. */
const VALUES = [
  "%00",
  "a%00b",
  "%E0%A4%A",
  "%",
  "..%2f..",
  "9".repeat(2_000),
  "%ed%a0%80",
  "'%20or%201=1--",
];
/** Query parameters that routes read. */
const QUERIES = [
  "after",
  "before",
  "q",
  "from",
  "to",
  "page",
  "shop",
  "back",
  "status",
  "id_token",
  "locale",
  "index",
];
const BODIES: readonly (readonly [string, string])[] = [
  ["application/json", "{"],
  ["application/json", ""],
  ["application/json", "null"],
  ["application/json", "[]"],
  ["application/json", "{}"],
  [
    "application/json",
    JSON.stringify(withEveryField((_, i) => ["\0", null, [], {}, -1, 1e308, true][i % 7])),
  ],
  ["application/json", JSON.stringify(withEveryField(() => "\0"))],
  ["application/json", JSON.stringify(withEveryField(() => ({ a: ["\ud800", "\0"] })))],
  ["application/json", JSON.stringify(withEveryField(() => 99_999_999_999_999))],
  ["application/x-www-form-urlencoded", withForm("%00")],
  ["application/x-www-form-urlencoded", withForm("9".repeat(300))],
  ["multipart/form-data; boundary=x", "--y"],
  ["text/plain", "no form"],
];

/** Field names that actions read, and those that choose the action. */
function fields(): string[] {
  return [
    "act",
    "kind",
    "version",
    "values",
    "rule",
    "segmentId",
    "email",
    "name",
    "plan",
    "document",
    "revision",
    "flowId",
    "status",
    "visitorId",
    "customer",
    "fields",
    "train",
    "shopifySegmentId",
    "definition",
    "reason",
    "language",
    "address",
    "tag",
  ];
}
function withEveryField(value: (name: string, i: number) => unknown) {
  return Object.fromEntries(fields().map((name, i) => [name, value(name, i)]));
}
function withForm(value: string) {
  return fields()
    .map((name) => `${name}=${value}`)
    .join("&");
}

/** A plain run sends each route a different third of the bodies; a deep run sends all. */
const bodiesFor = (route: Route) =>
  BODIES.filter((_, i) => IS_DEEP || i % 3 === ROUTES.indexOf(route) % 3);

let stage: Stage;
let origin: string;
let token: string;
beforeAll(async () => {
  stage = await openSharedStage({ flows: [] });
  const pixel = await stage.control.pixel(stage.shops[0]!);
  token = await stage.control.idToken(stage.shops[0]!);
  origin = new URL(pixel!.settings.collectorURL!).origin;
});
afterAll(() => stage.close());

/** Session tokens are valid for a minute of the store's clock, which stands still. */
async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    ...(init.headers as Record<string, string>),
    authorization: `Bearer ${token}`,
    "user-agent": "Mozilla/5.0 Chrome/140.0",
  };
  const answer = await fetch(`${origin}${path}`, { ...init, headers, redirect: "manual" });
  await answer.arrayBuffer();
  return answer;
}

const pathOf = ({ parts, isPage, isPublic }: Route, value: (part: string) => string) => {
  const path = `/${parts.map((part) => (part.startsWith("$") ? value(part) : part)).join("/")}`;
  return isPage && !isPublic ? `${path}.data` : path;
};

test("no route answers an unknown parameter, query or body with a server error", async () => {
  // Otherwise only the refusal of a stranger would be tested.
  expect((await send("/app/settings.data")).status).toBe(200);
  const faults: string[] = [];
  async function expectNoFault(
    path: string,
    body: readonly [type: string, text: string] | null = null,
  ) {
    const [type, text] = body ?? [];
    const sent = type && { method: "POST", headers: { "content-type": type }, body: text! };
    const { status } = await send(path, sent || {});
    if (status >= 500) faults.push(`${path.slice(0, 80)} ${text?.slice(0, 60) ?? ""}: ${status}`);
  }
  for (const route of ROUTES) {
    const params = route.parts.filter((part) => part.startsWith("$"));
    for (const bad of params) {
      for (const value of VALUES) {
        await expectNoFault(pathOf(route, (part) => (part === bad ? value : "x")));
      }
    }
    const path = pathOf(route, () => "x");
    for (const value of ["%00", "%", "9".repeat(300), "%ed%a0%80"]) {
      await expectNoFault(`${path}?${QUERIES.map((name) => `${name}=${value}`).join("&")}`);
    }
    for (const body of bodiesFor(route)) await expectNoFault(path, body);
  }
  expect(faults).toEqual([]);
});
