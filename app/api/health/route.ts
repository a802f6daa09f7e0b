// Alive: the web server answers. It asks nothing else, so that a busy database does not get the process restarted.

export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
