import { compareLines, type LineCursor } from "./line-cursor.ts";

/** Merges sorted lists of lines into one, holding no more than they do. */
export function merge(lists: readonly LineCursor[]): LineCursor {
  const heap: LineCursor[] = [];
  let isBegun = false;
  const begin = () => {
    for (const list of lists) {
      if (!list.next()) continue;
      heap.push(list);
      rise(heap, heap.length - 1);
    }
  };
  const goOn = () => {
    if (heap[0]?.next() === false) {
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) heap[0] = last;
    }
    sink(heap);
  };
  const cursor: LineCursor = {
    bytes: Buffer.alloc(0),
    start: 0,
    end: 0,
    next: () => {
      if (isBegun) goOn();
      else begin();
      isBegun = true;
      const [top] = heap;
      if (top === undefined) return false;
      cursor.bytes = top.bytes;
      cursor.start = top.start;
      cursor.end = top.end;
      return true;
    },
  };
  return cursor;
}

function isBefore(one: LineCursor, other: LineCursor): boolean {
  return compareLines(one.bytes, one.start, one.end, other.bytes, other.start, other.end) < 0;
}

function rise(heap: LineCursor[], from: number): void {
  for (let at = from; at > 0;) {
    const parent = (at - 1) >> 1;
    const [child, above] = [heap[at], heap[parent]];
    if (child === undefined || above === undefined || !isBefore(child, above)) return;
    heap[at] = above;
    heap[parent] = child;
    at = parent;
  }
}

function sink(heap: LineCursor[]): void {
  const item = heap[0];
  if (item === undefined) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const left = heap[child];
    if (left === undefined) break;
    const right = heap[child + 1];
    if (right !== undefined && isBefore(right, left)) child += 1;
    const smaller = heap[child];
    if (smaller === undefined || !isBefore(smaller, item)) break;
    heap[at] = smaller;
    at = child;
  }
  heap[at] = item;
}
