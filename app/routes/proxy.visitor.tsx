import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { getDeps } from "~/deps.server";
import { recordLogin } from "~/events/pixel/record-login.server";
import { readBody } from "~/http/read-body.server";

const MAX_BYTES = 1_024;
const Visitor = z.object({ visitor: z.string().regex(/^[\w.:~-]{1,128}$/) });

/** A storefront tells its browser's id, and Shopify adds, signed, who is logged in there: /apps/kindred/visitor. */
export async function action({ request }: ActionFunctionArgs) {
  const deps = await getDeps();
  // Told once a stay, and on every page by a browser that keeps nothing.
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
