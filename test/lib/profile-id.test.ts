import fc from "fast-check";
import { expect, test } from "vitest";
import { customerIdOf, ProfileId, profileIdOfCustomer, profileIdOfVisitor } from "~/lib/profile-id";

test("a customer's profile leads back to the customer", () => {
  fc.assert(
    fc.property(fc.string(), (customerId) => {
      const profileId = profileIdOfCustomer(customerId);
      expect(customerIdOf(profileId)).toBe(customerId);
      expect(ProfileId.parse(profileId)).toBe(profileId);
    }),
  );
});

test("a visitor's profile has no customer", () => {
  fc.assert(
    fc.property(fc.string(), (visitorId) => {
      const profileId = profileIdOfVisitor(visitorId);
      expect(customerIdOf(profileId)).toBeNull();
      expect(ProfileId.parse(profileId)).toBe(profileId);
    }),
  );
});

test("no customer and visitor have the same profile", () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(profileIdOfCustomer(id)).not.toBe(profileIdOfVisitor(id));
    }),
  );
});

test.each(["", "7001", "x7001", null, 7001])("rejects %j, which is no profile's id", (id) => {
  expect(ProfileId.safeParse(id).success).toBe(false);
});

test("the compiler keeps the ids apart", () => {
  const customerId: string = "7001";
  // @ts-expect-error a customer's id is not a profile's
  customerIdOf(customerId);
  // @ts-expect-error a profile's id is not a customer's
  profileIdOfCustomer(profileIdOfCustomer(customerId));
});
