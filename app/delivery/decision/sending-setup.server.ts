import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Brand } from "~/messages/brand/brand";
import { loadBrand, type ShopBrand } from "~/messages/brand/load-brand.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { DeliveryFacts } from "./decide-delivery";
import type { Mailbox } from "../email";
import { SendingSettings } from "../settings/sending-settings";

/** A shop's senders, or the setup that is missing. */
type Sender =
  | {
      readonly kind: "ready";
      /** Sender of all email but campaigns. */
      readonly from: Mailbox;
      readonly campaignFrom: Mailbox;
      /** null: replies go to the sender. */
      readonly replyTo: string | null;
      readonly brand: Brand;
    }
  | {
      readonly kind: "missing";
      readonly missing: NonNullable<DeliveryFacts["missingSetup"]>;
    };

export interface SendingSetup {
  readonly settings: SendingSettings;
  readonly shop: ShopBrand["shop"];
  readonly sender: Sender;
  /** When the plan's allowance renews, if it is used up. Set only for sending. */
  readonly planFullUntil?: Date;
}

/** Loads a shop's settings, brand and senders. */
export async function loadSendingSetup(
  db: Db,
  shopId: ShopId,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<SendingSetup> {
  const { shop, outcome, sending } = await loadBrand(db, shopId, deps);
  const settings = SendingSettings.parse(sending);
  return { settings, shop, sender: senderOf(settings, outcome) };
}

function senderOf(settings: SendingSettings, brand: ShopBrand["outcome"]): Sender {
  if (settings.senderAddress === null) return { kind: "missing", missing: "sender_missing" };
  if (brand.kind === "incomplete") {
    const lacksAddress = brand.problems.some(({ field }) => field === "postalAddress");
    return {
      kind: "missing",
      missing: lacksAddress ? "postal_address_missing" : "brand_incomplete",
    };
  }
  const from = {
    name: settings.senderName?.trim() || brand.brand.shopName,
    address: settings.senderAddress,
  };
  return {
    kind: "ready",
    from,
    campaignFrom: {
      name: settings.campaignSenderName?.trim() || from.name,
      address: settings.campaignSenderAddress ?? from.address,
    },
    // Prebuilt emails invite customers to reply.
    replyTo: settings.replyTo ?? brand.brand.supportEmail,
    brand: brand.brand,
  };
}
