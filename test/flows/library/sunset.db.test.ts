import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countEntering } from "~/pages/flows/count-entering.server";
import { daysAgo, SHOP } from "../../support/builders";
import { openFlowStage, setProfile, stepsOf, type FlowStage } from "./flow-stage";
import { changeMessages, insertMessages } from "../../support/message-rows";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

describe("10 sunset", () => {
  const begin = async (clickedDaysAgo: number | null) => {
    await stage.begin("sunset");
    await setProfile(stage, { lastOrderAt: daysAgo(300), marketingChangedAt: daysAgo(300) });
    for (let i = 0; i < 15; i++) {
      const messageId = `old-${i}`;
      const at = daysAgo(100 - i * 6);
      await insertMessages(stage.database.db, [
        {
          shopId: SHOP,
          messageId,
          profileId: "c1",
          state: "sent",
          plannedAt: at,
          nextRunAt: at,
          expiresAt: at,
          sentAt: i === 0 ? daysAgo(200) : at,
          intent: {},
        },
      ]);
    }
    if (clickedDaysAgo === null) return;
    await stage.database.db.engagementEvent.create({
      data: {
        shopId: SHOP,
        eventId: "h1",
        messageId: "old-14",
        linkIndex: 0,
        occurredAt: daysAgo(clickedDaysAgo),
        classification: "human",
      },
    });
  };

  /** On the preference page: a lower frequency. */
  const choose = async () => {
    const { db } = stage.database;
    const { emailIndex } = await db.profile.findFirstOrThrow({ where: { profileId: "c1" } });
    await db.emailPreference.create({
      data: {
        ...{ shopId: SHOP, emailIndex: emailIndex!, topicsOff: [] },
        ...{ frequency: "monthly", updatedAt: stage.now() },
      },
    });
  };

  test("asks three times, then suppresses the address", async () => {
    await begin(null);
    await stage.pass(24 * 20);
    expect(await stepsOf(stage)).toEqual(expect.arrayContaining(["email-1", "email-2", "email-3"]));
    expect(await stage.database.db.suppression.findMany({ select: { reason: true } })).toEqual([
      { reason: "sunset" },
    ]);
  });

  test("says how many customers it enrolls, while it is on and until they are enrolled", async () => {
    const { db } = stage.database;
    const entering = () => countEntering(db, SHOP, "sunset", stage.now());
    await begin(null);
    expect(await entering()).toMatchObject({ name: "Still interested?", count: 1 });
    await stage.pass(1);
    expect(await entering()).toMatchObject({ count: 0 });
    await db.flow.updateMany({ where: { flowId: "sunset" }, data: { status: "paused" } });
    expect(await entering()).toBeNull();
  });

  test("ends when preferences change and skips recent preference changes", async () => {
    await begin(null);
    await stage.pass(24);
    const requested = async () => (await stepsOf(stage)).filter((stepId) => stepId !== "");
    expect(await requested()).toEqual(["email-1"]);
    await choose();
    await stage.pass(24 * 20);
    expect(await requested()).toEqual(["email-1"]);
    expect(await stage.database.db.suppression.count()).toBe(0);
    await begin(null);
    await choose();
    await stage.pass(24 * 3);
    expect(await stage.database.db.enrollment.count()).toBe(0);
  });

  test("skips customers who clicked", async () => {
    await begin(10);
    await stage.pass(24 * 3);
    expect(await stage.database.db.enrollment.count()).toBe(0);
  });

  /** Eight emails more than half a year ago, the last of which got this response. */
  const begunLongAgo = async (kind: "click" | "open", answered: number, hitClass = "human") => {
    const { db } = stage.database;
    await begin(null);
    await db.messageKey.deleteMany({ where: { messageId: { in: ["old-8", "old-9", "old-10"] } } });
    await db.messageKey.deleteMany({ where: { messageId: { in: ["old-11", "old-12"] } } });
    await db.messageKey.deleteMany({ where: { messageId: { in: ["old-13", "old-14"] } } });
    for (let i = 0; i < 8; i++) {
      const at = daysAgo(260 - i * 8);
      await changeMessages(db, { messageId: `old-${i}` }, { sentAt: at });
      if (i < 8 - answered) continue;
      await db.engagementEvent.create({
        data: {
          ...{ shopId: SHOP, eventId: `answer-${i}`, messageId: `old-${i}`, kind },
          ...{ linkIndex: kind === "click" ? 0 : null, classification: hitClass },
          occurredAt: new Date(at.getTime() + 3_600_000),
        },
      });
    }
  };

  test.each(["click", "open"] as const)(
    "never asks a customer with a recent %s and no emails since",
    async (kind) => {
      await begunLongAgo(kind, 1);
      await stage.pass(24 * 20);
      expect(await stepsOf(stage)).not.toContain("email-1");
      expect(await stage.database.db.suppression.count()).toBe(0);
    },
  );

  test("asks a customer without a click in eight emails despite machine opens", async () => {
    await begunLongAgo("open", 8, "machine");
    await stage.pass(24);
    expect(await stepsOf(stage)).toContain("email-1");
  });

  test("links to lower frequency, pause and unsubscribe", async () => {
    await begin(null);
    await stage.pass(1);
    const { html } = stage.deps.mailer.taken.at(-1)!;
    const links = [...html.matchAll(/<a\b[^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)];
    const hrefOf = (label: string) => links.find(([, , inside]) => inside?.includes(label))?.[1];
    expect(hrefOf("Once a month at most")).toMatch(/\/p\/[^/]+\?choose=less-often$/);
    expect(hrefOf("Pause for a month")).toMatch(/\/p\/[^/]+\?choose=pause$/);
    expect(hrefOf("No thanks, unsubscribe")).toMatch(/\/u\/[^/]+$/);
  });
});
