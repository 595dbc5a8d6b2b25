import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import {
  ofAddress,
  ofProfile,
  toPlainRow,
  type Person,
  type PersonalData,
} from "~/privacy/personal-data";

export const deliveryPersonalData: PersonalData = {
  async erase(tx, person, { eraseEmails }) {
    const { shopId } = person;
    const messageIds = [...person.messageIds];
    const requestIds = await listRequestIds(tx, person);
    // A provider's text may quote the person.
    await tx.emailDispatch.updateMany({
      where: { shopId, messageId: { in: [...messageIds, ...requestIds] } },
      data: { reason: null },
    });
    await tx.$executeRaw`
      update email_batch set last_error = null
      where shop_id = ${shopId} and state <> 'sending' and message_ids && ${messageIds}::text[]`;
    await tx.testAddress.deleteMany({ where: ofAddress(person) });
    await deleteImportFile(tx, shopId);
    await tx.outgoingWebhook.deleteMany({ where: ofProfile(person) });
    await tx.consentEntry.updateMany({
      where: consentsOf(person, requestIds),
      data: { emailIndex: null, addressHash: null },
    });
    // A back-in-stock request before the first login names only the browser.
    await tx.event.deleteMany({
      where: {
        shopId,
        source: "kindred",
        sourceId: { in: requestIds.map((it) => `opt-in/${it}/nobody`) },
      },
    });
    await tx.optInRequest.deleteMany({ where: { shopId, requestId: { in: requestIds } } });
    await tx.systemEmail.deleteMany({ where: { shopId, emailId: { in: requestIds } } });
    // Before the commit, because a repeated erasure would no longer find the requests.
    await eraseEmails([...messageIds, ...requestIds]);
  },
  async export(db, person, keyring) {
    const { shopId } = person;
    const requestIds = await listRequestIds(db, person);
    const requests = await db.optInRequest.findMany({
      where: { shopId, requestId: { in: requestIds } },
      orderBy: { createdAt: "asc" },
    });
    const consents = await db.consentEntry.findMany({
      where: consentsOf(person, requestIds),
      orderBy: { at: "asc" },
    });
    const testAddresses = await db.testAddress.findMany({ where: ofAddress(person) });
    const emails = await db.systemEmail.findMany({
      where: { shopId, emailId: { in: requestIds } },
      orderBy: { createdAt: "asc" },
    });
    const webhooks = await db.outgoingWebhook.findMany({
      where: ofProfile(person),
      orderBy: { occurredAt: "asc" },
    });
    const open = (table: string, column: string, row: string, sealed: Uint8Array): unknown =>
      JSON.parse(keyring.open(sealed, { table, column, shopId, row }));
    return {
      /** On the storefront, with their address. */
      requests: requests.map(({ emailIndex: _index, sealedAddress, ...request }) => ({
        ...toPlainRow(request),
        address: open("opt_in_request", "sealed_address", request.requestId, sealedAddress),
      })),
      /** That asked them to confirm a request. */
      confirmations: emails.map(({ sealedEmail, ...email }) => ({
        ...toPlainRow(email),
        email: sealedEmail && open("system_email", "sealed_email", email.emailId, sealedEmail),
      })),
      /** To systems of the shop. */
      webhooks: webhooks.map(({ sealedBody, ...webhook }) => ({
        ...toPlainRow(webhook),
        body: open(
          ...(["outgoing_webhook", "sealed_body"] as const),
          `${webhook.endpointId}/${webhook.webhookId}`,
          sealedBody,
        ),
      })),
      consents: consents.map(({ emailIndex: _index, ...consent }) => toPlainRow(consent)),
      /** Whether the shop may send test emails to their address. */
      testAddresses: testAddresses.map(({ emailIndex: _index, sealedAddress: _sealed, ...it }) =>
        toPlainRow(it),
      ),
    };
  },
};

const consentsOf = ({ shopId, emailIndexes }: Person, requestIds: readonly string[]) => ({
  shopId,
  OR: [{ emailIndex: { in: [...emailIndexes] } }, { requestId: { in: [...requestIds] } }],
});

/** Their requests on the storefront. */
async function listRequestIds(
  db: Db,
  { shopId, emailIndexes, customerIds }: Person,
): Promise<string[]> {
  const rows = await db.optInRequest.findMany({
    where: {
      shopId,
      OR: [{ emailIndex: { in: [...emailIndexes] } }, { customerId: { in: [...customerIds] } }],
    },
    select: { requestId: true },
  });
  return rows.map(({ requestId }) => requestId);
}

/** The person may be in the file of an import. An import that needs it ends. */
async function deleteImportFile(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.customerImportPart.deleteMany({ where: { shopId } });
  await tx.customerImport.updateMany({
    where: { shopId, state: { in: ["uploading", "ready", "checking", "checked", "importing"] } },
    data: { state: "unreadable", fault: "erased", faultRow: null },
  });
  await tx.customerImport.updateMany({ where: { shopId }, data: { fileBytes: null } });
}
