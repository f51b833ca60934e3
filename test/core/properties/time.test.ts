import fc from "fast-check";
import { expect, it } from "vitest";
import { fadeTo, foldLog, nextChangeAt } from "../../../shared/core/index.ts";
import { limits } from "../../../shared/limits.ts";
import { eventTime } from "../../../worker/ingest/event-time.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { accountOf, compiled, settings } from "../support/property.ts";

const dayMs = 86_400_000;

it("a sender's clock that is wrong, and jumps between two batches, changes no score", () => {
  const jump = fc.integer({ min: -400 * dayMs, max: 400 * dayMs });
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, fc.array(jump, { minLength: 1 }), (source, log, jumps) => {
      const model = compiled(source);
      const startMs = Date.UTC(2026, 9, 25);
      const events = log.map((event) => ({ ...event, atMs: startMs + event.atMs }));
      const sent = events.map((event, index) => {
        const offMs = jumps[index % jumps.length] ?? 0;
        const delayMs = (index % 7) * 1_000;
        // By the sender's clock it happened and was sent when it never was.
        const told = { timestamp: event.atMs + offMs, sentAtMs: event.atMs + delayMs + offMs };
        return { ...event, ...eventTime(told.timestamp, told.sentAtMs, event.atMs + delayMs, "browser") };
      });
      expect(accountOf(foldLog(sent, model), model)).toBe(accountOf(foldLog(events, model), model));
    }),
    settings,
  );
});

it("an event's time is never later than it was received, nor older than is believed", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (timestamp, sentAtMs, receivedAtMs) => {
      const { atMs } = eventTime(timestamp * 1_000, sentAtMs * 1_000, receivedAtMs * 1_000, "browser");
      expect(atMs).toBeLessThanOrEqual(receivedAtMs * 1_000);
      expect(atMs).toBeGreaterThanOrEqual(receivedAtMs * 1_000 - limits.eventAgeDays * dayMs);
    }),
    settings,
  );
});

it("a reader's clock that jumps reads at each moment what it would have read without", () => {
  const moments = fc.array(fc.integer({ min: 0, max: 40 * 24 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, moments, (source, log, hours) => {
      const model = compiled(source);
      const result = foldLog(log, model);
      const read = (hour: number) => accountOf(result, model, hour * 3_600_000);
      const inOrder = new Map(hours.toSorted((a, b) => a - b).map((hour) => [hour, read(hour)]));
      for (const hour of hours) expect(read(hour)).toBe(inOrder.get(hour));
    }),
    settings,
  );
});

it("the moment at which time alone will close a stage is known beforehand, to the millisecond", () => {
  fc.assert(
    fc.property(modelArbitrary, logArbitrary, (source, log) => {
      const model = compiled(source);
      const { state } = foldLog(log, model);
      const nowMs = state.last?.atMs ?? 0;
      const nextMs = nextChangeAt(state, model, nowMs);
      const changes = (untilMs: number) => fadeTo(state, untilMs, model).effects.length;
      if (nextMs === null) expect(changes(nowMs + 90 * dayMs)).toBe(0);
      else expect([changes(nextMs - 1), changes(nextMs) > 0]).toEqual([0, true]);
    }),
    settings,
  );
});
