import { ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const campaignsPersonalData: PersonalData = {
  async erase(tx, person) {
    await tx.campaignMember.deleteMany({ where: ofProfile(person) });
  },
  async export(db, person) {
    const members = await db.campaignMember.findMany({
      where: ofProfile(person),
      include: { campaign: { select: { name: true } } },
    });
    /** Running campaigns that have not planned their email yet. */
    return { campaigns: members.map(toPlainRow) };
  },
};
