import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";
import { DEFAULT_THEME } from "../theme/designs/themes";
import { Brand, DEFAULT_ACCENT } from "./brand";

/** What merchants do about the look of their emails besides saving one. */
type LookAction = Extract<AuditAction, "look_kept" | "store_look_read">;
const LOOK_ACTIONS: readonly LookAction[] = ["look_kept", "store_look_read"];

/**
 * Whether the merchant decided how emails look: saved a color, a logo, a picture or a theme, read the online store's
 * theme, or keeps what the installation filled in.
 *
 * @param savedBrand the merchant's settings, as stored
 */
export async function hasDecidedLook(
  db: Db,
  shopId: ShopId,
  savedBrand: unknown,
): Promise<boolean> {
  if (isOwnLook((savedBrand ?? {}) as Readonly<Record<string, unknown>>)) return true;
  const decision = await db.auditEntry.findFirst({
    where: {
      shopId,
      OR: [
        { action: { in: [...LOOK_ACTIONS] } },
        // A theme that was chosen on its page, also the first one again.
        { action: "settings_saved", detail: { path: ["theme"], string_contains: "" } },
      ],
    },
  });
  return decision !== null;
}

/** Any save of the settings stores the whole brand, hence what differs counts. */
function isOwnLook({ accent, theme, logoUrl, coverUrl }: Readonly<Record<string, unknown>>) {
  const color = Brand.shape.accent.safeParse(accent).data ?? DEFAULT_ACCENT;
  const hasPicture = typeof logoUrl === "string" || typeof coverUrl === "string";
  return color !== DEFAULT_ACCENT || Brand.shape.theme.parse(theme) !== DEFAULT_THEME || hasPicture;
}

/** Records that the merchant read the online store's theme, or keeps the look as it is. */
export async function recordLook(
  db: Db,
  shopId: ShopId,
  { action, now }: { readonly action: LookAction; readonly now: Date },
): Promise<void> {
  await recordAudit(db, shopId, { at: now, actor: "merchant", action, detail: {} });
}
