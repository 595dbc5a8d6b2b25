import { hoursAgo, NOW } from "../support/builders";

/** Arguments of the store functions in restore/ after the database and the shop. */
export const RESTORE_CALLS = {
  isPausedAfterRestore: [],
  findOpenRestore: [],
  findSkippedUntil: [],
  postponeRestoreCheck: [hoursAgo(-2)],
  endRestore: [{ skipsDue: false }, NOW],
};

/** Of delivery/restore/. */
export const SENT_BEFORE_CALLS = {
  storeSentEmails: [[{ messageId: "m2", providerId: "p2", sentAt: NOW }]],
  wasSentBefore: ["m1"],
  listSentBefore: [["m1"]],
  skipDueBefore: [NOW],
};
