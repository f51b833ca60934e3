import type * as v from "valibot";
import type { failureKinds, HandOffPayload } from "../../shared/schema/destination.ts";

/** What a destination needs to deliver: nothing of the platform is reached but through this. */
export interface DeliveryContext<Settings> {
  settings: Settings;
  /** Secrets to sign with: the present one, and the one before it while it is being replaced. Empty unless the kind is signed. */
  signingSecrets: readonly string[];
  /** The same over all tries of one hand-off. */
  idempotencyKey: string;
  /** 1 on the first try. From the second on, what an earlier one did may have arrived although its answer was lost. */
  attempt: number;
  nowMs: number;
  /** The guarded HTTP client; see `outbound.ts`. */
  request: (url: string, init: RequestInit) => Promise<Response>;
}

/**
 * What follows from a failure.
 *
 * - `retry`: again on the schedule, or not before Retry-After says.
 * - `rejected`: this hand-off will never be taken; dead at once, with the reason.
 * - `attention`: the receiver refuses the credentials or the settings. The destination is stopped until
 *   somebody has mended it; the hand-off stays and waits.
 * - `gone`: the receiver wants nothing any more; the destination is switched off.
 */
export type FailureKind = (typeof failureKinds)[number];

/** A delivery that failed. Anything else that `deliver` throws is taken as no answer, and tried again. */
export class DeliveryFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly retryAfterMs: number | undefined;

  /** @param message What went wrong, for the delivery log; never a secret. */
  constructor(kind: FailureKind, status: number | null, message: string, retryAfterMs?: number) {
    super(message);
    this.name = "DeliveryFailure";
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** How many requests a provider takes, as its documentation says. */
export interface ProviderLimit {
  requests: number;
  perMs: number;
  /** Requests that one delivery makes at most. */
  perDelivery: number;
}

interface KindOf<Entries extends v.ObjectEntries, Mapped> {
  /** Its name in the API, and that of its file. */
  name: string;
  /** What people call it. */
  label: string;
  /** What it does with a hand-off, in a sentence. */
  description: string;
  /**
   * The settings, as the API takes them and as the dashboard's form shows them: `v.title` is the label,
   * `v.description` the help. `v.metadata({ secret: true })` on a field keeps it sealed in storage,
   * unseen in answers and hidden in the log.
   */
  settings: v.StrictObjectSchema<Entries, undefined>;
  /** Whether a secret to sign with is made for it, shown once, and can be rotated. */
  isSigned: boolean;
  /** Hosts that it may call: those of the provider (`*.` for any subdomain), or one that the user chose. */
  hosts: readonly string[] | "chosen";
  limit: ProviderLimit;
  /** Where it sends to, for people; without secrets. */
  address: (settings: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>) => string;
  /**
   * What is to be sent. Pure, so that it can be shown before it is sent, and comes out the same on every try.
   *
   * @param turn Number of the delivery at this destination, for taking turns.
   * @throws {DeliveryFailure} `rejected`, when the hand-off lacks what the provider cannot do without.
   */
  map: (
    handOff: HandOffPayload,
    settings: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>,
    turn: number,
  ) => Mapped;
  /**
   * Sends it. Safe to repeat: what an earlier try has done is not done again.
   *
   * @returns Status of the answer that settled it.
   * @throws {DeliveryFailure}
   */
  deliver: (
    mapped: Mapped,
    context: DeliveryContext<v.InferOutput<v.StrictObjectSchema<Entries, undefined>>>,
  ) => Promise<number>;
  /** Takes back what it was given of somebody who was erased. Left out where the provider cannot be asked to. */
  erase?: {
    /** Whether this destination is to do it. Always, when left out. */
    isOn?: (settings: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>) => boolean;
    /** Whether it finds the person by what they are called. That is forgotten once the notice was delivered: it is not replayed. */
    isByName?: true;
    /**
     * Tells the receiver, or has the provider delete. Safe to repeat; what is not there any more is a success.
     *
     * @throws {DeliveryFailure}
     */
    deliver: (
      person: HandOffPayload,
      context: DeliveryContext<v.InferOutput<v.StrictObjectSchema<Entries, undefined>>>,
    ) => Promise<number>;
  };
  /** What people have to do themselves, where there is no `erase` or it is not on. */
  erasedByHand: string;
}

/** A kind of destination: one file in this folder, and a line in `index.ts`. */
export type DestinationKind = KindOf<v.ObjectEntries, unknown>;

/** Checks a kind against its own settings, and gives it the type that all kinds share. */
export function defineDestination<Entries extends v.ObjectEntries, Mapped>(
  kind: KindOf<Entries, Mapped>,
): DestinationKind {
  return kind as unknown as DestinationKind;
}
