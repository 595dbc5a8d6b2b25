import { describe, expect, test } from "vitest";
import { hoursAgo, NOW } from "../../support/builders";
import { useOutbox } from "../../support/use-outbox";

const outbox = useOutbox();
const { run, drain, at, plan, messages, takenIds } = outbox;

const close = (closedAs: "frozen" | "paused") =>
  outbox.db.shop.updateMany({ data: { closedAs, closedAt: NOW } });
const thaw = () => outbox.db.shop.updateMany({ data: { closedAs: null, closedAt: null } });

describe("a due email of a closed shop", () => {
  test("waits while Shopify reports the shop as frozen, and leaves after it reopens", async () => {
    await plan("1", "m1");
    await close("frozen");
    await drain();
    expect(await messages()).toMatchObject([
      { state: "planned", reason: "shop_frozen", nextRunAt: hoursAgo(-0.25) },
    ]);
    expect(outbox.mailer.calls).toEqual([]);
    await thaw();
    at(hoursAgo(-0.25));
    await drain();
    expect(takenIds()).toEqual(["m1"]);
  });

  test("is skipped when the shop stays closed until it expires", async () => {
    await plan("1", "m1", { message: { expiresAt: hoursAgo(-0.25) } });
    await close("paused");
    await drain();
    expect(await messages()).toMatchObject([{ state: "planned", reason: "shop_paused" }]);
    at(hoursAgo(-0.25));
    await drain();
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "expired" }]);
  });
});

describe("a batch of a shop that becomes frozen", () => {
  test("is retried only after the shop reopens, with the same key, if it had no answer", async () => {
    await plan("1", "m1");
    outbox.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
    await drain();
    await close("frozen");
    at(hoursAgo(-1));
    await drain();
    expect(outbox.mailer.calls).toHaveLength(1);
    await thaw();
    at(hoursAgo(-2));
    await drain();
    const [first, second] = outbox.mailer.calls;
    expect(second).toEqual(first);
    expect(await messages()).toMatchObject([{ state: "sent" }]);
  });

  test("gives up after a day without an answer and checks the provider's list", async () => {
    await plan("1", "m1");
    outbox.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
    await drain();
    await close("frozen");
    at(hoursAgo(-24));
    await drain();
    expect(outbox.mailer.calls).toHaveLength(1);
    expect(await messages()).toMatchObject([{ state: "unknown" }]);
  });

  test("is dissolved if it was never sent, and its emails wait like all others", async () => {
    await plan("1", "m1");
    await plan("2", "m2");
    outbox.mailer.next(() => ({ kind: "rejected", reason: "invalid" }));
    // Leaves two halves without a provider call.
    await run();
    await close("frozen");
    await drain();
    expect(outbox.mailer.calls).toHaveLength(1);
    expect(await messages()).toMatchObject([
      { state: "planned", reason: "shop_frozen", batchId: null, sealedEmail: null },
      { state: "planned", reason: "shop_frozen", batchId: null, sealedEmail: null },
    ]);
    await thaw();
    at(hoursAgo(-1));
    await drain();
    expect(takenIds()).toEqual(["m1", "m2"]);
  });
});
