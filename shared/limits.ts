/**
 * Numbers that two rooms share. Each is written once, here, with its unit in its name.
 *
 * A limit that only one file needs lives in that file.
 */
export const limits = {
  /** Body of a request made with the public write key, bytes. The fetch specification's keepalive quota is 64 KiB. */
  publicBodyBytes: 65_536,
  /** Body of a request made with a secret key or an admin token, bytes. Segment's batch limit is 500 KB. */
  serverBodyBytes: 524_288,
  /** What the SDK puts into one request at most, bytes; room is left for headers below the 64 KiB quota. */
  sdkBodyBytes: 60_000,
  /** Body of a source's webhook, bytes. SendGrid posts up to 768 KB at once. */
  sourceBodyBytes: 1_048_576,
  /** How far the signed time of a webhook may be from now, seconds. Standard Webhooks says five minutes. */
  webhookToleranceSeconds: 300,
  /** Deliveries that are kept in the log of one source, the newest ones. */
  sourceDeliveriesKept: 50,
  /** Sources of one site. */
  sourcesPerSite: 50,
  /** Characters of all keys and texts of one event together. Segment takes events of 32 KB. */
  eventCharacters: 32_768,
  /** Outcomes in one request, lines of a CSV file too. Each may ask three objects, and a request may ask a thousand. */
  outcomesPerRequest: 300,
  /** Events in one batch. */
  batchEvents: 500,
  /** Objects and arrays inside each other in one event, the event itself counted as 1. */
  eventDepth: 8,
  /** Keys in one event, all levels together. */
  eventKeys: 300,
  /** Characters of a key. */
  keyCharacters: 128,
  /** Characters of any text value in an event. */
  textCharacters: 4_096,
  /** Characters of a path, and of a whole address where the SDK tells one. */
  pathCharacters: 2_048,
  /** Characters of a message id. */
  messageIdCharacters: 128,
  /** How old an event from a browser may say it is; an older one counts as happening when it was received. Days. */
  eventAgeDays: 30,
  /** Rejected events that one visitor object keeps, the newest ones. */
  rejectedKept: 100,
  /** Requests from one address with one write key in ten seconds. */
  requestsPerAddress: 600,
  /** Browser requests of one visitor in ten seconds. A busy page makes a few. */
  requestsPerVisitor: 100,
  /** Browser requests of one site in a day (UTC), when the site says nothing else. */
  requestsPerDay: 5_000_000,
  /** Different wrong tokens from one address within `guessSeconds`; a right one is let through meanwhile. */
  guessesPerAddress: 20,
  guessSeconds: 60,
  /** New visitors from one address block (/24, /48) in an hour, when the site says nothing else. */
  newVisitorsPerBlock: 1_000,
  /** The same in a minute, over all isolates of a place. */
  newVisitorsPerBlockAndMinute: 300,
  /** Hand-offs of one purpose in an hour, when the site says nothing else; what is more is held. */
  handOffsPerHour: 500,
  /** How far ahead the `exp` of an identity proof may lie, seconds. */
  proofSeconds: 3_600,
  /** How long a signed link in an e-mail proves its mailbox, when nothing else was asked for. Days. */
  linkDays: 30,
  /** The longest that a signed link may live. Days. */
  linkDaysAtMost: 90,
  /** Devices for which one signed link proves its mailbox; a link that more of them open was passed on. */
  linkDevices: 3,
  /** Signed links made by one request. */
  linksPerRequest: 1_000,
  /** How long the secret before a rotation still signs identity proofs, when nothing else was asked for. Hours. */
  proofOverlapHours: 24,
  /** How long an erased visitor's id is known as erased, so that late events of the device are dropped. Days. */
  erasedDeviceDays: 30,
  /** How long an erased address, phone number or user id is known as such by its hash, so that late webhooks about it are dropped. Days. */
  erasedAddressDays: 365,
  /** Visitors that one site's sweeps touch at once. */
  sweepVisitorsAtOnce: 10,
  /** Failed visitors that a sweep lists; it counts all of them. */
  sweepFailuresListed: 100,
  /** How long the result of an export can be downloaded. Days. */
  exportDays: 7,
  /** The longest and the shortest time that a site can keep a visitor who does not come back. Days. */
  retentionDaysAtMost: 3_650,
  /** People whom one erase job takes by name. */
  sweepPeopleNamed: 10_000,
} as const;
