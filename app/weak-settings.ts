/** Shopify's secrets have at least 32 characters after their optional prefix. */
const MIN_SECRET_CHARS = 32;
/** 32 random characters have fewer distinct ones less than once in a billion times. */
const MIN_DIFFERENT_CHARS = 8;
const KEY_BYTES = 32;
/** 32 random bytes have fewer distinct ones less than once in a billion times. */
const MIN_DIFFERENT_BYTES = 16;

/** Whether a secret is guessable: short, with few distinct characters, or in this repository. Null is not. */
export function isPredictableSecret(secret: string | null): boolean {
  if (secret === null) return false;
  const text = secret.replace(/^(?:shpss|whsec)_/, "");
  return (
    text.length < (secret.startsWith("whsec_") ? 24 : MIN_SECRET_CHARS) ||
    new Set(text).size < MIN_DIFFERENT_CHARS ||
    text.startsWith("kindred")
  );
}

/** Whether a keyring's key is not random, such as 32 zero bytes or ascending bytes. */
export function isPredictableKey(base64: string): boolean {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const steps = new Set(bytes.slice(1).map((byte, i) => byte - (bytes[i] ?? 0)));
  return (
    bytes.length !== KEY_BYTES ||
    new Set(bytes).size < MIN_DIFFERENT_BYTES ||
    steps.size < MIN_DIFFERENT_BYTES / 2
  );
}

const LOCAL_HOSTS = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;
const TLS_MODES = new Set(["prefer", "require", "verify-ca", "verify-full", "no-verify"]);

/**
 * Whether a PostgreSQL connection is unencrypted over a network. The driver never falls back to plain text: any of
 * the modes above ends a connection to a server without TLS.
 */
export function isRemoteWithoutTls(url: string): boolean {
  // The driver treats an empty host after a user as this machine; URLs do not.
  const text = url.replace("@/", "@localhost/");
  if (!URL.canParse(text)) return true;
  const { hostname, searchParams } = new URL(text);
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  // A path, or an empty host, is a local socket.
  if (host === "" || host.startsWith("/") || LOCAL_HOSTS.test(host)) return false;
  const isOn = ["true", "1"].includes(searchParams.get("ssl") ?? "");
  return !isOn && !TLS_MODES.has(searchParams.get("sslmode") ?? "");
}
