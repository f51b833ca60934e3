/**
 * The inline stub: `window.scoreline` as a queue until the script has arrived. When the visitor
 * leaves before that, it sends the queue itself, so that one who acts and goes is not lost.
 *
 * Every byte of it is in each page, so it imports nothing, names are shared between unlike things
 * where that packs better, and the order of a call's parts is not the tidiest. HOST and KEY are put
 * in with the snippet. The first call is the view of the page; the script makes its own of it.
 */
/* oxlint-disable typescript/no-explicit-any, no-unused-expressions, no-unused-vars -- what is typed and written out elsewhere is short here */
declare let scoreline: any;

{
  const queue: [type: string, subject: any, facts: unknown, at: Date, key: any, factsKey: any][] = [];
  const stub: any = (scoreline = { q: queue });
  const add = (type: string, key?: string, factsKey?: string) =>
    (stub[type] = (subject: unknown, facts: unknown) =>
      queue.push([type, subject, facts, new Date(), key, factsKey]));
  add("page", "name", "properties");
  add("track", "event", "properties");
  add("identify", "userId", "traits");
  add("group", "groupId", "traits");
  add("reset");
  add("on");
  add("ready");
  add("debug");
  stub.page();

  addEventListener("pagehide", () => {
    // 128 random bits as digits; `randomUUID` is missing on plain http.
    let id = "" + crypto.getRandomValues(new Uint32Array(4));
    let anonymousId: string | undefined = id;
    try {
      // The device's record begins with its id; the script writes it so.
      anonymousId = (localStorage.scoreline ||= `{"anonymousId":"${id}"}`).split('"')[3];
    } catch {}
    // The script empties the queue when it takes over.
    queue[0] &&
      navigator.sendBeacon(
        "HOST/v1/batch",
        JSON.stringify({
          writeKey: "KEY",
          sentAt: new Date(),
          context: { page: { url: location.origin + location.pathname, title: document.title } },
          batch: queue.splice(0).map(([type, subject, facts, timestamp, key, factsKey]) => ({
            type,
            messageId: (id += 1),
            timestamp,
            anonymousId,
            [factsKey]: facts,
            // identify({ email }) has no user id: an object in the first place is the facts.
            [subject?.big ? key : factsKey]: subject,
          })),
        }),
      );
  });
}
