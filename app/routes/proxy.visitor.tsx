import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { recordLogin } from "~/events/pixel/record-login.server";
import { readBody } from "~/http/read-body.server";

const MAX_BYTES = 1_024;
const Visitor = z.object({ visitor: z.string().regex(/^[\w.:~-]{1,128}$/) });

/**
 * The storefront posts its browser id, and Shopify adds the logged-in customer, signed:
 * /apps/kindred/visitor.
 */
export async function action({ request }: ActionFunctionArgs) {
  const deps = await getDeps();
  // Sent once per session, or on every page by a browser without storage.
  const admitted = await deps.appProxy.authenticate(request, "read");
  if (admitted.kind === "refused") return admitted.response;
  const { shopId, customerId } = admitted;
  const visitor = readVisitor(await readBody(request, MAX_BYTES));
  if (!visitor) return new Response(null, { status: 400 });
  if (customerId) await recordLogin(shopId, { browserId: visitor, customerId }, deps);
  return new Response(null, { status: 204 });
}

function readVisitor(body: Uint8Array | null): string | null {
  try {
    const parsed = Visitor.safeParse(
      JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())),
    );
    return parsed.success ? parsed.data.visitor : null;
  } catch {
    return null;
  }
}
