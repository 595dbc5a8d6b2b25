import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { TestAddress, type TestOutcome } from "~/delivery/send-example.server";
import { recordTestAddressRequest } from "~/delivery/test-emails/request-test-address.server";
import { removeTestAddress } from "~/delivery/test-emails/test-address-store.server";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";

const AddressRequest = z.object({ to: TestAddress });
const Removed = z.object({ remove: z.string().regex(/^([0-9a-f]{2}){16,64}$/) });

/** Asks the owner of an address to allow test emails, or removes an address. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const body = await readJson(request);
  const deps = await getDeps();
  const removed = Removed.safeParse(body);
  if (removed.success) {
    const emailIndex = new Uint8Array(Buffer.from(removed.data.remove, "hex"));
    await removeTestAddress(deps.db, shopId, emailIndex);
    return Response.json({ kind: "sent" } satisfies TestOutcome);
  }
  const form = AddressRequest.safeParse(body);
  const problem = form.success
    ? await recordTestAddressRequest(shopId, form.data.to, deps)
    : "Must be an email address";
  const outcome: TestOutcome = problem === null ? { kind: "sent" } : { kind: "refused", problem };
  return Response.json(outcome, { status: form.success ? 200 : 422 });
}
