/**
 * The text log of Kubernetes 1.5 and 1.6: a request is two lines with one id, and others' lines may stand between them. Both
 * become one value, the response's line under the request's. Other lines pass as they are.
 */
import { awaitsResponse, isResponseLine, parseLegacyLine } from '@/lib/audit/sources/legacy-text';
import type { Container } from '@/lib/ingest/containers/container';
import { jsonLines } from '@/lib/ingest/containers/json-lines';
import type { InputItem, InputValue } from '@/lib/ingest/input-value';

/** Requests that wait for their response; the oldest is then taken as one that was never answered. */
const MAX_WAITING = 10_000;
/** And their bytes: a line can be long. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** Longer lines are of another kind, and not worth parsing here. */
const MAX_LINE = 256 * 1024;

export const legacyText: Container = { name: 'lines', read: readRequests };

async function* readRequests(chunks: AsyncIterable<Buffer>): AsyncGenerator<InputItem[], void, void> {
  const requests = new WaitingRequests();
  for await (const items of jsonLines.read(chunks)) {
    const ready = items.flatMap((item) => requests.take(item));
    if (ready.length > 0) yield ready;
  }
  const rest = requests.end();
  if (rest.length > 0) yield rest;
}

class WaitingRequests {
  /** By id, in the order of the input. */
  private readonly waiting = new Map<string, InputValue>();
  private bytes = 0;

  take(item: InputItem): InputItem[] {
    const value = item.value;
    if (!value || value.bytes.length > MAX_LINE || !value.bytes.includes(' AUDIT: ')) return [item];
    const line = parseLegacyLine(value.bytes.toString('utf8'));
    const id = line?.values.get('id');
    if (!line || id === undefined) return [item];
    if (isResponseLine(line)) return [{ value: this.answer(id, value) ?? value }];
    if (!awaitsResponse(line)) return [item];
    // A second request with this id: ids can be chosen by clients.
    const ready = this.waiting.has(id) ? [{ value: this.remove(id) }] : [];
    this.waiting.set(id, { ...value, bytes: Buffer.from(value.bytes) });
    this.bytes += value.bytes.length;
    while (this.waiting.size > MAX_WAITING || this.bytes > MAX_WAITING_BYTES) {
      ready.push({ value: this.remove(this.waiting.keys().next().value as string) });
    }
    return ready;
  }

  end(): InputItem[] {
    const rest = [...this.waiting.values()].map((value) => ({ value }));
    this.waiting.clear();
    return rest;
  }

  private answer(id: string, response: InputValue): InputValue | null {
    if (!this.waiting.has(id)) return null;
    const request = this.remove(id);
    return { ...request, bytes: Buffer.concat([request.bytes, Buffer.from('\n'), response.bytes]) };
  }

  private remove(id: string): InputValue {
    const value = this.waiting.get(id) as InputValue;
    this.waiting.delete(id);
    this.bytes -= value.bytes.length;
    return value;
  }
}
