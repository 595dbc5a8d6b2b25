import type { Db, Tx } from "~/db.server";
import type { CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "./keyring.server";

/** The person of a privacy request, by every known identifier. */
export interface NamedPerson {
  /** `null` for a guest. */
  readonly customerId: CustomerId | null;
  readonly emailIndex: Uint8Array<ArrayBuffer> | null;
  /** Identifies a guest without an address. */
  readonly orderIds: readonly string[];
}

/** Everything that identifies a person's rows. */
export interface Person {
  readonly shopId: ShopId;
  /** Including all merged customers. */
  readonly customerIds: readonly CustomerId[];
  readonly profileIds: readonly ProfileId[];
  /** Their current and former addresses, except those that another customer has now. */
  readonly emailIndexes: readonly Uint8Array<ArrayBuffer>[];
  readonly messageIds: readonly string[];
  readonly orderIds: readonly string[];
}

interface ErasureContext {
  readonly at: Date;
  /** Deletes emails that are stored as files, by the ids of messages and sign-up requests. */
  readonly eraseEmails: (ids: readonly string[]) => Promise<void>;
}

/** Rows of an export. Amounts are in minor units. */
export type ExportedRows = readonly Readonly<Record<string, unknown>>[];

/** What a stage does with the personal data in its tables. */
export interface PersonalData {
  erase(tx: Tx, person: Person, context: ErasureContext): Promise<void>;
  /** The person's rows, by the name of each list. */
  export(
    db: Db,
    person: Person,
    keyring: Pick<Keyring, "open" | "openBytes">,
  ): Promise<Readonly<Record<string, ExportedRows>>>;
}

/** How to find a person, and what each stage does with their data: `personal-data-registry.server.ts`. */
export interface PersonalDataRegistry {
  /**
   * Waits for jobs that have read the person and not yet written what they derive from it, and blocks them until `tx`
   * ends. Must be the first statement of `tx`.
   */
  lockWriters(tx: Tx, shopId: ShopId): Promise<void>;
  findPerson(
    db: Db,
    shopId: ShopId,
    named: NamedPerson,
    keyring: Pick<Keyring, "open" | "blindIndex">,
  ): Promise<Person>;
  /** In the order of erasure: links between rows are erased last. */
  readonly stages: readonly PersonalData[];
}

/** The person's rows in a table with this column. */
export const ofProfile = ({ shopId, profileIds }: Person) => ({
  shopId,
  profileId: { in: [...profileIds] },
});
export const ofCustomer = ({ shopId, customerIds }: Person) => ({
  shopId,
  customerId: { in: [...customerIds] },
});
export const ofAddress = ({ shopId, emailIndexes }: Person) => ({
  shopId,
  emailIndex: { in: [...emailIndexes] },
});
export const ofMessage = ({ shopId, messageIds }: Person) => ({
  shopId,
  messageId: { in: [...messageIds] },
});

/** JSON-compatible: amounts are safe integers. */
export function toPlainRow(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, unknown] => [
      name,
      typeof value === "bigint"
        ? Number(value)
        : Array.isArray(value)
          ? value.map((it: unknown) => (it instanceof Object ? toPlainRow(it) : it))
          : value,
    ]),
  );
}
