import { NOW } from "../support/builders";

/** What the store functions of a sender's domains are called with after the database and the shop. */
export const DOMAIN_CALLS = {
  findDomain: ["kettle.example"],
  listDomains: [],
  listSenderDomains: [],
  addDomain: ["new.example", NOW],
  countDomains: [],
  removeDomain: ["kettle.example"],
  keepAnswer: [
    "kettle.example",
    { answer: { kind: "unknown" }, dmarc: { kind: "none" }, texts: { kind: "none" } },
    NOW,
  ],
};
