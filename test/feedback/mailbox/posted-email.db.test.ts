import { describe, expect, test } from "vitest";
import { signedAddress, type AddressUse } from "~/delivery/inbound/signed-address.server";
import type { InboundConfig } from "~/email-config";
import { receivePostedEmail } from "~/feedback/mailbox/receive-posted-email.server";
import { SHOP } from "../../support/builders";
import * as reports from "../../support/report-emails";
import { useEmailEvents } from "../email-events/use-email-events";

const stage = useEmailEvents();
const MESSAGE = "0192aaaa-0000-8000-8000-00000000000b";
const SECRET = "f3b1c9d27a604e58b1c7d0e29f46a83b";
const INBOUND: InboundConfig & Record<"bounceAddress" | "unsubscribeAddress", string> = {
  imapUrl: null,
  secret: SECRET,
  bounceAddress: "bounces@mail.kettle.example",
  unsubscribeAddress: "unsubscribe@mail.kettle.example",
};

const addressOf = (use: AddressUse) =>
  signedAddress(
    use,
    use === "bounce" ? INBOUND.bounceAddress : INBOUND.unsubscribeAddress,
    { shopId: SHOP, messageId: MESSAGE },
    stage.deps.keyring,
  )!;
const log = { error: () => undefined, info: () => undefined, warn: () => undefined };

async function post(
  raw: string,
  { bearer = SECRET, inbound = INBOUND }: { bearer?: string; inbound?: InboundConfig | null } = {},
) {
  const headers = new Headers({ authorization: `Bearer ${bearer}` });
  const { kind } = await receivePostedEmail(headers, new TextEncoder().encode(raw), {
    ...stage.deps,
    ...{ webhooks: stage.webhooks, inbound, log },
  });
  return kind;
}
const suppressions = async () => {
  await stage.apply();
  const rows = await stage.deps.db.suppression.findMany({ where: { shopId: SHOP } });
  return rows.map(({ reason }) => reason);
};
const send = async () => {
  await stage.plan("1", MESSAGE);
  await stage.drain();
};

describe("an email that an email server posts", () => {
  test.each<[string, () => string, string]>([
    ["a bounce", () => reports.postfixBounce({ to: addressOf("bounce") }), "hard_bounce"],
    [
      "a complaint",
      () => reports.aFeedbackReport({ to: "fbl@mail.kettle.example" }, addressOf("bounce")),
      "complaint",
    ],
    [
      "an unsubscribe email",
      () => reports.anUnsubscribeEmail(addressOf("unsubscribe")),
      "unsubscribe",
    ],
  ])("suppresses as %s does in the mailbox, once", async (_what, write, reason) => {
    await send();
    expect([await post(write()), await post(write())]).toEqual(["received", "received"]);
    expect(await suppressions()).toEqual([reason]);
  });

  test("is found by the recipient that the server names, whatever the email says", async () => {
    await send();
    const bounce = reports.postfixBounce({ to: "undisclosed-recipients:;" });
    const named = `Delivered-To: ${addressOf("bounce")}\r\n${bounce}`;
    expect(await post(named)).toBe("received");
    expect(await suppressions()).toEqual(["hard_bounce"]);
  });

  test("is dropped if it is neither", async () => {
    await send();
    expect(await post(reports.anOutOfOfficeReply({ to: addressOf("bounce") }))).toBe("dropped");
    expect(await suppressions()).toEqual([]);
  });

  test("may be cut off behind its report", async () => {
    await send();
    const whole = reports.postfixBounce({ to: addressOf("bounce") });
    expect(await post(whole.slice(0, whole.indexOf("message/rfc822")))).toBe("received");
    expect(await suppressions()).toEqual(["hard_bounce"]);
  });

  test.each([
    ["another secret", { bearer: SECRET.replace("f", "0") }],
    ["no secret", { bearer: "" }],
    ["a secret where none is set", { inbound: { ...INBOUND, secret: null } }],
    ["a secret where nothing is received", { inbound: null }],
  ])("is refused with %s", async (_what, request) => {
    await send();
    expect(await post(reports.postfixBounce({ to: addressOf("bounce") }), request)).toBe("refused");
    expect(await suppressions()).toEqual([]);
  });
});
