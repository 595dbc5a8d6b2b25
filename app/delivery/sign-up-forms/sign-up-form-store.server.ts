import { v7 as uuidv7 } from "uuid";
import type { Db } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { FormContent, FormStatus, type SignUpFormRecord } from "./sign-up-form";

const FORM = {
  formId: true,
  name: true,
  status: true,
  version: true,
  content: true,
  variantB: true,
  testNumber: true,
} as const;

type Row = Prisma.SignUpFormGetPayload<{ select: typeof FORM }>;

function readRow({ content, variantB, status, ...row }: Row): SignUpFormRecord {
  return {
    ...row,
    status: FormStatus.parse(status),
    content: FormContent.parse(content),
    variantB: variantB === null ? null : FormContent.parse(variantB),
  };
}

/** The shop's forms, newest first. */
export async function listSignUpForms(db: Db, shopId: ShopId): Promise<SignUpFormRecord[]> {
  const rows = await db.signUpForm.findMany({
    where: { shopId, deletedAt: null },
    orderBy: [{ createdAt: "desc" }, { formId: "desc" }],
    select: FORM,
  });
  return rows.map(readRow);
}

/** The live forms, newest first. */
export async function listLiveForms(db: Db, shopId: ShopId): Promise<SignUpFormRecord[]> {
  const rows = await db.signUpForm.findMany({
    where: { shopId, deletedAt: null, status: "live" },
    orderBy: [{ createdAt: "desc" }, { formId: "desc" }],
    select: FORM,
  });
  return rows.map(readRow);
}

/** A form that is not deleted, or null. */
export async function findSignUpForm(
  db: Db,
  shopId: ShopId,
  formId: string,
): Promise<SignUpFormRecord | null> {
  const row = await db.signUpForm.findFirst({
    where: { shopId, formId, deletedAt: null },
    select: FORM,
  });
  return row && readRow(row);
}

/** Stores a new draft. @returns its id */
export async function insertSignUpForm(
  db: Db,
  shopId: ShopId,
  { name, content }: Pick<SignUpFormRecord, "name" | "content">,
  now: Date,
): Promise<string> {
  const formId = uuidv7();
  const stored = { content: storedJson(content), status: "draft", createdAt: now, updatedAt: now };
  await db.signUpForm.create({ data: { shopId, formId, name, ...stored } });
  return formId;
}

/** What a save changes. */
export type FormChange = Partial<
  Pick<SignUpFormRecord, "name" | "status" | "content" | "variantB" | "testNumber">
>;

/** Saves a change of the version that the merchant saw. @returns false if someone has saved another since */
export async function updateSignUpForm(
  db: Db,
  shopId: ShopId,
  { formId, version }: Pick<SignUpFormRecord, "formId" | "version">,
  { content, variantB, ...change }: FormChange,
  now: Date,
): Promise<boolean> {
  const { count } = await db.signUpForm.updateMany({
    where: { shopId, formId, version, deletedAt: null },
    data: {
      ...change,
      ...(content && { content: storedJson(content) }),
      ...(variantB !== undefined && {
        variantB: variantB === null ? Prisma.DbNull : storedJson(variantB),
      }),
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  return count === 1;
}

/** Days for which a deleted form can be restored. */
const RESTORABLE_DAYS = 30;
/** Days for which counts are kept: two full years can be compared. */
const COUNT_DAYS = 760;
const DAY_MS = 86_400_000;

/** Deletes a form, or restores one, then as a draft. */
export async function setFormDeleted(
  db: Db,
  shopId: ShopId,
  { formId, isDeleted }: { readonly formId: string; readonly isDeleted: boolean },
  now: Date,
): Promise<void> {
  await db.signUpForm.updateMany({
    where: { shopId, formId },
    data: { deletedAt: isDeleted ? now : null, status: "draft" },
  });
}

/** Purges forms that were deleted a month ago, and old counts. */
export async function purgeSignUpForms(db: Db, shopId: ShopId, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await db.signUpForm.deleteMany({
    where: { shopId, deletedAt: { lt: before(RESTORABLE_DAYS) } },
  });
  await db.signUpFormDay.deleteMany({ where: { shopId, day: { lt: before(COUNT_DAYS) } } });
}
