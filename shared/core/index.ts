/** The scoring core: pure, with no clock, randomness, I/O, platform or packages. */
export { canonicalJson } from "./canonical-json.ts";
export { checkModel, type ModelProblem } from "./check.ts";
export { compile, ModelError, type CompiledModel } from "./compile.ts";
export { dayMs } from "./day.ts";
export { decide, payloadOf, type DecisionContext } from "./decide.ts";
export { canonicalName, isServerOnly } from "./event-name.ts";
export { explain } from "./explain.ts";
export {
  adjustmentEvent,
  comesAfter,
  fadeTo,
  fold,
  foldLog,
  isVoid,
  type Effect,
  type FoldResult,
} from "./fold.ts";
export { hashOf } from "./hash.ts";
export { textIn } from "./language.ts";
export { betweenLinksMs, isLifeless } from "./mail.ts";
export { parseMoment } from "./moment.ts";
export { canonicalOrder, compareEvents } from "./order.ts";
export { pageKindOf } from "./page-kind.ts";
export { disqualifiedBy, nextChangeAt, readScores, scoresById, segmentIds, stageId, viewAt } from "./read.ts";
export { receiptsOf, stageChangesOf } from "./receipts.ts";
export { emptyState, type VisitorState } from "./state.ts";
export type { Reading } from "./view.ts";
