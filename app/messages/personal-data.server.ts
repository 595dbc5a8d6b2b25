import { ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const messagesPersonalData: PersonalData = {
  async erase(tx, person, { at }) {
    // Their discount codes are deleted at Shopify, too; until then the row contains only the code.
    await tx.discountCode.updateMany({
      where: ofProfile(person),
      data: { state: "ending", messageId: null, profileId: null, givenAt: null, endsAt: at },
    });
  },
  async export(db, person, keyring) {
    const codes = await db.discountCode.findMany({
      where: ofProfile(person),
      orderBy: { codeId: "asc" },
    });
    const { shopId } = person;
    return {
      discountCodes: codes.map(({ sealedCode, ...code }) => ({
        ...toPlainRow(code),
        code: keyring.open(sealedCode, {
          ...{ table: "discount_code", column: "sealed_code" },
          ...{ shopId, row: code.codeId },
        }),
      })),
    };
  },
};
