import { Prisma } from "~/generated/prisma/client";
import { daysAgo, NOW } from "../support/builders";
import { PROFILE } from "./table-values";

const planned = {
  profileId: PROFILE,
  reason: null,
  plannedAt: NOW,
  nextRunAt: NOW,
  expiresAt: daysAgo(-1),
  intent: {},
  inBaseline: false,
};

export const OUTBOX_CALLS: Readonly<Record<string, readonly unknown[]>> = {
  planMessages: [
    [
      { ...planned, messageId: "m3", state: "planned" },
      { ...planned, messageId: "m4", state: "withheld" },
    ],
  ],
  endMessages: [Prisma.sql`true`, { state: "skipped", reason: "expired" }],
};
