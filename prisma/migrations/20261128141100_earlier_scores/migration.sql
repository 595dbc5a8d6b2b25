-- AlterTable
ALTER TABLE "prediction" ADD COLUMN     "earlier_at" TIMESTAMPTZ(3),
ADD COLUMN     "earlier_buy_7_rate" DOUBLE PRECISION,
ADD COLUMN     "earlier_next_order_at" TIMESTAMPTZ(3);
