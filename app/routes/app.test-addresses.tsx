import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { TestAddress } from "~/pages/test-emails/send-example.server";
import { recordTestAddressRequest } from "~/pages/test-emails/request-test-address.server";
import { removeTestAddress } from "~/delivery/test-emails/test-address-store.server";
import { refusedTest, type TestOutcome } from "~/pages/test-emails/test-outcome";
import { depsOfShop } from "~/deps-of-shop.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";

const AddressRequest = z.object({ to: TestAddress });
const Removed = z.object({ remove: z.string().regex(/^([0-9a-f]{2}){16,64}$/) });

/** Asks the owner of an address to allow test emails, or removes an address. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const body = await readJson(request);
  const deps = await depsOfShop(shopId);
  const removed = Removed.safeParse(body);
  if (removed.success) {
    const emailIndex = new Uint8Array(Buffer.from(removed.data.remove, "hex"));
    await removeTestAddress(deps.db, shopId, emailIndex);
    return Response.json({ kind: "sent" } satisfies TestOutcome);
  }
  const form = AddressRequest.safeParse(body);
  if (!form.success) return Response.json(refusedTest("invalid_address"), { status: 422 });
  const refused = await recordTestAddressRequest(shopId, form.data.to, deps);
  return Response.json((refused ?? { kind: "sent" }) satisfies TestOutcome);
}
