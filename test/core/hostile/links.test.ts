import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { safeLink } from "../../../sdk/actions/safe-link.ts";
import { LinkSchema } from "../../../shared/schema/action.ts";
import { misleadingHosts, openRedirects } from "../support/open-redirects.ts";

const isSaved = (link: string): boolean => v.is(LinkSchema, link);
const isFollowed = (link: string): boolean => safeLink(link) !== undefined;

describe("an address that would lead a visitor astray", () => {
  it("is refused when a model is saved, in each of more than 324 disguises", () => {
    const all = [...openRedirects, ...misleadingHosts];
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(324);
    expect(all.filter(isSaved)).toEqual([]);
  });

  it("is not followed by the browser either, whatever an answer says", () => {
    expect(openRedirects.length).toBeGreaterThanOrEqual(324);
    expect(openRedirects.filter(isFollowed)).toEqual([]);
  });
});

describe("an address of the site, or of another under https", () => {
  const honest = [
    "/",
    "/offer",
    "/offer?a=b@c&next=//elsewhere.test#top",
    "/..//offer",
    "/%09/offer",
    "/teklif/ücretsiz-sürüş",
    "https://shop.test",
    "https://shop.test/",
    "https://shop.test:8443/offer",
    "https://shop.test?mail=ada@example.com",
    "https://shop.test/@team",
    "https://shop.test#@",
    "https://xn--bcher-kva.test/",
    "https://bücher.test/offer",
    "https://example.com.tr/teklif",
    "HTTPS://shop.test/offer",
  ];
  it.each(honest)("is taken and followed: %s", (link) => {
    expect({ isSaved: isSaved(link), isFollowed: isFollowed(link) }).toEqual({
      isSaved: true,
      isFollowed: true,
    });
  });
});

it("every address of five hostile pieces that is taken leads where it says: to a path of the site, or to the host that is written", () => {
  const pieces = [
    "/",
    "\\",
    "https:",
    "javascript:",
    "shop.test",
    "evil.test",
    "@",
    ":",
    "?",
    "#",
    "%40",
    "\t",
  ];
  let taken = 0;
  const astray: string[] = [];
  const look = (link: string): void => {
    if (!isSaved(link) && !isFollowed(link)) return;
    taken += 1;
    const [, host] = /^https:\/\/([a-z.]+)/.exec(link) ?? [];
    if (!URL.canParse(link, "https://shop.test/")) return;
    const { protocol, hostname, username, password } = new URL(link, "https://shop.test/");
    if (`${protocol}//${username}${password}${hostname}` !== `https://${host ?? "shop.test"}`)
      astray.push(link);
  };
  const grow = (link: string, left: number): void => {
    look(link);
    if (left > 0) for (const piece of pieces) grow(link + piece, left - 1);
  };
  grow("", 5);
  expect(astray).toEqual([]);
  expect(taken).toBeGreaterThan(1_000);
});
