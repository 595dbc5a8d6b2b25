import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { addressClassOf } from "./address-class.server";
import { agentClassOf } from "./agent-class";
import type { HitFacts } from "./hit";
import type { HitRecorder } from "./hit-recorder.server";

export interface HitDeps {
  readonly hits: Pick<HitRecorder, "keep">;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** A request to an address that stands in a mail. */
export interface HitRequest {
  readonly token: string;
  readonly method: string;
  readonly userAgent: string | null;
  /** `Purpose` or `Sec-Purpose`: what a browser says when it fetches ahead. */
  readonly purpose: string | null;
  /** The internet address; it is not kept. */
  readonly address: string | null;
}

/** What an address in a mail was asked with. */
export function hitRequest(request: Request, token: string | undefined): HitRequest {
  const { headers } = request;
  return {
    token: token ?? "",
    method: request.method,
    userAgent: headers.get("user-agent"),
    purpose: headers.get("sec-purpose") ?? headers.get("purpose"),
    address: headers.get("x-client-address"),
  };
}

/** What is kept of a request: classes, and what stands for its address in this shop. */
export function requestFacts(
  shopId: ShopId,
  { method, userAgent, purpose, address }: HitRequest,
  { keyring }: Pick<HitDeps, "keyring">,
): Pick<HitFacts, "method" | "agent" | "addressHash" | "address" | "isFetchedAhead"> {
  return {
    method: method === "GET" || method === "HEAD" ? method : "other",
    agent: agentClassOf(userAgent),
    addressHash: address === null ? null : keyring.pseudonym(shopId, `address ${address}`),
    address: addressClassOf(address),
    isFetchedAhead: purpose?.includes("prefetch") ?? false,
  };
}
