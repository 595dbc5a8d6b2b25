import { enterShop } from "~/db-scope.server";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** Purpose of a link in an email to a test address. */
type TestLinkUse = "confirm" | "stop";

const PURPOSES: Readonly<Record<TestLinkUse, string>> = {
  confirm: "confirm-test-address",
  stop: "stop-test-address",
};

interface TestLink {
  readonly use: TestLinkUse;
  readonly shopId: ShopId;
  readonly emailIndex: Uint8Array<ArrayBuffer>;
}

/** The signed token of a link to a test address. It cannot be forged and contains no personal data. */
export function signTestLink(
  use: TestLinkUse,
  shopId: ShopId,
  address: string,
  keyring: Pick<Keyring, "signLink" | "blindIndex">,
): string {
  const index = Buffer.from(keyring.blindIndex(shopId, address)).toString("base64url");
  return keyring.signLink(PURPOSES[use], `${shopId} ${index}`);
}

/** @returns null for an invalid link */
export function openTestLink(token: string, keyring: Pick<Keyring, "openLink">): TestLink | null {
  for (const use of ["confirm", "stop"] as const) {
    const [shop, index] = keyring.openLink(PURPOSES[use], token)?.split(" ") ?? [];
    const shopId = ShopId.safeParse(shop);
    if (shopId.success && index) {
      enterShop(shopId.data);
      const emailIndex = new Uint8Array(Buffer.from(index, "base64url"));
      return { use, shopId: shopId.data, emailIndex };
    }
  }
  return null;
}
