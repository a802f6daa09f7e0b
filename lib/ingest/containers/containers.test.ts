import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputItem } from '@/lib/ingest/input-value';
import type { Container } from './container';
import { jsonLines } from './json-lines';
import { jsonValues } from './json-values';
import { recogniseContainer } from './recognise-container';

async function readAll(container: Container, bytes: Buffer, cuts: number[]): Promise<InputItem[]> {
  async function* chunks() {
    let from = 0;
    for (const cut of [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b)) {
      yield bytes.subarray(from, cut);
      from = cut;
    }
    yield bytes.subarray(from);
  }
  const items: InputItem[] = [];
  for await (const some of container.read(chunks())) items.push(...some);
  return items;
}

/** Text and place of what was read; the place is checked against the input itself. */
function describeItems(items: InputItem[], bytes: Buffer): string[] {
  return items.map((item) => {
    if (item.bad) return `bad line ${item.bad.lineNumber}: ${item.bad.reason}`;
    const { value } = item;
    const there = bytes.subarray(value.byteOffset, value.byteOffset + value.bytes.length);
    expect(there.equals(value.bytes)).toBe(true);
    const line = bytes.subarray(0, value.byteOffset).filter((byte) => byte === 10).length + 1;
    expect(value.lineNumber).toBe(line);
    return value.bytes.toString();
  });
}

const event = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });
const events = fc.array(event, { maxLength: 8 });
const cuts = fc.array(fc.nat(), { maxLength: 12 });
const indent = fc.constantFrom(undefined, 1, 2, '\t');

describe('values are read as they stand, wherever the chunks are cut', () => {
  it('from lines', () =>
    fc.assert(
      fc.asyncProperty(events, cuts, fc.constantFrom('\n', '\r\n', '\n\n'), async (values, at, end) => {
        const lines = values.map((value) => JSON.stringify(value));
        const bytes = Buffer.from(lines.join(end));
        expect(describeItems(await readAll(jsonLines, bytes, at), bytes)).toEqual(lines);
      }),
    ));

  it('from an array', () =>
    fc.assert(
      fc.asyncProperty(events, cuts, indent, async (values, at, space) => {
        const bytes = Buffer.from(JSON.stringify(values, null, space));
        const read = describeItems(await readAll(jsonValues, bytes, at), bytes);
        expect(read.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    ));

  it('from an EventList, whatever stands around its items', () =>
    fc.assert(
      fc.asyncProperty(events, cuts, indent, fc.jsonValue(), async (values, at, space, metadata) => {
        const list = {
          kind: 'EventList',
          metadata,
          apiVersion: 'audit.k8s.io/v1',
          items: values,
          after: { items: [1] },
        };
        const bytes = Buffer.from(JSON.stringify(list, null, space));
        const read = describeItems(await readAll(jsonValues, bytes, at), bytes);
        expect(read.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    ));

  it('from objects one after another', () =>
    fc.assert(
      fc.asyncProperty(events, cuts, indent, fc.constantFrom('', '\n', ' '), async (values, at, space, between) => {
        const bytes = Buffer.from(values.map((value) => JSON.stringify(value, null, space)).join(between));
        const read = describeItems(await readAll(jsonValues, bytes, at), bytes);
        expect(read.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    ));
});

describe('what is cut off', () => {
  it('is reported with its line and never swallows what came before', async () => {
    const bytes = Buffer.from('[\n{"a":1},\n{"b":2},\n{"c":');
    expect(describeItems(await readAll(jsonValues, bytes, []), bytes)).toEqual([
      '{"a":1}',
      '{"b":2}',
      'bad line 4: the input ends in the middle of this value: it is truncated, or a bracket or quote is missing',
    ]);
  });

  it('is reported when only the list was left open', async () => {
    const bytes = Buffer.from('{"kind":"EventList","items":[{"a":1}');
    expect(describeItems(await readAll(jsonValues, bytes, []), bytes)).toEqual([
      '{"a":1}',
      'bad line 1: the input ends before the list is closed: events may be missing',
    ]);
  });

  it('keeps length, hash and head of a value that is too long to hold', async () => {
    const huge = `{"a":"${'x'.repeat(9 * 1024 * 1024)}"}`;
    for (const [container, text] of [
      [jsonLines, `{"b":1}\n${huge}\n{"c":2}`],
      [jsonValues, `[{"b":1},${huge},{"c":2}]`],
    ] as const) {
      const bytes = Buffer.from(text);
      const items = await readAll(container, bytes, [100, 5_000_000, 8_500_000]);
      expect(items.map((item) => item.value?.bytes.toString() ?? item.bad?.byteLength)).toEqual([
        '{"b":1}',
        huge.length,
        '{"c":2}',
      ]);
      expect(items[1]?.bad?.head.length).toBe(64 * 1024);
    }
  });
});

describe('the container is told from the beginning', () => {
  it.each([
    ['{"a":1}\n{"b":2}\n', jsonLines],
    ['{"a":1}', jsonLines],
    ['[{"a":1}]', jsonValues],
    ['\n  [\n{"a":1}]', jsonValues],
    ['{\n  "kind": "Event"\n}', jsonValues],
    ['{"a":1}{"b":2}', jsonValues],
    ['{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[{"level":"Meta', jsonValues],
    ['{"a":1,"b":\n{"a":1}\n{"a":2}', jsonLines],
    ['{"truncated":"yes\n{"a":1}\n', jsonLines],
    ['some words\n{"a":1}\n', jsonLines],
    ['', jsonLines],
  ])('%j', (head, container) => {
    expect(recogniseContainer(Buffer.from(head)).name).toBe(container.name);
  });
});
