import { DurableObject } from "cloudflare:workers";
import type {
  Actor,
  AuditCheck,
  AuditRow,
  Key,
  KeyKind,
  Member,
  NewKey,
  NewMember,
  NewToken,
  Token,
} from "../../../../shared/schema/admin.ts";
import type { Environment } from "../../../environment.ts";
import { randomKey, sha256Hex } from "../../../security/digest.ts";
import { grantsOf, publishGrant, withdrawGrant } from "../../../snapshots.ts";
import { publishMember, withdrawMember } from "../../../site-members.ts";
import { AuditLog, type AuditEntry, type AuditPage } from "./audit-log.ts";
import { KeyBook, shownKey, type StoredKey } from "./key-book.ts";
import { MemberBook } from "./member-book.ts";
import { TokenBook, type Opened } from "./token-book.ts";

/** A credential in clear. It is shown once. */
export interface Made<Credential> {
  credential: Credential;
  clear: string;
}

const prefixes: Readonly<Record<KeyKind, string>> = { write: "pub", secret: "sec" };
const hourMs = 3_600_000;

/** `sec_…x7Qa`: what a list shows of a credential. */
function hintOf(clear: string): string {
  return `${clear.slice(0, clear.indexOf("_") + 1)}…${clear.slice(-4)}`;
}

/**
 * The part of a site's object that knows who and what may enter, and writes down what they change.
 *
 * For administrators' tokens and members every request asks here, so a change holds at once. Keys are published
 * to KV, which is what ingest reads; it may say for a minute what held before.
 */
