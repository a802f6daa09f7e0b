/**
 * The body of a request as it arrives. When its reader stops early (a full disk, a cancelled upload), the rest is read and
 * thrown away: a client that is still sending hears the answer only then; left unread, it would wait for ever.
 */
export async function* readBody(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    ended = true;
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    if (!ended) void drain(reader);
  }
}

/** Throws away a body that nobody has begun to read. */
export function discardBody(request: Request): void {
  if (request.body && !request.body.locked && !request.bodyUsed) void drain(request.body.getReader());
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // the client has gone: there is nothing left to read
  }
}
