import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createCollector, type Collector } from "~/events/pixel/create-collector.server";
import { issuePixelAccount } from "~/events/pixel-account-store.server";
import { createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { propertyRuns } from "../../support/property-runs";

let database: Database;
let collector: Collector;
let account: string;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await issuePixelAccount(database.db, SHOP, { now: NOW, pixelId: null });
  ({ accountId: account } = await database.db.pixelAccount.findFirstOrThrow());
  const webhooks = { waitingCount: () => 0 };
  collector = createCollector({ ...createTestDeps(), db: database.db, webhooks });
});
afterAll(() => database.close());

let requests = 0;
/** From its own address, a second after the previous one: no limit applies. */
function send(body: Uint8Array) {
  requests += 1;
  const address = `10.0.${requests >> 8}.${requests & 255}`;
  return collector.collect({
    address,
    elapsedMs: requests * 1_000,
    readBody: () => Promise.resolve(body),
  });
}
const asBody = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Text that breaks databases and parsers: NUL, unpaired surrogates, quotes, direction marks. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "\0",
    "\ud800",
    "'; drop table event; --",
    "\u202e",
    "__proto__",
    "a".repeat(300),
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(-1, -0, 2 ** 31, 2 ** 53, 1e308, Number.MIN_VALUE),
);
const odd = fc.oneof(
  text,
  number,
  fc.constantFrom(null, true, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
);
const sometimes = <T>(good: fc.Arbitrary<T>) => fc.oneof({ weight: 6, arbitrary: good }, odd);

const instant = fc.oneof(
  fc.constantFrom(NOW.toISOString(), "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"),
  fc.date({ noInvalidDate: true }).map((it) => it.toISOString()),
);
const id = fc.string({
  unit: fc.constantFrom("a", "Z", "0", "_", ".", ":", "~", "-"),
  minLength: 1,
  maxLength: 128,
});
const digits = fc.oneof(fc.bigInt(0n, 10n ** 20n).map(String), fc.constant(""));
const line = {
  product: sometimes(digits),
  variant: sometimes(digits),
  quantity: sometimes(fc.nat()),
};
const fields = {
  id: sometimes(id),
  at: sometimes(instant),
  page: sometimes(fc.constantFrom("home", "product", "collection", "search", "cart", "other")),
  referrer: sometimes(fc.constantFrom("direct", "search", "inside")),
  click: sometimes(text),
  seconds: sometimes(fc.integer({ min: 1, max: 3_600 })),
  ...line,
  collection: sometimes(digits),
  query: sometimes(text),
  results: sometimes(fc.nat()),
  lines: sometimes(fc.array(fc.record(line), { maxLength: 60 })),
  step: sometimes(fc.constantFrom("started", "contact_info_submitted", "completed")),
  token: sometimes(text),
};
const event = fc.record(
  {
    ...fields,
    name: sometimes(
      fc.constantFrom(
        ...["page_viewed", "page_dwelt", "product_viewed", "collection_viewed", "search_submitted"],
        ...["product_added_to_cart", "product_removed_from_cart", "cart_viewed"],
        "checkout_step_reached",
      ),
    ),
  },
  { requiredKeys: ["id", "at", "name"] },
);
const nearlyGood = fc
  .record({
    visitor: sometimes(id),
    events: sometimes(fc.array(sometimes(event), { maxLength: 22 })),
  })
  .map((batch) => asBody({ account, ...batch }));
const body = fc.oneof(
  { weight: 3, arbitrary: nearlyGood },
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((it) => new TextEncoder().encode(it)),
);

test("answers any body, and stores the valid requests beside it", async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 4 }), async (bodies) => {
      const mark = `good-${requests}`;
      const good = { id: mark, at: NOW.toISOString(), name: "collection_viewed", collection: "1" };
      const answers = await Promise.all([
        ...bodies.map(send),
        send(asBody({ account, visitor: mark, events: [good] })),
      ]);
      for (const { kind } of answers.slice(0, -1)) kinds.add(kind);
      expect(answers.at(-1)).toEqual({ kind: "stored" });
      expect(
        answers.map(({ kind }) => kind).filter((it) => it !== "stored" && it !== "refused"),
      ).toEqual([]);
      expect(await database.db.event.count({ where: { sourceId: { endsWith: `/${mark}` } } })).toBe(
        1,
      );
    }),
    { numRuns: propertyRuns(150) },
  );
  // The property would be vacuous if everything were refused early.
  expect(kinds).toEqual(new Set(["stored", "refused"]));
});
