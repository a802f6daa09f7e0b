/** An answer as JSON lines: one object a line, sent as they are found, whatever their number. */
const LINES = 'application/x-ndjson';

export function wantsLines(request: Request): boolean {
  return (request.headers.get('accept') ?? '').toLowerCase().includes(LINES);
}

/** A source that fails ends in a broken connection: nobody takes half of it for the whole. */
export async function answerLines(objects: AsyncGenerator<unknown>): Promise<Response> {
  // The first is asked for before there is a status: what is wrong with the question is still answered as an error.
  let next: IteratorResult<unknown> | null = await objects.next();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = next ?? (await objects.next());
      next = null;
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      await objects.return(undefined);
    },
  });
  return new Response(body, { headers: { 'Content-Type': `${LINES}; charset=utf-8`, 'Cache-Control': 'no-store' } });
}
