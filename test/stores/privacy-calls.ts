import { WHOLE_LOG } from "~/privacy/access-log-filter";
import { daysAgo, NOW } from "../support/builders";
import { CUSTOMER } from "./table-values";

/** Arguments of the store functions in privacy/ after the database and the shop. */
export const PRIVACY_CALLS = {
  recordAudit: [
    { auditId: "a9", at: NOW, actor: "merchant", action: "setup_dismissed", detail: {} },
  ],
  countAudited: ["customer_data_requested", daysAgo(1)],
  listLoggedActions: [WHOLE_LOG, { take: 9 }],
  listLoggedPeople: [],
  listRedactedCustomers: [["9", CUSTOMER]],
};
