import { randomBytes } from "node:crypto";
import { KeyringJson } from "~/config";
import { generateKeyringSecrets } from "~/privacy/keyring.server";

/**
 * `npm run -s keys` prints a new keyring for KINDRED_KEYS. `npm run -s keys -- rotate` reads the
 * present one from KINDRED_KEYS and prints it with new keys in front: what the old ones sealed and
 * signed still opens.
 */
if (process.argv[2] === "rotate") {
  const present = KeyringJson.safeParse(process.env.KINDRED_KEYS ?? "");
  if (!present.success) {
    console.error("KINDRED_KEYS does not hold a keyring. Set it to the present one, then rotate.");
    process.exit(2);
  }
  const { encryption, index, links } = present.data;
  const id = `k${Date.now().toString(36)}`;
  const key = () => randomBytes(32).toString("base64");
  console.log(
    JSON.stringify({
      active: id,
      encryption: { ...encryption, [id]: key() },
      index,
      links: { [id]: key(), ...links },
    }),
  );
} else {
  console.log(JSON.stringify(generateKeyringSecrets()));
}
