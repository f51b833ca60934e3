// JavaScript, since the soaks are compiled for Node and this is the worker itself.
// First, so that nothing looks at the clock before it.
import { aheadMs } from "./clock-ahead.js";
import worker, * as objects from "../../../worker/index.ts";

/**
 * A class of objects, some days later: `Date.now` is ahead, and so are its alarms. workerd's own clock is
 * not, so an alarm is set for as much earlier.
 */
const later = (Base) =>
  class extends Base {
    constructor(state, environment) {
      const { storage } = state;
      const set = storage.setAlarm.bind(storage);
      const get = storage.getAlarm.bind(storage);
      storage.setAlarm = (at, options) => set(Number(at) - aheadMs, options);
      storage.getAlarm = async (options) => {
        const at = await get(options);
        return at === null ? null : at + aheadMs;
      };
      super(state, environment);
    }
  };

export const VisitorObject = later(objects.VisitorObject);
export const IdentityObject = later(objects.IdentityObject);
export const SiteObject = later(objects.SiteObject);
export const DestinationObject = later(objects.DestinationObject);
export const SweepObject = later(objects.SweepObject);

export default worker;
