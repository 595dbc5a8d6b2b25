import { describe, expect, test } from "vitest";
import { isPublicAddress } from "~/lib/public-address";

describe("an address of the public internet", () => {
  test.each(["1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.9.9", "100.128.0.0"])(
    "is %s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each(["2606:4700:4700::1111", "2a00:1450:4009:815::200e", "2001:200::1"])(
    "is %s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  test.each([
    ["this machine", "127.0.0.1"],
    ["this machine, further in", "127.255.255.254"],
    ["any of this machine's", "0.0.0.0"],
    ["a private network", "10.1.2.3"],
    ["a private network's last", "172.31.255.255"],
    ["a home network", "192.168.0.1"],
    ["where clouds keep their keys", "169.254.169.254"],
    ["behind a carrier", "100.64.0.1"],
    ["many at once", "239.255.255.250"],
    ["everybody", "255.255.255.255"],
    ["this machine by IPv6", "::1"],
    ["none by IPv6", "::"],
    ["a private network by IPv6", "fd00::1"],
    ["the cable's other end", "fe80::1"],
    ["an IPv4 address in IPv6", "::ffff:10.0.0.1"],
    ["the same in figures", "::ffff:a00:1"],
    ["an IPv4 address by translation", "64:ff9b::a9fe:a9fe"],
    ["an IPv4 address by a tunnel", "2002:a00:1::"],
    ["a Teredo tunnel", "2001:0:a00:1::"],
    ["many at once by IPv6", "ff02::1"],
    ["documentation", "2001:db8::1"],
    ["a number in eights", "0177.0.0.1"],
    ["one number", "2130706433"],
    ["nothing", ""],
    ["a name", "localhost"],
    ["a zone", "fe80::1%eth0"],
  ])("is not %s: %s", (_what, address) => expect(isPublicAddress(address)).toBe(false));
});
