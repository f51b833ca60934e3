import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchGlob } from "../../shared/core/glob.ts";
import { canonicalName, pageKindOf } from "../../shared/core/index.ts";
import { normalPath } from "../../shared/core/path.ts";
import { foldText } from "../../shared/core/text.ts";
import { at, paysLast } from "./support/boundary.ts";

describe("text", () => {
  it.each([
    ["İSTANBUL", "istanbul"],
    ["ILGAZ ığdır", "ilgaz igdir"],
    ["Łódź", "lodz"],
    ["Șoseaua Ștefan", "soseaua stefan"],
    ["Straße", "strasse"],
    ["crème BRÛLÉE", "creme brulee"],
    ["já\u0301", "ja"],
  ])("%s compares as %s", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it("folded twice is folded once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe("a path", () => {
  it.each([
    ["/%C3%BCr%C3%BCnler/Araba/", "/urunler/araba"],
    ["/ürünler", "/urunler"],
    ["/fiyat%20listesi", "/fiyat listesi"],
    ["/%D0%B0%F0%9F%9A%97", "/а🚗"],
    ["/100%", "/100%"],
    ["/%C3%A", "/%c3%a"],
    ["/%C3%BC%FF%zz", "/u%ff%zz"],
    ["/%ED%A0%80", "/%ed%a0%80"],
    ["/a%2Fb", "/a%2fb"],
    ["/", "/"],
  ])("%s is compared as %s", (path, normal) => {
    expect(normalPath(path)).toBe(normal);
  });

  it.each([
    { prefix: "/ürünler" },
    { prefix: "/%C3%BCr%C3%BCnler/" },
    { equals: "/ürünler/araba" },
    { equals: "/%c3%9cr%c3%bcnler/araba/" },
    { glob: "/ürünler/*" },
    { glob: "/%C3%BCr%C3%BCnler/**" },
  ])("is met by %o as browsers tell it and as people write it", (test) => {
    for (const path of ["/%C3%BCr%C3%BCnler/araba", "/ürünler/araba/", "/Urunler/araba"]) {
      expect(paysLast({ test: "path", ...test }, [at(0, "page_view", { page: { path } })])).toBe(true);
    }
    const page = { path: "/%C3%BC%C3%BCnler" };
    expect(paysLast({ test: "path", ...test }, [at(0, "page_view", { page })])).toBe(false);
  });
});

describe("a site's own page kind", () => {
  it.each([
    ["/book/", ["/book", "/book/", "/book.html", "/BOOK"], ["/book/now", "/books"]],
    ["/book", ["/book", "/book/", "/book.php"], ["/book/now"]],
    ["/book.html", ["/book.html", "/Book.html/"], ["/book.php", "/books.html"]],
    ["/*.html", ["/anything.html"], ["/a/b.html", "/anything.php"]],
    ["/book/*", ["/book/now.html", "/book/now/"], ["/book"]],
    ["/rezervasyon-yap/ürün", ["/rezervasyon-yap/%C3%BCr%C3%BCn"], ["/rezervasyon-yap"]],
  ])("of %s", (path, those, others) => {
    const kindOf = (page: string) => pageKindOf(page, "", [{ kind: "booking", path }]);
    expect(those.map(kindOf)).toEqual(those.map(() => "booking"));
    expect(others.map(kindOf)).not.toContain("booking");
  });
});

describe("a glob", () => {
  it.each([
    ["/models/*", "/models/aurora", true],
    ["/models/*", "/models/aurora/specs", false],
    ["/models/**", "/models/aurora/specs", true],
    ["/models/*/specs", "/models/aurora/specs", true],
    ["**/specs", "/a/b/specs", true],
    ["/model?", "/models", true],
    ["/model?", "/model/", false],
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["/a*b*c", "/aXbYbZc", true],
    ["/a*b/**/d", "/aXb/c/c/d", true],
  ])("%s on %s: %s", (pattern, text, isMatch) => {
    expect(matchGlob(pattern, text)).toBe(isMatch);
  });

  it("means what a plain recursive reading of it means", () => {
    const read = (p: string, t: string): boolean => {
      if (p === "") return t === "";
      if (p.startsWith("**")) return read(p.slice(2), t) || (t !== "" && read(p, t.slice(1)));
      if (p.startsWith("*"))
        return read(p.slice(1), t) || (t !== "" && !t.startsWith("/") && read(p, t.slice(1)));
      return t !== "" && (p[0] === t[0] || (p[0] === "?" && t[0] !== "/")) && read(p.slice(1), t.slice(1));
    };
    const piece = fc.constantFrom("a", "b", "/", "*", "**", "?");
    const text = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), text, (parts, subject) => {
        const pattern = parts.join("").replace(/\*{3,}/g, "**");
        expect(matchGlob(pattern, subject)).toBe(read(pattern, subject));
      }),
      { numRuns: 5_000 },
    );
  });

  it("made to run away stops at the product of the lengths", () => {
    expect(matchGlob(`${"*a".repeat(1_000)}b`, "a".repeat(2_000))).toBe(false);
    expect(matchGlob(`${"**a".repeat(600)}b`, "a".repeat(2_000))).toBe(false);
  });
});