export abstract class AdministeredObject extends DurableObject<Environment> {
  readonly #tokens: TokenBook;
  readonly #keys: KeyBook;
  readonly #members: MemberBook;
  readonly #audit: AuditLog;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    const { sql } = ctx.storage;
    this.#tokens = new TokenBook(sql);
    this.#keys = new KeyBook(sql);
    this.#members = new MemberBook(sql);
    this.#audit = new AuditLog(sql);
  }

  /** @throws {Error} When the site was not created. */
  protected abstract siteId(): string;

  /** Ends what an actor listens to: they may not any more. */
  protected abstract shut(actorTag: string): void;

  /** Writes a change down. */
  async audit(entry: AuditEntry): Promise<void> {
    await this.#audit.add(entry, Date.now());
  }

  async auditPage(limit: number, cursor?: number): Promise<AuditPage> {
    return this.#audit.page(limit, cursor);
  }

  /** Rows of the audit log that are about somebody. */
  protected auditNaming(names: readonly string[]): AuditRow[] {
    return this.#audit.naming(names);
  }

  /** Takes out of the audit log what names somebody; see `AuditLog.erase`. */
  protected async eraseAudit(names: readonly string[], actor: Actor | null): Promise<number[]> {
    return this.#audit.erase(names, actor ?? { kind: "retention" }, Date.now());
  }

  async checkAudit(): Promise<AuditCheck> {
    return this.#audit.check();
  }

  /** Takes in the credentials that a site is created with. Bringing the same again changes nothing. */
  protected async adopt(keys: Readonly<Record<KeyKind | "admin", string>>): Promise<void> {
    const nowMs = Date.now();
    for (const kind of ["write", "secret"] as const) {
      const hash = await sha256Hex(keys[kind]);
      if (!this.#keys.has(hash)) await this.#addKey({ kind, name: `First ${kind} key` }, keys[kind], nowMs);
    }
    const hash = await sha256Hex(keys.admin);
    this.#tokens.addFirst(hash, hintOf(keys.admin), nowMs);
    await publishGrant(this.env, hash, { siteId: this.siteId(), kind: "admin" });
  }

  /** What an administrator's token opens now. */
  async openToken(hash: string): Promise<Opened> {
    return this.#tokens.open(hash, Date.now());
  }

  async tokens(): Promise<Token[]> {
    return this.#tokens.list();
  }

  async addToken(input: NewToken): Promise<Made<Token>> {
    const clear = randomKey("adm");
    const hash = await sha256Hex(clear);
    const credential = this.#tokens.add(input, hash, hintOf(clear), Date.now());
    await publishGrant(this.env, hash, { siteId: this.siteId(), kind: "admin" });
    return { credential, clear };
  }

  /** Revokes a token, unless nobody could make another one then. @returns What it was; null when there is none. */
  async revokeToken(id: string): Promise<Token | "last" | null> {
    const nowMs = Date.now();
    const isLast = !this.#tokens.hasOther(id, "keys", nowMs) && !this.#members.has("keys");
    if (isLast && this.#tokens.list().some((token) => token.id === id)) return "last";
    const revoked = this.#tokens.revoke(id, nowMs);
    if (revoked === null) return null;
    await withdrawGrant(this.env, revoked.hash);
    this.shut(`token:${id}`);
    return revoked.token;
  }

  async members(): Promise<Member[]> {
    return this.#members.list();
  }

  /** The member of an e-mail address in small letters, or null. */
  async member(email: string): Promise<Member | null> {
    return this.#members.find(email);
  }

  /** Adds a member, or gives one other scopes. */
  async saveMember(input: NewMember): Promise<{ before: Member | null; after: Member } | "last"> {
    const before = this.#members.find(input.email);
    if (before !== null && !input.scopes.includes("keys") && this.#isLastKeeper(before)) return "last";
    const after = this.#members.save(input, Date.now());
    if (before?.scopes.includes("read") === true && !after.scopes.includes("read"))
      this.shut(`member:${after.email}`);
    await publishMember(this.env, after.email, this.siteId());
    return { before, after };
  }

  async removeMember(id: string): Promise<Member | "last" | null> {
    const member = this.#members.list().find((each) => each.id === id);
    if (member === undefined) return null;
    if (this.#isLastKeeper(member)) return "last";
    this.#members.remove(id);
    this.shut(`member:${member.email}`);
    await withdrawMember(this.env, member.email, this.siteId());
    return member;
  }

  async keys(): Promise<Key[]> {
    await this.#adoptOlder();
    return this.#keys.list().map(shownKey);
  }

  /**
   * The write key that the snippet shows; null when none holds.
   *
   * @param older What a site from before there was this book kept of its one.
   */
  protected writeKey(older: string | null): string | null {
    if (this.#keys.list().length === 0) return older;
    return this.#keys.newest("write", Date.now())?.clear ?? null;
  }

  async addKey(input: NewKey): Promise<Made<Key>> {
    await this.#adoptOlder();
    const clear = randomKey(prefixes[input.kind]);
    return { credential: await this.#addKey(input, clear, Date.now()), clear };
  }

  /** Makes a key in the place of another, which holds for some hours yet. Null when there is none, or it has ended. */
  async rotateKey(id: string, overlapHours: number): Promise<(Made<Key> & { old: Key }) | null> {
    const nowMs = Date.now();
    const old = this.#keys.find(id);
    if (old === undefined || (old.endsAtMs !== null && old.endsAtMs <= nowMs)) return null;
    const made = await this.addKey({ kind: old.kind, name: old.name });
    return { ...made, old: await this.#end(old, nowMs + overlapHours * hourMs) };
  }

  /** @returns The key as it was and as it is; null when there is none. */
  async revokeKey(id: string): Promise<{ before: Key; after: Key } | null> {
    const key = this.#keys.find(id);
    return key === undefined ? null : { before: shownKey(key), after: await this.#end(key, Date.now()) };
  }

  /** The keys of a site from before there was this book are known by what KV says of them. */
  async #adoptOlder(): Promise<void> {
    if (this.#keys.list().length > 0) return;
    const siteId = this.siteId();
    for (const { hash, kind } of await grantsOf(this.env, siteId)) {
      if (kind === "admin" || this.#keys.has(hash)) continue;
      const hint = `${prefixes[kind]}_…`;
      this.#keys.add({ kind, name: `First ${kind} key`, hint, createdAtMs: 0, hash, clear: null });
    }
  }

  #isLastKeeper({ id, scopes }: Member): boolean {
    return (
      scopes.includes("keys") &&
      !this.#members.has("keys", id) &&
      !this.#tokens.hasOther("", "keys", Date.now())
    );
  }

  async #addKey({ kind, name }: NewKey, clear: string, nowMs: number): Promise<Key> {
    const stored = this.#keys.add({
      kind,
      name,
      hint: hintOf(clear),
      createdAtMs: nowMs,
      hash: await sha256Hex(clear),
      clear: kind === "write" ? clear : null,
    });
    await this.#publish(stored);
    return shownKey(stored);
  }

  async #end(key: StoredKey, endsAtMs: number): Promise<Key> {
    const ended = this.#keys.end(key, endsAtMs);
    await this.#publish(ended);
    return shownKey(ended);
  }

  async #publish({ hash, kind, endsAtMs }: StoredKey): Promise<void> {
    await publishGrant(this.env, hash, {
      siteId: this.siteId(),
      kind,
      ...(endsAtMs !== null && { untilMs: endsAtMs }),
    });
  }
}
