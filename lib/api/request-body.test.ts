import { describe, expect, it } from 'vitest';
import { discardBody, readBody } from './request-body';

function requestOf(chunks: number): { request: Request; sent: () => number } {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === chunks) return controller.close();
      sent++;
      controller.enqueue(new Uint8Array(10));
    },
  });
  const init = { method: 'POST', body, duplex: 'half' };
  return { request: new Request('http://localhost/', init), sent: () => sent };
}

describe('the body of a request', () => {
  it('is read to its end', async () => {
    let bytes = 0;
    for await (const chunk of readBody(requestOf(5).request)) bytes += chunk.byteLength;
    expect(bytes).toBe(50);
  });

  it('is drained when the reader stops early, so that the client gets to its answer', async () => {
    const { request, sent } = requestOf(100);
    for await (const _ of readBody(request)) break;
    await expect.poll(sent).toBe(100);
  });

  it('is drained when nobody reads it', async () => {
    const { request, sent } = requestOf(100);
    discardBody(request);
    await expect.poll(sent).toBe(100);
  });

  it('may be none', async () => {
    const request = new Request('http://localhost/');
    discardBody(request);
    for await (const _ of readBody(request)) expect.unreachable();
  });
});
