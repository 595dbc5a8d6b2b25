import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { TestAddress, type TestOutcome } from "~/delivery/send-example.server";
import { askForTestAddress } from "~/delivery/test-emails/ask-test-address.server";
import { getDeps } from "~/deps.server";
import { readJson } from "~/http/read-json.server";
import { requireShop } from "~/http/require-shop.server";

const Asked = z.object({ to: TestAddress });

/** Asks the owner of an address whether test emails may go to it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const asked = Asked.safeParse(await readJson(request));
  const problem = asked.success
    ? await askForTestAddress(shopId, asked.data.to, await getDeps())
    : "Must be an email address";
  const outcome: TestOutcome = problem === null ? { kind: "sent" } : { kind: "refused", problem };
  return Response.json(outcome, { status: asked.success ? 200 : 422 });
}