describe("the name of an event", () => {
  it.each([
    ["Order Completed", "purchase"],
    ["İndirim Kullanıldı", "indirim_kullanıldı"],
    ["indirim kullanıldı", "indirim_kullanıldı"],
    ["Cafe\u0301 reserved", "caf\u00e9_reserved"],
    ["Caf\u00e9 reserved", "caf\u00e9_reserved"],
    [
      "\u0921\u0947\u092e\u094b \u0926\u0947\u0916\u093e",
      "\u0921\u0947\u092e\u094b_\u0926\u0947\u0916\u093e",
    ],
    ["\u2764\ufe0f liked", "liked"],
    ["1\ufe0f\u20e3 step", "1_step"],
    ["__order--placed__", "order_placed"],
    ["\u0301", ""],
  ])("written %s is %s", (told, name) => {
    expect(canonicalName("track", told)).toBe(name);
  });
});

describe("the kind of a page", () => {
  it.each([
    [
      "careers",
      [
        "/kariyer",
        "/kariera/",
        "/cariere",
        "/careers",
        "/o-firmie/praca",
        "/company/jobs/engineer",
        "/is-ilanlari.html",
      ],
    ],
    [
      "directions",
      ["/yol-tarifi", "/dojazd", "/cum-ajungi", "/directions", "/tr/nasil-gelinir/", "/%C3%BCber/anfahrt"],
    ],
    ["pricing", ["/fiyatlar", "/cennik", "/preturi", "/pricing", "/fiyat-listesi", "/en/plans"]],
    ["contact", ["/iletisim", "/kontakt", "/contact", "/en/contact-us.php"]],
    ["demo", ["/test-drive", "/test-surusu", "/jazda-probna", "/book-a-demo-now"]],
    [
      "thank_you",
      ["/tesekkurler", "/te%C5%9Fekk%C3%BCrler", "/dziekujemy", "/multumim", "/thank-you", "/contact/thanks"],
    ],
    ["blog", ["/blog", "/blog/pricing-strategies", "/blog/2026/careers-in-sales"]],
    ["home", ["/", "/tr/", "/en-GB", "/index.html", ""]],
    ["product", ["/models", "/models/aurora", "/products/42"]],
    ["legal", ["/privacy", "/gizlilik-politikasi", "/regulamin"]],
    [undefined, ["/about", "/x1", "/homely", "/scarto"]],
  ])("is %s for %j", (kind, paths) => {
    for (const path of paths) expect({ path, kind: pageKindOf(path) }).toEqual({ path, kind });
  });

  it("comes from the title when the path says nothing, and from the site's own list before both", () => {
    expect(pageKindOf("/p/17", "Yol Tarifi | Bayi")).toBe("directions");
    expect(pageKindOf("/careers", "", [{ kind: "pricing", path: "/car*" }])).toBe("pricing");
  });

  it("survives a path that is no valid encoding", () => {
    expect(pageKindOf("/%E0%A4%A/pricing")).toBe("pricing");
  });
});
