import type { Plugin } from 'vite';

/**
 * `npm run dev:fake`: the screens of a round on the tests' device in memory, for work on looks alone.
 * `/fake?start=ready|running|middle|last|finished|holiday` begins anew. Never part of a build.
 */
export function fakeHost(): Plugin {
  return {
    name: 'rantang-fake-host',
    apply: 'serve',
    async configureServer(server) {
      const { scene } = await server.ssrLoadModule('/src/test/scenes.ts');
      let device = scene('ready');
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (url.pathname === '/fake') {
          device = scene(url.searchParams.get('start') ?? 'ready');
          response.end('ok');
        } else if (url.pathname === '/events') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
        } else if (url.pathname === '/api') {
          let body = '';
          request.on('data', (chunk) => (body += chunk));
          request.on('end', () => {
            response.setHeader('content-type', 'application/json');
            try {
              response.end(JSON.stringify(device.answer(JSON.parse(body))));
            } catch (refusal) {
              response.statusCode = 422;
              response.end(JSON.stringify(refusal));
            }
          });
        } else next();
      });
    },
  };
}
