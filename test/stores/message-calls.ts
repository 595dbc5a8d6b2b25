import { daysAgo, NOW } from "../support/builders";
import { createTestDeps } from "../support/deps";
import { EVERY_BLOCK } from "../support/every-block";
import { DISCOUNT, PROFILE, SAVED_CONTENT } from "./table-values";

const { keyring } = createTestDeps();

/** Arguments of the store functions in messages/ after the database and the shop. */
export const MESSAGE_CALLS = {
  requestDiscounts: [[{ ...DISCOUNT, percentOff: 20, title: "Kindred: Welcome, 20%" }], NOW],
  scheduleFill: [DISCOUNT, daysAgo(9)],
  recordShortage: [DISCOUNT, NOW],
  findDiscounts: [[DISCOUNT.ownerKey]],
  listDueDiscounts: [NOW],
  updateDiscount: [DISCOUNT, { attempts: 7 }],
  countFree: [DISCOUNT, 9],
  drawCodes: [DISCOUNT, 2, { keyring }],
  listCodes: [DISCOUNT, { state: "free", limit: 9 }, { keyring }],
  listGivenCodes: [["m1"], { keyring }],
  giveCodes: [
    DISCOUNT,
    [{ messageId: "m2", profileId: PROFILE, endsAt: daysAgo(-3) }],
    { keyring, now: NOW },
  ],
  returnCodes: [["m1"]],
  listEndedCodes: [NOW, 9],
  deleteCodes: [["code_id"]],
  postponeEnded: [["code_id"], daysAgo(-1)],
  findOwnTexts: [],
  saveOwnTexts: ["it", { "email.footer.unsubscribe": "Annulla iscrizione" }, NOW],
  listSavedBlocks: [],
  insertSavedBlock: [{ name: "Signature", content: SAVED_CONTENT, now: NOW }],
  replaceSavedContent: [{ savedBlockId: "b1", content: SAVED_CONTENT }, NOW],
  renameSavedBlock: ["b1", "Signature of Ada"],
  deleteSavedBlock: ["b1"],
  lockEmailsWithCopy: ["b1"],
  listTemplates: [],
  findTemplate: ["t1"],
  findTemplateVersion: ["t1", 1],
  listTemplateVersions: ["t1", { limit: 9 }],
  findPublished: [["t1"]],
  findDrafts: [["t1"]],
  listPublishedIds: [["t1"]],
  saveDraft: [
    { templateId: "t1", name: "Email", document: EVERY_BLOCK, baseRevision: 1, now: NOW },
  ],
  publishDraft: [
    { templateId: "t1", draftRevision: 1, document: EVERY_BLOCK, sha256: "00", now: NOW },
  ],
};
