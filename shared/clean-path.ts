/** An e-mail address, as it stands in an address. */
export const emailInAddress = /[^/\s]+(@|%40)[^/\s]+\.\w+/;

/** Letters and digits mixed, 24 or more without a break, or the head of a JSON web token: no slug is written like that. */
export const tokenInAddress = /^eyJ|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{24}/i;

/**
 * A path with a star for everything in it that names a person or opens a door: e-mail addresses and tokens.
 *
 * @example cleanPath("/unsubscribe/jane@example.com") === "/unsubscribe/*"
 */
export const cleanPath = (path: string): string =>
  path
    .split("/")
    // Asked first how long it is: what a pattern costs the first time is time of the page's start.
    .map((segment) =>
      segment.length > 5 &&
      (emailInAddress.test(segment) || (segment.length > 23 && tokenInAddress.test(segment)))
        ? "*"
        : segment,
    )
    .join("/");
