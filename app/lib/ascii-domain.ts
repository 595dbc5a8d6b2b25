/**
 * The address with its domain in ASCII: "ada@bücher.example" becomes "ada@xn--bcher-kva.example". Shops use one form
 * and email providers the other.
 * @returns the unchanged address if its domain has no ASCII form
 */
export function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  if (at < 0 || !/[^\0-\x7f]/.test(domain) || /[/?#:\\[\]%]/.test(domain)) return address;
  const ascii = URL.parse(`https://${domain}`)?.hostname;
  return ascii ? `${address.slice(0, at)}@${ascii}` : address;
}
