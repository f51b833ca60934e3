interface Head {
  line: string;
  rest: Iterator<string>;
}

/** Merges sorted lists of lines into one, by code unit, holding one line of each. */
export function* merge(runs: readonly Iterable<string>[]): Generator<string> {
  const heap: Head[] = [];
  for (const run of runs) {
    const rest = run[Symbol.iterator]();
    const { done, value } = rest.next();
    if (done !== true) {
      heap.push({ line: value, rest });
      rise(heap, heap.length - 1);
    }
  }
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.line;
    const { done, value } = top.rest.next();
    if (done === true) {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) continue;
      heap[0] = last;
    } else top.line = value;
    sink(heap);
  }
}

function rise(heap: Head[], from: number): void {
  for (let at = from; at > 0;) {
    const parent = (at - 1) >> 1;
    const [child, above] = [heap[at], heap[parent]];
    if (child === undefined || above === undefined || above.line <= child.line) return;
    heap[at] = above;
    heap[parent] = child;
    at = parent;
  }
}

function sink(heap: Head[]): void {
  const item = heap[0];
  if (item === undefined) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const left = heap[child];
    if (left === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && right.line < left.line) child += 1;
    const smaller = heap[child];
    if (smaller === undefined || item.line <= smaller.line) break;
    heap[at] = smaller;
    at = child;
  }
  heap[at] = item;
}
