import type { Destination, DestinationState, SettingValue } from "../../../shared/schema/destination.ts";
import { kindOf } from "../../destinations/index.ts";
import { secretNames, type Settings } from "../../destinations/settings.ts";
import { newWebhookSecret } from "../../destinations/standard-webhooks.ts";
import { seal, unseal } from "../../security/seal.ts";

/** What a destination is, beside its settings. */
export type DestinationBasics = Pick<Destination, "id" | "kind" | "name" | "purposes" | "createdAtMs"> &
  Partial<Pick<Destination, "isShare">>;

/** A destination as it is stored: secrets sealed, everything else in clear. */
interface StoredConfiguration {
  basics: DestinationBasics;
  state: DestinationState;
  problem: string | null;
  settings: Settings;
  sealed: Record<string, string>;
  signing: { sealed: string; previous: { sealed: string; untilMs: number } | null } | null;
}

/** As the first build stored a webhook, the only kind it had. */
interface FirstStored {
  destination: DestinationBasics & { url: string; disabled: boolean };
  sealedSecret: string;
}

function fromFirst({ destination, sealedSecret }: FirstStored): StoredConfiguration {
  const { url, disabled, ...basics } = destination;
  return {
    basics,
    state: disabled ? "gone" : "active",
    problem: disabled ? "the receiver answered 410" : null,
    settings: { url },
    sealed: {},
    signing: { sealed: sealedSecret, previous: null },
  };
}

/** What one destination was told: its settings and its state, with the secrets sealed. */
export class Configuration {
  readonly #sql: SqlStorage;
  readonly #masterSecret: () => string;

  /** @param masterSecret The deployment's secret, asked for when it is needed. */
  constructor(sql: SqlStorage, masterSecret: () => string) {
    this.#sql = sql;
    this.#masterSecret = masterSecret;
    sql.exec("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID");
  }

  get isSetUp(): boolean {
    return this.#read("settings") !== undefined;
  }

  get basics(): DestinationBasics {
    return this.#stored().basics;
  }

  get state(): DestinationState {
    return this.#stored().state;
  }

  /** Sets it up. @returns The secret that it signs with, or null when its kind does not sign. */
  async create(basics: DestinationBasics, settings: Settings): Promise<string | null> {
    const secret = kindOf(basics.kind).isSigned ? newWebhookSecret() : null;
    const signing = secret === null ? null : { sealed: await this.#seal(secret), previous: null };
    const parts = await this.#split(basics.kind, settings);
    this.#save({ basics, state: "active", problem: null, ...parts, signing });
    return secret;
  }

  /** Its settings with the secrets in clear: to deliver with, never to show. */
  async settings(): Promise<Settings> {
    const { settings, sealed } = this.#stored();
    const secrets = await Promise.all(
      Object.entries(sealed).map(async ([name, text]) => [name, await unseal(this.#masterSecret(), text)]),
    );
    return { ...settings, ...(Object.fromEntries(secrets) as Settings) };
  }

  /** The secrets to sign with: the present one first, then the one before it while both are good. */
  async signingSecrets(nowMs: number): Promise<string[]> {
    const { signing } = this.#stored();
    if (signing === null) return [];
    const { sealed, previous } = signing;
    const good = previous !== null && previous.untilMs > nowMs ? [sealed, previous.sealed] : [sealed];
    return Promise.all(good.map((text) => unseal(this.#masterSecret(), text)));
  }

  async change(basics: Partial<DestinationBasics>, settings: Settings): Promise<void> {
    const stored = this.#stored();
    const parts = await this.#split(stored.basics.kind, settings);
    this.#save({ ...this.#stored(), ...parts, basics: { ...stored.basics, ...basics } });
  }

  setState(state: DestinationState, problem: string | null): void {
    this.#save({ ...this.#stored(), state, problem });
  }

  /**
   * Makes a new secret to sign with; until the time given both sign.
   *
   * @returns The new secret, or null when its kind does not sign.
   */
  async rotate(previousUntilMs: number): Promise<string | null> {
    const { signing } = this.#stored();
    if (signing === null) return null;
    const secret = newWebhookSecret();
    const sealed = await this.#seal(secret);
    const previous = { sealed: signing.sealed, untilMs: previousUntilMs };
    this.#save({ ...this.#stored(), signing: { sealed, previous } });
    return secret;
  }

  /** As the API shows it. */
  describe(heldUntilMs: number | null, nowMs: number): Destination {
    const { basics, state, problem, settings, sealed, signing } = this.#stored();
    const previousUntilMs = signing?.previous?.untilMs ?? 0;
    return {
      ...basics,
      // The address of no kind is made of a secret.
      url: kindOf(basics.kind).address(settings),
      state,
      problem,
      disabled: state === "gone",
      settings: settings as Record<string, SettingValue>,
      secrets: Object.keys(sealed),
      isShare: basics.isShare ?? false,
      isSigned: signing !== null,
      previousSecretUntilMs: previousUntilMs > nowMs ? previousUntilMs : null,
      heldUntilMs: heldUntilMs !== null && heldUntilMs > nowMs ? heldUntilMs : null,
    };
  }

  /** A small value of its own beside the settings. */
  load(name: string): unknown {
    return this.#read(name);
  }

  keep(name: string, value: unknown): void {
    this.#sql.exec("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, JSON.stringify(value));
  }

  async #split(kind: string, settings: Settings): Promise<Pick<StoredConfiguration, "settings" | "sealed">> {
    const names = new Set(secretNames(kindOf(kind)));
    const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
    const sealed = await Promise.all(
      entries
        .filter(([name]) => names.has(name))
        .map(async ([name, value]) => [name, await this.#seal(String(value))]),
    );
    return {
      settings: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
      sealed: Object.fromEntries(sealed) as Record<string, string>,
    };
  }

  async #seal(text: string): Promise<string> {
    return seal(this.#masterSecret(), text);
  }

  #read(name: string): unknown {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM setting WHERE name = ?", name).toArray();
    return row === undefined ? undefined : JSON.parse(row.body);
  }

  #stored(): StoredConfiguration {
    const stored = this.#read("settings") as StoredConfiguration | FirstStored | undefined;
    if (stored === undefined) throw new Error("the destination was not set up");
    return "sealedSecret" in stored ? fromFirst(stored) : stored;
  }

  #save(stored: StoredConfiguration): void {
    this.keep("settings", stored);
  }
}
