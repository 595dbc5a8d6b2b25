-- DropForeignKey
ALTER TABLE "interaction" DROP CONSTRAINT "interaction_shop_id_profile_id_fkey";

-- DropTable
DROP TABLE "interaction";
